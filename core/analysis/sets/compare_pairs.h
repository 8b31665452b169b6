#pragma once

#include "core/analysis/sets/compare.h"
#include "core/analysis/sets/joint_ends.h"

#include <functional>

namespace portolan {

/// Two sets with their endpoints matched.
class JointSets {
  public:
    JointSets(const PolicySet& first, const PolicySet& second)
        : m_first(first), m_second(second), m_ends(jointEnds(*first.reachability, *second.reachability)) {}

    const PolicySet& first() const { return m_first; }
    const PolicySet& second() const { return m_second; }
    const std::vector<JointEnd>& ends() const { return m_ends; }
    bool hasSamePods() const { return portolan::hasSamePods(m_ends); }
    /// Names of pods that only one side has: "shop/web, shop/db and 3 more"; empty where there is none.
    std::string podsOnlyInFirst() const;
    std::string podsOnlyInSecond() const;

    /// Looks at every ordered pair of different endpoints, but for addresses among themselves, until `look` says stop
    /// (false). False where `control` said so.
    bool forEachPair(const RunControl& control,
                     const std::function<bool(const JointEnd& from, const JointEnd& to)>& look) const;

  private:
    const PolicySet& m_first;
    const PolicySet& m_second;
    std::vector<JointEnd> m_ends;
};

/// What one set permits that is looked for in another.
struct TrafficRelation {
    Ternary holds = Ternary::Yes;
    TrafficSet witness; ///< shows that it does not hold, or may not
};

/// Whether all of `small` lies in `big`. Where both sides are uncertain for one and the same fact, each way that it may
/// turn out is looked at. `doubts` is asked only then.
TrafficRelation isWithin(const PairTraffic& small, const PairTraffic& big, const std::function<Doubts()>& doubts);

/// Whether the second set permits nothing that the first does not: over the pods of the second, which the first must
/// have as well.
Result<SetOutcome> containment(const PolicySet& first, const PolicySet& second, const RunControl& control);
Result<SetOutcome> equivalence(const PolicySet& first, const PolicySet& second, const RunControl& control);
Result<SetOutcome> strongEquivalence(const PolicySet& first, const PolicySet& second, const RunControl& control);
Result<SetOutcome> twoWayContainment(const PolicySet& first, const PolicySet& second, const RunControl& control);
Result<SetOutcome> permits(const PolicySet& first, const PolicySet& later, const RunControl& control);
Result<SetOutcome> forbids(const PolicySet& first, const PolicySet& later, const RunControl& control);
Result<SetOutcome> interferes(const PolicySet& first, const PolicySet& later, const RunControl& control);
Result<SetOutcome> semanticDiff(const PolicySet& first, const PolicySet& second, const RunControl& control);

} // namespace portolan
