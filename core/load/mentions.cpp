#include "core/load/mentions.h"

#include "core/load/names.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <vector>

namespace portolan::loading {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
/// Part of a run that is taken as one word; upper case and '_' make it no host, but belong to the word.
bool isWordByte(char c) {
    return isLower(c) || isDigit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' || c == '_';
}

/// The port behind a word at `at` (a ':'), and where it ends; nullopt where there is none.
std::optional<std::pair<std::uint16_t, std::size_t>> portAt(std::string_view value, std::size_t at) {
    if (at >= value.size() || value[at] != ':') return std::nullopt;
    std::uint32_t port = 0;
    const char* const end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data() + at + 1, end, port);
    if (error != std::errc() || port == 0 || port > std::numeric_limits<std::uint16_t>::max()) return std::nullopt;
    const bool isEnd = stop == end || (!isWordByte(*stop) && *stop != ':');
    if (!isEnd) return std::nullopt;
    return std::pair(static_cast<std::uint16_t>(port), static_cast<std::size_t>(stop - value.data()));
}

bool isHost(std::string_view word) {
    if (!isDnsSubdomain(word) || word == "localhost") return false;
    return isLower(word.front()) && std::ranges::any_of(word, isLower);
}

std::vector<std::string_view> partsOf(std::string_view host) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t dot = host.find('.');
        out.push_back(host.substr(0, dot));
        if (dot == std::string_view::npos) return out;
        host.remove_prefix(dot + 1);
    }
}

} // namespace

void findHosts(std::string_view value, const std::function<void(const HostPort&)>& found) {
    bool hasScheme = false;
    std::size_t i = 0;
    while (i < value.size()) {
        if (!isWordByte(value[i])) {
            ++i;
            continue;
        }
        const std::size_t begin = i;
        while (i < value.size() && isWordByte(value[i])) ++i;
        std::string_view word = value.substr(begin, i - begin);
        if (word.ends_with('.')) word.remove_suffix(1);
        const std::string_view before = value.substr(0, begin);
        const bool isAfterScheme = before.ends_with("://");
        hasScheme = hasScheme || isAfterScheme;
        const bool isUrlHost = isAfterScheme || (hasScheme && before.ends_with('@'));
        HostPort spot{word, 0, isUrlHost};
        std::size_t end = i;
        if (const auto port = portAt(value, i)) {
            spot.port = port->first;
            spot.isAddressed = true;
            end = port->second;
        }
        // USER@HOST, USER:PASSWORD@HOST
        const std::size_t at = value.find('@', i);
        const bool isUser = at != std::string_view::npos && (at == end || (isAfterScheme && at < value.find('/', i)));
        if (!isUser && isHost(word)) found(spot);
        if (isUser)
            i = at;
        else
            i = end;
    }
}

bool ServiceNames::isMention(const Batch::MentionFact& mention) const {
    const std::vector<std::string_view> parts = partsOf(mention.host);
    const auto isSvc = [&](std::size_t i) { return parts.size() > i && parts[i] == "svc"; };
    if (isSvc(2) || isSvc(3)) return true;
    switch (parts.size()) {
    case 1: return mention.isAddressed && hasService(mention.ns, parts[0]);
    case 2:
        if (hasService(parts[1], parts[0])) return true;
        return mention.isAddressed && (hasService(mention.ns, parts[1]) || m_namespaces.contains(parts[1]));
    case 3: return hasService(parts[2], parts[1]);
    default: return false;
    }
}

} // namespace portolan::loading
