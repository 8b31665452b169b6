#include "core/ledger/observability.h"

#include "core/base/text.h"
#include "core/flow/flow_table.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::uint32_t kClassesLookedAt = 4096; // of a side, for the nodes of its pods

std::optional<std::int64_t> createdAt(const Reachability& r, PolicyId id) {
    if (const AdminPolicy* const admin = r.adminPolicy(id)) return admin->createdAt;
    return r.policy(id)->createdAt;
}

/// Adds the nodes of the pods; false where there are too many pods, or one whose node is not known.
bool addNodes(const Reachability& r, const ClassSet& classes, std::vector<NodeId>& out) {
    for (const ClassRun& run : classes.runs()) {
        if (run.end > r.classes().podClassCount() || run.end - run.first > kClassesLookedAt) return false;
        for (std::uint32_t c = run.first; c < run.end; ++c)
            for (const PodId pod : r.classes().pods(ClassId(c))) {
                const auto node = r.cluster().pods[pod].node;
                if (!node) return false;
                if (std::ranges::find(out, *node) == out.end()) out.push_back(*node);
                if (out.size() > 1) return false;
            }
    }
    return true;
}

} // namespace

Observability::Observability(const Reachability& reachability, const FlowTable* flows)
    : m_reachability(reachability), m_isCovered(reachability.cluster().namespaces.size(), false) {
    if (flows != nullptr && !flows->edges().empty()) lookAt(*flows);
    const EndpointClasses& classes = reachability.classes();
    m_coveredBefore.assign(classes.podClassCount() + std::size_t{1}, 0);
    for (std::uint32_t c = 0; c < classes.podClassCount(); ++c)
        m_coveredBefore[c + 1] = m_coveredBefore[c] + (m_isCovered[classes.ns(ClassId(c)).index()] ? 1U : 0U);
}

void Observability::lookAt(const FlowTable& flows) {
    m_hasFlows = true;
    for (const FlowSource& source : flows.sources()) {
        const FlowSight sight = sightOf(source.format);
        m_sight.policyVerdicts = m_sight.policyVerdicts || sight.policyVerdicts;
        m_sight.sameNode = m_sight.sameNode || sight.sameNode;
        m_sight.allowed = m_sight.allowed || sight.allowed;
    }
    const Cluster& cluster = m_reachability.cluster();
    for (const EndValue& end : flows.ends())
        if (const auto ns = namespaceOf(cluster, end)) m_isCovered[ns->index()] = true;
    flows.forEachEdge([&](const FlowEdge& edge) {
        const FlowReporters& by = edge.reportedBy;
        const bool isByNeither = by.trace || by.table || !(by.source || by.destination);
        m_hasAllowed = m_hasAllowed || edge.verdict != FlowVerdict::Denied;
        m_isToldBySource = m_isToldBySource || by.source || isByNeither;
        m_isToldByDestination = m_isToldByDestination || by.destination || by.delivery || isByNeither;
    });
}

bool Observability::touches(const ClassSet& classes) const {
    const auto podClasses = m_reachability.classes().podClassCount();
    return std::ranges::any_of(classes.runs(), [&](const ClassRun& run) {
        const std::uint32_t end = std::min(run.end, podClasses);
        return run.first < end && m_coveredBefore[end] != m_coveredBefore[run.first];
    });
}

bool Observability::isOnOneNode(const RuleRef& rule) const {
    const CompiledRule& compiled = *compiledRule(m_reachability, rule);
    std::vector<NodeId> nodes;
    return compiled.related.empty() && !compiled.peers.may->isEmpty() &&
           addNodes(m_reachability, *compiled.peers.may, nodes) &&
           addNodes(m_reachability, *m_reachability.compiled(rule.policy)->subject.may, nodes);
}

bool Observability::namesPorts(const RuleRef& rule) const {
    return !compiledRule(m_reachability, rule)->traffic.isAll();
}

Unobservable Observability::sight(const RuleRef& rule) const {
    if (!m_hasFlows) return Unobservable::NoLog;
    const CompiledRule& compiled = *compiledRule(m_reachability, rule);
    const NetworkPolicy* const policy = m_reachability.policy(rule.policy);
    const bool isSubjectCovered = policy != nullptr ? m_isCovered[policy->ns.index()]
                                                    : touches(*m_reachability.compiled(rule.policy)->subject.may);
    if (!isSubjectCovered) return Unobservable::NotCovered;
    const bool isToldAtSubject = rule.direction == Direction::Egress ? m_isToldBySource : m_isToldByDestination;
    const bool isPeerCovered =
        touches(*compiled.peers.may) ||
        std::ranges::any_of(compiled.related, [&](const RelatedPods& r) { return touches(*r.peers.may); });
    if (!isToldAtSubject && !isPeerCovered) return Unobservable::OtherEndOnly;
    if (compiled.action != Action::Deny && !m_sight.allowed) return Unobservable::DenialsOnly;
    if (compiled.action == Action::Deny && !m_sight.policyVerdicts) return Unobservable::NoVerdicts;
    if (!m_sight.sameNode && isOnOneNode(rule)) return Unobservable::SameNode;
    return Unobservable::No;
}

