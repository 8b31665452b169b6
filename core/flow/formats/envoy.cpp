#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

/// Envoy's access log in the formats of Istio (flows.md 2.11; "Envoy Access Logs" of istio.io): the default text since
/// 1.9 and before, and JSON. A line is a request or, for plain TCP, a connection, and tells of up to two hops:
///
///     downstream remote ──> downstream local = the proxy │ upstream local ──> upstream host
///
/// A sidecar's outbound line tells of the second, its inbound line of the first, a gateway's of both.

namespace portolan {
namespace {

struct AccessLine {
    std::string_view time;
    std::string_view protocol; ///< of the request: "HTTP/1.1"
    std::string_view head;     ///< flags and details of the response, as far as they are in front of the addresses
    std::string_view flags;
    std::string_view upstreamHost, upstreamCluster, upstreamLocal, downstreamLocal, downstreamRemote;
};

/// The part of a text line up to and with the last quote, and the fields after it. Requests may hold quotes themselves,
/// which is why addresses are counted from the end.
std::optional<AccessLine> parseText(std::string_view line) {
    if (!line.starts_with('[')) return std::nullopt;
    const std::size_t close = line.find("] \"");
    const std::size_t quote = line.rfind('"');
    if (close == std::string_view::npos || quote <= close + 2) return std::nullopt;
    const std::size_t open = line.rfind('"', quote - 1);
    if (open == std::string_view::npos || open <= close + 2) return std::nullopt;
    AccessLine out;
    out.time = line.substr(1, close - 1);
    if (out.time.size() < 19 || out.time[4] != '-') return std::nullopt;
    out.upstreamHost = line.substr(open + 1, quote - open - 1);
    std::string_view tail = line.substr(quote + 1);
    for (std::string_view* field :
         {&out.upstreamCluster, &out.upstreamLocal, &out.downstreamLocal, &out.downstreamRemote})
        *field = takeWord(tail);
    const std::size_t requestEnd = line.find("\" ", close + 3);
    if (requestEnd != std::string_view::npos && requestEnd < open) {
        const std::string_view request = line.substr(close + 3, requestEnd - close - 3);
        out.protocol = request.substr(std::min(request.size(), request.rfind(' ') + 1));
        out.head = line.substr(requestEnd + 2, open - requestEnd - 2);
    }
    std::string_view words = out.head; // code, flags, details
    takeWord(words);
    out.flags = takeWord(words);
    return out;
}

/// What the proxy and its agent say of themselves in the same stream:
/// "2026-03-01T12:00:00.250Z<tab>info<tab>xdsproxy..." and "[2026-03-01 12:00:00.250][17][warning]...".
bool isProxyLog(std::string_view line) {
    if (line.starts_with('[')) return line.find("][") != std::string_view::npos;
    return line.size() > 19 && line[4] == '-' && line[7] == '-' && line[10] == 'T';
}

bool hasFlag(std::string_view flags, std::string_view wanted) {
    while (!flags.empty()) {
        const std::size_t comma = std::min(flags.find(','), flags.size());
        if (flags.substr(0, comma) == wanted) return true;
        flags.remove_prefix(std::min(comma + 1, flags.size()));
    }
    return false;
}

/// Denied by the mesh's own authorization, which is no NetworkPolicy.
bool isMeshDenial(const AccessLine& line) {
    return line.head.find("rbac_access_denied") != std::string_view::npos || hasFlag(line.flags, "UAEX") ||
           line.upstreamCluster == "BlackHoleCluster";
}

/// Whether the proxy reached nobody: no connection, no healthy host, no route.
bool isUnreached(const AccessLine& line) {
    return hasFlag(line.flags, "UF") || hasFlag(line.flags, "UH") || hasFlag(line.flags, "NR") ||
           hasFlag(line.flags, "NC");
}

/// Ports that a sidecar listens at behind redirected traffic: no other pod connects to them.
bool isRedirectPort(std::uint16_t port) {
    return port == 15001 || port == 15006;
}

/// The number in "outbound|8000||httpbin.shop.svc.cluster.local" and "inbound|8000||"; 0 where there is none.
std::uint16_t portOfCluster(std::string_view cluster) {
    const std::size_t bar = cluster.find('|');
    if (bar == std::string_view::npos) return 0;
    cluster.remove_prefix(bar + 1);
    return parseNumber<std::uint16_t>(cluster.substr(0, cluster.find('|'))).value_or(0);
}

class EnvoyReader final : public LineReader {
  public:
    explicit EnvoyReader(Attribution& attribution) : m_maker(attribution) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult more() override { return std::exchange(m_more, {}); }
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    struct Hop {
        std::optional<SocketText> from, to;
        Reporter reporter = Reporter::Unknown;
    };
    std::optional<AccessLine> parseObject(std::string_view line);
    LineResult inbound(const AccessLine& line, std::uint64_t position);
    LineResult outbound(const AccessLine& line, std::uint64_t position);
    LineResult resultOf(const AccessLine& line, const Hop& hop, std::uint64_t position);

