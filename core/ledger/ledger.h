#pragma once

#include "core/flow/end_table.h"
#include "core/ledger/rule_usage.h"
#include "core/reach/reachability.h"
#include "core/reach/rule_match.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The join of what is permitted with what was observed, for each edge and for each rule (desktop.md section 2).
///
///   Reachability ──┐                ┌── edges()            what the log saw, with the model's verdict and both gates
///                  ├──> Ledger ─────┼── permittedUnseen()  what the policies allow and nobody used, on request
///   FlowTable ─────┘                └── usages()           for each rule: hits, the part that was used
///
/// Takes a Reachability and, where a log was loaded, a FlowTable; asks the evaluator for every verdict and decides
/// none. Without flows nothing is "unused": there is no evidence. Cost: some binary searches for each observed edge and
/// rule. Immutable; const use is thread-safe.

namespace portolan {

class FlowTable;
class WorkloadClasses;

/// How permission and observation of an edge stand to each other. A denied edge that was not seen has no state: it is
/// never listed.
enum class EdgeState : std::uint8_t {
    Used,        ///< allowed, at least one gate by a matching rule, seen
    UnusedAllow, ///< allowed, at least one gate by a matching rule, not seen
    Open,        ///< allowed because neither end is isolated in its direction, seen
    OpenUnseen,  ///< as Open, not seen
    Blocked,     ///< denied, and seen dropped
    Mismatch,    ///< the newest observation contradicts the verdict, either way
    Uncertain,   ///< the verdict cannot be decided, or the log does not tell whether a denied edge got through
};
inline constexpr std::size_t kEdgeStateCount = 7;
/// "used", "unused", "open", "open-unseen", "blocked", "mismatch" or "uncertain".
std::string_view name(EdgeState state);

/// Why one end lets an edge through, or not.
struct EdgeGate {
    enum class Kind : std::uint8_t {
        Rule,        ///< isolated; `rules` admit the edge
        NotIsolated, ///< no policy isolates the end in this direction
        Exempt,      ///< policies do not govern the end: an address, a node, a hostNetwork pod, its own node
        Closed,      ///< isolated, and no rule admits the edge
        Unknown,     ///< cannot be decided
    };
    Kind kind = Kind::Unknown;
    std::vector<RuleRef> rules; ///< ascending; empty unless Rule

    bool operator==(const EdgeGate&) const = default;
};

/// What the log says of an edge. Times are nanoseconds since 1970 UTC, 0 where unknown or never.
struct EdgeEvidence {
    std::uint64_t allowed = 0;   ///< connections (or records) that policy let through
    std::uint64_t denied = 0;    ///< dropped by policy
    std::uint64_t wouldDeny = 0; ///< let through because policies are in audit mode only
    std::uint64_t observed = 0;  ///< seen passing, no policy verdict in the log
    std::uint64_t delivered = 0; ///< of those not dropped: known to have reached the destination
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    std::int64_t lastDelivered = 0;
    std::int64_t lastDenied = 0;
    std::uint32_t daysSeen = 0; ///< distinct UTC days, at least
    bool isMoreDays = false;    ///< rows stand for longer times: there may be more days between first and last

    std::uint64_t passed() const { return allowed + wouldDeny + observed; }
    std::uint64_t total() const { return passed() + denied; }
    bool isSeen() const { return total() != 0; }
    bool operator==(const EdgeEvidence&) const = default;
};

/// "31 days", "at least 2 days".
std::string daysText(const EdgeEvidence& seen);

/// An end of an edge: a workload, a node, an address or block outside, or a name the inventory does not know.
using LedgerEnd = EndValue;

/// One edge: who to whom, over which protocol and destination port. Aggregated over the pods of the workloads.
struct LedgerEdge {
    LedgerEnd from;
    LedgerEnd to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
    Verdict verdict = Verdict::Uncertain;
    bool isMixed = false; ///< pods of an end differ; the verdict is that of the pods the log names, else uncertain
    EdgeState state = EdgeState::Uncertain;
    EdgeGate egress;  ///< of `from`
    EdgeGate ingress; ///< of `to`
    EdgeEvidence seen;
    std::optional<PodId> fromPod; ///< a pod that the log names, for explain()
    std::optional<PodId> toPod;

    const EdgeGate& gate(Direction d) const { return d == Direction::Egress ? egress : ingress; }
    bool operator==(const LedgerEdge&) const = default;
};

/// What the logs cover.
struct EvidenceWindow {
    std::int64_t first = 0; ///< ns since 1970 UTC
    std::int64_t last = 0;
    std::uint32_t days = 0;                 ///< UTC days with evidence
    std::uint64_t lostEvents = 0;           ///< events the logs themselves say are missing
    std::uint64_t connections = 0;          ///< all that were counted
    std::uint64_t lines = 0;                ///< lines that speak of a flow
    std::uint64_t sampling = 0;             ///< N where a log says that it holds one packet in N; else 0 or 1
    std::uint32_t daysNeeded = kDaysNeeded; ///< before absence is evidence
    bool isAggregated = false;              ///< some lines stand for several flows: not every port is told
    bool isDaysAtLeast = false;             ///< some rows stand for longer times, of which first and last day count
    bool hasDaysOfEdges = true;             ///< false: there are such rows among those of edges

