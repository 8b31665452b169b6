#include "core/paths/reach_graph.h"

#include "core/paths/entries.h"
#include "core/reach/service_targets.h"
#include "core/reach/workload_view.h"

#include <algorithm>

namespace portolan {
namespace {

/// Calls body(run, first) for every run of the function that lets something through.
template <typename Body>
void forEachOpenRun(const PairFunction& function, Body body) {
    std::uint32_t first = 0;
    for (const PairFunction::Run& run : function.runs()) {
        if (run.traffic != TrafficTable::kNone) body(run, first);
        first = run.end;
    }
}

/// The members of an ascending list that lie in a run.
std::span<const ClassId> within(const std::vector<ClassId>& classes, std::uint32_t first, std::uint32_t end) {
    const auto low = std::ranges::lower_bound(classes, ClassId(first));
    const auto high = std::lower_bound(low, classes.end(), ClassId(end));
    return {low, high};
}

} // namespace

std::shared_ptr<const ReachGraph> ReachGraph::create(std::shared_ptr<const Reachability> reachability,
                                                     std::span<const ObservedPort> observed) {
    std::shared_ptr<ReachGraph> out(new ReachGraph);
    out->m_reachability = std::move(reachability);
    out->collectListening(observed);
    out->collectClasses();
    out->m_internet = out->reachability().internet();
    out->m_entries = findEntries(out->reachability());
    return out;
}

void ReachGraph::collectListening(std::span<const ObservedPort> observed) {
    const Cluster& cluster = m_reachability->cluster();
    m_listening.resize(cluster.workloads.size());
    const auto add = [&](WorkloadId id, Protocol protocol, std::uint16_t port) {
        TrafficSet& set = m_listening[id.index()];
        if (!set.contains(protocol, port)) set = set.united(TrafficSet::of(protocol, port));
    };
    for (const Pod& pod : cluster.pods)
        for (const ContainerPort& port : cluster.portLists[pod.ports]) add(pod.workload, port.protocol, port.number);
    for (const Service& service : cluster.services)
        for (const ServicePort& port : service.ports)
            for (const PodTarget& target : podTargets(cluster, service, port))
                add(cluster.pods[target.pod].workload, port.protocol, target.port);
    for (const ObservedPort& port : observed) add(port.workload, port.protocol, port.port);
}

void ReachGraph::collectClasses() {
    const std::uint32_t classCount = m_reachability->classes().podClassCount();
    std::vector<std::vector<WorkloadId>> workloads(classCount);
    m_classOffsets.push_back(0);
    for (std::size_t i = 0; i < m_listening.size(); ++i) {
        for (const ClassId c : classesOf(*m_reachability, WorkloadId(i))) {
            m_classIds.push_back(c);
            workloads[c.index()].emplace_back(i);
        }
        m_classOffsets.push_back(static_cast<std::uint32_t>(m_classIds.size()));
    }
    m_workloadOffsets.push_back(0);
    for (const auto& list : workloads) {
        m_workloadIds.insert(m_workloadIds.end(), list.begin(), list.end());
        m_workloadOffsets.push_back(static_cast<std::uint32_t>(m_workloadIds.size()));
    }
}

std::span<const ClassId> ReachGraph::classes(WorkloadId id) const {
    const std::uint32_t first = m_classOffsets[id.index()];
    return std::span(m_classIds).subspan(first, m_classOffsets[id.index() + 1] - first);
}

TrafficSet ReachGraph::edge(WorkloadId from, WorkloadId to) const {
    TrafficSet out;
    if (from == to || listening(to).isEmpty()) return out;
    for (const ClassId s : classes(from))
        for (const ClassId t : classes(to))
            out = out.united(m_reachability->between(s, t).must.intersected(listening(to)));
    return out;
}

bool ReachGraph::hasEdge(WorkloadId from, WorkloadId to) const {
    if (from == to || listening(to).isEmpty()) return false;
    for (const ClassId s : classes(from))
        for (const ClassId t : classes(to))
            if (!m_reachability->between(s, t).must.intersected(listening(to)).isEmpty()) return true;
    return false;
}

TrafficSet ReachGraph::toInternet(WorkloadId from) const {
    TrafficSet out;
    for (const ClassId s : classes(from))
        for (const ClassId t : m_internet) {
            out = out.united(m_reachability->between(s, t).must);
            if (out.isAll()) return out;
        }
    return out;
}

/// Sources that are open to everyone are met from the side of the workloads not reached yet, whose ingress functions
/// are runs; restricted sources walk their own few runs. Each pair is looked at from one side only.
Result<std::vector<Step>> ReachGraph::forward(std::span<const WorkloadId> frontier, const std::vector<bool>& open,
                                              const RunControl& control) const {
    const Reachability& r = *m_reachability;
    const std::uint32_t podClasses = r.classes().podClassCount();
    std::vector<std::optional<WorkloadId>> from(workloadCount());
    std::vector<std::optional<WorkloadId>> owner(podClasses); // first frontier workload with pods in the class
    for (const WorkloadId w : frontier)
        for (const ClassId c : classes(w))
            if (!owner[c.index()] || w < *owner[c.index()]) owner[c.index()] = w;
    std::vector<ClassId> openSources;
    const auto reach = [&](WorkloadId to, WorkloadId source) {
        auto& known = from[to.index()];
        if (to != source && (!known || source < *known)) known = source;
    };
    for (std::uint32_t s = 0; s < podClasses; ++s) {
        if (!owner[s]) continue;
        if (control.isStopped()) return cancelled();
        const PairFunction& egress = r.function(ClassId(s), Direction::Egress, Certainty::Must);
        if (egress.isConstant() && egress.runs().front().traffic == TrafficTable::kAll) {
            openSources.emplace_back(s);
            continue;
        }
        forEachOpenRun(egress, [&](const PairFunction::Run& run, std::uint32_t first) {
            for (std::uint32_t t = first; t < std::min(run.end, podClasses); ++t)
                for (std::uint32_t i = m_workloadOffsets[t]; i < m_workloadOffsets[t + 1]; ++i) {
                    const WorkloadId to = m_workloadIds[i];
                    if (!open[to.index()] || from[to.index()] == owner[s]) continue;
                    const TrafficSet& in =
                        r.traffics()[r.function(ClassId(t), Direction::Ingress, Certainty::Must).at(ClassId(s))];
                    if (!in.intersected(listening(to)).intersected(r.traffics()[run.traffic]).isEmpty())
                        reach(to, *owner[s]);
                }
        });
    }
    if (!openSources.empty())
        for (std::size_t i = 0; i < workloadCount(); ++i) {
            if (!open[i] || m_listening[i].isEmpty()) continue;
            if (i % 256 == 0 && control.isStopped()) return cancelled();
            for (const ClassId t : classes(WorkloadId(i)))
                forEachOpenRun(r.function(t, Direction::Ingress, Certainty::Must), [&](const PairFunction::Run& run,
                                                                                       std::uint32_t first) {
                    const auto members = within(openSources, first, run.end);
                    if (members.empty() || r.traffics()[run.traffic].intersected(m_listening[i]).isEmpty()) return;
                    reach(WorkloadId(i), *owner[members.front().index()]);
                });
        }
    std::vector<Step> out;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (from[i]) out.push_back({WorkloadId(i), *from[i]});
    return out;
}

Result<std::vector<WorkloadId>> ReachGraph::backward(std::span<const WorkloadId> frontier,
                                                     const std::vector<bool>& open, const RunControl& control) const {
    const Reachability& r = *m_reachability;
    std::vector<ClassId> targets;
    for (const WorkloadId w : frontier) targets.insert(targets.end(), classes(w).begin(), classes(w).end());
    std::ranges::sort(targets);
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    std::vector<bool> isWanted(workloadCount(), false);
    for (const WorkloadId w : frontier) isWanted[w.index()] = true;
    const auto leadsThere = [&](ClassId s, WorkloadId from) {
        bool isFound = false;
        forEachOpenRun(
            r.function(s, Direction::Egress, Certainty::Must), [&](const PairFunction::Run& run, std::uint32_t first) {
                if (isFound) return;
                for (const ClassId t : within(targets, first, run.end)) {
                    const TrafficSet& in = r.traffics()[r.function(t, Direction::Ingress, Certainty::Must).at(s)];
                    const TrafficSet both = in.intersected(r.traffics()[run.traffic]);
                    for (std::uint32_t i = m_workloadOffsets[t.index()];
                         i < m_workloadOffsets[t.index() + 1] && !isFound; ++i) {
                        const WorkloadId to = m_workloadIds[i];
                        isFound = isWanted[to.index()] && to != from && !both.intersected(listening(to)).isEmpty();
                    }
                    if (isFound) return;
                }
            });
        return isFound;
    };
    std::vector<WorkloadId> out;
    for (std::size_t i = 0; i < workloadCount(); ++i) {
        if (!open[i]) continue;
        if (i % 64 == 0 && control.isStopped()) return cancelled();
        const auto own = classes(WorkloadId(i));
        if (std::ranges::any_of(own, [&](ClassId s) { return leadsThere(s, WorkloadId(i)); })) out.emplace_back(i);
    }
    return out;
}

} // namespace portolan
