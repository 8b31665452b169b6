#pragma once

#include "core/flow/evidence.h"
#include "core/flow/formats/flow_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What the readers of text formats share: cutting lines into fields, times without zone or year, addresses with ports.

namespace portolan {

/// Cuts a line at every separator, without regard to quotes, and stores the fields that there is room for. Returns how
/// many there are, which is more than `out` holds where that is too small.
std::size_t cutFields(std::string_view line, char separator, std::span<std::string_view> out);

/// Takes the next word off `rest`, after blanks and tabs; empty at the end.
std::string_view takeWord(std::string_view& rest);

/// Nanoseconds since 1970 UTC of "2023-07-04 12:45:21.804" or "2023/07/04T12:45:21" in a zone that lies `zoneMinutes`
/// east of UTC; a zone in the text itself wins. nullopt where it is none.
std::optional<std::int64_t> parseLocalTime(std::string_view text, int zoneMinutes);

/// Nanoseconds since 1970 UTC of "Feb  7 13:06:45.130", which is UTC: in the latest year that does not put it a day or
/// more after `fileTime`. nullopt where it is none; 0 where `fileTime` is, as the year is then anybody's guess.
std::optional<std::int64_t> parseYearlessTime(std::string_view text, std::int64_t fileTime);

/// An address with its port, both as views or numbers of the text.
struct SocketText {
    std::string_view address;
    std::uint16_t port = 0;
};
/// Of "10.0.1.1:40000" and "[fd00::1]:80"; nullopt for anything else, such as a path or "-".
std::optional<SocketText> parseSocket(std::string_view text);

/// Whether the text is made of what IPv4 and IPv6 addresses are made of, which is no proof that it is one.
bool isLikelyAddress(std::string_view text);

/// Node for the addresses that only a node's own network has: loopback, and those that OVN-Kubernetes masquerades hosts
/// as (docs/design/host-to-node-port-hairpin-trafficflow.md there). Unknown for all others, the metadata services of
/// clouds (169.254.169.254) among them.
EndClass classOfNodeInternals(std::string_view address);

} // namespace portolan
