#include "core/report/list_explained.h"

#include "core/reach/explain.h"
#include "core/report/list_ends.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

namespace portolan {
namespace {

/// The first ports of the ranges that some rule tells apart, by protocol; 1 is always one.
using Starts = std::array<std::set<std::uint32_t>, 3>;

class PairExplainer {
  public:
    PairExplainer(const Reachability& r, const ListOptions& options, ExplainOnly only)
        : m_reach(r), m_options(options), m_only(only) {}

    ExplainedPair explain(const ListEnd& from, const ListEnd& to) const {
        ExplainedPair out{from.text, to.text, {}};
        const auto sources = classesOf(m_reach, from);
        const auto targets = classesOf(m_reach, to);
        for (const ClassId s : sources)
            for (const ClassId t : targets) {
                const Endpoint source = exampleOf(from, s, nullptr);
                const Endpoint target = exampleOf(to, t, &source);
                if (source != target || m_reach.classes().weight(s) > 1) addParts(source, target, out.parts);
            }
        if (sources.size() * targets.size() == 1 || isSameEverywhere(out.parts, sources.size() * targets.size()))
            unite(out.parts);
        std::ranges::stable_sort(out.parts, std::greater(), &ExplainedPart::verdict);
        return out;
    }

    std::vector<ExplainedPart> explain(const Endpoint& from, const Endpoint& to) const {
        std::vector<ExplainedPart> out;
        addParts(from, to, out);
        unite(out);
        std::ranges::stable_sort(out, std::greater(), &ExplainedPart::verdict);
        return out;
    }

  private:
    /// An endpoint of that class at the end, another one than `other` where there is one.
    Endpoint exampleOf(const ListEnd& end, ClassId id, const Endpoint* other) const {
        const EndpointClasses& classes = m_reach.classes();
        if (!end.workload) return classes.range(id).first;
        std::optional<Endpoint> out;
        for (const PodId pod : m_reach.cluster().workloads[*end.workload].pods) {
            if (classes.classOf(pod) != id) continue;
            if (!out || (other != nullptr && *out == *other)) out = pod;
        }
        return *out;
    }

    void addStarts(const CompiledRule& rule, ClassId destination, Starts& starts) const {
        const TrafficSet traffic = trafficAt(rule, m_reach.classes(), destination);
        for (const Protocol p : kProtocols)
            for (const PortRange& range : traffic.ports(p).ranges()) {
                starts[static_cast<std::size_t>(p)].insert(range.first);
                starts[static_cast<std::size_t>(p)].insert(range.last + 1U);
            }
    }

    void addStarts(ClassId subject, ClassId destination, Direction d, Starts& starts) const {
        if (m_reach.classes().isAddress(subject)) return;
        const auto addRules = [&](PolicyId id) {
            for (const CompiledRule& rule : m_reach.compiled(id)->rulesIn(d)) addStarts(rule, destination, starts);
        };
        for (const Capture& c : m_reach.captures(subject, d)) addRules(c.policy);
        for (const Capture& c : m_reach.adminCaptures(subject, d)) addRules(c.policy);
    }

    std::string gate(const DirectionOutcome& outcome) const {
        if (!outcome.exemption.empty())
            return '[' + outcome.exemption + "] " + (outcome.verdict == Verdict::Deny ? "Deny" : "Allow");
        return notation(m_reach, outcome.chain);
    }

    void addPart(const Endpoint& from, const Endpoint& to, Protocol protocol, PortRange range,
                 std::vector<ExplainedPart>& parts) const {
        const Explanation e = portolan::explain(m_reach, from, to, protocol, range.first);
        if (m_only == ExplainOnly::Allowed && e.verdict == Verdict::Deny) return;
        if (m_only == ExplainOnly::Denied && e.verdict == Verdict::Allow) return;
        ExplainedPart part{e.verdict,
                           TrafficSet::of(protocol, PortSet::range(range.first, range.last)),
                           gate(e.egress),
                           gate(e.ingress),
                           e.verdict == Verdict::Uncertain ? e.doubts.text() : "",
                           name(from) + " => " + name(to)};
        const auto same = std::ranges::find_if(parts, [&](const ExplainedPart& p) {
            return std::tie(p.verdict, p.egress, p.ingress, p.doubts, p.pods) ==
                   std::tie(part.verdict, part.egress, part.ingress, part.doubts, part.pods);
        });
        if (same == parts.end())
            parts.push_back(std::move(part));
        else
            same->traffic = same->traffic.united(part.traffic);
    }

