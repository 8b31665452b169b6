#include "core/analysis/requirement_text.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace portolan {
namespace {

using Operator = Requirement::Operator;

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The parts between the commas that stand in no brackets.
std::vector<std::string_view> parts(std::string_view text) {
    std::vector<std::string_view> out;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '(') ++depth;
        if (i < text.size() && text[i] == ')') --depth;
        if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
        out.push_back(trimmed(text.substr(begin, i - begin)));
        begin = i + 1;
    }
    return out;
}

bool isLabelText(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_' || c == '/';
    });
}

struct Part {
    std::string_view key;
    Operator op = Operator::Exists;
    std::vector<std::string_view> values;
};

/// "KEY in (a, b)" with the word given; nullopt where this is none.
std::optional<Part> setPart(std::string_view text, std::string_view word, Operator op) {
    const std::size_t at = text.find(' ' + std::string(word) + ' ');
    const std::size_t open = text.find('(');
    if (at == std::string_view::npos || open == std::string_view::npos || open < at || !text.ends_with(')'))
        return std::nullopt;
    if (!trimmed(text.substr(at + word.size() + 2, open - at - word.size() - 2)).empty()) return std::nullopt;
    return Part{trimmed(text.substr(0, at)), op, parts(text.substr(open + 1, text.size() - open - 2))};
}

std::optional<Part> parsePart(std::string_view text) {
    if (auto out = setPart(text, "notin", Operator::NotIn)) return out;
    if (auto out = setPart(text, "in", Operator::In)) return out;
    for (const auto& [sign, op] : {std::pair("!=", Operator::NotIn), {"==", Operator::In}, {"=", Operator::In}}) {
        const std::size_t at = text.find(sign);
        if (at == std::string_view::npos) continue;
        return Part{trimmed(text.substr(0, at)), op, {trimmed(text.substr(at + std::string_view(sign).size()))}};
    }
    if (text.starts_with('!')) return Part{trimmed(text.substr(1)), Operator::DoesNotExist, {}};
    return Part{text, Operator::Exists, {}};
}

} // namespace

Result<LabelSelector> parseRequirements(std::string_view text, const Symbols& symbols) {
    LabelSelector out;
    if (trimmed(text).empty()) return out;
    for (const std::string_view written : parts(text)) {
        const auto part = parsePart(written);
        if (!part || part->key.empty() || !isLabelText(part->key) || !std::ranges::all_of(part->values, isLabelText))
            return fail(Error::Kind::Usage, "not a label requirement: \"" + std::string(written) + '"');
        Requirement requirement{symbols.internLate(part->key), part->op, {}};
        for (const std::string_view value : part->values) requirement.values.push_back(symbols.internLate(value));
        std::ranges::sort(requirement.values);
        out.requirements.push_back(std::move(requirement));
    }
    std::ranges::sort(out.requirements);
    return out;
}

} // namespace portolan
