#include "core/ledger/workload_classes.h"

#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {

WorkloadClasses::WorkloadClasses(const Reachability& reachability) : m_classes(reachability.classes()) {
    const Cluster& cluster = reachability.cluster();
    const std::size_t podClasses = m_classes.podClassCount();
    std::vector<std::vector<WorkloadId>> in(podClasses);
    std::vector<std::uint32_t> within(podClasses);
    std::vector<std::uint32_t> singles(podClasses);
    m_offsets.push_back(0);
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const Workload& workload = cluster.workloads[WorkloadId(i)];
        const auto first = static_cast<std::ptrdiff_t>(m_items.size());
        for (const PodId pod : workload.pods) m_items.push_back(m_classes.classOf(pod));
        std::sort(m_items.begin() + first, m_items.end());
        m_items.erase(std::unique(m_items.begin() + first, m_items.end()), m_items.end());
        m_offsets.push_back(static_cast<std::uint32_t>(m_items.size()));
        const auto classes = of(WorkloadId(i));
        for (const ClassId c : classes) in[c.index()].emplace_back(i);
        if (classes.size() > 1) m_spread.emplace_back(i);
        if (classes.size() != 1) continue;
        ++within[classes.front().index()];
        if (workload.replicas < 2) ++singles[classes.front().index()];
    }
    m_within.push_back(0);
    m_singles.push_back(0);
    m_inOffsets.push_back(0);
    for (std::size_t c = 0; c < podClasses; ++c) {
        m_within.push_back(m_within.back() + within[c]);
        m_singles.push_back(m_singles.back() + singles[c]);
        m_in.insert(m_in.end(), in[c].begin(), in[c].end());
        m_inOffsets.push_back(static_cast<std::uint32_t>(m_in.size()));
    }
}

std::span<const ClassId> WorkloadClasses::of(WorkloadId id) const {
    return std::span(m_items).subspan(m_offsets[id.index()], m_offsets[id.index() + 1] - m_offsets[id.index()]);
}

std::span<const WorkloadId> WorkloadClasses::in(ClassId id) const {
    if (m_classes.isAddress(id)) return {};
    return std::span(m_in).subspan(m_inOffsets[id.index()], m_inOffsets[id.index() + 1] - m_inOffsets[id.index()]);
}

std::vector<WorkloadId> WorkloadClasses::in(const ClassSet& set) const {
    std::vector<WorkloadId> out;
    for (const ClassRun& run : set.runs()) {
        const std::uint32_t end = std::min(run.end, m_classes.podClassCount());
        if (run.first >= end) break;
        out.insert(out.end(), m_in.begin() + m_inOffsets[run.first], m_in.begin() + m_inOffsets[end]);
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::uint64_t WorkloadClasses::count(const ClassSetPtr& set) {
    const auto [it, isNew] = m_counts.try_emplace(set, 0);
    if (!isNew) return it->second;
    std::uint64_t out = 0;
    std::uint64_t width = 0;
    for (const ClassRun& run : set->runs()) {
        const std::uint32_t end = std::min(run.end, m_classes.podClassCount());
        if (run.first >= end) break;
        out += m_within[end] - m_within[run.first];
        width += end - run.first;
    }
    if (width < m_spread.size()) {
        for (const WorkloadId id : in(*set)) out += of(id).size() > 1 ? 1 : 0;
    } else {
        for (const WorkloadId id : m_spread)
            out += std::ranges::any_of(of(id), [&](ClassId c) { return set->contains(c); }) ? 1 : 0;
    }
    return it->second = out;
}

std::uint64_t WorkloadClasses::countSingles(const ClassSet& a, const ClassSet& b) const {
    std::uint64_t out = 0;
    const ClassSet both = a.intersected(b);
    for (const ClassRun& run : both.runs()) {
        const std::uint32_t end = std::min(run.end, m_classes.podClassCount());
        if (run.first >= end) break;
        out += m_singles[end] - m_singles[run.first];
    }
    return out;
}

namespace {

bool hasOutside(const Reachability& reachability, const ClassSet& peers) {
    return !peers.isEmpty() && peers.runs().back().end > reachability.classes().podClassCount();
}

/// Where the peers depend on the subject: each group of subjects with the same peers by itself.
std::uint64_t relatedPairs(const Reachability& reachability, const CompiledRule& rule, const ClassSet& subjects,
                           const WorkloadClasses& classes) {
    std::map<std::vector<std::size_t>, ClassSet> groups; // by the relations that hold for them
    subjects.forEach([&](ClassId subject) {
        std::vector<std::size_t> relations;
        for (std::size_t i = 0; i < rule.related.size(); ++i)
            if (rule.related[i].subjects->contains(subject)) relations.push_back(i);
        groups[relations].append(subject);
    });
    std::uint64_t out = 0;
    for (const auto& [relations, group] : groups) {
        ClassSet peers = *rule.peers.must;
        for (const std::size_t i : relations) peers = peers.united(*rule.related[i].peers.must);
        const std::uint64_t peerCount = classes.in(peers).size() + (hasOutside(reachability, peers) ? 1 : 0);
        out += classes.in(group).size() * peerCount - classes.countSingles(group, peers);
    }
    return out;
}

} // namespace

std::uint64_t allowedPairs(const Reachability& reachability, const RuleRef& rule, WorkloadClasses& classes) {
    const CompiledRule* compiled = compiledRule(reachability, rule);
    if (!compiled) return 0;
    const ClassSetPtr& subjects = reachability.compiled(rule.policy)->subject.must;
    const ClassSetPtr& peers = compiled->peers.must;
    if (!compiled->related.empty()) return relatedPairs(reachability, *compiled, *subjects, classes);
    const std::uint64_t subjectCount = classes.count(subjects);
    return subjectCount * (classes.count(peers) + (hasOutside(reachability, *peers) ? 1 : 0)) -
           classes.countSingles(*subjects, *peers);
}

} // namespace portolan
