#include "core/flow/flow_table.h"
#include "core/ledger/gates.h"
#include "core/ledger/ledger.h"
#include "core/ledger/listening.h"
#include "core/ledger/observability.h"
#include "core/ledger/unattributed.h"

#include <algorithm>
#include <optional>

namespace portolan {
namespace {

std::int64_t earliest(std::int64_t a, std::int64_t b) {
    return a == 0 ? b : b == 0 ? a : std::min(a, b);
}

/// Adds what one line of the flow table says.
void add(EdgeEvidence& seen, const FlowEdge& flow) {
    switch (flow.verdict) {
    case FlowVerdict::Allowed: seen.allowed += flow.count; break;
    case FlowVerdict::Denied: seen.denied += flow.count; break;
    case FlowVerdict::WouldDeny: seen.wouldDeny += flow.count; break;
    case FlowVerdict::Observed: seen.observed += flow.count; break;
    }
    // What only the source's policy let through may have been dropped at the destination.
    const bool isDelivered = flow.reportedBy.destination || flow.reportedBy.trace || flow.reportedBy.table;
    if (flow.verdict == FlowVerdict::Denied) {
        seen.lastDenied = std::max(seen.lastDenied, flow.lastSeen);
    } else if (isDelivered) {
        seen.delivered += flow.count;
        seen.lastDelivered = std::max(seen.lastDelivered, flow.lastSeen);
    }
    seen.firstSeen = earliest(seen.firstSeen, flow.firstSeen);
    seen.lastSeen = std::max(seen.lastSeen, flow.lastSeen);
    seen.daysSeen = std::max(seen.daysSeen, flow.days);
    seen.isMoreDays = seen.isMoreDays || flow.isDaysAtLeast;
}

EvidenceWindow windowOf(const FlowTable& flows, const Cluster& cluster) {
    EvidenceWindow out;
    out.first = flows.window().firstSeen;
    out.last = flows.window().lastSeen;
    out.days = flows.window().days;
    out.lostEvents = flows.counts().lostEvents;
    out.lines = flows.counts().flows;
    out.sampling = flows.counts().sampling;
    out.isAggregated = flows.counts().aggregates != 0;
    out.daysNeeded = cluster.facts.evidenceDays.value_or(kDaysNeeded);
    out.isDaysAtLeast = flows.window().isDaysAtLeast;
    flows.forEachEdge([&](const FlowEdge& flow) {
        out.hasDaysOfEdges = out.hasDaysOfEdges && !flow.isDaysAtLeast;
        out.connections += flow.count;
    });
    return out;
}

} // namespace

class LedgerBuilder {
  public:
    LedgerBuilder(std::shared_ptr<const Reachability> reachability, const FlowTable* flows, const RunControl& control)
        : m_ledger(new Ledger), m_reachability(*reachability), m_cluster(reachability->cluster()),
          m_classes(std::make_shared<WorkloadClasses>(*reachability)), m_observability(*reachability, flows),
          m_control(control) {
        m_ledger->m_reachability = std::move(reachability);
    }

    Result<std::shared_ptr<const Ledger>> build(const FlowTable* flows) {
        if (flows && !flows->edges().empty()) {
            m_ledger->m_evidence = windowOf(*flows, m_cluster);
            collectEdges(*flows);
        }
        for (std::size_t i = 0; i < m_ledger->m_edges.size(); ++i) {
            if (i % 256 == 0 && m_control.isStopped()) return cancelled();
            judge(m_reachability, *m_classes, m_ledger->m_edges[i]);
        }
        indexEdges();
        collectListening();
        if (!listRules() || !countHits()) return cancelled();
        m_ledger->m_classes = m_classes;
        return m_ledger;
    }

