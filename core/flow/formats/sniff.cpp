#include "core/flow/formats/sniff.h"

#include "core/flow/formats/json_text.h"

namespace portolan {
namespace {

/// Only whole objects have keys: what is cut off is no line to know a file by.
SniffedLine looked(std::string_view line) {
    SniffedLine out{line, false, {}};
    if (!line.starts_with('{')) return out;
    const simdjson::padded_string padded(line);
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document;
    json::Object top;
    if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
        document.get_object().get(top) != simdjson::SUCCESS)
        return out;
    out.isObject = json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value&) {
        const auto at = static_cast<std::size_t>(key.raw() - padded.data());
        out.keys.push_back(line.substr(at, line.find('"', at) - at));
        return true;
    });
    return out;
}

} // namespace

std::optional<Sniffed> sniffLine(std::string_view line) {
    const SniffedLine seen = looked(line);
    for (const FormatEntry* entry : formatEntries()) {
        Sniffed out{entry->format, {}};
        if (entry->isLike(seen, out.header)) return out;
    }
    return std::nullopt;
}

} // namespace portolan
