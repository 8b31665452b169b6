#include "core/reach/ordered_count.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace portolan {
namespace {

/// What decides about one end's own direction besides its function: the admin policies that govern it.
struct OwnSide {
    bool isPlain = true;
    std::uint32_t subjectKey = 0;
    Ternary isolation = Ternary::No;
    auto operator<=>(const OwnSide&) const = default;
};

/// All that is alike among ends of one kind: their own direction, how the other end's admin policies see them, and
/// whether they are nodes to the rules about a pod's own node.
struct EndKind {
    OwnSide own;
    std::uint32_t peerKey = 0;
    bool isNodeLike = false;
    auto operator<=>(const EndKind&) const = default;
};

class OrderedSweep {
  public:
    OrderedSweep(const Reachability& reach, Certainty certainty)
        : m_reach(reach), m_ordered(*reach.ordered()), m_traffics(reach.traffics()), m_certainty(certainty),
          m_podClasses(reach.classes().podClassCount()) {
        nameKinds();
        groupDestinations();
        makeEvents();
    }

    std::optional<std::uint64_t> run(const RunControl& control) {
        std::uint64_t pairs = 0;
        for (std::uint32_t s = 0; s < m_podClasses; ++s) {
            if (s % 128 == 0 && control.isStopped()) return std::nullopt;
            for (std::uint32_t i = m_eventsAt[s]; i < m_eventsAt[s + 1]; ++i) apply(m_events[i]);
            const std::uint64_t weight = m_reach.classes().weight(ClassId(s));
            pairs += weight * reachedFrom(s);
            if (isReaching(s, s)) pairs -= weight; // a pod and itself are no pair
        }
        return pairs;
    }

  private:
    struct Group { // destinations that share a function of their NetworkPolicies
        std::vector<std::uint32_t> members;
    };
    struct Event {
        std::uint32_t group = 0;
        TrafficId accepted;
    };
    /// How destinations of one kind answer a source: whatever they accept, if they accept anything, or by what.
    enum class Answer : std::uint8_t { Never, IfAnything, ByTraffic, Always };
    struct Answers {
        std::vector<Answer> byKind;
        std::uint64_t always = 0; // weight
        std::vector<std::uint32_t> ifAnything;
        std::vector<std::uint32_t> byTraffic;
    };
    struct Accepted { // destinations of one kind, by what their NetworkPolicies accept from the source at hand
        std::uint64_t total = 0;
        std::uint64_t anything = 0;
        std::vector<std::pair<TrafficId, std::uint64_t>> weights;
    };

    EndKind kindOf(std::uint32_t c, Direction own) const {
        const Reachability::Parts p = m_reach.parts(ClassId(c), own, m_certainty);
        EndKind out;
        if (!p.isPlain) out.own = {false, p.subjectKey, p.isolation};
        out.peerKey = m_ordered.peerKey(ClassId(c), opposite(own));
        out.isNodeLike = m_reach.classes().isNodeLike(ClassId(c));
        return out;
    }

    void nameKinds() {
        std::map<EndKind, std::uint32_t> sources;
        std::map<EndKind, std::uint32_t> targets;
        const auto named = [](std::map<EndKind, std::uint32_t>& known, std::vector<EndKind>& kinds, const EndKind& k) {
            const auto [it, isNew] = known.try_emplace(k, static_cast<std::uint32_t>(kinds.size()));
            if (isNew) kinds.push_back(k);
            return it->second;
        };
        for (std::uint32_t c = 0; c < m_podClasses; ++c) {
            m_sourceKindOf.push_back(named(sources, m_sourceKinds, kindOf(c, Direction::Egress)));
            m_targetKindOf.push_back(named(targets, m_targetKinds, kindOf(c, Direction::Ingress)));
            m_egressOf.push_back(m_reach.parts(ClassId(c), Direction::Egress, m_certainty).functionId);
            m_ingressOf.push_back(m_reach.parts(ClassId(c), Direction::Ingress, m_certainty).functionId);
        }
        m_accepted.resize(m_targetKinds.size());
    }

    void groupDestinations() {
        std::unordered_map<std::uint32_t, std::uint32_t> groupOfFunction;
        m_acceptedOf.assign(m_podClasses, TrafficTable::kNone);
        for (std::uint32_t d = 0; d < m_podClasses; ++d) {
            m_accepted[m_targetKindOf[d]].total += m_reach.classes().weight(ClassId(d));
            const PairFunction& f = m_reach.part(m_ingressOf[d]);
            if (f.isConstant()) {
                accept(d, f.runs().front().traffic);
                continue;
            }
            const auto [it, isNew] =
                groupOfFunction.try_emplace(m_ingressOf[d], static_cast<std::uint32_t>(m_groups.size()));
            if (isNew) m_groups.emplace_back();
            m_groups[it->second].members.push_back(d);
        }
    }

