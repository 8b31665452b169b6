#include "core/load/names.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace portolan::loading {
namespace {

bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlphanumeric(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z');
}
char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The name part of a label key, and a label value that is not empty.
bool isQualifiedName(std::string_view text) {
    if (text.empty() || text.size() > 63) return false;
    if (!isAlphanumeric(text.front()) || !isAlphanumeric(text.back())) return false;
    return std::ranges::all_of(text, [](char c) { return isAlphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool isDnsPart(std::string_view text) {
    if (text.empty() || text.front() == '-' || text.back() == '-') return false;
    return std::ranges::all_of(text, [](char c) { return isLower(c) || isDigit(c) || c == '-'; });
}

/// Levenshtein distance.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t replaced = diagonal + (a[i] == b[k] ? 0U : 1U);
            diagonal = row[k + 1];
            row[k + 1] = std::min({replaced, row[k] + 1, row[k + 1] + 1});
        }
    }
    return row.back();
}

} // namespace

bool isDnsLabel(std::string_view text) {
    return text.size() <= 63 && isDnsPart(text);
}

bool isDnsSubdomain(std::string_view text) {
    if (text.size() > 253) return false;
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!isDnsPart(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool isLabelKey(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return isQualifiedName(text);
    return isDnsSubdomain(text.substr(0, slash)) && isQualifiedName(text.substr(slash + 1));
}

bool isLabelValue(std::string_view text) {
    return text.empty() || isQualifiedName(text);
}

bool isPortName(std::string_view text) {
    return text.size() <= 15 && isDnsPart(text) && text.find("--") == std::string_view::npos &&
           std::ranges::any_of(text, isLower);
}

std::optional<std::string_view> closestName(std::string_view name, std::span<const std::string_view> known) {
    for (const std::string_view k : known)
        if (std::ranges::equal(k, name, {}, lowered, lowered)) return k;
    constexpr std::size_t kMaxEdits = 2;
    std::optional<std::string_view> best;
    std::size_t bestEdits = kMaxEdits + 1;
    for (const std::string_view k : known) {
        if (name.size() <= kMaxEdits + 1 && k.size() > name.size() + 1) continue;
        const std::size_t edits = editDistance(name, k);
        if (edits < bestEdits && edits < k.size()) {
            bestEdits = edits;
            best = k;
        }
    }
    return best;
}

} // namespace portolan::loading
