#include "core/analysis/who_could.h"

#include "core/analysis/answer.h"
#include "core/analysis/who_could_candidates.h"
#include "core/model/cluster_builder.h"
#include "core/reach/explain.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

/// Candidates that are asked about in one evaluation; what rules name together is far below it.
constexpr std::size_t kMostCandidates = 20'000;
/// Label sets that are put together on the way in and on the way out of the new pod's own egress.
constexpr int kRounds = 4;

struct Judged {
    Candidate candidate;
    std::string uncertain; ///< "": allowed for certain
    std::vector<RuleRef> rules;
};

/// The port number that the question means at one end; nullopt where every port is meant or the name is not declared.
std::optional<std::uint16_t> numberAt(const Reachability& r, const Endpoint& to, const PortQuestion& port) {
    if (port.number != 0) return port.number;
    const auto* pod = std::get_if<PodId>(&to);
    if (port.name.empty() || !pod) return std::nullopt;
    const Cluster& cluster = r.cluster();
    for (const ContainerPort& p : cluster.portLists[cluster.pods[*pod].ports])
        if (p.protocol == port.protocol && cluster.text(p.name) == port.name) return p.number;
    return std::nullopt;
}

struct Outcome {
    Verdict verdict = Verdict::Deny;
    std::string uncertain; ///< why, where the verdict says so
};

/// What the evaluator says of one source and all members of the destination: allow or deny where it is the same of
/// all, else uncertain.
Outcome outcomeOf(const Reachability& r, const Endpoint& from, const NamedEndpoint& to, const PortQuestion& port) {
    std::size_t allowed = 0;
    std::size_t denied = 0;
    Doubts doubts;
    std::string partial;
    for (const Endpoint& end : to.members) {
        Verdict v = Verdict::Uncertain;
        if (const auto number = numberAt(r, end, port)) {
            v = r.verdict(from, end, port.protocol, *number);
        } else {
            const PairTraffic traffic = r.between(from, end);
            const PortSet& must = traffic.must.ports(port.protocol);
            if (must.isAll())
                v = Verdict::Allow;
            else if (traffic.may.ports(port.protocol).isEmpty())
                v = Verdict::Deny;
            else if (!must.isEmpty())
                partial = "only " + TrafficSet::of(port.protocol, must).text();
        }
        allowed += v == Verdict::Allow ? 1 : 0;
        denied += v == Verdict::Deny ? 1 : 0;
        if (v == Verdict::Uncertain) doubts |= doubtsBetween(r, r.classOf(from), r.classOf(end));
    }
    if (allowed == to.members.size()) return {Verdict::Allow, {}};
    if (denied == to.members.size()) return {Verdict::Deny, {}};
    if (allowed + denied > 0) return {Verdict::Uncertain, "not all pods of it let the same in"};
    return {Verdict::Uncertain, doubts.isEmpty() ? partial : doubts.text()};
}

/// Judges candidates, a cluster with all of them at a time.
class Judge {
  public:
    Judge(const Reachability& r, const NamedEndpoint& to, const PortQuestion& port)
        : m_original(r), m_to(to), m_port(port) {}

    /// Evaluates the candidates; afterwards the others speak of them. False: cancelled.
    bool evaluate(const std::vector<Candidate>& candidates, const RunControl& control) {
        PotentialCluster extended(m_original.cluster());
        std::map<std::tuple<std::string, PotentialLabels>, NamespaceId> made;
        m_pods.clear();
        for (const Candidate& c : candidates) {
            NamespaceId home;
            if (c.ns) {
                home = *c.ns;
            } else {
                const auto key = std::tuple(c.newName, c.namespaceLabels);
                auto it = made.find(key);
                if (it == made.end())
                    it = made.emplace(key, extended.addNamespace(c.newName, labelTexts(c.namespaceLabels))).first;
                home = it->second;
            }
            m_pods.push_back(extended.addPod(home, labelTexts(c.podLabels), {}));
        }
        auto reach = Reachability::create(extended.finish(), m_original.profile(), control);
        if (!reach) return false;
        m_reach = std::move(*reach);
        return true;
    }

    Outcome outcome(std::size_t candidate) const { return outcomeOf(*m_reach, m_pods[candidate], m_to, m_port); }

