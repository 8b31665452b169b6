#include "core/reach/pair_function.h"

#include <algorithm>

namespace portolan {
namespace {

struct Event {
    std::uint32_t at = 0;
    std::int32_t change = 0; // +1 begins, -1 ends
    TrafficId traffic;
};

/// The traffics that are open at the sweep's position, with how often.
class Active {
  public:
    void change(TrafficId traffic, std::int32_t by) {
        const auto it = std::ranges::find(m_open, traffic, &std::pair<TrafficId, std::int32_t>::first);
        if (it == m_open.end()) {
            m_open.emplace_back(traffic, by);
        } else if ((it->second += by) == 0) {
            *it = m_open.back();
            m_open.pop_back();
        }
    }
    TrafficId united(const TrafficTable& table) const {
        TrafficId out = TrafficTable::kNone;
        for (const auto& [traffic, count] : m_open) {
            out = table.united(out, traffic);
            if (out == TrafficTable::kAll) break;
        }
        return out;
    }

  private:
    std::vector<std::pair<TrafficId, std::int32_t>> m_open;
};

} // namespace

PairFunction PairFunction::constant(TrafficId traffic, std::uint32_t classCount) {
    PairFunction out;
    out.m_runs.push_back({classCount, traffic});
    return out;
}

void PairFunction::append(Run run) {
    if (!m_runs.empty() && m_runs.back().traffic == run.traffic)
        m_runs.back().end = run.end;
    else
        m_runs.push_back(run);
}

PairFunction PairFunction::unionOf(std::span<const Term> terms, std::uint32_t classCount, const TrafficTable& table) {
    std::vector<Event> events;
    for (const Term& term : terms)
        for (const ClassRun& run : term.peers->runs()) {
            events.push_back({run.first, 1, term.traffic});
            events.push_back({run.end, -1, term.traffic});
        }
    std::ranges::sort(events, {}, [](const Event& e) { return std::pair(e.at, -e.change); });
    PairFunction out;
    Active active;
    const auto close = [&](std::uint32_t end, TrafficId traffic) { out.append({end, traffic}); };
    std::uint32_t position = 0;
    for (std::size_t i = 0; i < events.size();) {
        const std::uint32_t at = events[i].at;
        if (at > position) close(at, active.united(table));
        position = at;
        for (; i < events.size() && events[i].at == at; ++i) active.change(events[i].traffic, events[i].change);
    }
    if (position < classCount) close(classCount, TrafficTable::kNone);
    return out;
}

TrafficId PairFunction::at(ClassId id) const {
    const auto it = std::upper_bound(m_runs.begin(), m_runs.end(), id.value,
                                     [](std::uint32_t v, const Run& r) { return v < r.end; });
    return it->traffic;
}

} // namespace portolan
