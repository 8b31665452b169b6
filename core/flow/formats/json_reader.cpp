#include "core/flow/formats/json_reader.h"

#include "core/flow/time_text.h"

namespace portolan {

LineResult JsonReader::read(std::string_view line, std::uint64_t position) {
    m_undone.clear();
    simdjson::ondemand::document document;
    json::Object top;
    const bool isObject =
        m_parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) == simdjson::SUCCESS &&
        document.get_object().get(top) == simdjson::SUCCESS;
    if (!isObject || !readObject(top)) return skippedLine(SkipReason::Malformed, position);
    return result(position);
}

namespace json {

std::int64_t time(Value& value) {
    std::string_view text = token(value);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return parseTime(text).value_or(0);
}

std::uint16_t port(Value& value) {
    const std::uint64_t port = number(value).value_or(0);
    return port > 65535 ? std::uint16_t{0} : static_cast<std::uint16_t>(port);
}

} // namespace json

std::string_view plainAddress(std::string_view address) {
    constexpr std::string_view kMapped = "::ffff:";
    const bool isMapped = address.starts_with(kMapped) && address.find('.') != std::string_view::npos;
    return isMapped ? address.substr(kMapped.size()) : address;
}

bool isLoopback(std::string_view address) {
    return address == "::1" || plainAddress(address).starts_with("127.");
}

} // namespace portolan
