#include "core/report/diff.h"

#include "core/reach/workload_view.h"
#include "core/report/diff_causes.h"
#include "core/report/entry_lines.h"
#include "core/report/list.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace portolan {
namespace {

/// A workload by name; absent from one side or the other.
struct Matched {
    std::string name;
    std::optional<WorkloadId> before;
    std::optional<WorkloadId> after;
};

/// Workloads that neither side tells apart: the same classes on both.
struct Kin {
    std::vector<std::size_t> members; ///< into the matched workloads, ascending
};

struct Range {
    AddressRange range;
    ClassId before;
    ClassId after;
};

class Comparison {
  public:
    Comparison(const Reachability& before, const Reachability& after)
        : m_before(before), m_after(after), m_isNpGuard(after.profile().name == "np-guard") {}

    Result<Diff> run(const RunControl& control) {
        matchWorkloads();
        findKin();
        for (std::size_t i = 0; i < m_kin.size(); ++i) {
            if (control.isStopped()) return cancelled();
            control.report("Comparing", static_cast<double>(i) / static_cast<double>(m_kin.size()));
            for (const Kin& to : m_kin) compareKin(m_kin[i], to);
        }
        if (!m_isNpGuard)
            for (std::size_t w = 0; w < m_workloads.size(); ++w) add(w, w, traffic(w, w));
        for (const Direction direction : kDirections) {
            const std::vector<Range> ranges = rangesOf(direction);
            for (std::size_t w = 0; w < m_workloads.size(); ++w) compareRanges(w, direction, ranges);
        }
        compareEntries();
        std::ranges::sort(m_out.lines, {}, [](const DiffLine& l) {
            return std::tuple(l.isFromEntryPoint, l.kind, l.from + ", destination: " + l.to);
        });
        return std::move(m_out);
    }

  private:
    using Both = std::pair<PairTraffic, PairTraffic>;

    void matchWorkloads() {
        std::map<std::string, Matched> byName;
        const auto take = [&](const Cluster& cluster, std::optional<WorkloadId> Matched::*side) {
            for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
                if (const WorkloadId id(i); !isIngressController(cluster, id)) byName[listName(cluster, id)].*side = id;
        };
        take(m_before.cluster(), &Matched::before);
        take(m_after.cluster(), &Matched::after);
        for (auto& [name, matched] : byName) {
            matched.name = name;
            m_workloads.push_back(std::move(matched));
        }
    }

    void findKin() {
        std::map<std::pair<std::vector<ClassId>, std::vector<ClassId>>, Kin> byClasses;
        for (std::size_t w = 0; w < m_workloads.size(); ++w) {
            const Matched& m = m_workloads[w];
            byClasses[{m.before ? classesOf(m_before, *m.before) : std::vector<ClassId>{},
                       m.after ? classesOf(m_after, *m.after) : std::vector<ClassId>{}}]
                .members.push_back(w);
        }
        for (auto& [classes, kin] : byClasses) m_kin.push_back(std::move(kin));
    }

    Both traffic(std::size_t from, std::size_t to) const {
        Both out;
        const Matched& s = m_workloads[from];
        const Matched& t = m_workloads[to];
        if (s.before && t.before) out.first = between(m_before, *s.before, *t.before).traffic;
        if (s.after && t.after) out.second = between(m_after, *s.after, *t.after).traffic;
        return out;
    }

    void compareKin(const Kin& from, const Kin& to) {
        // Two different workloads stand for all; one with itself is traffic between replicas and asked apart.
        std::optional<std::pair<std::size_t, std::size_t>> pair;
        for (const std::size_t s : from.members) {
            const auto t = std::ranges::find_if(to.members, [&](std::size_t w) { return w != s; });
            if (t == to.members.end()) continue;
            pair = {s, *t};
            break;
        }
        if (!pair) return;
        const Both both = traffic(pair->first, pair->second);
        if (isAlike(both)) return;
        for (const std::size_t s : from.members)
            for (const std::size_t t : to.members)
                if (s != t) add(s, t, both);
    }

    bool isAlike(const Both& both) const {
        return both.first.must == both.second.must && (m_isNpGuard || both.first.may == both.second.may);
    }

    std::vector<Range> rangesOf(Direction direction) const {
        std::vector<Range> out;
        for (const AddressFamily family : {AddressFamily::V4, AddressFamily::V6}) {
            if (family == AddressFamily::V6 && m_after.profile().isIpv4Only) continue;
            std::set<IpAddress> starts;
            for (const Reachability* side : {&m_before, &m_after})
                for (const AddressRange& range : addressRanges(*side, direction, family)) starts.insert(range.first);
            for (auto it = starts.begin(); it != starts.end(); ++it) {
                const auto next = std::next(it);
                const IpAddress last = next == starts.end() ? IpAddress::highest(family) : *next->previous();
                out.push_back({{*it, last}, m_before.classes().classOf(*it), m_after.classes().classOf(*it)});
            }
        }
        return out;
    }

    Both traffic(std::size_t w, Direction direction, const Range& range) const {
        const Matched& m = m_workloads[w];
        Both out;
        if (direction == Direction::Egress) {
            if (m.before) out.first = between(m_before, *m.before, range.before).traffic;
            if (m.after) out.second = between(m_after, *m.after, range.after).traffic;
        } else {
            if (m.before) out.first = between(m_before, range.before, *m.before).traffic;
            if (m.after) out.second = between(m_after, range.after, *m.after).traffic;
        }
        return out;
    }

