#include "core/propose/openings.h"

#include "core/propose/gate_comparison.h"
#include "core/propose/resolve.h"
#include "core/propose/rule_edges.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

class Finder {
  public:
    Finder(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after)
        : m_basis(basis), m_proposal(proposal), m_before(basis.before()), m_after(after),
          m_rules(basis, proposal, after), m_gates(basis.before(), after) {
        for (const WorkloadId w : basis.dns().workloads)
            for (const ClassId c : namedClasses(m_before, EdgeEnd(w)))
                if (isAllOf(c, basis.dns().workloads)) m_servers.insert(c);
        for (const Cidr& block : basis.dns().nodeLocal)
            m_before.classes().atomsOf(AddressSet::of(block)).forEach([&](ClassId c) { m_servers.insert(c); });
    }

    bool run(const RunControl& control) {
        for (const Direction d : {Direction::Egress, Direction::Ingress})
            for (std::uint32_t c = 0; c < m_after.classes().count(); ++c) {
                if (control.isStopped()) return false;
                const ClassId subject(c);
                openedTowards(subject, d).forEach([&](ClassId other) {
                    if (d == Direction::Ingress && isOpened(other, Direction::Egress, subject)) return;
                    d == Direction::Egress ? look(subject, other) : look(other, subject);
                });
                lookAtNodes(subject, d);
            }
        return true;
    }

    Openings result() {
        std::ranges::stable_sort(m_out.items, {}, [](const Opening& o) { return std::pair(o.from, o.to); });
        return std::move(m_out);
    }

  private:
    bool isOpened(ClassId subject, Direction d, ClassId other) {
        return m_gates.isOpened(subject, d, other, Certainty::Must) ||
               m_gates.isOpened(subject, d, other, Certainty::May);
    }

    ClassSet openedTowards(ClassId subject, Direction d) {
        return m_gates.openedTowards(subject, d, Certainty::Must)
            .united(m_gates.openedTowards(subject, d, Certainty::May));
    }

    void look(ClassId s, ClassId t) {
        if (s == t && m_after.classes().weight(s) < 2) return;
        if (m_after.classes().isNodeLike(s) != m_after.classes().isNodeLike(t)) return lookAtHostPods(s, t);
        explain({s, t, std::nullopt, {}}, m_before.between(s, t), m_after.between(s, t));
    }

    /// Between a pod and a hostNetwork pod the class speaks of the pod's own node, of which more may pass than of
    /// others (NP-6, NP-7): the pods furthest apart are asked.
    void lookAtHostPods(ClassId s, ClassId t) {
        if (m_after.classes().isAddress(s) || m_after.classes().isAddress(t))
            return explain({s, t, std::nullopt, {}}, m_before.between(s, t), m_after.between(s, t));
        const auto& pods = m_basis.cluster().pods;
        const auto nearness = [&](PodId a, PodId b) { return nearnessOf(pods[a].node, pods[b].node); };
        std::pair<PodId, PodId> ends{m_after.classes().pods(s).front(), m_after.classes().pods(t).front()};
        for (const PodId a : m_after.classes().pods(s))
            for (const PodId b : m_after.classes().pods(t)) {
                if (nearness(a, b) < nearness(ends.first, ends.second)) ends = {a, b};
                if (nearness(ends.first, ends.second) == 0) break;
            }
        explain({s, t, std::nullopt, {}}, m_before.between(ends.first, ends.second),
                m_after.between(ends.first, ends.second));
    }

    /// 0: on different nodes for certain, 1: perhaps, 2: on the same.
    static int nearnessOf(std::optional<NodeId> a, std::optional<NodeId> b) { return !a || !b ? 1 : *a == *b ? 2 : 0; }

