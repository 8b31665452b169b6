#include "core/propose/over_reach.h"

#include "core/propose/address_blocks.h"
#include "core/propose/resolve.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

/// Address ranges beyond this many are told as a number.
constexpr std::size_t kListedRanges = 6;

std::string textOf(const AddressSet& addresses) {
    const std::vector<Cidr> blocks = exactBlocks(addresses);
    if (blocks.size() > kListedRanges)
        return (addresses.intersected(privateAddresses()).isEmpty() ? "public addresses in " : "addresses in ") +
               std::to_string(addresses.ranges().size()) + " ranges";
    std::string out;
    for (const Cidr& c : blocks) out += (out.empty() ? "" : ",") + c.text();
    return out;
}

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

/// The classes of an end, those of the addresses that rules name it by included.
std::vector<ClassId> namedClasses(const Reachability& r, const EdgeEnd& end) {
    std::vector<ClassId> out = portolan::classesOf(r, end);
    if (std::holds_alternative<WorkloadId>(end))
        for (const Cidr& block : blocksOf(r, end))
            r.classes().atomsOf(AddressSet::of(block)).forEach([&](ClassId c) { out.push_back(c); });
    return out;
}

class Collector {
  public:
    Collector(const ProposalBasis& basis, const Reachability& after, const Evidence& evidence)
        : m_basis(basis), m_after(after), m_evidence(evidence) {}

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
        for (const auto& [ends, traffic] : m_podTraffic)
            out.entries.push_back(
                {cluster.displayName(ends.first), cluster.displayName(ends.second), traffic.first, traffic.second});
        const auto addOutside = [&](const auto& map, const bool isFrom) {
            for (const auto& [key, addresses] : map) {
                const std::string workload = cluster.displayName(key.first);
                out.entries.push_back({isFrom ? textOf(addresses) : workload, isFrom ? workload : textOf(addresses),
                                       key.second, cluster.workloads[key.first].replicas});
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
                if (!excess.isEmpty()) add(m_toAddresses[{p.workload, excess}], classes.range(t));
            }
            return;
        }
        for (const Part& to : partsOf(m_after, t)) {
            if (classes.isAddress(s)) {
                const TrafficSet excess = admitted.minus(m_evidence.between(s, std::nullopt, t, to.workload));
                m_admitted += to.weight;
                if (!excess.isEmpty()) add(m_fromAddresses[{to.workload, excess}], classes.range(s));
                continue;
            }
            for (const Part& from : partsOf(m_after, s)) {
                const std::uint64_t pairs =
                    s == t && from.workload == to.workload ? from.weight * (from.weight - 1) : from.weight * to.weight;
                if (pairs == 0) continue;
                m_admitted += pairs;
                const TrafficSet excess = admitted.minus(m_evidence.between(s, from.workload, t, to.workload));
                if (excess.isEmpty()) continue;
                auto& [traffic, count] = m_podTraffic[{from.workload, to.workload}];
                traffic = traffic.united(excess);
                count += pairs;
            }
        }
    }

    static void add(AddressSet& set, const AddressRange& range) { set = set.united(AddressSet::of(range)); }

    const ProposalBasis& m_basis;
    const Reachability& m_after;
    const Evidence& m_evidence;
    std::uint64_t m_admitted = 0;
    std::map<std::pair<WorkloadId, WorkloadId>, std::pair<TrafficSet, std::uint64_t>> m_podTraffic;
    std::map<std::pair<WorkloadId, TrafficSet>, AddressSet> m_toAddresses;
    std::map<std::pair<WorkloadId, TrafficSet>, AddressSet> m_fromAddresses;
};

} // namespace

Evidence::Evidence(const ProposalBasis& basis, const Proposal& proposal) : m_basis(basis) {
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
        if (outcome != EdgeOutcome::Admitted) continue;
        const std::vector<ClassId> targets = namedClasses(r, e.edge.to);
        for (const ClassId s : namedClasses(r, e.edge.from))
            for (const ClassId t : targets)
                if (r.between(s, t).verdict(e.edge.protocol, e.edge.port) != Verdict::Allow) {
                    TrafficSet& excepted = m_exceptions[{s, t}];
                    excepted = excepted.united(traffic);
                }
    }
}

bool Evidence::isDns(ClassId id) const {
    return m_isDns[id.index()];
}

TrafficSet Evidence::between(ClassId from, std::optional<WorkloadId> fromWorkload, ClassId to,
                             std::optional<WorkloadId> toWorkload) const {
    TrafficSet out = m_isDns[to.index()] ? m_basis.dns().traffic : TrafficSet();
    const End a = fromWorkload ? End(*fromWorkload) : End(from);
    const End b = toWorkload ? End(*toWorkload) : End(to);
    if (const auto it = m_asked.find({a, b}); it != m_asked.end()) out = out.united(it->second);
    return out;
}

TrafficSet Evidence::exceptions(ClassId from, ClassId to) const {
    const auto it = m_exceptions.find({from, to});
    return it == m_exceptions.end() ? TrafficSet() : it->second;
}

Result<OverReach> overReach(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                            const RunControl& control) {
    const Evidence evidence(basis, proposal);
    Collector collector(basis, after, evidence);
    if (!collector.run(control)) return cancelled();
    return collector.result();
}

} // namespace portolan
