#pragma once

#include "core/ledger/workload_selector.h"
#include "core/propose/dns.h"
#include "core/propose/edge.h"
#include "core/reach/reachability.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Least-privilege default-deny policies from evidence (product.md, "Proposals carry proof").
///
///   Reachability + edges + scope + options ──> ProposalBasis      once: what every edge needs, selectors, classes
///   ProposalBasis + decisions ──> propose() ──> Proposal           at every decision, some milliseconds
///   Proposal ──> evaluated() ──> Reachability ──> effect(), verify()
///
/// Takes the evidence as it is and adds none; asks the evaluator for every verdict. A proposal is a set of policies and
/// what became of each edge, not a promise: the promises are in the certificate (verify.h). Immutable values; const use
/// is thread-safe.

namespace portolan {

/// What a proposal is for: whole namespaces, single workloads, or both. Of a namespace every policy is replaced, of a
/// workload those that select nothing else.
struct ProposalScope {
    std::vector<NamespaceId> namespaces;
    std::vector<WorkloadId> workloads;

    /// Every namespace that has a workload, but for kube-system, kube-public and kube-node-lease.
    static ProposalScope ofCluster(const Cluster& cluster);
};

struct ProposalOptions {
    std::set<Direction> directions{Direction::Ingress, Direction::Egress};
    Decision undecided = Decision::Accepted; ///< how an edge without a decision is taken
    std::uint64_t minimumConnections = 0;    ///< an edge seen less often waits for a decision, declared ones excepted
    std::uint32_t minimumDays = 0; ///< an edge seen on fewer days waits for a decision, declared ones excepted
    std::size_t maxBlocks = 16;    ///< more public blocks than this on one port become the internet as a whole, if it
                                   ///< is open on that port today
    std::uint32_t windowDays = 0;  ///< days the log covers, 0: unknown
    std::string evidence;          ///< what the edges come from, for comments: "harbor.log, 31 days"
};

/// What a proposal does with an edge.
enum class EdgeOutcome : std::uint8_t {
    Admitted,
    Rejected,       ///< by decision
    Undecided,      ///< not taken, as options say
    DeniedToday,    ///< the policies deny it now; admitted only by decision
    NotNeeded,      ///< passes whatever the policies say: a pod to itself, a node to its own pods
    Unresolvable,   ///< no rule can name an end
    NotExpressible, ///< every rule for it would open what is denied today as well; admitted only by decision
    OutOfScope,     ///< no end is in scope
};
/// "admitted", "rejected", "undecided", "denied today", "not needed", "unresolvable", "not expressible" or "out of
/// scope".
std::string_view name(EdgeOutcome outcome);

struct EdgeResult {
    EdgeOutcome outcome = EdgeOutcome::Admitted;
    std::string reason;        ///< one clause where the outcome needs one, else empty
    bool isByDecision = false; ///< admitted because a person said so

    bool operator==(const EdgeResult&) const = default;
};

/// Why a rule is there.
struct RuleNote {
    Direction direction = Direction::Ingress;
    std::uint32_t index = 0;           ///< of the rule in its direction
    std::vector<std::string> evidence; ///< one line a peer: "shop/web: 186,204 connections, 30 of 31 days"
    std::vector<std::uint32_t> edges;  ///< into ProposalBasis::edges(), ascending
    std::vector<std::vector<std::uint32_t>> peerEdges{}; ///< the same by peer of the rule; one entry where it has none
    bool isForNames = false;                             ///< it is there for name lookups, whatever else

    bool operator==(const RuleNote&) const = default;
};

struct ProposedPolicy {
    enum class Kind : std::uint8_t { Allow, DefaultDeny };
    Kind kind = Kind::Allow;
    NetworkPolicy policy;
    std::vector<WorkloadId> workloads;    ///< Allow: what the policy is for, usually one
    std::vector<WorkloadId> alsoSelected; ///< others that its labels cannot tell from these
    std::vector<std::string> header;      ///< comment lines above the document
    std::vector<RuleNote> notes;          ///< by direction and index
};

/// A policy of the scope that stays, and why.
struct KeptPolicy {
    PolicyId policy;
    std::string reason;
};

/// Workloads that stable labels cannot tell apart.
struct Indistinct {
    std::vector<WorkloadId> workloads; ///< those a policy or a peer is for
    std::vector<WorkloadId> alsoSelected;
};

struct Proposal {
    std::vector<ProposedPolicy> policies; ///< by namespace; there the policies of workloads by name, then default-deny
    std::vector<PolicyId> replaced;       ///< to be deleted once all policies are in place; ascending
    std::vector<KeptPolicy> kept;         ///< ascending
    std::vector<EdgeResult> edges;        ///< what became of each of ProposalBasis::edges()
    std::vector<WorkloadId> silent;       ///< workloads of the scope that no admitted edge touches
    std::vector<Indistinct> indistinct;
    std::vector<std::string> remarks;

