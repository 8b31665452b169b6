#include "core/reach/explain.h"

#include <algorithm>

namespace portolan {
namespace {

RuleOutcome outcomeOf(const Reachability& r, const CompiledRule& rule, ClassId peer, ClassId destination,
                      Protocol protocol, std::uint16_t port) {
    RuleOutcome out;
    out.rule = rule.ref;
    out.peer = rule.peers.at(peer);
    out.port = ternary(portMatch(rule, r.classes(), destination, protocol, port));
    if (out.peer == Ternary::Unknown) out.doubts = rule.peers.doubts;
    for (std::uint32_t i = 0; i < rule.peerMatches.size() && !out.peerIndex; ++i)
        if (out.peer != Ternary::No && rule.peerMatches[i].at(peer) == out.peer) out.peerIndex = i;
    for (std::uint32_t i = 0; i < rule.peerMatches.size() && !out.peerIndex; ++i) // two that match only together
        if (rule.peerMatches[i].at(peer) != Ternary::No) out.peerIndex = i;
    return out;
}

DirectionOutcome outcomeOf(const Reachability& r, const GateQuestion& q) {
    DirectionOutcome out;
    out.direction = q.direction;
    const EndpointClasses& classes = r.classes();
    if (classes.isAddress(q.subject) || classes.isNodeLike(q.subject)) {
        out.exemption = classes.isAddress(q.subject) ? "outside the cluster" : "hostNetwork";
        return out;
    }
    const auto captures = r.captures(q.subject, q.direction);
    out.captures.assign(captures.begin(), captures.end());
    out.isolated = r.isolation(q.subject, q.direction);
    Chain chain = chainOf(r, q);
    out.chain = std::move(chain.steps);
    out.doubts |= chain.doubts;
    for (const Capture& capture : captures) {
        const CompiledPolicy& policy = *r.compiled(capture.policy);
        if (capture.certainty == Ternary::Unknown) out.doubts |= policy.subject.doubts;
        for (const CompiledRule& rule : policy.rulesIn(q.direction)) {
            const RuleOutcome outcome = outcomeOf(r, rule, q.peer, q.destination(), q.protocol, q.port);
            if (outcome.matches() != Ternary::No)
                out.allowing.push_back(outcome);
            else if (outcome.peer != Ternary::No || outcome.port != Ternary::No)
                out.nearMisses.push_back(outcome);
            if (outcome.matches() == Ternary::Unknown) out.doubts |= outcome.doubts;
        }
    }
    if (r.isTouchedByUnreadPolicy(classes.ns(q.subject))) out.doubts |= Doubt::UnreadPolicy;
    const PairTraffic traffic{r.traffics()[r.trafficAt(q.subject, q.peer, q.direction, Certainty::Must)],
                              r.traffics()[r.trafficAt(q.subject, q.peer, q.direction, Certainty::May)]};
    out.verdict = traffic.verdict(q.protocol, q.port);
    if (out.verdict != Verdict::Uncertain) out.doubts = {};
    if (out.verdict == Verdict::Allow)
        std::erase_if(out.allowing, [](const RuleOutcome& o) { return o.matches() != Ternary::Yes; });
    if (out.verdict != Verdict::Deny) out.nearMisses.clear();
    if (chain.asksNetworkPolicies == Ternary::No) { // admin policies decide: no rule below them matters
        out.allowing.clear();
        out.nearMisses.clear();
    }
    std::ranges::stable_sort(out.nearMisses, {}, [](const RuleOutcome& o) { return o.peer == Ternary::No; });
    return out;
}

/// Doubts of the admin policies that speak of the pair, and whether two of one priority may disagree on it.
Doubts orderedDoubts(const Reachability& r, ClassId subject, ClassId peer, Direction direction) {
    Doubts out;
    const CompiledPolicy* before = nullptr; // the last policy with a rule for the pair
    std::optional<Action> actionBefore;
    for (const Capture& capture : r.adminCaptures(subject, direction)) {
        const CompiledPolicy& policy = *r.compiled(capture.policy);
        for (const CompiledRule& rule : policy.rulesIn(direction)) {
            const Ternary match = peerMatch(rule, subject, peer);
            if (match == Ternary::No) continue;
            if (capture.certainty == Ternary::Unknown) out |= policy.subject.doubts;
            if (match == Ternary::Unknown) {
                out |= rule.peers.doubts;
                for (const RelatedPods& related : rule.related) out |= related.peers.doubts;
            }
            const bool isTied =
                before && before != &policy && before->tier == policy.tier && before->priority == policy.priority;
            if (isTied && actionBefore != rule.action) out |= Doubt::EqualPriority;
            before = &policy;
            actionBefore = rule.action;
        }
    }
    return out;
}

Doubts doubtsOf(const Reachability& r, ClassId subject, ClassId peer, Direction direction) {
    Doubts out;
    const EndpointClasses& classes = r.classes();
    if (classes.isAddress(subject) || classes.isNodeLike(subject)) return out;
    if (r.isTouchedByUnreadPolicy(classes.ns(subject))) out |= Doubt::UnreadPolicy;
    for (const Capture& capture : r.captures(subject, direction)) {
        const CompiledPolicy& policy = *r.compiled(capture.policy);
        if (capture.certainty == Ternary::Unknown) out |= policy.subject.doubts;
        for (const CompiledRule& rule : policy.rulesIn(direction))
            if (rule.peers.at(peer) == Ternary::Unknown) out |= rule.peers.doubts;
    }
    return out | orderedDoubts(r, subject, peer, direction);
}

} // namespace

Explanation explain(const Reachability& r, const Endpoint& from, const Endpoint& to, Protocol protocol,
                    std::uint16_t port) {
    Explanation out;
    if (from == to) {
        out.isSelf = true;
        return out;
    }
    const ClassId source = r.classOf(from);
    const ClassId target = r.classOf(to);
    out.egress = outcomeOf(r, {source, target, Direction::Egress, protocol, port});
    out.ingress = outcomeOf(r, {target, source, Direction::Ingress, protocol, port});
    out.verdict = r.verdict(from, to, protocol, port);
    // Only what between() knows of nodes makes the pair differ from its two gates: a pod's own node, and blocks that
    // may not match nodes.
    const Verdict byGates = std::min(out.egress.verdict, out.ingress.verdict);
    if (out.verdict > byGates) {
        DirectionOutcome& gate = out.ingress.verdict < out.verdict ? out.ingress : out.egress;
        gate.exemption = "own node";
        gate.verdict = out.verdict;
        if (out.verdict == Verdict::Uncertain) gate.doubts |= Doubt::OwnNode;
    } else if (out.verdict < byGates) {
        DirectionOutcome& gate = r.classes().isAddress(source) ? out.ingress : out.egress;
        gate.exemption = "an ipBlock need not match a node";
        gate.verdict = out.verdict;
        gate.doubts |= Doubt::IpBlockMatchesNodes;
    }
    out.doubts = out.egress.doubts | out.ingress.doubts;
    return out;
}

Doubts doubtsBetween(const Reachability& r, ClassId from, ClassId to) {
    Doubts out = doubtsOf(r, from, to, Direction::Egress) | doubtsOf(r, to, from, Direction::Ingress);
    const EndpointClasses& classes = r.classes();
    if (out.isEmpty() && (classes.isNodeLike(from) || classes.isNodeLike(to))) out |= Doubt::OwnNode;
    return out;
}

} // namespace portolan
