#include "core/policy/program.h"

#include <algorithm>

namespace portolan {
namespace {

/// Where the plugin does not know SCTP, rules for it have no effect (semantics NP-T7).
void addPort(const PolicyPort& port, const Profile& profile, CompiledRule& out) {
    if (port.protocol == Protocol::Sctp && !profile.hasSctp) return;
    if (port.isNamed())
        out.namedPorts.push_back({port.protocol, port.name});
    else
        out.traffic = out.traffic.united(TrafficSet::of(
            port.protocol, port.isWholeProtocol() ? PortSet::all() : PortSet::range(port.first, port.last)));
}

CompiledRule compileRule(const NetworkPolicy& policy, RuleRef ref, SelectorTable& table) {
    const PolicyRule& rule = policy.rules(ref.direction)[ref.index];
    CompiledRule out;
    out.ref = ref;
    out.peerMatches.reserve(rule.peers.size());
    for (const PolicyPeer& peer : rule.peers) out.peerMatches.push_back(table.peer(policy.ns, peer));
    out.peers = rule.peers.empty() ? table.everything() : table.any(out.peerMatches);
    if (rule.ports.empty()) out.traffic = TrafficSet::all();
    for (PolicyPort port : rule.ports) {
        if (!table.profile().hasEndPort) port.last = port.first; // only `port` is applied (semantics NP-T7)
        addPort(port, table.profile(), out);
    }
    return out;
}

/// A rule with a peer that nobody can read fails closed: it never allows, and where it denies or passes on, it denies
/// everything (semantics A-10).
void failClosed(CompiledRule& rule, SelectorTable& table) {
    rule.action = Action::Deny;
    rule.peers = table.everything();
    rule.peerMatches.assign(rule.peerMatches.size(), rule.peers);
    rule.related.clear();
    rule.traffic = TrafficSet::all();
    rule.namedPorts.clear();
}

CompiledRule compileRule(const AdminPolicy& policy, RuleRef ref, SelectorTable& table) {
    const AdminRule& rule = policy.rules(ref.direction)[ref.index];
    CompiledRule out;
    out.ref = ref;
    out.action = rule.action;
    bool isReadable = true;
    for (const AdminPeer& peer : rule.peers) {
        isReadable = isReadable && peer.kind != AdminPeer::Kind::Unreadable;
        out.peerMatches.push_back(table.peer(peer));
        if (peer.kind != AdminPeer::Kind::Pods || !peer.related) continue;
        auto related = table.related(*peer.related, peer.podSelector ? &*peer.podSelector : nullptr);
        out.related.insert(out.related.end(), related.begin(), related.end());
    }
    out.peers = out.peerMatches.empty() ? table.nothing() : table.any(out.peerMatches);
    if (rule.isEveryPort) out.traffic = TrafficSet::all();
    for (const PolicyPort& port : rule.ports) addPort(port, table.profile(), out);
    if (!isReadable && rule.action != Action::Allow) failClosed(out, table);
    return out;
}

} // namespace

std::shared_ptr<const CompiledPolicy> compile(const NetworkPolicy& policy, PolicyId id, SelectorTable& table) {
    auto out = std::make_shared<CompiledPolicy>();
    out->id = id;
    out->subject = table.podsIn(policy.ns, policy.podSelector);
    for (const Direction d : kDirections) {
        // Rules of other directions are inert (NP-N3), and all are where nobody enforces them (NP-14).
        if (!policy.isolates(d) || !table.profile().isEnforced) continue;
        const auto slot = static_cast<std::size_t>(d);
        out->captures[slot] = true;
        out->rules[slot].reserve(policy.rules(d).size());
        for (std::uint32_t i = 0; i < policy.rules(d).size(); ++i)
            out->rules[slot].push_back(compileRule(policy, {id, d, i}, table));
    }
    return out;
}

std::shared_ptr<const CompiledPolicy> compile(const AdminPolicy& policy, PolicyId id, SelectorTable& table) {
    auto out = std::make_shared<CompiledPolicy>();
    out->id = id;
    out->tier = policy.tier;
    out->priority = policy.priority;
    out->subject = table.peer(policy.subject);
    for (const Direction d : kDirections) {
        const auto slot = static_cast<std::size_t>(d);
        if (!table.profile().isEnforced) continue;
        out->captures[slot] = !policy.rules(d).empty(); // no rules in a direction: no effect there
        out->rules[slot].reserve(policy.rules(d).size());
        for (std::uint32_t i = 0; i < policy.rules(d).size(); ++i)
            out->rules[slot].push_back(compileRule(policy, {id, d, i}, table));
    }
    return out;
}

Ternary peerMatch(const CompiledRule& rule, ClassId subject, ClassId peer) {
    Ternary out = rule.peers.at(peer);
    for (const RelatedPods& r : rule.related)
        if (r.subjects->contains(subject)) out = either(out, r.peers.at(peer));
    return out;
}

TrafficSet trafficAt(const CompiledRule& rule, const EndpointClasses& classes, ClassId destination) {
    TrafficSet out = rule.traffic;
    if (classes.isAddress(destination) || classes.isNodeLike(destination)) return out;
    for (const NamedPort& named : rule.namedPorts)
        out = out.united(resolve(named, classes.portList(classes.ports(destination))));
    return out;
}

bool portMatch(const CompiledRule& rule, const EndpointClasses& classes, ClassId destination, Protocol protocol,
               std::uint16_t port) {
    if (rule.traffic.contains(protocol, port)) return true;
    if (classes.isAddress(destination) || classes.isNodeLike(destination)) return false;
    return std::ranges::any_of(rule.namedPorts, [&](const NamedPort& named) {
        return resolve(named, classes.portList(classes.ports(destination))).contains(protocol, port);
    });
}

TrafficSet resolve(const NamedPort& port, std::span<const ContainerPort> declared) {
    TrafficSet out;
    for (const ContainerPort& p : declared)
        if (p.name == port.name && p.protocol == port.protocol) out = out.united(TrafficSet::of(p.protocol, p.number));
    return out;
}

Stage networkPolicyStage(std::span<const NetworkPolicy> policies, SelectorTable& table) {
    Stage stage;
    stage.id = "NetworkPolicy";
    stage.policies.reserve(policies.size());
    for (std::size_t i = 0; i < policies.size(); ++i)
        stage.policies.push_back(compile(policies[i], PolicyId(i), table));
    return stage;
}

Stage adminStage(AdminTier tier, std::span<const std::shared_ptr<const CompiledPolicy>> compiled) {
    Stage stage;
    stage.id = tier == AdminTier::Admin ? "Admin" : "Baseline";
    stage.combine = Stage::Combine::FirstMatch;
    stage.endAction = Stage::EndAction::Continue;
    for (const auto& policy : compiled)
        if (policy && policy->tier == tier) stage.policies.push_back(policy);
    std::ranges::sort(stage.policies, {}, [](const auto& policy) { return std::pair(policy->priority, policy->id); });
    return stage;
}

} // namespace portolan
