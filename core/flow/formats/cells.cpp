#include "core/flow/formats/cells.h"

#include <algorithm>

namespace portolan {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::optional<Protocol> parseProtocolCell(std::string_view text) {
    if (text.empty() || text.front() > '9') return parseProtocolAnyCase(text);
    const auto number = parseNumber<std::uint64_t>(text);
    return number ? protocolOf(*number) : std::nullopt;
}

std::optional<Protocol> protocolOf(std::uint64_t number) {
    switch (number) {
    case 6: return Protocol::Tcp;
    case 17: return Protocol::Udp;
    case 132: return Protocol::Sctp;
    default: return std::nullopt;
    }
}

TcpFlags tcpFlags(std::uint64_t bits, FlagsOf of) {
    constexpr std::uint64_t kSyn = 0x02;
    constexpr std::uint64_t kAck = 0x10;
    const bool hasSyn = (bits & kSyn) != 0;
    const bool hasAck = (bits & kAck) != 0;
    if (of == FlagsOf::Direction && hasSyn && hasAck) return {};
    return {true, hasSyn, hasAck};
}

bool takeField(std::string_view& rest, char separator, std::string_view& field, std::deque<std::string>& undone) {
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find(separator), rest.size());
        field = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return true;
    }
    rest.remove_prefix(1);
    std::size_t end = rest.find('"');
    bool isCopied = false;
    while (end != std::string_view::npos && end + 1 < rest.size() && rest[end + 1] == '"') {
        if (!isCopied) undone.emplace_back();
        isCopied = true;
        undone.back().append(rest.substr(0, end + 1));
        rest.remove_prefix(end + 2);
        end = rest.find('"');
    }
    if (end == std::string_view::npos) return false;
    field = rest.substr(0, end);
    if (isCopied) field = undone.back().append(field);
    rest.remove_prefix(end + 1);
    const std::size_t next = std::min(rest.find(separator), rest.size()); // what follows a closing quote is dropped
    rest.remove_prefix(next);
    return true;
}

} // namespace portolan