    void compareRanges(std::size_t w, Direction direction, const std::vector<Range>& ranges) {
        for (std::size_t i = 0; i < ranges.size();) {
            const Both both = traffic(w, direction, ranges[i]);
            AddressRange whole = ranges[i].range;
            std::size_t next = i + 1;
            for (; next < ranges.size() && ranges[next].range.first.family() == whole.first.family() &&
                   traffic(w, direction, ranges[next]) == both;
                 ++next)
                whole.last = ranges[next].range.last;
            i = next;
            if (isAlike(both)) continue;
            const std::string outside = whole.text() + (m_isNpGuard ? "[External]" : "");
            const bool isOut = direction == Direction::Egress;
            DiffLine line = lineOf(isOut ? m_workloads[w].name : outside, isOut ? outside : m_workloads[w].name, both);
            line.workloads = workloadsText({w}, line.kind);
            explainLine(line, isOut ? ends(w, whole.first) : ends(whole.first, w));
            m_out.lines.push_back(std::move(line));
        }
    }

    void compareEntries() {
        std::map<std::pair<std::string, std::string>, Both> byName;
        const auto take = [&](const Reachability& side, PairTraffic Both::*traffic,
                              std::vector<std::string>& warnings) {
            for (const EntryLine& line : entryLines(side, warnings)) {
                PairTraffic& to = byName[{line.from, listName(side.cluster(), line.to)}].*traffic;
                if (line.uncertain.empty()) to.must = to.must.united(line.traffic);
                to.may = to.may.united(line.traffic);
            }
        };
        std::vector<std::string> old;
        take(m_before, &Both::first, old);
        take(m_after, &Both::second, m_out.warnings);
        for (const auto& [ends, both] : byName) {
            if (isAlike(both)) continue;
            DiffLine line = lineOf(ends.first, ends.second, both);
            const auto w = std::ranges::find(m_workloads, ends.second, &Matched::name);
            line.workloads = workloadsText({static_cast<std::size_t>(w - m_workloads.begin())}, line.kind);
            line.isFromEntryPoint = true;
            m_out.lines.push_back(std::move(line));
        }
    }

    DiffLine lineOf(const std::string& from, const std::string& to, const Both& both) const {
        const auto isNothing = [&](const PairTraffic& t) { return m_isNpGuard ? t.must.isEmpty() : t.may.isEmpty(); };
        DiffLine line;
        line.from = from;
        line.to = to;
        line.before = both.first;
        line.after = both.second;
        line.kind = isNothing(both.first)    ? DiffLine::Kind::Added
                    : isNothing(both.second) ? DiffLine::Kind::Removed
                                             : DiffLine::Kind::Changed;
        return line;
    }

    void add(std::size_t from, std::size_t to, const Both& both) {
        if (isAlike(both)) return;
        DiffLine line = lineOf(m_workloads[from].name, m_workloads[to].name, both);
        line.workloads = workloadsText(from == to ? std::vector{from} : std::vector{from, to}, line.kind);
        explainLine(line, ends(from, to));
        m_out.lines.push_back(std::move(line));
    }

    /// "workload a and b added": the ends that only one side has.
    std::string workloadsText(const std::vector<std::size_t>& ends, DiffLine::Kind kind) const {
        if (kind == DiffLine::Kind::Changed) return {};
        const bool isAdded = kind == DiffLine::Kind::Added;
        std::string names;
        for (const std::size_t w : ends) {
            const Matched& m = m_workloads[w];
            if (isAdded ? m.before.has_value() : m.after.has_value()) continue;
            names += (names.empty() ? "" : " and ") + m.name;
        }
        return names.empty() ? names : "workload " + names + (isAdded ? " added" : " removed");
    }

    DiffEnds ends(std::size_t from, std::size_t to) const { return {endOf(from), endOf(to)}; }
    DiffEnds ends(std::size_t from, const IpAddress& to) const { return {endOf(from), endOf(to)}; }
    DiffEnds ends(const IpAddress& from, std::size_t to) const { return {endOf(from), endOf(to)}; }
    DiffEnd endOf(std::size_t w) const {
        return {m_workloads[w].name, m_workloads[w].before, m_workloads[w].after, std::nullopt};
    }
    static DiffEnd endOf(const IpAddress& address) { return {address.text(), {}, {}, address}; }

    void explainLine(DiffLine& line, const DiffEnds& ends) const {
        line.witness = witnessOf(line.before, line.after);
        if (line.witness && !m_isNpGuard) line.causes = causesOf({m_before, m_after}, ends, *line.witness);
    }

    const Reachability& m_before;
    const Reachability& m_after;
    bool m_isNpGuard;
    std::vector<Matched> m_workloads; ///< by name
    std::vector<Kin> m_kin;
    Diff m_out;
};

} // namespace

std::string DiffLine::text(const PairTraffic& traffic) {
    const TrafficSet rest = traffic.may.minus(traffic.must);
    if (rest.isEmpty()) return traffic.must.text();
    return traffic.must.isEmpty() ? "maybe " + rest.text() : traffic.must.text() + ", maybe " + rest.text();
}

std::string_view name(DiffLine::Kind kind) {
    switch (kind) {
    case DiffLine::Kind::Changed: return "changed";
    case DiffLine::Kind::Added: return "added";
    case DiffLine::Kind::Removed: return "removed";
    }
    return {};
}

Result<Diff> diff(const Reachability& before, const Reachability& after, const RunControl& control) {
    return Comparison(before, after).run(control);
}

} // namespace portolan
