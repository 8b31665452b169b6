#include "core/flow/formats/cells.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>

/// The ACL audit log of OVN-Kubernetes and Kube-OVN (flows.md 2.10; docs/design/acls.md of ovn-kubernetes), as a file
/// of its own, among the other lines of ovn-controller, or through syslog:
///
///     2024-06-09T19:00:10.441Z|00162|acl_log(ovn_pinctrl0)|INFO|name="NP:shop:db:Ingress:0", verdict=allow,
///         severity=info, direction=to-lport:
///         tcp,nw_src=10.0.1.1,nw_dst=10.0.1.3,tp_src=40000,tp_dst=5432,tcp_flags=syn
///
/// Every packet that reaches the ACL is logged, up to a limit: a line is a packet, never a connection.

namespace portolan {
namespace {

constexpr std::string_view kMark = "|acl_log(";

/// What stands between `before` and one of `ends`; empty where `before` is not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view ends) {
    const std::size_t at = text.find(before);
    if (at == std::string_view::npos) return {};
    text.remove_prefix(at + before.size());
    return text.substr(0, text.find_first_of(ends));
}

/// The header fields of the packet that matter, of IPv4 and IPv6.
struct Packet {
    std::string_view protocol;
    std::string_view from, to, fromPort, toPort, flags;
};

Packet packetOf(std::string_view fields) {
    Packet out;
    while (!fields.empty()) {
        const std::size_t comma = std::min(fields.find(','), fields.size());
        const std::string_view field = fields.substr(0, comma);
        fields.remove_prefix(std::min(comma + 1, fields.size()));
        const std::size_t equals = field.find('=');
        const std::string_view key = field.substr(0, equals);
        if (equals == std::string_view::npos) {
            if (out.protocol.empty()) out.protocol = trimmed(field);
            continue;
        }
        const std::string_view value = field.substr(equals + 1);
        if (key == "nw_src" || key == "ipv6_src")
            out.from = value;
        else if (key == "nw_dst" || key == "ipv6_dst")
            out.to = value;
        else if (key == "tp_src" || key == "tcp_src" || key == "udp_src" || key == "sctp_src")
            out.fromPort = value;
        else if (key == "tp_dst" || key == "tcp_dst" || key == "udp_dst" || key == "sctp_dst")
            out.toPort = value;
        else if (key == "tcp_flags")
            out.flags = value;
    }
    return out;
}

/// "psh|ack".
TcpFlags flagsOf(std::string_view text) {
    TcpFlags flags;
    flags.isKnown = !text.empty();
    flags.hasSyn = text.find("syn") != std::string_view::npos;
    flags.hasAck = text.find("ack") != std::string_view::npos;
    return flags;
}

/// "tcp6" and the like are of IPv6.
std::optional<Protocol> protocolOf(std::string_view word) {
    if (word.ends_with('6')) word.remove_suffix(1);
    return parseProtocolAnyCase(word);
}

/// ACLs that OVN-Kubernetes makes for something else than a network policy: egress firewalls, multicast, isolation of
/// networks, what nodes may always reach.
bool isNoPolicy(std::string_view name) {
    constexpr std::array<std::string_view, 6> kOthers{"EF:",          "egressFirewall", "Multicast",
                                                      "UDNIsolation", "NetpolNode",     "AdvertisedNetworkIsolation"};
    return std::ranges::any_of(kOthers, [&](std::string_view begin) { return name.starts_with(begin); });
}

/// Which end the ACL stands at: from-lport is what the source's port sends. Without a direction (before OVN 21.12) the
/// ACL's name tells, where a name is long enough to hold it.
Reporter reporterOf(std::string_view direction, std::string_view name) {
    if (direction == "from-lport") return Reporter::Source;
    if (direction == "to-lport") return Reporter::Destination;
    const bool isIngress =
        name.find("Ingress") != std::string_view::npos || name.find("ingress") != std::string_view::npos;
    const bool isEgress =
        name.find("Egress") != std::string_view::npos || name.find("egress") != std::string_view::npos;
    if (isIngress == isEgress) return Reporter::Unknown;
    return isIngress ? Reporter::Destination : Reporter::Source;
}

/// The join and transit subnets between OVN's routers are the nodes' own.
EndClass classOf(std::string_view address) {
    constexpr std::array<std::string_view, 4> kBetweenRouters{"100.64.", "100.88.", "fd98:", "fd97:"};
    const auto isOf = [&](std::string_view prefix) { return address.starts_with(prefix); };
    return std::ranges::any_of(kBetweenRouters, isOf) ? EndClass::Node : classOfNodeInternals(address);
}

class OvnAclReader final : public LineReader {
  public:
    OvnAclReader(Attribution& attribution, const LineHints& hints) : m_maker(attribution), m_hints(hints) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    std::int64_t timeOf(std::string_view line) const;
    LineResult readMessage(std::string_view message, FlowText& text, std::uint64_t position);

