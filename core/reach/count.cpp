#include "core/reach/count.h"

#include "core/reach/ordered_count.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace portolan {
namespace {

/// The sweep of one certainty over the source classes in order. Destinations whose ingress function is constant and
/// open need no events; all others change what they accept where their function's runs begin.
class PairSweep {
  public:
    PairSweep(const Reachability& reach, Certainty certainty)
        : m_reach(reach), m_certainty(certainty), m_podClasses(reach.classes().podClassCount()),
          m_overlap(reach.traffics()) {
        groupDestinations();
        makeEvents();
    }

    std::optional<std::uint64_t> run(const RunControl& control) {
        std::uint64_t pairs = 0;
        const EndpointClasses& classes = m_reach.classes();
        for (std::uint32_t s = 0; s < m_podClasses; ++s) {
            if (s % 512 == 0 && control.isStopped()) return std::nullopt;
            applyEvents(s);
            const std::uint64_t weight = classes.weight(ClassId(s));
            pairs += weight * reachedFrom(ClassId(s));
            if (isSelfReached(ClassId(s))) pairs -= weight; // a pod and itself are no pair
        }
        return pairs;
    }

  private:
    struct Group { // destinations that share a restricted ingress function
        std::vector<std::uint32_t> members;
        TrafficId accepted = TrafficTable::kNone;
    };
    struct Event {
        std::uint32_t group = 0;
        TrafficId accepted;
    };
    struct Remembered {
        std::uint64_t version = ~std::uint64_t{0};
        std::uint64_t weight = 0;
    };

    const PairFunction& ingress(ClassId c) const { return m_reach.function(c, Direction::Ingress, m_certainty); }
    const PairFunction& egress(ClassId c) const { return m_reach.function(c, Direction::Egress, m_certainty); }
    bool isSelfReached(ClassId c) const {
        const PairTraffic t = m_reach.between(c, c);
        return !(m_certainty == Certainty::Must ? t.must : t.may).isEmpty();
    }

    void groupDestinations() {
        const EndpointClasses& classes = m_reach.classes();
        m_openBefore.assign(m_podClasses + 1, 0);
        m_groupOf.assign(m_podClasses, kOpen);
        std::unordered_map<std::uint32_t, std::uint32_t> groupOfFunction;
        for (std::uint32_t d = 0; d < m_podClasses; ++d) {
            const PairFunction& f = ingress(ClassId(d));
            const bool isOpen = f.isConstant() && f.runs().front().traffic == TrafficTable::kAll;
            m_openBefore[d + 1] = m_openBefore[d] + (isOpen ? classes.weight(ClassId(d)) : 0);
            if (isOpen) continue;
            const std::uint32_t id = m_reach.functionId(ClassId(d), Direction::Ingress, m_certainty);
            const auto [it, isNew] = groupOfFunction.try_emplace(id, static_cast<std::uint32_t>(m_groups.size()));
            if (isNew) m_groups.emplace_back();
            m_groups[it->second].members.push_back(d);
            m_groupOf[d] = it->second;
        }
        m_accepting.assign((m_podClasses + 63) / 64, 0);
        m_wordWeight.assign(m_accepting.size(), 0);
    }