  private:
    /// One edge for all verdicts of the same ends and port, in the order of the flow table.
    void collectEdges(const FlowTable& flows) {
        auto& edges = m_ledger->m_edges;
        edges.reserve(flows.edges().size());
        std::optional<FlowEdge> previous;
        flows.forEachEdge([&](const FlowEdge& flow) {
            const bool isSame = previous && previous->from == flow.from && previous->to == flow.to &&
                                previous->protocol == flow.protocol && previous->port == flow.port;
            if (!isSame) {
                LedgerEdge& edge = edges.emplace_back();
                edge.from = flows[flow.from];
                edge.to = flows[flow.to];
                edge.protocol = flow.protocol;
                edge.port = flow.port;
            }
            LedgerEdge& edge = edges.back();
            add(edge.seen, flow);
            if (!edge.fromPod && !edge.toPod) {
                edge.fromPod = flow.fromPod;
                edge.toPod = flow.toPod;
            }
            previous = flow;
        });
    }

    void indexEdges() {
        auto& offsets = m_ledger->m_edgeOffsets;
        offsets.assign(m_cluster.workloads.size() + 1, 0);
        const auto& edges = m_ledger->m_edges;
        const auto forEachEnd = [&](const LedgerEdge& edge, auto body) {
            const auto* from = std::get_if<WorkloadId>(&edge.from);
            const auto* to = std::get_if<WorkloadId>(&edge.to);
            if (from) body(*from);
            if (to && !(from && *from == *to)) body(*to);
        };
        for (const LedgerEdge& edge : edges) forEachEnd(edge, [&](WorkloadId id) { ++offsets[id.index() + 1]; });
        for (std::size_t i = 1; i < offsets.size(); ++i) offsets[i] += offsets[i - 1];
        m_ledger->m_edgeIndices.resize(offsets.back());
        std::vector<std::uint32_t> next(offsets.begin(), offsets.end() - 1);
        for (std::uint32_t i = 0; i < edges.size(); ++i)
            forEachEnd(edges[i], [&](WorkloadId id) { m_ledger->m_edgeIndices[next[id.index()]++] = i; });
        m_ledger->m_isCovered = m_observability.coveredNamespaces();
    }

    void collectListening() {
        m_ledger->m_listening = declaredListeningPorts(m_cluster);
        for (const LedgerEdge& edge : m_ledger->m_edges) {
            const auto* to = std::get_if<WorkloadId>(&edge.to);
            if (!to || edge.seen.delivered == 0) continue;
            ListeningPorts& ports = m_ledger->m_listening[to->index()];
            const std::pair port(edge.protocol, edge.port);
            const auto at = std::ranges::lower_bound(ports, port);
            if (at == ports.end() || *at != port) ports.insert(at, port);
        }
    }

    bool listRules() {
        auto& firsts = m_ledger->m_firstUsage;
        const std::size_t count = m_reachability.policyCount() + m_reachability.adminPolicyCount();
        for (std::size_t i = 0; i < count; ++i) {
            if (i % 256 == 0 && m_control.isStopped()) return false;
            firsts.push_back(static_cast<std::uint32_t>(m_ledger->m_usages.size()));
            const std::size_t networkPolicies = m_reachability.policyCount();
            const CompiledPolicy* policy =
                m_reachability.compiled(i < networkPolicies ? PolicyId(i) : adminPolicyId(i - networkPolicies));
            if (!policy) continue;
            for (const Direction d : kDirections)
                for (const CompiledRule& rule : policy->rulesIn(d)) addUsage(rule);
        }
        firsts.push_back(static_cast<std::uint32_t>(m_ledger->m_usages.size()));
        return true;
    }

    void addUsage(const CompiledRule& rule) {
        RuleUsage& usage = m_ledger->m_usages.emplace_back();
        usage.rule = rule.ref;
        usage.action = rule.action;
        usage.unobservable = m_observability.sight(rule.ref);
        usage.isObservable = usage.unobservable == Unobservable::No;
        usage.allowedPairs = allowedPairs(m_reachability, rule.ref, *m_classes);
    }

