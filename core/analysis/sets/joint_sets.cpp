#include "core/analysis/sets/compare_pairs.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kNamed = 3;
constexpr std::size_t kPairsBetweenStops = 4096;

using Side = std::optional<PodId> JointPod::*;

std::string podsOnlyIn(const Cluster& cluster, const std::vector<JointEnd>& ends, Side here, Side there) {
    std::string out;
    std::size_t count = 0;
    for (const JointEnd& end : ends)
        for (const JointPod& pod : end.pods) {
            if (!(pod.*here) || pod.*there) continue;
            if (++count <= kNamed) out += (out.empty() ? "" : ", ") + podText(cluster, *(pod.*here));
        }
    if (count > kNamed) out += " and " + std::to_string(count - kNamed) + " more";
    return out;
}

/// The traffic of both sides if the one fact turns out so.
bool isWithinEitherWay(const PairTraffic& small, const PairTraffic& big, Doubts doubts) {
    constexpr Doubts kKnobs = Doubts(Doubt::IpBlockMatchesPods) | Doubt::IpBlockMatchesNodes | Doubt::OwnNode |
                              Doubt::NetworksMatchPods;
    const std::vector<Doubt> all = doubts.all();
    return all.size() == 1 && kKnobs.contains(all.front()) && big.must.contains(small.must) &&
           big.may.contains(small.may);
}

} // namespace

std::string JointSets::podsOnlyInFirst() const {
    return podsOnlyIn(m_first.reachability->cluster(), m_ends, &JointPod::first, &JointPod::second);
}

std::string JointSets::podsOnlyInSecond() const {
    return podsOnlyIn(m_second.reachability->cluster(), m_ends, &JointPod::second, &JointPod::first);
}

bool JointSets::forEachPair(const RunControl& control,
                            const std::function<bool(const JointEnd& from, const JointEnd& to)>& look) const {
    std::size_t looked = 0;
    for (std::size_t s = 0; s < m_ends.size(); ++s) {
        control.report("Comparing", static_cast<double>(s) / static_cast<double>(m_ends.size()));
        for (std::size_t t = 0; t < m_ends.size(); ++t) {
            if (looked++ % kPairsBetweenStops == 0 && control.isStopped()) return false;
            if (m_ends[s].isAddress() && m_ends[t].isAddress()) break; // addresses come last
            if (s == t && !m_ends[s].hasPair()) continue;
            if (!look(m_ends[s], m_ends[t])) return true;
        }
    }
    return true;
}

TrafficRelation isWithin(const PairTraffic& small, const PairTraffic& big, const std::function<Doubts()>& doubts) {
    if (big.must.contains(small.may)) return {};
    if (const TrafficSet surely = small.must.minus(big.may); !surely.isEmpty()) return {Ternary::No, surely};
    if (isWithinEitherWay(small, big, doubts())) return {};
    return {Ternary::Unknown, small.may.minus(big.must)};
}

} // namespace portolan