    /// Whether blocks match a node is for the plugin to say, and rules without peers match it for certain (NP-I3), so
    /// that a class of addresses does not speak for the node in it.
    void lookAtNodes(ClassId subject, Direction d) {
        if (m_before.profile().ipBlockMatchesNodes == Ternary::Yes || !hasRuleForAnyone(subject, d)) return;
        const auto pods = m_after.classes().pods(subject);
        for (std::size_t n = 0; n < m_basis.cluster().nodes.size(); ++n) {
            const PodId pod = *std::ranges::min_element(
                pods, {}, [&](PodId p) { return nearnessOf(m_basis.cluster().pods[p].node, NodeId(n)); });
            for (const IpAddress& a : m_basis.cluster().nodes[NodeId(n)].addresses) {
                const ClassId atom = m_after.classes().classOf(a);
                const bool isIn = d == Direction::Ingress;
                const Endpoint from = isIn ? Endpoint(a) : Endpoint(pod);
                const Endpoint to = isIn ? Endpoint(pod) : Endpoint(a);
                const PairTraffic before = m_before.between(from, to);
                const PairTraffic after = m_after.between(from, to);
                explain({isIn ? atom : subject, isIn ? subject : atom, a, {}}, before, after);
            }
        }
    }

    bool hasRuleForAnyone(ClassId subject, Direction d) const {
        if (m_after.classes().isAddress(subject) || m_after.classes().isNodeLike(subject)) return false;
        return std::ranges::any_of(m_after.captures(subject, d), [&](const Capture& c) {
            return c.policy.index() >= m_before.policyCount() &&
                   std::ranges::any_of(m_after.compiled(c.policy)->rulesIn(d),
                                       [](const CompiledRule& rule) { return rule.peerMatches.empty(); });
        });
    }

    void explain(Opening pair, const PairTraffic& before, const PairTraffic& after) {
        ++m_out.pairs;
        const TrafficSet excess = after.must.minus(before.must).united(after.may.minus(before.may));
        if (excess.isEmpty()) return;
        std::vector<Opening> found;
        TrafficSet rest = excess;
        for (const PortKey& port : portolan::namedPorts(excess)) {
            Opening o = pair;
            o.traffic = TrafficSet::of(port.protocol, port.port);
            rest = rest.minus(o.traffic);
            settleCause(o, port, before.may.contains(port.protocol, port.port));
            const auto same = std::ranges::find_if(found, [&](const Opening& f) {
                return f.cause == o.cause && f.isMeant == o.isMeant && f.leaving == o.leaving &&
                       f.arriving == o.arriving;
            });
            if (same == found.end())
                found.push_back(std::move(o));
            else
                same->traffic = same->traffic.united(o.traffic);
        }
        if (!rest.isEmpty()) {
            pair.traffic = rest;
            found.push_back(std::move(pair));
        }
        m_out.items.insert(m_out.items.end(), found.begin(), found.end());
    }

    void settleCause(Opening& o, const PortKey& port, bool wasPossible) {
        RuleEdges::Behind leaving = opener(o.from, Direction::Egress, o.to, port, o.node.has_value());
        RuleEdges::Behind arriving = opener(o.to, Direction::Ingress, o.from, port, o.node.has_value());
        const auto isAny = [&](auto isTrue) {
            return std::ranges::any_of(leaving.edges, isTrue) || std::ranges::any_of(arriving.edges, isTrue);
        };
        const auto isEnd = [&](std::uint32_t e) { return isEndOf(o, m_basis.edges()[e]); };
        const auto isDecided = [&](std::uint32_t e) { return m_proposal.edges[e].isByDecision; };
        if (leaving.isForNames || arriving.isForNames) {
            o.cause = Opening::Cause::NameLookups;
            o.isMeant = m_servers.contains(o.to);
        } else if (isAny(isDecided)) {
            o.cause = Opening::Cause::Decision;
            o.isMeant = isAny([&](std::uint32_t e) { return isDecided(e) && isEnd(e); });
        } else if (wasPossible) {
            o.cause = Opening::Cause::Doubt;
            o.isMeant = isAny(isEnd);
        }
        o.leaving = std::move(leaving.edges);
        o.arriving = std::move(arriving.edges);
    }

