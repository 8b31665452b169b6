#include "core/flow/formats/json_text.h"

#include "core/flow/input/wrapping.h"

#include <charconv>

namespace portolan::json {

std::string_view string(Value& value, std::deque<std::string>& undone) {
    const std::string_view text = plainString(value);
    if (text.find('\\') == std::string_view::npos) return text;
    std::string& copy = undone.emplace_back();
    appendUnescaped(text, copy);
    return copy;
}

std::optional<std::uint64_t> number(Value& value) {
    std::string_view text = token(value);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::uint64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

} // namespace portolan::json
