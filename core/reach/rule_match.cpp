#include "core/reach/rule_match.h"

#include "core/reach/chain.h"

#include <algorithm>

namespace portolan {

namespace {

template <typename Policy>
std::shared_ptr<const Policy> cut(const Policy& policy, const RuleRef& rule) {
    auto out = std::make_shared<Policy>(policy);
    auto& rules = rule.direction == Direction::Ingress ? out->ingress : out->egress;
    rules.erase(rules.begin() + rule.index);
    return out;
}

} // namespace

PolicyEdit withoutRule(const Reachability& reachability, const RuleRef& rule) {
    if (const AdminPolicy* const admin = reachability.adminPolicy(rule.policy))
        return {rule.policy, nullptr, cut(*admin, rule)};
    return {rule.policy, cut(*reachability.policy(rule.policy), rule)};
}

const CompiledRule* compiledRule(const Reachability& reachability, const RuleRef& rule) {
    const CompiledPolicy* policy = reachability.compiled(rule.policy);
    if (!policy || rule.index >= policy->rulesIn(rule.direction).size()) return nullptr;
    return &policy->rulesIn(rule.direction)[rule.index];
}

RuleMatch ruleMatch(const Reachability& reachability, const RuleRef& rule) {
    RuleMatch out;
    const CompiledRule* compiled = compiledRule(reachability, rule);
    if (!compiled) return out;
    const EndpointClasses& classes = reachability.classes();
    out.subjects = *reachability.compiled(rule.policy)->subject.must;
    const auto addPairs = [&](const ClassSet& subjects, const ClassSet& peers) {
        std::uint64_t peerWeight = 0;
        peers.intersected(ClassSet::range(0, classes.podClassCount())).forEach([&](ClassId c) {
            peerWeight += classes.weight(c);
        });
        subjects.forEach([&](ClassId s) {
            const std::uint64_t w = classes.weight(s);
            out.podPairs += w * peerWeight - (peers.contains(s) ? w : 0);
        });
        out.peers = out.peers.united(peers);
    };
    if (compiled->related.empty()) addPairs(out.subjects, *compiled->peers.must);
    for (const RelatedPods& related : compiled->related)
        addPairs(out.subjects.intersected(*related.subjects), compiled->peers.must->united(*related.peers.must));
    const ClassSet atoms = out.peers.intersected(ClassSet::range(classes.podClassCount(), classes.count()));
    out.hasExternalPeers = !atoms.isEmpty();
    for (const AddressFamily f : {AddressFamily::V4, AddressFamily::V6}) {
        const std::uint32_t first = classes.classOf(IpAddress::lowest(f)).value;
        const std::uint32_t last = classes.classOf(IpAddress::highest(f)).value;
        if (ClassSet::range(first, last + 1).minus(atoms).isEmpty()) out.hasWholeFamily = true;
    }
    return out;
}

std::vector<RuleRef> admittingRules(const Reachability& reachability, ClassId subject, ClassId peer,
                                    Direction direction, Protocol protocol, std::uint16_t port) {
    std::vector<RuleRef> out;
    const EndpointClasses& classes = reachability.classes();
    if (classes.isAddress(subject) || classes.isNodeLike(subject)) return out;
    const GateQuestion question{subject, peer, direction, protocol, port};
    if (reachability.ordered()) {
        const Chain chain = chainOf(reachability, question);
        for (const ChainStep& step : chain.steps)
            if (step.match == Ternary::Yes && step.action == Action::Allow && step.rule &&
                step.stage != ChainStep::Stage::NetworkPolicies)
                out.push_back(*step.rule);
        if (chain.asksNetworkPolicies != Ternary::Yes) return out;
    }
    for (const Capture& capture : reachability.captures(subject, direction)) {
        if (capture.certainty != Ternary::Yes) continue;
        for (const CompiledRule& rule : reachability.compiled(capture.policy)->rulesIn(direction))
            if (rule.peers.must->contains(peer) && portMatch(rule, classes, question.destination(), protocol, port))
                out.push_back(rule.ref);
    }
    return out;
}

SourceRef whereOf(const Reachability& reachability, const RuleRef& rule) {
    const auto placeIn = [&](const auto* policy) -> SourceRef {
        if (!policy) return {};
        const auto& rules = policy->rules(rule.direction);
        return rule.index < rules.size() && rules[rule.index].where.isKnown() ? rules[rule.index].where : policy->where;
    };
    if (isAdminPolicy(rule.policy)) return placeIn(reachability.adminPolicy(rule.policy));
    return placeIn(reachability.policy(rule.policy));
}

std::string displayName(const Reachability& reachability, const RuleRef& rule) {
    std::string policy = shortName(reachability, rule.policy);
    if (policy.empty()) return {};
    if (!isAdminPolicy(rule.policy)) policy.erase(0, policy.find(' ') + 1);
    return policy + ' ' + std::string(name(rule.direction)) + " rule " + std::to_string(rule.index + 1);
}

std::string shortName(const Reachability& reachability, PolicyId id) {
    const Cluster& c = reachability.cluster();
    if (const AdminPolicy* admin = reachability.adminPolicy(id))
        return std::string(shortName(admin->kind)) + ' ' + std::string(c.text(admin->name));
    const NetworkPolicy* policy = reachability.policy(id);
    if (!policy) return {};
    return "NP " + std::string(c.text(c.namespaces[policy->ns].name)) + '/' + std::string(c.text(policy->name));
}

} // namespace portolan
