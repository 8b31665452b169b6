#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {

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
    out.peers = *compiled->peers.must;
    std::uint64_t peerWeight = 0;
    out.peers.intersected(ClassSet::range(0, classes.podClassCount())).forEach([&](ClassId c) {
        peerWeight += classes.weight(c);
    });
    out.subjects.forEach([&](ClassId s) {
        const std::uint64_t w = classes.weight(s);
        out.podPairs += w * peerWeight - (out.peers.contains(s) ? w : 0);
    });
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
    const ClassId destination = direction == Direction::Ingress ? subject : peer;
    for (const Capture& capture : reachability.captures(subject, direction)) {
        if (capture.certainty != Ternary::Yes) continue;
        for (const CompiledRule& rule : reachability.compiled(capture.policy)->rulesIn(direction)) {
            if (!rule.peers.must->contains(peer)) continue;
            bool isMatch = rule.traffic.contains(protocol, port);
            if (!isMatch && !classes.isAddress(destination) && !classes.isNodeLike(destination))
                for (const NamedPort& named : rule.namedPorts)
                    isMatch = isMatch ||
                              resolve(named, classes.portList(classes.ports(destination))).contains(protocol, port);
            if (isMatch) out.push_back(rule.ref);
        }
    }
    return out;
}

SourceRef whereOf(const Reachability& reachability, const RuleRef& rule) {
    const NetworkPolicy* policy = reachability.policy(rule.policy);
    if (!policy) return {};
    const auto& rules = policy->rules(rule.direction);
    return rule.index < rules.size() && rules[rule.index].where.isKnown() ? rules[rule.index].where : policy->where;
}

std::string displayName(const Reachability& reachability, const RuleRef& rule) {
    const NetworkPolicy* policy = reachability.policy(rule.policy);
    if (!policy) return {};
    const Cluster& c = reachability.cluster();
    return std::string(c.text(c.namespaces[policy->ns].name)) + '/' + std::string(c.text(policy->name)) + ' ' +
           std::string(name(rule.direction)) + " rule " + std::to_string(rule.index + 1);
}

} // namespace portolan
