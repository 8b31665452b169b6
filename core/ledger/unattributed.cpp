#include "core/ledger/unattributed.h"

#include "core/ledger/gates.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kMaxKnown = 256; // of one group; above, the other end may be anybody
constexpr unsigned kPodPrefixV4 = 16;  // about what one cluster gives to its pods
constexpr unsigned kPodPrefixV6 = 64;
constexpr std::uint16_t kAnyPort = 0;

std::vector<Cidr> podBlocksOf(const Cluster& cluster) {
    std::vector<Cidr> blocks;
    for (const Pod& pod : cluster.pods.all()) {
        if (pod.isHostNetwork) continue;
        for (const IpAddress& address : pod.addresses)
            blocks.push_back(Cidr::of(address, address.family() == AddressFamily::V4 ? kPodPrefixV4 : kPodPrefixV6));
        if (blocks.size() % 4096 == 0) {
            std::ranges::sort(blocks);
            blocks.erase(std::ranges::unique(blocks).begin(), blocks.end());
        }
    }
    std::ranges::sort(blocks);
    blocks.erase(std::ranges::unique(blocks).begin(), blocks.end());
    return blocks;
}

/// Whether a name that the inventory lacks may stand for a pod at all.
bool mayBePod(const EndName& end) {
    const bool isSpecial = end.ns.empty() && !end.address; // "internet", "reserved:ingress"
    return end.cluster.empty() && end.kind != "Node" && !isSpecial;
}

} // namespace

Unattributed::Unattributed(const Reachability& reachability, const WorkloadClasses& classes,
                           std::span<const LedgerEdge> edges)
    : m_reachability(reachability), m_classes(classes), m_podBlocks(podBlocksOf(reachability.cluster())) {
    for (const LedgerEdge& edge : edges)
        for (const Direction d : kDirections) add(edge, d);
}

bool Unattributed::isAmongPods(const LedgerEnd& end) const {
    const auto* block = std::get_if<Cidr>(&end);
    if (!block) return false;
    const AddressRange range = block->range();
    const auto next =
        std::ranges::partition_point(m_podBlocks, [&](const Cidr& pods) { return pods.range().last < range.first; });
    return next != m_podBlocks.end() && next->range().first <= range.last;
}

void Unattributed::add(const LedgerEdge& edge, Direction direction) {
    const bool isEgress = direction == Direction::Egress;
    const LedgerEnd& subject = isEgress ? edge.from : edge.to;
    const LedgerEnd& peer = isEgress ? edge.to : edge.from;
    const Cluster& cluster = m_reachability.cluster();
    const auto isService = [](const LedgerEnd& end) {
        const auto* unresolved = std::get_if<UnresolvedEnd>(&end);
        return unresolved && (*unresolved)->kind == "Service";
    };
    Unknown unknown = Unknown::Subject;
    std::optional<NamespaceId> ns;
    const LedgerEnd* known = &peer;
    if (const auto* end = std::get_if<UnresolvedEnd>(&subject)) {
        ns = namespaceOf(cluster, subject);
        if (!mayBePod(**end) || (!(*end)->ns.empty() && !ns)) return; // a namespace without pods has no subjects
    } else if (const auto* workload = std::get_if<WorkloadId>(&subject); workload && isAmongPods(peer)) {
        unknown = Unknown::Peer;
        ns = cluster.workloads[*workload].ns;
        known = &subject;
    } else if (!isAmongPods(subject)) {
        return;
    }
    const std::uint16_t port = isService(edge.to) ? kAnyPort : edge.port; // the pods' port is not known
    Group& group = m_groups[static_cast<std::size_t>(direction)][{unknown, ns, edge.protocol, port}];
    group.passed += edge.seen.passed();
    group.denied += edge.seen.denied;
    const auto classes = classesOf(m_reachability, m_classes, *known);
    group.isAnyKnown = group.isAnyKnown || classes.empty() || isAmongPods(*known);
    for (const ClassId id : classes) {
        if (group.isAnyKnown) break;
        const auto at = std::ranges::lower_bound(group.known, id);
        if (at == group.known.end() || *at != id) group.known.insert(at, id);
        group.isAnyKnown = group.known.size() > kMaxKnown;
    }
}

bool Unattributed::mayMatch(const CompiledRule& rule, const Key& key, const Group& group) const {
    const auto& [unknown, ns, protocol, port] = key; // the namespace was looked at before
    const bool hasPort = port == kAnyPort || rule.traffic.contains(protocol, port) || !rule.namedPorts.empty();
    if (!hasPort) return false;
    const ClassSet& subjects = *m_reachability.compiled(rule.ref.policy)->subject.may;
    if (unknown == Unknown::Peer)
        return group.isAnyKnown || std::ranges::any_of(group.known, [&](ClassId id) { return subjects.contains(id); });
    return group.isAnyKnown || !rule.related.empty() ||
           std::ranges::any_of(group.known, [&](ClassId id) { return rule.peers.may->contains(id); });
}

std::uint64_t Unattributed::mayHit(const CompiledRule& rule) const {
    const auto& groups = m_groups[static_cast<std::size_t>(rule.ref.direction)];
    std::uint64_t connections = 0;
    const auto count = [&](const Key& key, const Group& group) {
        const std::uint64_t decided = rule.action == Action::Allow  ? group.passed
                                      : rule.action == Action::Deny ? group.denied
                                                                    : group.passed + group.denied;
        if (decided != 0 && mayMatch(rule, key, group)) connections += decided;
    };
    const NetworkPolicy* const policy = m_reachability.policy(rule.ref.policy);
    if (!policy) {
        for (const auto& [key, group] : groups) count(key, group);
        return connections;
    }
    for (const Unknown unknown : {Unknown::Subject, Unknown::Peer})
        for (const std::optional<NamespaceId> ns : {std::optional<NamespaceId>(), std::optional(policy->ns)})
            for (auto it = groups.lower_bound({unknown, ns, Protocol{}, kAnyPort}); it != groups.end(); ++it) {
                if (std::get<0>(it->first) != unknown || std::get<1>(it->first) != ns) break;
                count(it->first, it->second);
            }
    return connections;
}

} // namespace portolan