    bool isLossy() const {
        return static_cast<double>(lostEvents) > kTolerableLoss * static_cast<double>(lines + lostEvents);
    }
};

/// Edges that are permitted and were not seen.
struct UnseenEdges {
    std::vector<LedgerEdge> edges;     ///< UnusedAllow and Uncertain, sorted as edges()
    std::uint64_t leftOut = 0;         ///< more of these beyond the limit
    std::vector<std::uint32_t> openTo; ///< by place of the workload asked for: workloads it reaches unseen because
                                       ///< neither end is isolated
};

using ListeningPorts = std::vector<std::pair<Protocol, std::uint16_t>>;

class Ledger {
  public:
    /// Joins; `flows` is nullptr where no log was loaded and is not needed afterwards. Fails only with Cancelled.
    static Result<std::shared_ptr<const Ledger>> create(std::shared_ptr<const Reachability> reachability,
                                                        const FlowTable* flows, const RunControl& control);

    const Reachability& reachability() const { return *m_reachability; }
    const std::shared_ptr<const Reachability>& reachabilityPtr() const { return m_reachability; }
    /// Which endpoint classes each workload has.
    const WorkloadClasses& workloadClasses() const { return *m_classes; }
    /// nullopt where no log was loaded, or one without flows.
    const std::optional<EvidenceWindow>& evidence() const { return m_evidence; }

    /// Everything the log saw, by from, to, protocol, port (workloads before nodes, addresses, unknown names).
    const std::vector<LedgerEdge>& edges() const { return m_edges; }
    /// The observed edge with these ends; nullptr where it was not seen.
    const LedgerEdge* find(const LedgerEnd& from, const LedgerEnd& to, Protocol protocol, std::uint16_t port) const;
    /// Observed edges that start or end at the workload, as indices, ascending.
    std::span<const std::uint32_t> edgesOf(WorkloadId id) const;

    /// What is permitted between two workloads and was not seen, on the ports the target is known to listen on
    /// (declared container ports, Service targets, ports observed; where none is known, the single ports that rules
    /// name, at most 16): UnusedAllow, OpenUnseen, or Uncertain. By protocol and port.
    std::vector<LedgerEdge> permittedUnseen(WorkloadId from, WorkloadId to) const;
    /// The same among all pairs of these workloads, for a map or a draft. Edges that are open at both ends are only
    /// counted (openTo), as they are as many as the square of the workloads. Fails only with Cancelled.
    Result<UnseenEdges> permittedUnseen(std::span<const WorkloadId> among, std::size_t limit,
                                        const RunControl& control) const;
    /// Ports on which the workload is known or observed to listen, sorted, without duplicates.
    const ListeningPorts& listeningPorts(WorkloadId id) const { return m_listening[id.index()]; }

    /// One entry a rule of every policy, inert rules left out; by policy (NetworkPolicies first), direction (ingress
    /// first) and index.
    const std::vector<RuleUsage>& usages() const { return m_usages; }
    const RuleUsage* usage(const RuleRef& rule) const;
    /// True where some flow of the log touches a workload of the namespace.
    bool isCovered(NamespaceId ns) const { return m_isCovered[ns.index()]; }

  private:
    friend class LedgerBuilder;
    Ledger() = default;

    std::shared_ptr<const Reachability> m_reachability;
    std::optional<EvidenceWindow> m_evidence;
    std::vector<LedgerEdge> m_edges;
    std::vector<std::uint32_t> m_edgeOffsets; // by workload, into m_edgeIndices
    std::vector<std::uint32_t> m_edgeIndices;
    std::vector<RuleUsage> m_usages;
    std::vector<std::uint32_t> m_firstUsage; // by policy, admin policies last, into m_usages; one more at the end
    std::vector<bool> m_isCovered;           // by namespace
    std::shared_ptr<const WorkloadClasses> m_classes;
    std::vector<ListeningPorts> m_listening; // by workload
};

/// "shop/web", "node worker-1", "203.0.113.7", or the name the log gives.
std::string displayName(const Cluster& cluster, const LedgerEnd& end);
/// The namespace of an end; nullopt for nodes, addresses and names outside the cluster's namespaces.
std::optional<NamespaceId> namespaceOf(const Cluster& cluster, const LedgerEnd& end);

} // namespace portolan
