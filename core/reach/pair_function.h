#pragma once

#include "core/policy/selector_table.h"
#include "core/reach/traffic_table.h"

#include <memory>
#include <span>
#include <vector>

namespace portolan {

/// What one end lets through, by the class of the other end: piecewise constant over all classes (engine.md 1.11).
/// The relation of all pairs is never written down; it is the intersection of two such functions.
class PairFunction {
  public:
    struct Run {
        std::uint32_t end = 0; ///< exclusive; a run begins where the one before ends
        TrafficId traffic;
        bool operator==(const Run&) const = default;
    };
    /// A set of peers with what is let through to or from them.
    struct Term {
        ClassSetPtr peers;
        TrafficId traffic;
        auto operator<=>(const Term& o) const {
            if (const auto c = peers.get() <=> o.peers.get(); c != 0) return c;
            return traffic <=> o.traffic;
        }
        bool operator==(const Term& o) const { return peers == o.peers && traffic == o.traffic; }
    };

    static PairFunction constant(TrafficId traffic, std::uint32_t classCount);
    /// The union of the terms.
    static PairFunction unionOf(std::span<const Term> terms, std::uint32_t classCount, const TrafficTable& table);

    /// Adds a run behind the last one; its end is the new end.
    void append(Run run);

    TrafficId at(ClassId id) const;
    const std::vector<Run>& runs() const { return m_runs; }
    bool isConstant() const { return m_runs.size() == 1; }
    bool operator==(const PairFunction&) const = default;

  private:
    std::vector<Run> m_runs;
};

} // namespace portolan