    void makeEvents() {
        m_eventsAt.assign(m_podClasses + 1, 0);
        const auto forEachEvent = [&](auto body) {
            for (std::uint32_t g = 0; g < m_groups.size(); ++g) {
                std::uint32_t first = 0;
                for (const PairFunction::Run& run : ingress(ClassId(m_groups[g].members.front())).runs()) {
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

    void applyEvents(std::uint32_t source) {
        for (std::uint32_t i = m_eventsAt[source]; i < m_eventsAt[source + 1]; ++i) {
            ++m_version;
            Group& group = m_groups[m_events[i].group];
            const bool was = group.accepted != TrafficTable::kNone;
            group.accepted = m_events[i].accepted;
            const bool is = group.accepted != TrafficTable::kNone;
            if (was != is)
                for (const std::uint32_t d : group.members) toggle(d, is);
        }
    }

    void toggle(std::uint32_t d, bool isAccepting) {
        const std::uint64_t weight = m_reach.classes().weight(ClassId(d));
        m_accepting[d / 64] ^= std::uint64_t{1} << (d % 64);
        m_wordWeight[d / 64] += isAccepting ? weight : 0 - weight;
        m_acceptingWeight += isAccepting ? weight : 0 - weight;
    }

    std::uint64_t reachedFrom(ClassId source) {
        const EndpointClasses& classes = m_reach.classes();
        const bool isMay = m_certainty == Certainty::May;
        if (isMay && classes.isNodeLike(source) && m_reach.profile().ingressFromOwnNode != Profile::OwnNode::Policed)
            return totalWeight();
        Remembered& known = m_remembered[m_reach.functionId(source, Direction::Egress, m_certainty)];
        if (known.version != m_version) {
            known.version = m_version;
            known.weight = reachedThrough(egress(source));
        }
        std::uint64_t weight = known.weight;
        if (isMay && m_reach.profile().egressToOwnNode != Profile::OwnNode::Policed)
            classes.nodeLike().forEach([&](ClassId d) {
                if (egress(source).at(d) == TrafficTable::kNone) weight += classes.weight(d);
            });
        return weight;
    }

    std::uint64_t reachedThrough(const PairFunction& f) {
        std::uint64_t weight = 0;
        std::uint32_t first = 0;
        for (const PairFunction::Run& run : f.runs()) {
            const std::uint32_t end = std::min(run.end, m_podClasses);
            if (first >= end) break;
            if (run.traffic != TrafficTable::kNone) {
                weight += m_openBefore[end] - m_openBefore[first];
                weight += first == 0 && end == m_podClasses && run.traffic == TrafficTable::kAll
                              ? m_acceptingWeight
                              : acceptingWeight(first, end, run.traffic);
            }
            first = end;
        }
        return weight;
    }

    std::uint64_t acceptingWeight(std::uint32_t first, std::uint32_t end, TrafficId traffic) {
        std::uint64_t weight = 0;
        for (std::uint32_t word = first / 64; word * 64 < end; ++word) {
            std::uint64_t bits = m_accepting[word];
            if (bits == 0) continue;
            const bool isWhole = word * 64 >= first && word * 64 + 64 <= end;
            if (isWhole && traffic == TrafficTable::kAll) {
                weight += m_wordWeight[word];
                continue;
            }
            for (; bits != 0; bits &= bits - 1) {
                const std::uint32_t d = word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits));
                if (d >= first && d < end && m_overlap.isOverlapping(traffic, m_groups[m_groupOf[d]].accepted))
                    weight += m_reach.classes().weight(ClassId(d));
            }
        }
        return weight;
    }

    std::uint64_t totalWeight() const {
        std::uint64_t out = 0;
        for (std::uint32_t c = 0; c < m_podClasses; ++c) out += m_reach.classes().weight(ClassId(c));
        return out;
    }

    static constexpr std::uint32_t kOpen = ~0U;
    const Reachability& m_reach;
    Certainty m_certainty;
    std::uint32_t m_podClasses;
    TrafficOverlap m_overlap;
    std::vector<std::uint64_t> m_openBefore; // weight of open destinations below a class
    std::vector<std::uint32_t> m_groupOf;
    std::vector<Group> m_groups;
    std::vector<std::uint32_t> m_eventsAt;
    std::vector<Event> m_events;
    std::vector<std::uint64_t> m_accepting;
    std::vector<std::uint64_t> m_wordWeight;
    std::uint64_t m_acceptingWeight = 0;
    std::uint64_t m_version = 0;
    std::unordered_map<std::uint32_t, Remembered> m_remembered; // by egress function
};

} // namespace

Result<PairCounts> countPairs(const Reachability& reachability, const RunControl& control) {
    PairCounts out;
    std::uint64_t pods = 0;
    for (std::uint32_t c = 0; c < reachability.classes().podClassCount(); ++c)
        pods += reachability.classes().weight(ClassId(c));
    out.total = pods == 0 ? 0 : pods * (pods - 1);
    const auto count = [&](Certainty certainty) {
        return reachability.ordered() ? countOrderedPairs(reachability, certainty, control)
                                      : PairSweep(reachability, certainty).run(control);
    };
    const auto must = count(Certainty::Must);
    if (!must) return cancelled();
    const auto may = count(Certainty::May);
    if (!may) return cancelled();
    out.must = *must;
    out.may = *may;
    return out;
}

} // namespace portolan
