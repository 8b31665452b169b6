#include "tests/corpus/connection_text.h"

#include <charconv>
#include <string>

namespace portolan {
namespace {

std::optional<PortSet> parseRange(std::string_view text) {
    const std::size_t dash = text.find('-');
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    const auto read = [](std::string_view digits, std::uint16_t& out) {
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
        return error == std::errc() && end == digits.data() + digits.size() && !digits.empty();
    };
    if (!read(text.substr(0, dash), first)) return std::nullopt;
    if (dash == std::string_view::npos) return PortSet::single(first);
    if (!read(text.substr(dash + 1), last)) return std::nullopt;
    return PortSet::range(first, last);
}

/// The text between `after` and the next of `ends`, or "" where `after` does not occur.
std::string_view between(std::string_view text, std::string_view after, std::string_view ends) {
    const std::size_t at = text.find(after);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + after.size());
    return text.substr(0, text.find_first_of(ends));
}

} // namespace

std::optional<TrafficSet> parseConnections(std::string_view text) {
    if (text == "All Connections") return TrafficSet::all();
    if (text == "No Connections") return TrafficSet::none();
    TrafficSet out;
    std::optional<Protocol> protocol;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
        if (const std::size_t blank = part.find(' '); blank != std::string_view::npos) {
            protocol = parseProtocol(part.substr(0, blank));
            part.remove_prefix(blank + 1);
        }
        const auto ports = parseRange(part);
        if (!protocol || !ports) return std::nullopt;
        out = out.united(TrafficSet::of(*protocol, *ports));
    }
    return out;
}

std::optional<TrafficSet> parseNcaConnections(std::string_view text) {
    if (text == "All connections") return TrafficSet::all();
    constexpr std::string_view kAllBut = "All but ";
    if (text.starts_with(kAllBut)) {
        const auto rest = parseNcaConnections(text.substr(kAllBut.size()));
        if (!rest) return std::nullopt;
        return TrafficSet::all().minus(*rest);
    }
    std::string_view protocolName = between(text, "protocols:", ",}");
    constexpr std::string_view kBut = "all but ";
    const bool isComplement = protocolName.starts_with(kBut);
    if (isComplement) protocolName.remove_prefix(kBut.size());
    const auto protocol = parseProtocol(protocolName);
    if (isComplement)
        return protocol ? TrafficSet::all().minus(TrafficSet::of(*protocol, PortSet::all())) : TrafficSet::all();
    if (!protocol) return protocolName.empty() ? std::nullopt : std::optional(TrafficSet::none());
    const std::string_view ports = between(text, "dst_ports:", ",}");
    if (ports.empty()) return TrafficSet::of(*protocol, PortSet::all());
    const auto range = parseRange(ports);
    if (!range) return std::nullopt;
    return TrafficSet::of(*protocol, *range);
}

} // namespace portolan