    void makeEvents() {
        m_eventsAt.assign(m_podClasses + 1, 0);
        const auto forEachEvent = [&](auto body) {
            for (std::uint32_t g = 0; g < m_groups.size(); ++g) {
                std::uint32_t first = 0;
                for (const PairFunction::Run& run : m_reach.part(m_ingressOf[m_groups[g].members.front()]).runs()) {
                    if (first >= m_podClasses) break;
                    if (first != 0 || run.traffic != TrafficTable::kNone) body(first, Event{g, run.traffic});
                    first = run.end;
                }
            }
        };
        forEachEvent([&](std::uint32_t at, const Event&) { ++m_eventsAt[at + 1]; });
        std::partial_sum(m_eventsAt.begin(), m_eventsAt.end(), m_eventsAt.begin());
        m_events.resize(m_eventsAt.back());
        std::vector<std::uint32_t> next(m_eventsAt.begin(), m_eventsAt.end() - 1);
        forEachEvent([&](std::uint32_t at, const Event& event) { m_events[next[at]++] = event; });
    }

    void apply(const Event& event) {
        for (const std::uint32_t d : m_groups[event.group].members) accept(d, event.accepted);
    }

    void accept(std::uint32_t d, TrafficId traffic) {
        const std::uint64_t weight = m_reach.classes().weight(ClassId(d));
        Accepted& kind = m_accepted[m_targetKindOf[d]];
        const auto add = [&](TrafficId t, std::uint64_t by) {
            if (t == TrafficTable::kNone) return;
            kind.anything += by;
            const auto it = std::ranges::find(kind.weights, t, &std::pair<TrafficId, std::uint64_t>::first);
            if (it == kind.weights.end()) {
                kind.weights.emplace_back(t, by);
            } else if ((it->second += by) == 0) {
                *it = kind.weights.back();
                kind.weights.pop_back();
            }
        };
        add(m_acceptedOf[d], 0 - weight);
        m_acceptedOf[d] = traffic;
        add(traffic, weight);
    }

    TrafficId combined(const OwnSide& own, std::uint32_t peerKey, Direction d, TrafficId byRules) const {
        if (own.isPlain) return byRules;
        const OrderedOutcome& outcome = m_ordered.outcome(own.subjectKey, peerKey, d);
        return m_certainty == Certainty::Must ? outcome.must(m_traffics, own.isolation, byRules)
                                              : outcome.may(m_traffics, own.isolation, byRules);
    }
    /// What the source lets out to a destination of that kind.
    TrafficId leaving(const EndKind& source, const EndKind& target, TrafficId byRules) const {
        const bool isOwnNode = m_certainty == Certainty::May && target.isNodeLike &&
                               m_reach.profile().egressToOwnNode != Profile::OwnNode::Policed;
        return combined(source.own, target.peerKey, Direction::Egress, isOwnNode ? TrafficTable::kAll : byRules);
    }
    /// What the destination lets in from a source of that kind.
    TrafficId entering(const EndKind& source, const EndKind& target, TrafficId byRules) const {
        if (m_certainty == Certainty::May && source.isNodeLike &&
            m_reach.profile().ingressFromOwnNode != Profile::OwnNode::Policed)
            return TrafficTable::kAll;
        return combined(target.own, source.peerKey, Direction::Ingress, byRules);
    }
    bool isOverlapping(TrafficId a, TrafficId b) const { return m_traffics.intersected(a, b) != TrafficTable::kNone; }

    Answer answer(const EndKind& source, const EndKind& target, TrafficId byRules) const {
        const TrafficId out = leaving(source, target, byRules);
        if (!isOverlapping(out, entering(source, target, TrafficTable::kAll))) return Answer::Never;
        if (isOverlapping(out, entering(source, target, TrafficTable::kNone))) return Answer::Always;
        if (out != TrafficTable::kAll) return Answer::ByTraffic;
        if (target.own.isPlain) return Answer::IfAnything;
        const OrderedOutcome& in = m_ordered.outcome(target.own.subjectKey, source.peerKey, Direction::Ingress);
        const bool isHandedOn = in.next == TrafficTable::kAll && target.own.isolation != Ternary::No &&
                                (m_certainty == Certainty::May || in.deny == TrafficTable::kNone);
        return isHandedOn ? Answer::IfAnything : Answer::ByTraffic;
    }

