#include "core/propose/over_reach.h"

#include "core/propose/address_blocks.h"
#include "core/propose/openings.h"
#include "core/propose/resolve.h"
#include "core/propose/rule_edges.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <iterator>
#include <set>

namespace portolan {
namespace {

struct Part { // the pods of one workload in one class
    WorkloadId workload;
    std::uint64_t weight = 0;
};

std::vector<Part> partsOf(const Reachability& r, ClassId id) {
    std::map<WorkloadId, std::uint64_t> weights;
    for (const PodId pod : r.classes().pods(id)) weights[r.cluster().pods[pod].workload] += r.cluster().weight(pod);
    std::vector<Part> out;
    for (const auto& [workload, weight] : weights) out.push_back({workload, weight});
    return out;
}

class Collector {
  public:
    Collector(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
              const AskedTraffic& evidence)
        : m_basis(basis), m_after(after), m_evidence(evidence), m_rules(basis, proposal, after) {}

    bool run(const RunControl& control) {
        std::set<ClassId> subjects;
        for (const SubjectGroup& g : m_basis.groups())
            for (const WorkloadId w : g.workloads)
                for (const ClassId c : classesOf(m_after, w)) subjects.insert(c);
        for (const ClassId subject : subjects) {
            if (control.isStopped()) return false;
            for (const Direction d : m_basis.options().directions) {
                if (m_after.isolation(subject, d) == Ternary::No) continue;
                std::uint32_t first = 0;
                for (const PairFunction::Run& run : m_after.function(subject, d, Certainty::Must).runs()) {
                    if (run.traffic != TrafficTable::kNone)
                        for (std::uint32_t c = first; c < run.end; ++c) {
                            const ClassId other(c);
                            const bool isSeenFromEgress = d == Direction::Ingress && subjects.contains(other) &&
                                                          m_basis.options().directions.contains(Direction::Egress) &&
                                                          m_after.isolation(other, Direction::Egress) != Ternary::No;
                            if (isSeenFromEgress) continue;
                            d == Direction::Egress ? addPair(subject, other) : addPair(other, subject);
                        }
                    first = run.end;
                }
            }
        }
        return true;
    }

    OverReach result() {
        const Cluster& cluster = m_after.cluster();
        OverReach out;
        out.admittedPairs = m_admitted;
        for (const auto& [ends, beyond] : m_podTraffic)
            out.entries.push_back({cluster.displayName(ends.first),
                                   cluster.displayName(ends.second),
                                   beyond.traffic,
                                   beyond.pairs,
                                   {beyond.edges.begin(), beyond.edges.end()},
                                   {}});
        const auto addOutside = [&](const auto& map, const bool isFrom) {
            for (const auto& [key, beyond] : map) {
                const std::string workload = cluster.displayName(key.first);
                const std::string addresses = addressesText(beyond.addresses);
                out.entries.push_back({isFrom ? addresses : workload,
                                       isFrom ? workload : addresses,
                                       key.second,
                                       cluster.workloads[key.first].replicas,
                                       {beyond.edges.begin(), beyond.edges.end()},
                                       beyond.addresses});
            }
        };
        addOutside(m_toAddresses, false);
        addOutside(m_fromAddresses, true);
        std::ranges::sort(out.entries, {}, [](const OverReachEntry& e) { return std::tie(e.from, e.to, e.traffic); });
        for (const OverReachEntry& e : out.entries) out.pairs += e.pairs;
        return out;
    }

  private:
    void addPair(ClassId s, ClassId t) {
        const TrafficSet admitted = m_after.between(s, t).must;
        if (admitted.isEmpty()) return;
        const EndpointClasses& classes = m_after.classes();
        if (classes.isAddress(t)) {
            for (const Part& p : partsOf(m_after, s)) {
                const TrafficSet excess = admitted.minus(m_evidence.between(s, p.workload, t, std::nullopt));
                m_admitted += p.weight;
                if (!excess.isEmpty()) add(m_toAddresses[{p.workload, excess}], {s, t}, excess, classes.range(t));
            }
            return;
        }
        for (const Part& to : partsOf(m_after, t)) {
            if (classes.isAddress(s)) {
                const TrafficSet excess = admitted.minus(m_evidence.between(s, std::nullopt, t, to.workload));
                m_admitted += to.weight;
                if (!excess.isEmpty()) add(m_fromAddresses[{to.workload, excess}], {s, t}, excess, classes.range(s));
                continue;
            }
            for (const Part& from : partsOf(m_after, s)) {
                const std::uint64_t pairs =
                    s == t && from.workload == to.workload ? from.weight * (from.weight - 1) : from.weight * to.weight;
                if (pairs == 0) continue;
                m_admitted += pairs;
                const TrafficSet excess = admitted.minus(m_evidence.between(s, from.workload, t, to.workload));
                if (excess.isEmpty()) continue;
                Beyond& beyond = m_podTraffic[{from.workload, to.workload}];
                beyond.traffic = beyond.traffic.united(excess);
                beyond.pairs += pairs;
                addEdges(beyond, {s, t}, excess);
            }
        }
    }