    void addParts(const Endpoint& from, const Endpoint& to, std::vector<ExplainedPart>& parts) const {
        const ClassId s = m_reach.classOf(from);
        const ClassId t = m_reach.classOf(to);
        if (m_options.port)
            return addPart(from, to, m_options.port->first, {m_options.port->second, m_options.port->second}, parts);
        Starts starts;
        for (auto& set : starts) set.insert(1);
        addStarts(s, t, Direction::Egress, starts);
        addStarts(t, t, Direction::Ingress, starts);
        for (const Protocol p : kProtocols) {
            const auto& set = starts[static_cast<std::size_t>(p)];
            for (auto it = set.begin(); it != set.end() && *it <= 65535; ++it) {
                const std::uint32_t last = std::next(it) == set.end() ? 65535 : *std::next(it) - 1;
                addPart(from, to, p, {static_cast<std::uint16_t>(*it), static_cast<std::uint16_t>(last)}, parts);
            }
        }
    }

    /// True where all pairs of classes have the same parts for the same reasons.
    static bool isSameEverywhere(const std::vector<ExplainedPart>& parts, std::size_t pairs) {
        return std::ranges::all_of(parts, [&](const ExplainedPart& part) {
            const auto isSame = [&](const ExplainedPart& p) {
                return std::tie(p.verdict, p.egress, p.ingress, p.doubts) ==
                           std::tie(part.verdict, part.egress, part.ingress, part.doubts) &&
                       p.traffic == part.traffic;
            };
            return static_cast<std::size_t>(std::ranges::count_if(parts, isSame)) == pairs;
        });
    }

    /// Leaves one of each part, which then speaks of all pods.
    static void unite(std::vector<ExplainedPart>& parts) {
        if (parts.empty()) return;
        const std::string first = parts.front().pods;
        std::erase_if(parts, [&](const ExplainedPart& p) { return p.pods != first; });
        for (ExplainedPart& part : parts) part.pods.clear();
    }

    std::string name(const Endpoint& end) const {
        if (const auto* pod = std::get_if<PodId>(&end)) return m_reach.cluster().displayName(*pod);
        return std::get<IpAddress>(end).text();
    }

    const Reachability& m_reach;
    const ListOptions& m_options;
    ExplainOnly m_only;
};

} // namespace

Result<std::vector<ExplainedPair>> explainList(const Reachability& reachability, const ListOptions& options,
                                               ExplainOnly only, const RunControl& control) {
    std::vector<ExplainedPair> out;
    const PairExplainer explainer(reachability, options, only);
    forEachPair(
        reachability, ListEnds::of(reachability), options,
        [&](const ListEnd& from, const ListEnd& to) {
            if (control.isStopped()) return;
            ExplainedPair pair = explainer.explain(from, to);
            if (!pair.parts.empty()) out.push_back(std::move(pair));
        },
        [](const ListEnd&) {});
    if (control.isStopped()) return cancelled();
    std::ranges::sort(out, {}, [](const ExplainedPair& p) { return std::tie(p.from, p.to); });
    return out;
}

std::vector<ExplainedPart> explainEnds(const Reachability& reachability, const Endpoint& from, const Endpoint& to,
                                       Protocol protocol) {
    const ListOptions options;
    auto parts = PairExplainer(reachability, options, ExplainOnly::Everything).explain(from, to);
    for (ExplainedPart& part : parts) part.traffic = TrafficSet::of(protocol, part.traffic.ports(protocol));
    std::erase_if(parts, [](const ExplainedPart& part) { return part.traffic.isEmpty(); });
    return parts;
}

std::string explainedText(const std::vector<ExplainedPart>& parts) {
    std::string out;
    for (const ExplainedPart& part : parts) {
        out += "  " + std::string(name(part.verdict)) + ' ' + part.traffic.text() +
               (part.doubts.empty() ? "" : " [uncertain: " + part.doubts + ']') +
               (part.pods.empty() ? "" : " (" + part.pods + ')') + '\n';
        if (!part.egress.empty()) out += "    egress  " + part.egress + '\n';
        if (!part.ingress.empty()) out += "    ingress " + part.ingress + '\n';
    }
    return out;
}

std::string explainedText(const std::vector<ExplainedPair>& pairs) {
    std::string out;
    for (const ExplainedPair& pair : pairs) out += pair.from + " => " + pair.to + '\n' + explainedText(pair.parts);
    return out;
}

Table explainedTable(const std::vector<ExplainedPair>& pairs) {
    Table out{{"src", "dst", "verdict", "conn", "egress", "ingress", "uncertain", "pods"}, {}};
    for (const ExplainedPair& pair : pairs)
        for (const ExplainedPart& part : pair.parts)
            out.rows.push_back({pair.from, pair.to, std::string(name(part.verdict)), part.traffic.text(), part.egress,
                                part.ingress, part.doubts, part.pods});
    return out;
}

} // namespace portolan