    /// What opens a gate; nothing where it lets no more through than today.
    RuleEdges::Behind opener(ClassId subject, Direction d, ClassId other, const PortKey& port, bool isNode) const {
        if (m_after.classes().isAddress(subject)) return {};
        const auto lets = [&](const Reachability& r, Certainty c) {
            return r.traffics()[r.trafficAt(subject, other, d, c)].contains(port.protocol, port.port);
        };
        const auto opens = [&](Certainty c) { return !lets(m_before, c) && lets(m_after, c); };
        if (!isNode && !opens(Certainty::Must) && !opens(Certainty::May)) return {};
        return m_rules.at(subject, d, other, port);
    }

    bool isEndOf(const Opening& o, const ResolvedEdge& e) {
        if (o.node || e.isBehindTranslation) return false;
        return contains(e.edge.from, o.from) && contains(e.edge.to, o.to);
    }

    bool contains(const EdgeEnd& end, ClassId id) {
        const auto [it, isNew] = m_named.try_emplace(end);
        if (isNew) it->second = namedClasses(m_before, end);
        const auto* w = std::get_if<WorkloadId>(&end);
        return std::ranges::find(it->second, id) != it->second.end() && (w == nullptr || isAllOf(id, std::span(w, 1)));
    }

    /// Whether all pods of the class are of these workloads; true for addresses.
    bool isAllOf(ClassId id, std::span<const WorkloadId> workloads) const {
        if (m_before.classes().isAddress(id)) return true;
        return std::ranges::all_of(m_before.classes().pods(id), [&](PodId pod) {
            return std::ranges::binary_search(workloads, m_basis.cluster().pods[pod].workload);
        });
    }

    const ProposalBasis& m_basis;
    const Proposal& m_proposal;
    const Reachability& m_before;
    const Reachability& m_after;
    const RuleEdges m_rules;
    GateComparison m_gates;
    std::set<ClassId> m_servers;
    std::map<EdgeEnd, std::vector<ClassId>> m_named;
    Openings m_out;
};

} // namespace

Result<Openings> findOpenings(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                              const RunControl& control) {
    Finder finder(basis, proposal, after);
    if (!finder.run(control)) return cancelled();
    return finder.result();
}

std::vector<std::uint32_t> edgesBehind(const ProposalBasis& basis, const Openings& openings) {
    std::set<std::uint32_t> out;
    const auto isOut = [&](const std::vector<std::uint32_t>& edges) {
        return !edges.empty() && std::ranges::all_of(edges, [&](std::uint32_t e) { return out.contains(e); });
    };
    const auto cost = [&](const std::vector<std::uint32_t>& edges) {
        std::pair<std::size_t, std::uint64_t> sum{0, 0};
        for (const std::uint32_t e : edges)
            if (!out.contains(e)) sum = {sum.first + 1, sum.second + basis.edges()[e].edge.passed};
        return sum;
    };
    for (const Opening& o : openings.items) {
        if (o.cause != Opening::Cause::ByCatch || isOut(o.leaving) || isOut(o.arriving)) continue;
        const bool isArriving = o.leaving.empty() || (!o.arriving.empty() && cost(o.arriving) < cost(o.leaving));
        const std::vector<std::uint32_t>& chosen = isArriving ? o.arriving : o.leaving;
        out.insert(chosen.begin(), chosen.end());
    }
    return {out.begin(), out.end()};
}

std::vector<ClassId> namedClasses(const Reachability& reachability, const EdgeEnd& end) {
    std::vector<ClassId> out = classesOf(reachability, end);
    if (std::holds_alternative<WorkloadId>(end))
        for (const Cidr& block : blocksOf(reachability, end))
            reachability.classes().atomsOf(AddressSet::of(block)).forEach([&](ClassId c) { out.push_back(c); });
    return out;
}

std::string displayName(const Reachability& reachability, ClassId id) {
    const EndpointClasses& classes = reachability.classes();
    if (classes.isAddress(id)) return classes.range(id).text();
    std::set<std::string> names;
    for (const PodId pod : classes.pods(id))
        names.insert(reachability.cluster().displayName(reachability.cluster().pods[pod].workload));
    std::string out;
    for (const std::string& n : names) out += (out.empty() ? "" : ", ") + n;
    return out;
}

} // namespace portolan
