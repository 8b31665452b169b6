#pragma once

#include "core/flow/flow_record.h"
#include "core/net/protocol.h"

#include <charconv>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

/// The small texts that many formats share: numbers, protocols, TCP flags, separated fields.

namespace portolan {

/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// A number that fills the whole text; nullopt for anything else, and where it does not fit.
template <typename Number>
std::optional<Number> parseNumber(std::string_view text) {
    Number out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

/// A name in any case, or an IANA number as many logs print it; nullopt for protocols without ports.
std::optional<Protocol> parseProtocolCell(std::string_view text);
/// Of an IANA protocol number.
std::optional<Protocol> protocolOf(std::uint64_t number);

/// Whose flags a log gives: of one packet, or of all packets of one direction put together. Of the latter SYN with ACK
/// says nothing, as each end sets both.
enum class FlagsOf : std::uint8_t { Packet, Direction };
/// From the bits of the header's field (RFC 9293: SYN 2, ACK 16).
TcpFlags tcpFlags(std::uint64_t bits, FlagsOf of);

/// Takes the next field off a row (RFC 4180 quoting); false where its quotes are still open at the end. Quoted content
/// with doubled quotes is copied into `undone`.
bool takeField(std::string_view& rest, char separator, std::string_view& field, std::deque<std::string>& undone);

} // namespace portolan
