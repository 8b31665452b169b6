#include "core/report/exposure.h"

#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "core/report/entry_lines.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

struct Outside {
    ClassId atom;
    std::string text;
};

/// The address ranges that lists name in a direction: IPv6 only where pods use it and the profile lists it.
std::vector<Outside> outside(const Reachability& r, Direction direction) {
    std::vector<Outside> out;
    const bool hasV6 = !r.profile().isIpv4Only && std::ranges::any_of(r.cluster().pods, [](const Pod& pod) {
        return std::ranges::any_of(pod.addresses, [](const IpAddress& a) { return a.family() == AddressFamily::V6; });
    });
    const std::string mark = r.profile().name == "np-guard" ? "[External]" : "";
    for (const AddressFamily family : {AddressFamily::V4, AddressFamily::V6}) {
        if (family == AddressFamily::V6 && !hasV6) continue;
        for (const AddressRange& range : addressRanges(r, direction, family))
            out.push_back({r.classes().classOf(range.first), range.text() + mark});
    }
    return out;
}

class ExposureWriter {
  public:
    ExposureWriter(const Reachability& r, const PotentialReach& potential, const ListOptions& options)
        : m_reach(r), m_potential(potential), m_options(options), m_isNpGuard(r.profile().name == "np-guard"),
          m_isLeftOut(potential.peers().size(), false) {
        m_report.form = m_isNpGuard ? PotentialForm::Selectors : PotentialForm::Labels;
        if (m_isNpGuard)
            for (std::size_t i = 0; i < potential.peers().size(); ++i)
                m_isLeftOut[i] = isMetByPod(r.cluster(), potential.peers()[i]);
    }

    Result<ExposureReport> run(const RunControl& control) {
        for (const Direction d : {Direction::Egress, Direction::Ingress}) {
            if (m_options.direction && *m_options.direction != d) continue;
            const std::vector<Outside> ranges = outside(m_reach, d);
            for (std::size_t i = 0; i < m_reach.cluster().workloads.size(); ++i) {
                const WorkloadId w(i);
                if (isIngressController(m_reach.cluster(), w) ||
                    !(m_options.focus.empty() || isNamed(m_reach.cluster(), m_options.focus, w)))
                    continue;
                if (control.isStopped()) return cancelled();
                add(w, d, ranges);
            }
        }
        std::ranges::sort(m_report.lines, {}, [](const ExposureLine& l) {
            return std::tuple(l.direction == Direction::Ingress, std::tie(l.workload, l.peer, l.uncertain));
        });
        std::ranges::sort(m_report.unprotected, {}, [](const Unprotected& u) {
            return std::tuple(std::string_view(u.workload), u.direction == Direction::Ingress);
        });
        return std::move(m_report);
    }

  private:
    void add(WorkloadId w, Direction d, const std::vector<Outside>& ranges) {
        const std::string workload = listName(m_reach.cluster(), w);
        if (m_isNpGuard && !isExposed(w)) return;
        for (const std::size_t i : passing(w, d, ranges)) {
            const Outside& o = ranges[i];
            const WorkloadTraffic t =
                d == Direction::Ingress ? between(m_reach, o.atom, w) : between(m_reach, w, o.atom);
            PotentialTraffic traffic{{t.traffic.must, {}}, {t.traffic.may, {}}, t.isMixed, t.doubts};
            if (!traffic.may.isEmpty()) addLine({workload, d, o.text, {}, {}, {}}, traffic);
        }
        bool isImplied = false; // by the entire cluster, on the port that is asked about
        for (const PotentialExposure& e : m_potential.exposures(w, d)) {
            const PotentialPeer& peer = m_potential.peers()[e.peer];
            if (m_options.port) {
                if (isImplied) continue;
                if (peer.isEntireCluster()) isImplied = isOnPort(e.traffic);
            }
            if (m_isLeftOut[e.peer]) continue;
            const Cluster& cluster = m_reach.cluster();
            addLine({workload,
                     d,
                     m_isNpGuard ? npGuardPeerText(cluster, peer) : potentialPeerText(cluster, peer),
                     {},
                     {},
                     rulesOf(w, d, e.peer)},
                    e.traffic);
        }
        if (!m_options.port && !isCaptured(w, d)) m_report.unprotected.push_back({workload, d});
    }

    /// The ranges that some pod of the workload may let through, ascending: the others, of which there can be
    /// thousands, need not be asked about one by one.
    std::set<std::size_t> passing(WorkloadId w, Direction d, const std::vector<Outside>& ranges) const {
        std::set<std::size_t> out;
        for (const ClassId c : classesOf(m_reach, w)) {
            std::uint32_t first = 0;
            for (const PairFunction::Run& run : m_reach.function(c, d, Certainty::May).runs()) {
                if (run.traffic != TrafficTable::kNone)
                    for (auto it = std::ranges::lower_bound(ranges, ClassId(first), {}, &Outside::atom);
                         it != ranges.end() && it->atom.value < run.end; ++it)
                        out.insert(static_cast<std::size_t>(it - ranges.begin()));
                first = run.end;
            }
        }
        return out;
    }

    /// netpol-analyzer repeats the addresses of a workload that is exposed to pods in some direction.
    bool isExposed(WorkloadId w) const {
        return std::ranges::any_of(kDirections, [&](Direction d) {
            return std::ranges::any_of(m_potential.exposures(w, d),
                                       [&](const PotentialExposure& e) { return !m_isLeftOut[e.peer]; });
        });
    }

