#include "core/reach/delta.h"

#include "core/reach/count.h"

#include <algorithm>

namespace portolan {
namespace {

using Changed = std::vector<ClassId>; // ascending

/// Both versions share classes and traffic ids (the later table extends the earlier one). A pair changes only if its
/// source's egress function or its destination's ingress function does; each side is compared with the unchanged
/// others in groups that share a function, so that a broad change costs what the rules say.
class Comparison {
  public:
    Comparison(const Reachability& before, const Reachability& after)
        : m_before(before), m_after(after), m_classes(after.classes()), m_overlap(after.traffics()) {}

    PairDelta run() {
        const Changed sources = changed(Direction::Egress);
        const Changed targets = changed(Direction::Ingress);
        compareWithUnchanged(sources, Direction::Egress, targets);
        compareWithUnchanged(targets, Direction::Ingress, sources);
        for (const ClassId s : sources)
            for (const ClassId t : targets) {
                const bool was = isAllowed(m_before, s, t);
                const bool is = isAllowed(m_after, s, t);
                add(was, is, pairs(s, t));
            }
        return m_delta;
    }

  private:
    struct Group {                              // unchanged classes that share their function of the opposite direction
        const PairFunction* function = nullptr; // nullptr: asked pair by pair, as admin policies have a part in it
        std::vector<std::uint32_t> members;
        std::vector<std::uint64_t> weightBefore; // of the members before an index
    };

    Changed changed(Direction d) const {
        Changed out;
        for (std::uint32_t c = 0; c < m_classes.podClassCount(); ++c)
            if (!m_after.hasSameFunction(m_before, ClassId(c), d, Certainty::Must)) out.emplace_back(c);
        return out;
    }

    bool isAllowed(const Reachability& r, ClassId s, ClassId t) {
        return m_overlap.isOverlapping(r.trafficAt(s, t, Direction::Egress, Certainty::Must),
                                       r.trafficAt(t, s, Direction::Ingress, Certainty::Must));
    }
    std::uint64_t pairs(ClassId a, ClassId b) const {
        const std::uint64_t w = m_classes.weight(a);
        return a == b ? w * (w - 1) : w * m_classes.weight(b);
    }
    void add(bool was, bool is, std::uint64_t pairCount) {
        if (was && !is) m_delta.closed += pairCount;
        if (!was && is) m_delta.opened += pairCount;
    }

    /// The other ends by their function towards `subjects`; those that let nothing through there are left out.
    std::vector<Group> groupOthers(const Changed& subjects, Direction othersDirection, const Changed& excluded) const {
        constexpr std::int32_t kUnseen = -1;
        constexpr std::int32_t kIrrelevant = -2;
        std::vector<Group> groups;
        std::vector<std::int32_t> groupOf;
        std::unordered_map<std::uint32_t, std::int32_t> groupOfComposed;
        const auto isRelevant = [&](const PairFunction& f) {
            const auto from = std::upper_bound(f.runs().begin(), f.runs().end(), subjects.front().value,
                                               [](std::uint32_t v, const PairFunction::Run& r) { return v < r.end; });
            for (auto run = from; run != f.runs().end(); ++run) {
                if (run->traffic != TrafficTable::kNone) return true;
                if (run->end > subjects.back().value) break;
            }
            return false;
        };
        auto skip = excluded.begin();
        for (std::uint32_t c = 0; c < m_classes.podClassCount(); ++c) {
            while (skip != excluded.end() && skip->value < c) ++skip;
            if (skip != excluded.end() && skip->value == c) continue;
            const Reachability::Parts parts = m_after.parts(ClassId(c), othersDirection, Certainty::Must);
            const std::uint32_t id = m_after.functionId(ClassId(c), othersDirection, Certainty::Must);
            if (parts.isPlain && id >= groupOf.size()) groupOf.resize(id + 1, kUnseen);
            std::int32_t& group = parts.isPlain ? groupOf[id] : groupOfComposed.try_emplace(id, kUnseen).first->second;
            if (group == kUnseen) {
                const PairFunction* f = parts.isPlain ? &m_after.part(id) : nullptr;
                group = f == nullptr || isRelevant(*f) ? static_cast<std::int32_t>(groups.size()) : kIrrelevant;
                if (group != kIrrelevant) groups.push_back({f, {}, {0}});
            }
            if (group == kIrrelevant) continue;
            Group& g = groups[static_cast<std::size_t>(group)];
            g.members.push_back(c);
            g.weightBefore.push_back(g.weightBefore.back() + m_classes.weight(ClassId(c)));
        }
        return groups;
    }

