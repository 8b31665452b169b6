#include "ui/inspector/explanation_ladder.h"

#include "core/reach/rule_match.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace portolan {

namespace {

constexpr std::size_t kMostRules = 3;

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

std::optional<Endpoint> endpointOf(const Cluster& cluster, const LedgerEnd& end, std::optional<PodId> pod) {
    if (const auto* workload = std::get_if<WorkloadId>(&end)) {
        if (pod) return Endpoint(*pod);
        const auto& pods = cluster.workloads[*workload].pods;
        return pods.empty() ? std::nullopt : std::optional<Endpoint>(pods.front());
    }
    if (const auto* node = std::get_if<NodeId>(&end)) {
        const auto& addresses = cluster.nodes[*node].addresses;
        return addresses.empty() ? std::nullopt : std::optional<Endpoint>(addresses.front());
    }
    if (const auto* block = std::get_if<Cidr>(&end)) return Endpoint(block->range().first);
    return std::nullopt;
}

LadderEnd endOf(const Analysis& analysis, const LedgerEnd& end) {
    const Cluster& cluster = *analysis.cluster;
    LadderEnd out{toText(displayName(cluster, end)), {}, false};
    const auto* workload = std::get_if<WorkloadId>(&end);
    if (workload == nullptr) {
        out.note = std::holds_alternative<NodeId>(end) ? QString() : say("outside");
        return out;
    }
    out.note = countText(cluster.workloads[*workload].replicas, say("pod"));
    const auto& sensitive = cluster.facts.sensitive;
    out.isCrownJewel = std::ranges::find(sensitive, cluster.displayName(*workload)) != sensitive.end();
    return out;
}

/// The peers of the rule; where one of a NetworkPolicy's is known to match, that one alone.
QString shownPeers(const Reachability& reachability, const RuleRef& ref,
                   const std::optional<std::uint32_t>& peerIndex) {
    const NetworkPolicy* policy = reachability.policy(ref.policy);
    if (policy == nullptr || !peerIndex) return peersText(reachability, ref);
    PolicyRule shown = policy->rules(ref.direction)[ref.index];
    if (*peerIndex < shown.peers.size()) shown.peers = {shown.peers[*peerIndex]};
    return peersText(reachability.cluster(), shown);
}

/// The rule as a box of facts; `miss` says in what a denied traffic does not match it.
Facts ruleFacts(const Analysis& analysis, const RuleRef& ref, const std::optional<std::uint32_t>& peerIndex,
                const QString& miss) {
    const Reachability& reachability = *analysis.reachability;
    Facts facts{{say("Policy"), policyText(reachability, ref.policy)},
                {say("Rule"), say("%1[%2] of %3")
                                  .arg(directionText(ref.direction))
                                  .arg(ref.index)
                                  .arg(ruleCount(reachability, ref.policy, ref.direction))}};
    if (isAdminPolicy(ref.policy)) {
        facts.insert(facts.begin() + 1, {say("Tier"), tierText(reachability, ref.policy)});
        facts.push_back({say("Action"), actionText(reachability, ref)});
    }
    const QString side = ref.direction == Direction::Ingress ? say("From") : say("To");
    facts.push_back({side, shownPeers(reachability, ref, peerIndex), FactStyle::Mono});
    facts.push_back({say("Ports"), rulePortsText(reachability, ref), FactStyle::Mono});
    if (!miss.isEmpty()) facts.push_back({say("Misses"), miss});
    const QString place = toText(analysis.cluster->files.line(whereOf(reachability, ref)));
    if (!place.isEmpty())
        facts.push_back({say("File"), placeText(analysis, whereOf(reachability, ref)), FactStyle::Link, place});
    return facts;
}

QString missText(const RuleOutcome& outcome) {
    if (outcome.peer == Ternary::No) return say("the peer");
    return outcome.port == Ternary::No ? say("the port") : QString();
}

/// Boxes for the first outcomes and a sentence for the rest.
void addRules(const Analysis& analysis, const std::vector<RuleOutcome>& outcomes, bool isMiss, LadderGate& gate) {
    for (std::size_t i = 0; i < std::min(outcomes.size(), kMostRules); ++i)
        gate.rules.push_back(
            ruleFacts(analysis, outcomes[i].rule, outcomes[i].peerIndex, isMiss ? missText(outcomes[i]) : QString()));
    if (outcomes.size() > kMostRules)
        gate.reason += QLatin1Char(' ') +
                       (isMiss ? say("%1 more come near.") : say("%1 more match.")).arg(outcomes.size() - kMostRules);
}

QString doubtsText(Doubts doubts) {
    QStringList sentences;
    for (const Doubt doubt : doubts.all()) sentences << toText(std::string_view(explanation(doubt)));
    return sentences.join(QLatin1Char(' '));
}

QString exemptionText(const DirectionOutcome& outcome, const QString& end) {
    if (outcome.exemption == "outside the cluster") return say("%1 is outside the cluster.").arg(end);
    if (outcome.exemption == "hostNetwork")
        return say("%1 runs in its node's network: policies do not reach it.").arg(end);
    return say("Traffic between a pod and its own node follows the network plugin.");
}

/// The rules of admin policies on the way, in the order in which they are asked: those that pass it on and the one that
/// decides.
void addOrderedRules(const Analysis& analysis, const DirectionOutcome& outcome, ChainStep::Stage stage,
                     LadderGate& gate) {
    for (const ChainStep& step : outcome.chain)
        if (step.rule && step.stage == stage) gate.rules.push_back(ruleFacts(analysis, *step.rule, {}, {}));
}

/// The rule of an admin policy that decides for certain; nullopt where NetworkPolicies or nothing does.
std::optional<RuleRef> orderedDecision(const DirectionOutcome& outcome) {
    if (outcome.verdict == Verdict::Uncertain || outcome.chain.empty()) return std::nullopt;
    const ChainStep& last = outcome.chain.back();
    return last.rule && isAdminPolicy(last.rule->policy) ? last.rule : std::nullopt;
}

/// Why nothing decides against it, where admin policies exist.
QString undecidedReason(const DirectionOutcome& outcome, const QString& end) {
    return outcome.chain.size() > 1 ? say("What it is passed on to does not speak of it, so it passes.")
                                    : say("No rule of a policy that governs %1 speaks of it, so it passes.").arg(end);
}

LadderGate gateOf(const Analysis& analysis, const DirectionOutcome& outcome, const QString& end) {
    LadderGate gate;
    const bool isEgress = outcome.direction == Direction::Egress;
    const QString what = isEgress ? say("Egress gate") : say("Ingress gate");
    const QString policies = countText(outcome.captures.size(), QStringLiteral("policy"));
    const bool isDefault = !outcome.chain.empty() && outcome.chain.back().stage == ChainStep::Stage::Default;
    addOrderedRules(analysis, outcome, ChainStep::Stage::Admin, gate);
    const auto title = [&](const QString& state) { gate.title = what + QStringLiteral(": ") + state; };
    if (outcome.verdict == Verdict::Uncertain) {
        gate.state = GateState::Uncertain;
        title(say("cannot be decided"));
        gate.reason = doubtsText(outcome.doubts);
        addRules(analysis, outcome.allowing, false, gate);
    } else if (!outcome.exemption.empty()) {
        gate.state = GateState::Outside;
        title(say("no policy applies"));
        gate.reason = exemptionText(outcome, end);
    } else if (const auto rule = orderedDecision(outcome)) {
        const bool isAllowed = outcome.verdict == Verdict::Allow;
        const bool isAdminTier = outcome.chain.back().stage == ChainStep::Stage::Admin;
        gate.state = isAllowed ? GateState::Rule : GateState::Denied;
        title((isAllowed ? say("allowed in the %1 tier") : say("denied in the %1 tier"))
                  .arg(isAdminTier ? say("admin") : say("baseline")));
        gate.reason = tierSentence(*analysis.reachability, rule->policy);
    } else if (isDefault && (outcome.isolated != Ternary::No || outcome.chain.size() > 1)) {
        gate.state = GateState::NotIsolated;
        title(say("no policy decides"));
        gate.reason = undecidedReason(outcome, end);
    } else if (outcome.isolated == Ternary::No) {
        gate.state = GateState::NotIsolated;
        title(say("not isolated"));
        gate.reason = isEgress ? say("No policy restricts %1 for egress, so every destination passes.").arg(end)
                               : say("No policy restricts %1 for ingress, so every source passes.").arg(end);
    } else if (outcome.verdict == Verdict::Allow) {
        gate.state = GateState::Rule;
        title(outcome.allowing.size() > 1 ? say("%1 rules match").arg(outcome.allowing.size()) : say("a rule matches"));
        addRules(analysis, outcome.allowing, false, gate);
    } else {
        gate.state = GateState::Denied;
        title(say("no rule matches"));
        gate.reason = say("Isolated by %1; none of their rules lets this through.").arg(policies);
        if (outcome.captures.size() == 1)
            gate.reason = say("Isolated by %1, which has no rule for this.")
                              .arg(policyText(*analysis.reachability, outcome.captures.front().policy));
        addRules(analysis, outcome.nearMisses, true, gate);
    }
    addOrderedRules(analysis, outcome, ChainStep::Stage::Baseline, gate);
    return gate;
}

} // namespace

WhyQuestion questionOf(const LedgerEdge& edge) {
    return {edge.from, edge.to, edge.fromPod, edge.toPod, edge.protocol, edge.port};
}

std::optional<std::pair<Endpoint, Endpoint>> endpointsOf(const Analysis& analysis, const WhyQuestion& question) {
    const auto from = endpointOf(*analysis.cluster, question.from, question.fromPod);
    const auto to = endpointOf(*analysis.cluster, question.to, question.toPod);
    if (!from || !to) return std::nullopt;
    return std::pair(*from, *to);
}

std::optional<Explanation> why(const Analysis& analysis, const WhyQuestion& question) {
    const auto ends = endpointsOf(analysis, question);
    if (!ends) return std::nullopt;
    return explain(*analysis.reachability, ends->first, ends->second, question.protocol, question.port);
}

Ladder ladderOf(const Analysis& analysis, const WhyQuestion& question, const Explanation& explanation) {
    Ladder ladder{endOf(analysis, question.from), {}, endOf(analysis, question.to)};
    if (explanation.isSelf) return ladder;
    ladder.gates = {gateOf(analysis, explanation.egress, ladder.from.name),
                    gateOf(analysis, explanation.ingress, ladder.to.name)};
    return ladder;
}

} // namespace portolan
