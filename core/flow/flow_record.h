#pragma once

#include "core/base/id.h"
#include "core/model/cluster.h"
#include "core/net/protocol.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

/// The canonical record: what every log format is turned into before anything is counted. One record stands for one
/// line that carries a flow; it owns nothing and lives as long as the line.

namespace portolan {

/// What the network said about a flow. Observed: traffic was seen and no policy said anything about it, which is never
/// the same as allowed. WouldDeny: let through only because policies are in audit mode.
enum class FlowVerdict : std::uint8_t { Allowed, Denied, WouldDeny, Observed };
inline constexpr std::array<FlowVerdict, 4> kFlowVerdicts{FlowVerdict::Allowed, FlowVerdict::Denied,
                                                          FlowVerdict::WouldDeny, FlowVerdict::Observed};
/// "allowed", "denied", "would-deny" or "observed".
std::string_view name(FlowVerdict verdict);
/// The names of name(), and the words that other logs use for them (allow, accept, forwarded; deny, drop, dropped,
/// reject; audit), in any case. Empty text is Observed; nullopt for any other word.
std::optional<FlowVerdict> parseFlowVerdict(std::string_view text);

/// Whether a record is the answering direction of its connection; many logs do not know.
enum class Reply : std::uint8_t { No, Yes, Unknown };

/// Which end of the connection reported the record.
enum class Reporter : std::uint8_t { Source, Destination, Unknown };

/// What one unit of a count stands for.
enum class WeightKind : std::uint8_t { Connection, PacketSample, Record };
/// "connection", "packet sample" or "record".
std::string_view name(WeightKind kind);

/// How a record came to be, which decides what it may be counted with. Verdict and Drop come from policy enforcement,
/// the Trace kinds from packets passing a point of the datapath, the Sighted kinds from records of traffic that no
/// policy speaks in (flow exporters, connection tables), Stated from tables that say what happened themselves.
enum class Observation : std::uint8_t {
    Verdict,        ///< a policy verdict event: one a connection, enforcing end and direction
    Drop,           ///< a dropped packet with a policy reason
    TraceDelivered, ///< a packet handed to the destination pod
    TracePassed,    ///< a packet that left the source's policy enforcement
    TraceOther,     ///< a packet at any other point
    Attempted,      ///< a program asked for the connection; what became of it is not told
    Sighted,        ///< traffic of a connection, seen by an exporter of one end or of neither
    SightedAnswer,  ///< as Sighted, of the answering direction; the record is turned round
    Stated,
};
/// Packets passing a point of the datapath.
constexpr bool isTrace(Observation observation) {
    return observation == Observation::TraceDelivered || observation == Observation::TracePassed ||
           observation == Observation::TraceOther;
}
constexpr bool isSighting(Observation observation) {
    return observation == Observation::Attempted || observation == Observation::Sighted ||
           observation == Observation::SightedAnswer;
}

/// TCP flags as far as orientation needs them.
struct TcpFlags {
    bool isKnown = false;
    bool hasSyn = false;
    bool hasAck = false;
};

/// Index into the ends of one reader (see EndTable).
using EndIndex = Id<struct EndTag>;

/// A flow's end after attribution.
struct AttributedEnd {
    EndIndex end;
    std::optional<PodId> pod; ///< where the record names one that the inventory knows
};

struct FlowRecord {
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: unknown
    std::int64_t lastSeen = 0;  ///< not before firstSeen; point events: equal
    AttributedEnd from;
    AttributedEnd to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t fromPort = 0; ///< 0: unknown
    std::uint16_t toPort = 0;   ///< the pod's port where the format or a Service tells it
    FlowVerdict verdict = FlowVerdict::Observed;
    Observation observation = Observation::Stated;
    Reporter reporter = Reporter::Unknown;
    Reply reply = Reply::Unknown;
    TcpFlags flags;
    WeightKind weightKind = WeightKind::Connection;
    std::uint64_t weight = 1;         ///< connections or records this line stands for
    std::uint64_t clientIdentity = 0; ///< hash of the client's address text; 0: the line has none
    std::uint64_t position = 0;       ///< of the line in its file, in reading order
    std::uint64_t sampling = 0;       ///< N where the line says that it stands for one packet in N
    bool isAggregate = false;         ///< the line is the first of a window of flows that were folded at the exporter
};

/// Why a line gave no edge. The order is the order of output.
enum class SkipReason : std::uint8_t {
    Malformed,        ///< not of the file's format
    TooLong,          ///< longer than kMaxLineBytes
    Truncated,        ///< the last line, cut in the middle
    ContainerPartial, ///< a piece of a line that the container runtime split
    OtherEvent,       ///< the log speaks of something else than a flow (node status, agent and debug events)
    NoTransport,      ///< ICMP and other protocols without ports
    NoPolicyReason,   ///< dropped for a reason that is no policy (routing, connection tracking)
    NoVerdict,        ///< traced or translated at a socket, or a verdict this version does not know
    HealthCheck,      ///< the network plugin's own probes
    NoEnd,            ///< neither a name nor an address for one of the ends
    NoAnswer,         ///< an attempt that nothing answered: it does not show that traffic passed
    Repeated,         ///< marked by the log itself as a repeat of another line
    NoPort,           ///< the log tells no port, and the Service that was asked for has none or several
};
inline constexpr std::size_t kSkipReasonCount = 13;
/// What a person reads: "ICMP or another protocol without ports".
std::string_view text(SkipReason reason);

} // namespace portolan