    /// The gate that keeps the candidate out of some member: the destination's ingress, or its own egress.
    std::optional<Direction> closedGate(std::size_t candidate) const {
        const ClassId from = m_reach->classOf(m_pods[candidate]);
        bool isEgressOpen = true;
        for (const Endpoint& end : m_to.members) {
            const ClassId to = m_reach->classOf(end);
            if (!isOpen(to, from, Direction::Ingress, end)) return Direction::Ingress;
            isEgressOpen = isEgressOpen && isOpen(from, to, Direction::Egress, end);
        }
        return isEgressOpen ? std::nullopt : std::optional(Direction::Egress);
    }

    std::vector<RuleRef> admitting(std::size_t candidate) const {
        std::set<RuleRef> out;
        const ClassId from = m_reach->classOf(m_pods[candidate]);
        for (const Endpoint& end : m_to.members) {
            const ClassId to = m_reach->classOf(end);
            for (const std::uint16_t port : portsAt(end, from, to)) {
                const auto rules = admittingRules(*m_reach, to, from, Direction::Ingress, m_port.protocol, port);
                out.insert(rules.begin(), rules.end());
            }
        }
        return {out.begin(), out.end()};
    }

  private:
    bool isOpen(ClassId subject, ClassId peer, Direction d, const Endpoint& end) const {
        const TrafficSet& t = m_reach->traffics()[m_reach->trafficAt(subject, peer, d, Certainty::May)];
        const auto number = numberAt(*m_reach, end, m_port);
        return number ? t.contains(m_port.protocol, *number) : !t.ports(m_port.protocol).isEmpty();
    }
    /// The port asked about, or one of each range that passes.
    std::vector<std::uint16_t> portsAt(const Endpoint& end, ClassId from, ClassId to) const {
        if (const auto number = numberAt(*m_reach, end, m_port)) return {*number};
        std::vector<std::uint16_t> out;
        const PairTraffic traffic = m_reach->between(from, to);
        for (const PortRange& range : traffic.may.ports(m_port.protocol).ranges())
            out.push_back(range.first);
        return out;
    }

    const Reachability& m_original;
    const NamedEndpoint& m_to;
    const PortQuestion& m_port;
    std::shared_ptr<const Reachability> m_reach;
    std::vector<PodId> m_pods; // by candidate
};

/// Asks about candidates, puts label sets together for those that are kept out, and asks again.
Result<std::vector<Judged>> admitted(const Reachability& r, const NamedEndpoint& to, const PortQuestion& port,
                                     const RunControl& control, WhoCould& out) {
    const CandidateSource source(r, to.members);
    Judge judge(r, to, port);
    std::set<Candidate> next = source.first();
    std::set<Candidate> known = next;
    std::vector<Judged> found;
    for (int round = 0; round < kRounds && !next.empty(); ++round) {
        std::vector<Candidate> asked(next.begin(), next.end());
        if (asked.size() > kMostCandidates) {
            std::ranges::stable_sort(asked, {},
                                     [](const Candidate& c) { return c.podLabels.size() + c.namespaceLabels.size(); });
            asked.resize(kMostCandidates);
            out.isCut = true;
        }
        next.clear();
        if (!judge.evaluate(asked, control)) return cancelled();
        out.candidateCount += asked.size();
        for (std::size_t i = 0; i < asked.size(); ++i) {
            if (i % 64 == 0 && control.isStopped()) return cancelled();
            const Outcome outcome = judge.outcome(i);
            if (outcome.verdict != Verdict::Deny) {
                found.push_back({asked[i], outcome.uncertain, judge.admitting(i)});
                continue;
            }
            const auto gate = judge.closedGate(i);
            if (!gate || next.size() > kMostCandidates) continue;
            for (const Candidate& c : source.extended(asked[i], *gate))
                if (known.insert(c).second) next.insert(c);
        }
        control.report("asking about new pods", double(round + 1) / kRounds);
    }
    return found;
}

/// True where the one gets through with no more than the other has, and no less surely.
bool makesNeedless(const Judged& less, const Judged& more) {
    if (&less == &more || less.candidate.ns != more.candidate.ns) return false;
    if (!less.uncertain.empty() && more.uncertain.empty()) return false;
    const bool isSame = less.candidate == more.candidate;
    return !isSame && (less.candidate.newName.empty() || less.candidate.newName == more.candidate.newName) &&
           isPartOf(less.candidate.namespaceLabels, more.candidate.namespaceLabels) &&
           isPartOf(less.candidate.podLabels, more.candidate.podLabels);
}

