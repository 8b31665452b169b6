#include "core/analysis/sets/compare_pairs.h"
#include "core/analysis/sets/compare_policies.h"
#include "core/reach/explain.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::array kCertainties{Certainty::Must, Certainty::May};

/// The other ends towards which what a class lets through differs between two versions that share classes.
ClassSet differing(const Reachability& before, const Reachability& after, ClassId id, Direction direction) {
    ClassSet out;
    for (const Certainty certainty : kCertainties) {
        if (after.hasSameFunction(before, id, direction, certainty)) continue;
        ClassSet own;
        const auto& a = before.function(id, direction, certainty).runs();
        const auto& b = after.function(id, direction, certainty).runs();
        std::uint32_t first = 0;
        for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
            const std::uint32_t end = std::min(x->end, y->end);
            if (x->traffic != y->traffic) own.append({first, end});
            first = end;
            if (x->end == end) ++x;
            if (y->end == end) ++y;
        }
        out = out.united(own);
    }
    return out;
}

/// Two versions that share their classes.
class SharedComparison {
  public:
    SharedComparison(const Reachability& before, const Reachability& after) : m_before(before), m_after(after) {}

    Result<Ternary> run(const RunControl& control) {
        const EndpointClasses& classes = m_after.classes();
        for (std::uint32_t c = 0; c < classes.podClassCount(); ++c) {
            if (c % 64 == 0 && control.isStopped()) return cancelled();
            for (const Direction d : kDirections) {
                differing(m_before, m_after, ClassId(c), d).forEach([&](ClassId other) {
                    if (m_out == Ternary::No) return;
                    if (other == ClassId(c) && classes.weight(other) < 2) return;
                    look(d == Direction::Egress ? ClassId(c) : other, d == Direction::Egress ? other : ClassId(c));
                });
                if (m_out == Ternary::No) return m_out;
            }
        }
        return m_out;
    }

  private:
    void look(ClassId from, ClassId to) {
        if (isHidden(from) || isHidden(to)) return;
        const PairTraffic a = m_before.between(from, to);
        const PairTraffic b = m_after.between(from, to);
        const auto doubts = [&] { return doubtsBetween(m_before, from, to) | doubtsBetween(m_after, from, to); };
        m_out = both(m_out, both(isWithin(a, b, doubts).holds, isWithin(b, a, doubts).holds));
    }
    bool isHidden(ClassId id) const {
        return m_after.profile().isIpv4Only && m_after.classes().isAddress(id) &&
               m_after.classes().range(id).first.family() == AddressFamily::V6;
    }

    const Reachability& m_before;
    const Reachability& m_after;
    Ternary m_out = Ternary::Yes;
};

} // namespace

Result<Ternary> isSameReach(const Reachability& before, const Reachability& after, const RunControl& control) {
    if (&before.classes() == &after.classes()) return SharedComparison(before, after).run(control);
    const std::shared_ptr<const Reachability> none;
    const PolicySet first{{}, {none, &before}}; // both outlive the comparison
    const PolicySet second{{}, {none, &after}};
    const auto outcome = equivalence(first, second, control);
    if (!outcome) return tl::make_unexpected(outcome.error());
    return outcome->holds;
}

} // namespace portolan