    bool isOnPort(const PotentialTraffic& t) const {
        return t.must.contains(m_options.port->first, m_options.port->second);
    }

    void addLine(ExposureLine line, const PotentialTraffic& t) {
        if (m_options.port) {
            if (isOnPort(t)) m_report.lines.push_back(std::move(line));
            return;
        }
        const Cluster& cluster = m_potential.reachability().cluster();
        if (m_isNpGuard || t.must == t.may || !t.must.isEmpty()) {
            line.connections = text(cluster, t.must);
            m_report.lines.push_back(line);
        }
        if (m_isNpGuard || t.must == t.may || m_options.isCertainOnly) return;
        line.connections = text(cluster, rest(t));
        line.uncertain = t.doubts.isEmpty() ? "mixed: pods of the workload differ" : t.doubts.text();
        m_report.lines.push_back(std::move(line));
    }

    static TrafficByName rest(const PotentialTraffic& t) {
        TrafficByName out{t.may.numbers.minus(t.must.numbers), {}};
        std::ranges::set_difference(t.may.names, t.must.names, std::back_inserter(out.names));
        return out;
    }

    std::string rulesOf(WorkloadId w, Direction d, std::size_t peer) const {
        std::string out;
        if (m_isNpGuard) return out;
        for (const RuleRef& rule : m_potential.admitting(w, d, peer))
            out += (out.empty() ? "" : ", ") + m_reach.cluster().files.line(whereOf(m_reach, rule));
        return out;
    }

    bool isCaptured(WorkloadId w, Direction d) const {
        return std::ranges::any_of(classesOf(m_reach, w), [&](ClassId c) {
            return !m_reach.captures(c, d).empty() || !m_reach.adminCaptures(c, d).empty();
        });
    }

    const Reachability& m_reach;
    const PotentialReach& m_potential;
    const ListOptions& m_options;
    bool m_isNpGuard;
    std::vector<bool> m_isLeftOut; // by peer
    ExposureReport m_report;
};

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

/// netpol-analyzer's words and order.
std::string npGuardText(const ExposureReport& report, const std::string& port) {
    std::size_t width = 0;
    for (const ExposureLine& l : report.lines) width = std::max(width, l.workload.size());
    std::string out = "Exposure Analysis Result" + (port.empty() ? "" : " On " + port) + ":\n";
    bool isFirst = true;
    const auto open = [&](const std::string& title) {
        out += (isFirst ? "" : "\n") + title + ":\n";
        isFirst = false;
    };
    for (const Direction d : {Direction::Egress, Direction::Ingress}) {
        const auto isOf = [&](const ExposureLine& l) { return l.direction == d; };
        if (std::ranges::none_of(report.lines, isOf)) continue;
        open(d == Direction::Egress ? "Egress Exposure" : "Ingress Exposure");
        for (const ExposureLine& l : report.lines) {
            if (!isOf(l)) continue;
            out += padded(l.workload, width) + (d == Direction::Egress ? " \t=> \t" : " \t<= \t") + l.peer;
            out += (l.connections.empty() ? "" : " : " + l.connections) + '\n';
        }
    }
    if (report.unprotected.empty()) return out;
    open("Workloads not protected by network policies");
    for (const Unprotected& u : report.unprotected)
        out += u.workload + " is not protected on " + (u.direction == Direction::Egress ? "Egress" : "Ingress") + '\n';
    return out;
}

std::string ourText(const ExposureReport& report, const std::string& port) {
    std::string out = "What new pods and namespaces with the right labels could reach, or be reached by" +
                      (port.empty() ? "" : ", on " + port) + ":\n";
    if (report.lines.empty()) out += "nothing\n";
    for (const ExposureLine& l : report.lines) {
        out += l.workload + (l.direction == Direction::Egress ? " => " : " <= ") + l.peer;
        if (!l.connections.empty()) out += " : " + l.connections;
        if (!l.uncertain.empty()) out += " [uncertain: " + l.uncertain + ']';
        out += (l.rules.empty() ? "" : " (" + l.rules + ')') + '\n';
    }
    if (report.unprotected.empty()) return out;
    out += "\nNot restricted by any policy:\n";
    for (const Unprotected& u : report.unprotected) out += u.workload + ' ' + std::string(name(u.direction)) + '\n';
    return out;
}

} // namespace

Result<ExposureReport> exposure(const Reachability& reachability, const ListOptions& options,
                                const RunControl& control) {
    const PotentialForm form =
        reachability.profile().name == "np-guard" ? PotentialForm::Selectors : PotentialForm::Labels;
    const auto potential = PotentialReach::create(reachability, form, control);
    if (!potential) return tl::unexpected(potential.error());
    return ExposureWriter(reachability, **potential, options).run(control);
}

std::string exposureText(const ExposureReport& report, const std::string& port) {
    return report.form == PotentialForm::Selectors ? npGuardText(report, port) : ourText(report, port);
}

Table exposureTable(const ExposureReport& report) {
    Table out{{"workload", "direction", "peer", "conn", "uncertain", "rules"}, {}};
    for (const ExposureLine& l : report.lines)
        out.rows.push_back({l.workload, std::string(name(l.direction)), l.peer, l.connections, l.uncertain, l.rules});
    return out;
}

Table unprotectedTable(const ExposureReport& report) {
    Table out{{"workload", "direction"}, {}};
    for (const Unprotected& u : report.unprotected) out.rows.push_back({u.workload, std::string(name(u.direction))});
    return out;
}

} // namespace portolan
