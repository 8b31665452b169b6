#include "core/propose/gate_comparison.h"

#include <algorithm>

namespace portolan {

bool GateComparison::isWider(TrafficId before, TrafficId after) {
    if (before == TrafficTable::kAll || after == TrafficTable::kNone) return false;
    const auto [it, isNew] = m_wider.try_emplace({before, after}, false);
    if (isNew) it->second = !m_before.traffics()[before].contains(m_after.traffics()[after]);
    return it->second;
}

bool GateComparison::isOpened(ClassId subject, Direction direction, ClassId other, Certainty certainty) {
    return isWider(m_before.trafficAt(subject, other, direction, certainty),
                   m_after.trafficAt(subject, other, direction, certainty));
}

ClassSet GateComparison::openedTowards(ClassId subject, Direction direction, Certainty certainty) {
    ClassSet out;
    if (m_after.hasSameFunction(m_before, subject, direction, certainty)) return out;
    const PairFunction& before = m_before.function(subject, direction, certainty);
    const PairFunction& after = m_after.function(subject, direction, certainty);
    auto b = before.runs().begin();
    std::uint32_t first = 0;
    for (auto a = after.runs().begin(); a != after.runs().end();) {
        const std::uint32_t end = std::min(a->end, b->end);
        if (isWider(b->traffic, a->traffic)) out.append({first, end});
        first = end;
        const bool isDone = b->end == end;
        if (a->end == end) ++a;
        if (isDone) ++b;
    }
    return out;
}

Result<std::uint64_t> countOpenedPairs(const Reachability& before, const Reachability& after,
                                       const RunControl& control) {
    GateComparison gates(before, after);
    const EndpointClasses& classes = after.classes();
    const auto isPassing = [](const Reachability& r, ClassId s, ClassId t) {
        const TrafficSet& leaving = r.traffics()[r.trafficAt(s, t, Direction::Egress, Certainty::Must)];
        return !leaving.intersected(r.traffics()[r.trafficAt(t, s, Direction::Ingress, Certainty::Must)]).isEmpty();
    };
    std::uint64_t out = 0;
    const auto look = [&](ClassId s, ClassId t) {
        if (!isPassing(after, s, t) || isPassing(before, s, t)) return;
        const std::uint64_t weight = classes.weight(s);
        out += weight * (s == t ? weight - 1 : classes.weight(t));
    };
    for (const Direction d : {Direction::Egress, Direction::Ingress})
        for (std::uint32_t c = 0; c < classes.podClassCount(); ++c) {
            if (control.isStopped()) return cancelled();
            gates.openedTowards(ClassId(c), d, Certainty::Must).forEach([&](ClassId other) {
                if (classes.isAddress(other)) return;
                if (d == Direction::Egress) return look(ClassId(c), other);
                if (!gates.isOpened(other, Direction::Egress, ClassId(c), Certainty::Must)) look(other, ClassId(c));
            });
        }
    return out;
}

} // namespace portolan
