#include "core/ledger/sufficiency.h"

#include "core/base/text.h"
#include "core/ledger/workload_classes.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace portolan {
namespace {

constexpr std::size_t kNamed = 3;

/// Everything outside stands for one peer: a client that comes once is no edge that comes once.
using PeerKey = std::tuple<int, LedgerEnd>;

PeerKey peerKey(const LedgerEnd& end) {
    const bool isOutside = std::holds_alternative<Cidr>(end);
    return {isOutside ? 1 : 0, isOutside ? LedgerEnd() : end};
}

std::string counted(std::uint64_t n, const std::string& noun) {
    return countText(n) + ' ' + noun + (n == 1 ? "" : "s");
}

bool isJob(const Cluster& cluster, WorkloadId id) {
    const std::string_view kind = cluster.text(cluster.workloads[id].kind);
    return kind == "CronJob" || kind == "Job";
}

bool isSelected(const Cluster& cluster, const IdleTemplate& idle, NamespaceId policyNamespace, const PolicyPeer& peer) {
    if (peer.ipBlock) return false;
    const Ternary ns = peer.namespaceSelector ? matches(*peer.namespaceSelector, cluster, idle.ns)
                                              : ternary(idle.ns == policyNamespace);
    const Ternary pod = peer.podSelector ? matches(*peer.podSelector, cluster.labelSets[idle.labels]) : Ternary::Yes;
    return both(ns, pod) == Ternary::Yes;
}

/// Templates without pods that a rule of a NetworkPolicy names, as subject or peer.
std::uint64_t templatesAtZero(const Cluster& cluster, const NetworkPolicy& policy, const PolicyRule& rule) {
    return static_cast<std::uint64_t>(std::ranges::count_if(cluster.idleTemplates, [&](const IdleTemplate& idle) {
        const bool isSubject =
            idle.ns == policy.ns && matches(policy.podSelector, cluster.labelSets[idle.labels]) == Ternary::Yes;
        return isSubject || std::ranges::any_of(rule.peers, [&](const PolicyPeer& peer) {
                   return isSelected(cluster, idle, policy.ns, peer);
               });
    }));
}

} // namespace

std::optional<double> Sufficiency::coverage() const {
    if (!canEstimate()) return std::nullopt;
    return 1 - static_cast<double>(seenOnOneDay) / static_cast<double>(incidences);
}

std::optional<double> Sufficiency::unseenEdges() const {
    if (!canEstimate()) return std::nullopt;
    const double days = daysOfLog;
    const double once = seenOnOneDay;
    const double twice = seenOnTwo;
    return (days - 1) / days * (seenOnTwo != 0 ? once * once / (2 * twice) : once * (once - 1) / 2);
}

std::string Sufficiency::sentence() const {
    if (daysOfLog == 0) return "no flow log is loaded";
    if (edges == 0) return "never seen in " + counted(daysOfLog, "day");
    const std::string seen = "seen on " + std::string(daysSeen < daysOfLog && edges > 1 ? "at least " : "") +
                             countText(daysSeen) + " of " + counted(daysOfLog, "day");
    if (!hasDays) return "the log is a summary that lists no days: nothing to estimate from";
    const auto unseen = unseenEdges();
    if (!unseen) return seen + "; too few days to estimate what is missing";
    const auto more = static_cast<std::uint64_t>(std::llround(*unseen));
    if (more != 0) return seen + "; about " + counted(more, "more edge") + " may exist";
    return seen + (seenOnOneDay == 0 ? "; every edge was seen on several days" : "; no sign of edges not seen yet");
}

Sufficiency sufficiency(const Ledger& ledger, std::span<const WorkloadId> workloads, Direction direction) {
    Sufficiency out;
    if (!ledger.evidence()) return out;
    out.daysOfLog = ledger.evidence()->days;
    out.hasDays = ledger.evidence()->hasDaysOfEdges;
    for (const WorkloadId id : workloads) {
        std::map<std::tuple<PeerKey, Protocol, std::uint16_t>, std::uint32_t> days;
        for (const std::uint32_t i : ledger.edgesOf(id)) {
            const LedgerEdge& edge = ledger.edges()[i];
            const LedgerEnd& own = direction == Direction::Egress ? edge.from : edge.to;
            if (edge.seen.passed() == 0 || own != LedgerEnd(id)) continue;
            const LedgerEnd& peer = direction == Direction::Egress ? edge.to : edge.from;
            auto& seen = days[{peerKey(peer), edge.protocol, edge.port}];
            seen = std::max(seen, edge.seen.daysSeen);
        }
        for (const auto& [key, seen] : days) {
            ++out.edges;
            out.seenOnOneDay += seen == 1 ? 1 : 0;
            out.seenOnTwo += seen == 2 ? 1 : 0;
            out.incidences += seen;
            out.daysSeen = std::max(out.daysSeen, seen);
        }
    }
    return out;
}

RuleSufficiency sufficiency(const Ledger& ledger, const RuleRef& rule) {
    RuleSufficiency out;
    const Reachability& r = ledger.reachability();
    const CompiledRule& compiled = *compiledRule(r, rule);
    const WorkloadClasses& classes = ledger.workloadClasses();
    auto concerned = classes.in(*r.compiled(rule.policy)->subject.may);
    out.subjects = sufficiency(ledger, concerned, rule.direction);
    const auto take = [&](const Match& match) {
        const auto more = classes.in(*match.may);
        concerned.insert(concerned.end(), more.begin(), more.end());
    };
    take(compiled.peers);
    for (const RelatedPods& related : compiled.related) take(related.peers);
    std::ranges::sort(concerned);
    concerned.erase(std::unique(concerned.begin(), concerned.end()), concerned.end());
    for (const WorkloadId id : concerned)
        if (isJob(r.cluster(), id) && ledger.edgesOf(id).empty()) out.neverRan.push_back(id);
    if (const NetworkPolicy* const policy = r.policy(rule.policy))
        out.templatesAtZero = templatesAtZero(r.cluster(), *policy, policy->rules(rule.direction)[rule.index]);
    return out;
}

std::string RuleSufficiency::sentence(const Cluster& cluster) const {
    std::string out = subjects.sentence();
    for (std::size_t i = 0; i < std::min(neverRan.size(), kNamed); ++i)
        out += (i == 0 ? "; " : ", ") + std::string(cluster.text(cluster.workloads[neverRan[i]].kind)) + ' ' +
               cluster.displayName(neverRan[i]);
    if (neverRan.size() > kNamed) out += " and " + counted(neverRan.size() - kNamed, "more job");
    if (!neverRan.empty()) out += " never seen";
    if (templatesAtZero != 0) out += "; " + counted(templatesAtZero, "template") + " without pods never seen";
    return out;
}

} // namespace portolan