    struct Beyond {
        TrafficSet traffic;
        std::uint64_t pairs = 0;
        AddressSet addresses;
        std::set<std::uint32_t> edges;
    };
    using ClassPair = std::pair<ClassId, ClassId>;

    void add(Beyond& beyond, const ClassPair& pair, const TrafficSet& excess, const AddressRange& range) {
        beyond.addresses = beyond.addresses.united(AddressSet::of(range));
        addEdges(beyond, pair, excess);
    }

    /// Of both gates where rules of the same edges open both, else of either.
    void addEdges(Beyond& beyond, const ClassPair& pair, const TrafficSet& excess) {
        for (const PortKey& port : namedPorts(excess)) {
            const auto leaving = m_rules.at(pair.first, Direction::Egress, pair.second, port).edges;
            const auto arriving = m_rules.at(pair.second, Direction::Ingress, pair.first, port).edges;
            std::vector<std::uint32_t> edges;
            std::ranges::set_intersection(leaving, arriving, std::back_inserter(edges));
            if (edges.empty()) std::ranges::set_union(leaving, arriving, std::back_inserter(edges));
            beyond.edges.insert(edges.begin(), edges.end());
        }
    }

    const ProposalBasis& m_basis;
    const Reachability& m_after;
    const AskedTraffic& m_evidence;
    const RuleEdges m_rules;
    std::uint64_t m_admitted = 0;
    std::map<std::pair<WorkloadId, WorkloadId>, Beyond> m_podTraffic;
    std::map<std::pair<WorkloadId, TrafficSet>, Beyond> m_toAddresses;
    std::map<std::pair<WorkloadId, TrafficSet>, Beyond> m_fromAddresses;
};

} // namespace

AskedTraffic::AskedTraffic(const ProposalBasis& basis, const Proposal& proposal) : m_basis(basis) {
    const Reachability& r = basis.before();
    m_isDns.assign(r.classes().count(), false);
    for (const WorkloadId w : basis.dns().workloads)
        for (const ClassId c : namedClasses(r, EdgeEnd(w))) m_isDns[c.index()] = true;
    for (const Cidr& block : basis.dns().nodeLocal)
        r.classes().atomsOf(AddressSet::of(block)).forEach([&](ClassId c) { m_isDns[c.index()] = true; });
    const auto ends = [&](const EdgeEnd& end) {
        std::vector<End> out;
        if (const auto* w = std::get_if<WorkloadId>(&end)) out.emplace_back(*w);
        if (!std::holds_alternative<WorkloadId>(end) || isNodeLike(r, std::get<WorkloadId>(end)))
            for (const Cidr& block : blocksOf(r, end))
                r.classes().atomsOf(AddressSet::of(block)).forEach([&](ClassId c) { out.emplace_back(c); });
        return out;
    };
    for (std::size_t i = 0; i < proposal.edges.size(); ++i) {
        const ResolvedEdge& e = basis.edges()[i];
        const EdgeOutcome outcome = proposal.edges[i].outcome;
        if (outcome != EdgeOutcome::Admitted && outcome != EdgeOutcome::NotNeeded) continue;
        const TrafficSet traffic = TrafficSet::of(e.edge.protocol, e.edge.port);
        for (const End& from : ends(e.edge.from))
            for (const End& to : ends(e.edge.to)) {
                TrafficSet& asked = m_asked[{from, to}];
                asked = asked.united(traffic);
            }
    }
}

TrafficSet AskedTraffic::between(ClassId from, std::optional<WorkloadId> fromWorkload, ClassId to,
                                 std::optional<WorkloadId> toWorkload) const {
    const bool isServer =
        toWorkload ? std::ranges::binary_search(m_basis.dns().workloads, *toWorkload) : bool(m_isDns[to.index()]);
    TrafficSet out = isServer ? m_basis.dns().traffic : TrafficSet();
    const End a = fromWorkload ? End(*fromWorkload) : End(from);
    const End b = toWorkload ? End(*toWorkload) : End(to);
    if (const auto it = m_asked.find({a, b}); it != m_asked.end()) out = out.united(it->second);
    return out;
}

EdgeOverReach overReachOf(const OverReach& overReach, std::span<const std::uint32_t> edges) {
    EdgeOverReach out;
    for (const OverReachEntry& e : overReach.entries) {
        const bool isConcerned =
            std::ranges::any_of(edges, [&](std::uint32_t i) { return std::ranges::binary_search(e.edges, i); });
        if (!isConcerned) continue;
        out.pairs += e.pairs;
        out.addresses = out.addresses.united(e.addresses);
    }
    return out;
}

Result<OverReach> overReach(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                            const RunControl& control) {
    const AskedTraffic evidence(basis, proposal);
    Collector collector(basis, proposal, after, evidence);
    if (!collector.run(control)) return cancelled();
    return collector.result();
}

} // namespace portolan