    bool countHits() {
        const auto& edges = m_ledger->m_edges;
        for (std::uint32_t i = 0; i < edges.size(); ++i) {
            if (i % 256 == 0 && m_control.isStopped()) return false;
            for (const Direction d : kDirections)
                for (const RuleHit& hit : rulesHit(m_reachability, *m_classes, edges[i], d)) count(hit, i);
        }
        const Unattributed unattributed(m_reachability, *m_classes, edges);
        for (RuleUsage& usage : m_ledger->m_usages) {
            countPairs(usage);
            usage.maybeHits += unattributed.mayHit(*compiledRule(m_reachability, usage.rule));
            if (m_ledger->m_evidence) usage.unobservable = m_observability.reason(usage, *m_ledger->m_evidence);
        }
        return true;
    }

    /// The connections of the edge that the rule, if it decides, decided that way.
    static std::uint64_t decided(Action action, Direction direction, const LedgerEdge& edge) {
        // What is dropped on leaving never comes to the other end.
        const bool isDroppedBefore =
            direction == Direction::Ingress && !edge.isMixed && edge.egress.kind == EdgeGate::Kind::Closed;
        const std::uint64_t denied = isDroppedBefore ? 0 : edge.seen.denied;
        switch (action) {
        case Action::Allow: return edge.seen.passed();
        case Action::Deny: return denied;
        case Action::Pass: return edge.seen.passed() + denied;
        }
        return 0;
    }

    void count(const RuleHit& hit, std::uint32_t index) {
        RuleUsage& usage =
            m_ledger->m_usages[static_cast<std::size_t>(m_ledger->usage(hit.rule) - m_ledger->m_usages.data())];
        const LedgerEdge& edge = m_ledger->m_edges[index];
        const EdgeEvidence& seen = edge.seen;
        const std::uint64_t connections = decided(usage.action, usage.rule.direction, edge);
        if (connections == 0) {
            const bool isHeldBack = usage.action == Action::Allow && hit.match == Ternary::Yes &&
                                    edge.gate(opposite(usage.rule.direction)).kind == EdgeGate::Kind::Closed;
            if (isHeldBack) usage.heldBack += seen.denied;
            return;
        }
        if (hit.match == Ternary::Unknown) {
            usage.maybeHits += connections;
            return;
        }
        usage.hits += connections;
        usage.firstSeen = earliest(usage.firstSeen, seen.firstSeen);
        usage.lastSeen = std::max(usage.lastSeen, seen.lastSeen);
        usage.daysSeen = std::max(usage.daysSeen, seen.daysSeen);
        usage.edges.push_back(index);
    }

    void countPairs(RuleUsage& usage) const {
        constexpr std::uint32_t kOutside = 0xffffffffU;
        std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (const std::uint32_t i : usage.edges) {
            const LedgerEdge& edge = m_ledger->m_edges[i];
            const bool isEgress = usage.rule.direction == Direction::Egress;
            const auto* subject = std::get_if<WorkloadId>(isEgress ? &edge.from : &edge.to);
            const auto* peer = std::get_if<WorkloadId>(isEgress ? &edge.to : &edge.from);
            if (subject) pairs.emplace_back(subject->value, peer ? peer->value : kOutside);
        }
        std::ranges::sort(pairs);
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
        usage.usedPairs = pairs.size();
    }

    std::shared_ptr<Ledger> m_ledger;
    const Reachability& m_reachability;
    const Cluster& m_cluster;
    std::shared_ptr<WorkloadClasses> m_classes;
    Observability m_observability;
    const RunControl& m_control;
};

Result<std::shared_ptr<const Ledger>> Ledger::create(std::shared_ptr<const Reachability> reachability,
                                                     const FlowTable* flows, const RunControl& control) {
    return LedgerBuilder(std::move(reachability), flows, control).build(flows);
}

} // namespace portolan