    void compareWithUnchanged(const Changed& subjects, Direction direction, const Changed& excluded) {
        if (subjects.empty()) return;
        const std::vector<Group> groups = groupOthers(subjects, opposite(direction), excluded);
        indexMembers(groups);
        for (const ClassId subject : subjects) {
            m_towards.assign(groups.size(), std::nullopt);
            const auto& before = m_before.function(subject, direction, Certainty::Must).runs();
            const auto& after = m_after.function(subject, direction, Certainty::Must).runs();
            auto b = before.begin();
            auto a = after.begin();
            for (std::uint32_t first = 0; first < m_classes.podClassCount();) {
                const std::uint32_t end = std::min({b->end, a->end, m_classes.podClassCount()});
                const ChangedRun run{{first, end}, b->traffic, a->traffic};
                if (run.before != run.after && m_after.ordered())
                    compareMembers(subject, direction, groups, run);
                else if (run.before != run.after)
                    for (const Group& g : groups) compareRun(subject, g, run);
                first = end;
                if (b->end == end && b + 1 != before.end()) ++b;
                if (a->end == end && a + 1 != after.end()) ++a;
            }
        }
    }

    struct ChangedRun {
        ClassRun run;
        TrafficId before;
        TrafficId after;
    };

    /// Where admin policies cut functions into many short runs, the classes of a run are fewer than the groups.
    void indexMembers(const std::vector<Group>& groups) {
        if (!m_after.ordered()) return;
        m_groupOf.assign(m_classes.podClassCount(), kNoGroup);
        for (std::uint32_t g = 0; g < groups.size(); ++g)
            for (const std::uint32_t c : groups[g].members) m_groupOf[c] = g;
    }

    void compareMembers(ClassId subject, Direction direction, const std::vector<Group>& groups,
                        const ChangedRun& changed) {
        for (std::uint32_t c = changed.run.first; c < changed.run.end; ++c) {
            if (m_groupOf[c] == kNoGroup) continue;
            std::optional<TrafficId>& other = m_towards[m_groupOf[c]];
            if (!other)
                other = m_after.trafficAt(ClassId(groups[m_groupOf[c]].members.front()), subject, opposite(direction),
                                          Certainty::Must);
            add(m_overlap.isOverlapping(*other, changed.before), m_overlap.isOverlapping(*other, changed.after),
                pairs(subject, ClassId(c)));
        }
    }

    void compareRun(ClassId subject, const Group& g, const ChangedRun& changed) {
        const TrafficId other = g.function->at(subject);
        const bool was = m_overlap.isOverlapping(other, changed.before);
        const bool is = m_overlap.isOverlapping(other, changed.after);
        if (was == is) return;
        const ClassRun& run = changed.run;
        const auto low = std::ranges::lower_bound(g.members, run.first) - g.members.begin();
        const auto high = std::ranges::lower_bound(g.members, run.end) - g.members.begin();
        const std::uint64_t weight = m_classes.weight(subject);
        std::uint64_t pairCount =
            weight * (g.weightBefore[static_cast<std::size_t>(high)] - g.weightBefore[static_cast<std::size_t>(low)]);
        if (std::binary_search(g.members.begin() + low, g.members.begin() + high, subject.value)) pairCount -= weight;
        add(was, is, pairCount);
    }

    const Reachability& m_before;
    const Reachability& m_after;
    const EndpointClasses& m_classes;
    TrafficOverlap m_overlap;
    static constexpr std::uint32_t kNoGroup = ~0U;
    std::vector<std::uint32_t> m_groupOf;            // by class, with admin policies only
    std::vector<std::optional<TrafficId>> m_towards; // of each group towards the subject at hand
    PairDelta m_delta;
};

/// Versions with different classes: every pair of pods that either version restricts is looked at.
Result<PairDelta> compareAll(const Reachability& before, const Reachability& after, const RunControl& control) {
    PairDelta out;
    const Cluster& cluster = after.cluster();
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) {
        if (control.isStopped()) return cancelled();
        for (std::size_t j = 0; j < cluster.pods.size(); ++j) {
            const PodId s(i);
            const PodId t(j);
            const std::uint64_t w = cluster.weight(s);
            const std::uint64_t pairs = i == j ? w * (w - 1) : w * cluster.weight(t);
            if (pairs == 0) continue;
            const auto isAllowed = [&](const Reachability& r) {
                return !r.between(r.classes().classOf(s), r.classes().classOf(t)).must.isEmpty();
            };
            const bool was = isAllowed(before);
            const bool is = isAllowed(after);
            if (was && !is) out.closed += pairs;
            if (!was && is) out.opened += pairs;
        }
    }
    return out;
}

} // namespace

Result<PairDelta> pairDelta(const Reachability& before, const Reachability& after, const RunControl& control) {
    if (&before.classes() == &after.classes()) return Comparison(before, after).run();
    return compareAll(before, after, control);
}

} // namespace portolan