    /// The answers of all kinds of destinations to sources of a kind that let `byRules` out to everyone.
    const Answers& answers(std::uint32_t sourceKind, TrafficId byRules) {
        const auto [it, isNew] = m_answers.try_emplace(std::uint64_t{sourceKind} << 32U | byRules.value);
        if (!isNew) return it->second;
        Answers& out = it->second;
        out.byKind.reserve(m_targetKinds.size());
        for (std::uint32_t k = 0; k < m_targetKinds.size(); ++k) {
            const Answer a = answer(m_sourceKinds[sourceKind], m_targetKinds[k], byRules);
            out.byKind.push_back(a);
            if (a == Answer::Always) out.always += m_accepted[k].total;
            if (a == Answer::IfAnything) out.ifAnything.push_back(k);
            if (a == Answer::ByTraffic) out.byTraffic.push_back(k);
        }
        return out;
    }

    /// Weight of the destinations reached by a source whose rules let `byRules` out to everyone.
    std::uint64_t reachedEverywhere(std::uint32_t sourceKind, TrafficId byRules) {
        const Answers& a = answers(sourceKind, byRules);
        std::uint64_t weight = a.always;
        for (const std::uint32_t k : a.ifAnything) weight += m_accepted[k].anything;
        for (const std::uint32_t k : a.byTraffic) {
            const EndKind& source = m_sourceKinds[sourceKind];
            const TrafficId out = leaving(source, m_targetKinds[k], byRules);
            for (const auto& [traffic, w] : m_accepted[k].weights)
                if (isOverlapping(out, entering(source, m_targetKinds[k], traffic))) weight += w;
        }
        return weight;
    }

    std::uint64_t reachedFrom(std::uint32_t s) {
        const PairFunction& f = m_reach.part(m_egressOf[s]);
        const std::uint32_t kind = m_sourceKindOf[s];
        if (f.isConstant()) return reachedEverywhere(kind, f.runs().front().traffic);
        std::uint64_t weight = reachedEverywhere(kind, TrafficTable::kNone);
        std::uint32_t first = 0;
        for (const PairFunction::Run& run : f.runs()) {
            const std::uint32_t end = std::min(run.end, m_podClasses);
            if (first >= end) break;
            if (run.traffic != TrafficTable::kNone) {
                const Answers& with = answers(kind, run.traffic);
                const Answers& without = answers(kind, TrafficTable::kNone);
                for (std::uint32_t d = first; d < end; ++d) {
                    const bool is = isAnswering(with.byKind[m_targetKindOf[d]], kind, d, run.traffic);
                    const bool was = isAnswering(without.byKind[m_targetKindOf[d]], kind, d, TrafficTable::kNone);
                    if (is != was) weight += m_reach.classes().weight(ClassId(d)); // more traffic never closes
                }
            }
            first = end;
        }
        return weight;
    }

    bool isAnswering(Answer answer, std::uint32_t sourceKind, std::uint32_t d, TrafficId byRules) const {
        switch (answer) {
        case Answer::Never: return false;
        case Answer::Always: return true;
        case Answer::IfAnything: return m_acceptedOf[d] != TrafficTable::kNone;
        case Answer::ByTraffic: break;
        }
        const EndKind& source = m_sourceKinds[sourceKind];
        const EndKind& target = m_targetKinds[m_targetKindOf[d]];
        return isOverlapping(leaving(source, target, byRules), entering(source, target, m_acceptedOf[d]));
    }

    bool isReaching(std::uint32_t s, std::uint32_t d) const {
        const EndKind& source = m_sourceKinds[m_sourceKindOf[s]];
        const EndKind& target = m_targetKinds[m_targetKindOf[d]];
        return isOverlapping(leaving(source, target, m_reach.part(m_egressOf[s]).at(ClassId(d))),
                             entering(source, target, m_reach.part(m_ingressOf[d]).at(ClassId(s))));
    }

    const Reachability& m_reach;
    const OrderedPolicies& m_ordered;
    const TrafficTable& m_traffics;
    Certainty m_certainty;
    std::uint32_t m_podClasses;
    std::vector<EndKind> m_sourceKinds;
    std::vector<EndKind> m_targetKinds;
    std::vector<std::uint32_t> m_sourceKindOf; // by class
    std::vector<std::uint32_t> m_targetKindOf;
    std::vector<std::uint32_t> m_egressOf; // functions of the NetworkPolicies, by class
    std::vector<std::uint32_t> m_ingressOf;
    std::vector<Group> m_groups;
    std::vector<std::uint32_t> m_eventsAt;
    std::vector<Event> m_events;
    std::vector<TrafficId> m_acceptedOf; // by class
    std::vector<Accepted> m_accepted;    // by kind of destination
    std::unordered_map<std::uint64_t, Answers> m_answers;
};

} // namespace

std::optional<std::uint64_t> countOrderedPairs(const Reachability& reachability, Certainty certainty,
                                               const RunControl& control) {
    return OrderedSweep(reachability, certainty).run(control);
}

} // namespace portolan
