#include "core/analysis/sets/explicit_traffic.h"

namespace portolan {
namespace {

bool isPoliced(const EndpointClasses& classes, ClassId id) {
    return !classes.isAddress(id) && !classes.isNodeLike(id);
}

TrafficSet trafficOf(const EndpointClasses& classes, const CompiledRule& rule, ClassId destination) {
    TrafficSet out = rule.traffic;
    if (isPoliced(classes, destination))
        for (const NamedPort& named : rule.namedPorts)
            out = out.united(resolve(named, classes.portList(classes.ports(destination))));
    return out;
}

/// What Allow rules of admin policies match at the gate of `subject`. A rule that passes traffic on takes it from the
/// rest of its tier.
TrafficSet allowedByAdminRules(const Reachability& r, ClassId subject, ClassId peer, Direction direction) {
    TrafficSet out;
    TrafficSet decided;
    std::optional<AdminTier> tier;
    for (const Capture& capture : r.adminCaptures(subject, direction)) {
        const CompiledPolicy& policy = *r.compiled(capture.policy);
        if (tier != policy.tier) decided = {};
        tier = policy.tier;
        for (const CompiledRule& rule : policy.rulesIn(direction)) {
            if (peerMatch(rule, subject, peer) == Ternary::No) continue;
            const TrafficSet own =
                trafficOf(r.classes(), rule, direction == Direction::Ingress ? subject : peer).minus(decided);
            if (rule.action == Action::Allow) out = out.united(own);
            decided = decided.united(own);
        }
    }
    return out;
}

} // namespace

Ternary isCaptured(const Reachability& reachability, ClassId id, Direction direction) {
    if (!isPoliced(reachability.classes(), id)) return Ternary::No;
    Ternary out = reachability.networkPolicyIsolation(id, direction);
    if (reachability.ordered())
        for (const Capture& capture : reachability.adminCaptures(id, direction)) out = either(out, capture.certainty);
    return out;
}

ExplicitTraffic explicitTraffic(const Reachability& reachability, ClassId from, ClassId to) {
    ExplicitTraffic out;
    out.isCaptured =
        either(isCaptured(reachability, from, Direction::Egress), isCaptured(reachability, to, Direction::Ingress));
    if (out.isCaptured == Ternary::No) return out;
    const PairTraffic all = reachability.between(from, to);
    const auto isolation = [&](ClassId id, Direction d) {
        return isPoliced(reachability.classes(), id) ? reachability.networkPolicyIsolation(id, d) : Ternary::No;
    };
    const Ternary byNetworkPolicies = either(isolation(from, Direction::Egress), isolation(to, Direction::Ingress));
    if (byNetworkPolicies == Ternary::Yes) {
        out.traffic = all;
        return out;
    }
    if (byNetworkPolicies == Ternary::Unknown) out.traffic.may = all.may;
    if (!reachability.ordered()) return out;
    TrafficSet named;
    if (isPoliced(reachability.classes(), from))
        named = named.united(allowedByAdminRules(reachability, from, to, Direction::Egress));
    if (isPoliced(reachability.classes(), to))
        named = named.united(allowedByAdminRules(reachability, to, from, Direction::Ingress));
    out.traffic.must = all.must.intersected(named);
    out.traffic.may = out.traffic.may.united(all.may.intersected(named));
    return out;
}

} // namespace portolan