    std::size_t count(EdgeOutcome outcome) const;
};

/// An edge as the rules will see it: ends resolved, Service ports translated, classes known.
struct ResolvedEdge {
    ObservedEdge edge;
    std::string key;                                   ///< edgeKey() of the edge as given
    std::vector<std::pair<ClassId, ClassId>> allowed;  ///< pairs that pass today for certain
    std::vector<std::pair<ClassId, ClassId>> possible; ///< pairs that may pass today, beyond these
    std::optional<EdgeResult> settled;                 ///< an outcome that no decision changes
    std::string conflict;             ///< what every rule for it would open too, "a/x -> b/y TCP 80"; empty: nothing
    bool isShutElsewhere = false;     ///< it does not pass today, and no policy of the proposal could let it
    bool isBehindTranslation = false; ///< the source is a node in front of a NodePort or LoadBalancer Service
};

/// A workload's pods as rules select them; several workloads where labels cannot tell them apart.
struct SubjectGroup {
    NamespaceId ns;
    std::vector<WorkloadId> workloads; ///< ascending
    std::vector<WorkloadId> alsoSelected;
    LabelSelector selector;
};

/// Everything of a proposal that decisions do not change.
class ProposalBasis {
  public:
    /// Resolves the edges and makes the classes fine enough for every policy that decisions can lead to. The scope
    /// grows by the workloads that labels cannot tell from its own. Fails only with Cancelled.
    static Result<std::shared_ptr<const ProposalBasis>> create(std::shared_ptr<const Reachability> reachability,
                                                               std::vector<ObservedEdge> edges, ProposalScope scope,
                                                               ProposalOptions options, const RunControl& control);

    const Cluster& cluster() const { return m_before->cluster(); }
    /// What is permitted today, over classes that every proposal from this basis shares.
    const Reachability& before() const { return *m_before; }
    const std::vector<ResolvedEdge>& edges() const { return m_edges; }
    const ProposalScope& scope() const { return m_scope; }
    const ProposalOptions& options() const { return m_options; }
    const DnsService& dns() const { return m_dns; }
    /// Workloads in scope that policies can select, by namespace and name.
    const std::vector<SubjectGroup>& groups() const { return m_groups; }
    std::optional<std::size_t> groupOf(WorkloadId id) const { return m_groupOf[id.index()]; }
    bool isInScope(WorkloadId id) const { return m_isInScope[id.index()]; }
    bool isWholeNamespace(NamespaceId ns) const;
    /// The selector for all pods of a workload that is an end of some edge or answers name lookups.
    const StableSelector& selectorOf(WorkloadId id) const { return m_selectors.at(id); }

  private:
    friend class BasisBuilder;
    ProposalBasis() = default;

    std::shared_ptr<const Reachability> m_before;
    std::vector<ResolvedEdge> m_edges;
    ProposalScope m_scope;
    ProposalOptions m_options;
    DnsService m_dns;
    std::vector<SubjectGroup> m_groups;
    std::map<WorkloadId, StableSelector> m_selectors;
    std::vector<std::optional<std::size_t>> m_groupOf; // by workload
    std::vector<bool> m_isInScope;                     // by workload
};

/// The policies that admit what was decided on and nothing else. Pure: equal decisions give equal proposals.
Proposal propose(const ProposalBasis& basis, const Decisions& decisions);

/// The edits that put the proposal in the place of what it replaces, in one step.
std::vector<PolicyEdit> editsOf(const Proposal& proposal);

/// The cluster under the proposal. Fails only with Cancelled.
Result<std::shared_ptr<const Reachability>> evaluated(const ProposalBasis& basis, const Proposal& proposal,
                                                      const RunControl& control);

} // namespace portolan