std::vector<Judged> smallest(const std::vector<Judged>& found) {
    std::map<std::optional<NamespaceId>, std::vector<const Judged*>> byPlace;
    for (const Judged& j : found) byPlace[j.candidate.ns].push_back(&j);
    std::vector<Judged> out;
    for (const auto& [ns, here] : byPlace)
        for (const Judged* j : here)
            if (std::ranges::none_of(here, [&](const Judged* other) { return makesNeedless(*other, *j); }))
                out.push_back(*j);
    return out;
}

/// One source for all namespaces that ask the same.
std::vector<PotentialSource> grouped(const std::vector<Judged>& found) {
    std::map<std::tuple<bool, std::string, PotentialLabels, PotentialLabels, std::string, std::vector<RuleRef>>,
             std::vector<NamespaceId>>
        groups;
    for (const Judged& j : found) {
        const Candidate& c = j.candidate;
        auto& namespaces = groups[{c.ns.has_value(), c.newName, c.namespaceLabels, c.podLabels, j.uncertain, j.rules}];
        if (c.ns) namespaces.push_back(*c.ns);
    }
    std::vector<PotentialSource> out;
    for (auto& [key, namespaces] : groups) {
        std::ranges::sort(namespaces);
        const auto& [isExisting, newName, namespaceLabels, podLabels, uncertain, rules] = key;
        out.push_back({std::move(namespaces), newName, namespaceLabels, podLabels, uncertain, rules});
    }
    std::ranges::stable_sort(out, {}, [](const PotentialSource& s) {
        return std::tuple(s.size(), !s.uncertain.empty(), !s.isInNewNamespace(), text(s.namespaceLabels),
                          text(s.podLabels));
    });
    return out;
}

/// Neighbouring atoms of the outside that are answered alike become one range.
std::vector<SourceAddresses> addressesOutside(const Reachability& r, const NamedEndpoint& to,
                                              const PortQuestion& port) {
    std::set<AddressFamily> families{AddressFamily::V4};
    for (const Pod& pod : r.cluster().pods)
        for (const IpAddress& a : pod.addresses) families.insert(a.family());
    if (r.profile().isIpv4Only) families = {AddressFamily::V4};
    std::vector<SourceAddresses> out;
    const EndpointClasses& classes = r.classes();
    for (std::uint32_t c = classes.podClassCount(); c < classes.count(); ++c) {
        const AddressRange& range = classes.range(ClassId(c));
        if (!families.contains(range.first.family())) continue;
        const Outcome outcome = outcomeOf(r, range.first, to, port);
        if (outcome.verdict == Verdict::Deny) continue;
        const bool isNext = !out.empty() && out.back().uncertain == outcome.uncertain &&
                            out.back().range.last.next() == std::optional(range.first);
        if (isNext)
            out.back().range.last = range.last;
        else
            out.push_back({range, outcome.uncertain});
    }
    return out;
}

} // namespace

bool WhoCould::isAnyPod(const Cluster& cluster) const {
    std::set<NamespaceId> open;
    bool isNew = false;
    for (const PotentialSource& s : sources) {
        if (s.size() != 0 || !s.uncertain.empty()) continue;
        isNew = isNew || s.isInNewNamespace();
        open.insert(s.namespaces.begin(), s.namespaces.end());
    }
    for (std::size_t n = 0; n < cluster.namespaces.size(); ++n)
        if (!open.contains(NamespaceId(n)) &&
            cluster.text(cluster.namespaces[NamespaceId(n)].name) != kIngressControllerNamespace)
            return false;
    return isNew;
}

Result<WhoCould> whoCould(const Reachability& reachability, const NamedEndpoint& to, const PortQuestion& port,
                          const RunControl& control) {
    if (to.members.empty())
        return fail(Error::Kind::NotFound,
                    "not found: " + to.text + ": " + (to.problem.empty() ? "nothing is behind it" : to.problem));
    if (!port.name.empty())
        for (const Endpoint& end : to.members)
            if (!numberAt(reachability, end, port))
                return fail(Error::Kind::NotFound, "not found: port " + port.name + " is not declared by " + to.text);
    WhoCould out;
    const auto found = admitted(reachability, to, port, control, out);
    if (!found) return tl::unexpected(found.error());
    out.sources = grouped(smallest(*found));
    out.addresses = addressesOutside(reachability, to, port);
    return out;
}

} // namespace portolan
