#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace portolan {

/// The transport protocols that Kubernetes policies speak of. Order is alphabetical, the order of every output.
enum class Protocol : std::uint8_t { Sctp, Tcp, Udp };
inline constexpr std::size_t kProtocolCount = 3;
inline constexpr std::array<Protocol, kProtocolCount> kProtocols{Protocol::Sctp, Protocol::Tcp, Protocol::Udp};

/// "SCTP", "TCP" or "UDP".
std::string_view name(Protocol protocol);
/// Parses the exact upper-case name (the API is case-sensitive).
std::optional<Protocol> parseProtocol(std::string_view text);
/// As parseProtocol, in any case (command line, flow logs).
std::optional<Protocol> parseProtocolAnyCase(std::string_view text);

} // namespace portolan