    RecordMaker m_maker;
    simdjson::ondemand::parser m_parser;
    LineResult m_more; ///< a gateway's second hop
};

std::optional<AccessLine> EnvoyReader::parseObject(std::string_view line) {
    simdjson::ondemand::document document;
    json::Object top;
    if (m_parser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) != simdjson::SUCCESS ||
        document.get_object().get(top) != simdjson::SUCCESS)
        return std::nullopt;
    AccessLine out;
    const std::array<std::pair<std::string_view, std::string_view*>, 8> fields{{
        {"start_time", &out.time},
        {"protocol", &out.protocol},
        {"response_flags", &out.flags},
        {"upstream_host", &out.upstreamHost},
        {"upstream_cluster", &out.upstreamCluster},
        {"upstream_local_address", &out.upstreamLocal},
        {"downstream_local_address", &out.downstreamLocal},
        {"downstream_remote_address", &out.downstreamRemote},
    }};
    const bool isWhole = json::forEachField(top, [&](simdjson::ondemand::raw_json_string key, json::Value& value) {
        if (json::is(key, "response_code_details") || json::is(key, "connection_termination_details")) {
            const std::string_view details = json::plainString(value);
            if (details.starts_with("rbac_access_denied")) out.head = details;
        }
        for (const auto& [name, place] : fields)
            if (json::is(key, name)) *place = json::plainString(value);
        return true;
    });
    return isWhole ? std::optional(out) : std::nullopt;
}

LineResult EnvoyReader::read(std::string_view line, std::uint64_t position) {
    m_more = {};
    const auto parsed = line.starts_with('{') ? parseObject(line) : parseText(line);
    if (!parsed) return skippedLine(isProxyLog(line) ? SkipReason::OtherEvent : SkipReason::Malformed, position);
    if (parsed->upstreamCluster.empty() && parsed->downstreamRemote.empty() && line.starts_with('{'))
        return skippedLine(SkipReason::OtherEvent, position); // what the proxy says of itself
    FlowText times;
    times.firstSeen = parseTime(parsed->time).value_or(0);
    if (isMeshDenial(*parsed)) return skippedFlow(SkipReason::NoPolicyReason, times, position);
    const std::string_view cluster = parsed->upstreamCluster;
    if (cluster.starts_with("inbound") || cluster.starts_with("Inbound")) return inbound(*parsed, position);
    if (isUnreached(*parsed)) return skippedFlow(SkipReason::NoAnswer, times, position);
    return outbound(*parsed, position);
}

/// The peer reached this pod, whatever the application behind the proxy made of it.
LineResult EnvoyReader::inbound(const AccessLine& line, std::uint64_t position) {
    Hop hop{parseSocket(line.downstreamRemote), parseSocket(line.downstreamLocal), Reporter::Destination};
    if (hop.to && isRedirectPort(hop.to->port)) {
        const auto upstream = parseSocket(line.upstreamHost);
        hop.to->port = upstream && upstream->port != 0 ? upstream->port : portOfCluster(line.upstreamCluster);
    }
    return resultOf(line, hop, position);
}

/// A sidecar speaks for its own pod: what it got from there never was on the network. A gateway has two hops. Logs
/// before Istio 1.9 lack the proxy's own address: there the port that was asked for tells whether it is a Service's.
LineResult EnvoyReader::outbound(const AccessLine& line, std::uint64_t position) {
    const auto remote = parseSocket(line.downstreamRemote);
    const auto local = parseSocket(line.downstreamLocal);
    const auto own = parseSocket(line.upstreamLocal);
    const auto host = parseSocket(line.upstreamHost);
    const std::uint16_t servicePort = portOfCluster(line.upstreamCluster);
    const bool isGateway = remote && local && own ? remote->address != own->address && local->address == own->address
                                                  : local && servicePort != 0 && local->port != servicePort;
    Hop second{own ? own : isGateway ? local : remote, host, Reporter::Source};
    if (!own && isGateway) second.from->port = 0;
    if (!isGateway) return resultOf(line, second, position);
    LineResult first = resultOf(line, {remote, local, Reporter::Destination}, position);
    if (host) m_more = resultOf(line, second, position);
    return first;
}

LineResult EnvoyReader::resultOf(const AccessLine& line, const Hop& hop, std::uint64_t position) {
    FlowText text;
    text.firstSeen = text.lastSeen = parseTime(line.time).value_or(0);
    if (!hop.from || !hop.to) return skippedFlow(SkipReason::NoEnd, text, position);
    text.from.address = hop.from->address;
    text.from.port = hop.from->port;
    text.to.address = hop.to->address;
    text.to.port = hop.to->port;
    const bool isQuic = line.protocol == "HTTP/3" && hop.reporter == Reporter::Destination;
    text.protocol = isQuic ? Protocol::Udp : Protocol::Tcp;
    text.reply = Reply::No;
    text.reporter = hop.reporter;
    return m_maker.make(text, position);
}

} // namespace

extern const FormatEntry kEnvoyEntry;
const FormatEntry kEnvoyEntry{
    FlowFormat::Envoy,
    [](const SniffedLine& line, FormatHeader&) {
        if (line.isObject)
            return line.has("downstream_remote_address") && (line.has("upstream_host") || line.has("upstream_cluster"));
        const auto parsed = parseText(line.text);
        return parsed && !parsed->downstreamRemote.empty();
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<EnvoyReader>(attribution);
    }};

} // namespace portolan
