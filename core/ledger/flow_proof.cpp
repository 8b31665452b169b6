#include "core/ledger/flow_proof.h"

#include <algorithm>

namespace portolan {

std::vector<Endpoint> representatives(const Reachability& before, const Reachability& after, const LedgerEnd& end) {
    std::vector<Endpoint> out;
    if (const auto* workload = std::get_if<WorkloadId>(&end)) {
        std::vector<std::pair<ClassId, ClassId>> seen;
        for (const PodId pod : before.cluster().workloads[*workload].pods) {
            const std::pair classes(before.classes().classOf(pod), after.classes().classOf(pod));
            if (std::ranges::find(seen, classes) != seen.end()) continue;
            seen.push_back(classes);
            out.emplace_back(pod);
        }
    } else if (const auto* node = std::get_if<NodeId>(&end)) {
        for (const IpAddress& a : before.cluster().nodes[*node].addresses) out.emplace_back(a);
    } else if (const auto* block = std::get_if<Cidr>(&end)) {
        out.emplace_back(block->range().first);
        out.emplace_back(block->range().last);
    }
    return out;
}

bool isAdmittedBy(const Reachability& reachability, const RuleRef& rule, const Endpoint& from, const Endpoint& to,
                  const LedgerEdge& edge) {
    const bool isEgress = rule.direction == Direction::Egress;
    const ClassId subject = reachability.classOf(isEgress ? from : to);
    const ClassId peer = reachability.classOf(isEgress ? to : from);
    const auto rules = admittingRules(reachability, subject, peer, rule.direction, edge.protocol, edge.port);
    return std::ranges::find(rules, rule) != rules.end();
}

bool keepsHits(const Ledger& ledger, const Reachability& after, const RuleRef& rule) {
    const Reachability& before = ledger.reachability();
    for (const std::uint32_t i : ledger.usage(rule)->edges) {
        const LedgerEdge& edge = ledger.edges()[i];
        for (const Endpoint& from : representatives(before, after, edge.from))
            for (const Endpoint& to : representatives(before, after, edge.to))
                if (isAdmittedBy(before, rule, from, to, edge) && !isAdmittedBy(after, rule, from, to, edge))
                    return false;
    }
    return true;
}

bool keepsFlow(const Reachability& before, const Reachability& after, const LedgerEdge& edge) {
    for (const Endpoint& from : representatives(before, after, edge.from))
        for (const Endpoint& to : representatives(before, after, edge.to))
            if (after.verdict(from, to, edge.protocol, edge.port) < before.verdict(from, to, edge.protocol, edge.port))
                return false;
    return true;
}

bool admitsNoMore(const Reachability& before, const Reachability& after, const RuleRef& rule) {
    const CompiledRule& old = *compiledRule(before, rule);
    const CompiledRule& now = *compiledRule(after, rule);
    if (!now.related.empty()) return old.related.size() == now.related.size(); // such elements are left as they are
    const EndpointClasses& classes = after.classes();
    const bool hasSimplePorts = old.namedPorts.empty() && now.namedPorts.empty();
    if (hasSimplePorts && !old.traffic.contains(now.traffic)) return false;
    if (hasSimplePorts && &classes == &before.classes())
        return now.peers.may->minus(*old.peers.may).isEmpty() && now.peers.must->minus(*old.peers.must).isEmpty();
    const bool isEgress = rule.direction == Direction::Egress;
    const auto hasNoMorePorts = [&](ClassId then, ClassId afterwards) {
        return trafficAt(old, before.classes(), then).contains(trafficAt(now, classes, afterwards));
    };
    bool isSubset = true;
    now.peers.may->forEach([&](ClassId c) {
        if (!isSubset) return;
        const auto check = [&](ClassId then) {
            const Ternary was = old.peers.at(then);
            isSubset = isSubset && now.peers.at(c) <= was && (!isEgress || hasNoMorePorts(then, c));
        };
        if (classes.isAddress(c)) {
            const std::uint32_t last = before.classes().classOf(classes.range(c).last).value;
            for (std::uint32_t a = before.classes().classOf(classes.range(c).first).value; a <= last; ++a)
                check(ClassId(a));
        } else {
            for (const PodId pod : classes.pods(c)) check(before.classes().classOf(pod));
        }
    });
    if (isEgress) return isSubset;
    after.compiled(rule.policy)->subject.may->forEach([&](ClassId c) {
        for (const PodId pod : classes.pods(c)) isSubset = isSubset && hasNoMorePorts(before.classes().classOf(pod), c);
    });
    return isSubset;
}

} // namespace portolan