Unobservable Observability::reason(const RuleUsage& usage, const EvidenceWindow& window) const {
    if (usage.unobservable != Unobservable::No) return usage.unobservable;
    if (usage.maybeHits != 0) return Unobservable::UnknownEnds;
    if (usage.heldBack != 0) return Unobservable::HeldBack;
    // Many logs tell of what was let through only where somebody asked for it.
    if (!m_hasAllowed && usage.action != Action::Deny) return Unobservable::DenialsOnly;
    if (window.sampling > 1) return Unobservable::Sampled;
    if (window.isAggregated && namesPorts(usage.rule)) return Unobservable::Aggregated;
    if (window.isLossy()) return Unobservable::Lossy;
    if (window.days < window.daysNeeded) return Unobservable::ShortWindow;
    const auto created = createdAt(m_reachability, usage.rule.policy);
    return created && *created > window.first / kSecond ? Unobservable::YoungerThanLog : Unobservable::No;
}

std::string_view name(Unobservable reason) {
    switch (reason) {
    case Unobservable::No: return "";
    case Unobservable::NoLog: return "no-log";
    case Unobservable::NotCovered: return "not-covered";
    case Unobservable::OtherEndOnly: return "other-end-only";
    case Unobservable::DenialsOnly: return "denials-only";
    case Unobservable::NoVerdicts: return "no-verdicts";
    case Unobservable::SameNode: return "same-node";
    case Unobservable::UnknownEnds: return "unknown-ends";
    case Unobservable::HeldBack: return "held-back";
    case Unobservable::Sampled: return "sampled";
    case Unobservable::Aggregated: return "aggregated";
    case Unobservable::Lossy: return "lossy";
    case Unobservable::ShortWindow: return "short-window";
    case Unobservable::YoungerThanLog: return "younger-than-log";
    }
    return {};
}

std::string_view name(UsageState state) {
    switch (state) {
    case UsageState::Used: return "used";
    case UsageState::Unused: return "unused";
    case UsageState::NotObservable: return "not observable";
    }
    return {};
}

std::string reasonText(const Ledger& ledger, const RuleUsage& usage) {
    const EvidenceWindow window = ledger.evidence().value_or(EvidenceWindow{});
    const std::string subjects = isAdminPolicy(usage.rule.policy) ? "any of its subjects" : "its namespace";
    switch (usage.unobservable) {
    case Unobservable::No: return {};
    case Unobservable::NoLog: return "no flow log is loaded";
    case Unobservable::NotCovered: return "no flow of the log touches " + subjects;
    case Unobservable::OtherEndOnly:
        return std::string("the log tells of traffic at the ") +
               (usage.rule.direction == Direction::Egress ? "destination" : "source") +
               " only, and touches none of its peers";
    case Unobservable::DenialsOnly: return "the log tells of denied traffic only";
    case Unobservable::NoVerdicts: return "the log does not tell what policies denied";
    case Unobservable::SameNode: return "its ends run on one node, and the log does not see what stays on a node";
    case Unobservable::UnknownEnds:
        return countText(usage.maybeHits) + " connections may have used it: an end is not in the inventory, or the "
                                            "match is uncertain";
    case Unobservable::HeldBack:
        return countText(usage.heldBack) + " connections that it lets through were dropped at the other end";
    case Unobservable::Sampled: return "the log is sampled, one in " + countText(window.sampling);
    case Unobservable::Aggregated:
        return "the log is aggregated: its lines name the port of the first flow they stand for";
    case Unobservable::Lossy:
        return "the log lost " + countText(window.lostEvents) + " events, for " + countText(window.lines) + " it has";
    case Unobservable::ShortWindow:
        return "the log covers " + countText(window.days) + " of the " + countText(window.daysNeeded) +
               " days that it takes" + (window.isDaysAtLeast ? ", as far as its rows name their days" : "");
    case Unobservable::YoungerThanLog:
        return "the policy is of " +
               dateText(createdAt(ledger.reachability(), usage.rule.policy).value_or(0) * kSecond) +
               ", the log begins on " + dateText(window.first);
    }
    return {};
}

} // namespace portolan
