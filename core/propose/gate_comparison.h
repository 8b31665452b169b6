#pragma once

#include "core/reach/reachability.h"

#include <cstdint>
#include <map>
#include <utility>

namespace portolan {

/// Where gates let more through in one version than in another with the same classes. Remembers comparisons; one a
/// thread.
class GateComparison {
  public:
    GateComparison(const Reachability& before, const Reachability& after) : m_before(before), m_after(after) {}

    /// The other ends towards which the subject's gate opened, at that certainty.
    ClassSet openedTowards(ClassId subject, Direction direction, Certainty certainty);
    bool isOpened(ClassId subject, Direction direction, ClassId other, Certainty certainty);

  private:
    bool isWider(TrafficId before, TrafficId after);

    const Reachability& m_before;
    const Reachability& m_after;
    std::map<std::pair<TrafficId, TrafficId>, bool> m_wider;
};

/// Ordered pairs of pods that some traffic passes for certain in `after` and none in `before`. Looks only at pairs of
/// which a gate opened, so it costs little where policies get narrower, however many of them. Fails only with
/// Cancelled.
Result<std::uint64_t> countOpenedPairs(const Reachability& before, const Reachability& after,
                                       const RunControl& control);

} // namespace portolan
