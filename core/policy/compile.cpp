#include "core/policy/program.h"

namespace portolan {
namespace {

CompiledRule compileRule(const NetworkPolicy& policy, RuleRef ref, SelectorTable& table) {
    const PolicyRule& rule = policy.rules(ref.direction)[ref.index];
    CompiledRule out;
    out.ref = ref;
    out.peerMatches.reserve(rule.peers.size());
    for (const PolicyPeer& peer : rule.peers) out.peerMatches.push_back(table.peer(policy.ns, peer));
    out.peers = rule.peers.empty() ? table.everything() : table.any(out.peerMatches);
    if (rule.ports.empty()) out.traffic = TrafficSet::all();
    for (const PolicyPort& port : rule.ports) {
        if (port.isNamed())
            out.namedPorts.push_back({port.protocol, port.name});
        else
            out.traffic = out.traffic.united(TrafficSet::of(
                port.protocol, port.isWholeProtocol() ? PortSet::all() : PortSet::range(port.first, port.last)));
    }
    return out;
}

} // namespace

std::shared_ptr<const CompiledPolicy> compile(const NetworkPolicy& policy, PolicyId id, SelectorTable& table) {
    auto out = std::make_shared<CompiledPolicy>();
    out->id = id;
    out->subject = table.podsIn(policy.ns, policy.podSelector);
    for (const Direction d : kDirections) {
        if (!policy.isolates(d)) continue; // rules of other directions are inert (NP-N3)
        const auto slot = static_cast<std::size_t>(d);
        out->captures[slot] = true;
        out->rules[slot].reserve(policy.rules(d).size());
        for (std::uint32_t i = 0; i < policy.rules(d).size(); ++i)
            out->rules[slot].push_back(compileRule(policy, {id, d, i}, table));
    }
    return out;
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

} // namespace portolan
