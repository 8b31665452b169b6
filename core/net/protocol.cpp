#include "core/net/protocol.h"

#include <algorithm>
#include <cctype>
#include <string>

namespace portolan {

std::string_view name(Protocol protocol) {
    switch (protocol) {
    case Protocol::Sctp: return "SCTP";
    case Protocol::Tcp: return "TCP";
    case Protocol::Udp: return "UDP";
    }
    return {};
}

std::optional<Protocol> parseProtocol(std::string_view text) {
    for (const Protocol p : kProtocols)
        if (text == name(p)) return p;
    return std::nullopt;
}

std::optional<Protocol> parseProtocolAnyCase(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return parseProtocol(upper);
}

} // namespace portolan