    RecordMaker m_maker;
    LineHints m_hints;
};

LineResult OvnAclReader::read(std::string_view line, std::uint64_t position) {
    const std::size_t mark = line.find(kMark);
    if (mark == std::string_view::npos) {
        const bool isOtherModule = std::ranges::count(line, '|') >= 3;
        return skippedLine(isOtherModule ? SkipReason::OtherEvent : SkipReason::Malformed, position);
    }
    FlowText text;
    text.firstSeen = text.lastSeen = timeOf(line);
    return readMessage(line.substr(mark + kMark.size()), text, position);
}

/// Of OVN itself, else of syslog, in its new form or the old one without a year.
std::int64_t OvnAclReader::timeOf(std::string_view line) const {
    const std::string_view first = line.substr(0, line.find_first_of("| "));
    if (const auto time = parseRfc3339(first)) return *time;
    constexpr std::size_t kOldTime = 15;
    return parseYearlessTime(line.substr(0, kOldTime), m_hints.fileTime).value_or(0);
}

LineResult OvnAclReader::readMessage(std::string_view message, FlowText& text, std::uint64_t position) {
    const std::size_t verdictAt = message.find("verdict=");
    const std::size_t colon = message.find(": ", verdictAt == std::string_view::npos ? message.size() : verdictAt);
    if (colon == std::string_view::npos) return skippedLine(SkipReason::Malformed, position);
    std::string_view name = between(message.substr(0, verdictAt), "name=", "");
    if (name.starts_with('"')) name.remove_prefix(1);
    const std::string_view verdict = between(message.substr(0, colon), "verdict=", ", ");
    const Packet packet = packetOf(message.substr(colon + 2));
    text.protocol = protocolOf(packet.protocol);
    if (!text.protocol) return skippedFlow(SkipReason::NoTransport, text, position);
    text.from.address = packet.from;
    text.from.port = parseNumber<std::uint16_t>(packet.fromPort).value_or(0);
    text.from.facts.endClass = classOf(packet.from);
    text.to.address = packet.to;
    text.to.port = parseNumber<std::uint16_t>(packet.toPort).value_or(0);
    text.to.facts.endClass = classOf(packet.to);
    text.flags = flagsOf(packet.flags);
    text.reporter = reporterOf(between(message.substr(0, colon), "direction=", ", "), name);
    text.weightKind = WeightKind::PacketSample;
    const bool isAllowed = verdict.starts_with("allow");
    if (!isAllowed && verdict != "drop" && verdict != "reject") // pass: the next tier decides
        return skippedFlow(SkipReason::NoVerdict, text, position);
    if (isNoPolicy(name)) {
        if (!isAllowed) return skippedFlow(SkipReason::NoPolicyReason, text, position);
        return m_maker.make(text, position);
    }
    text.verdict = isAllowed ? FlowVerdict::Allowed : FlowVerdict::Denied;
    text.observation = isAllowed ? Observation::Verdict : Observation::Drop;
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kOvnAclEntry;
const FormatEntry kOvnAclEntry{
    FlowFormat::OvnAcl,
    [](const SniffedLine& line, FormatHeader&) {
        return !line.isObject && line.text.find(kMark) != std::string_view::npos &&
               line.text.find("verdict=") != std::string_view::npos;
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<OvnAclReader>(attribution, hints);
    }};

} // namespace portolan
