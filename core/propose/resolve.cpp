#include "core/propose/resolve.h"

#include "core/reach/service_targets.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

bool isSingleAddress(const Cidr& cidr) {
    const AddressRange range = cidr.range();
    return range.first == range.last;
}

bool declares(const Cluster& cluster, WorkloadId id, Protocol protocol, std::uint16_t port) {
    for (const PodId pod : cluster.workloads[id].pods)
        for (const ContainerPort& declared : cluster.portLists[cluster.pods[pod].ports])
            if (declared.protocol == protocol && declared.number == port) return true;
    return false;
}

Cidr single(const IpAddress& address) {
    return Cidr::of(address, address.family() == AddressFamily::V4 ? 32 : 128);
}

/// The workload's pods that run on the node are among its pods; unknown nodes count as possible.
bool mayRunOn(const Cluster& cluster, const std::vector<PodId>& pods, NodeId node) {
    return std::ranges::any_of(pods, [&](PodId p) { return !cluster.pods[p].node || *cluster.pods[p].node == node; });
}

/// The NodePort or LoadBalancer Service that leads to this port of the workload; empty where there is none.
std::string outsideService(const Cluster& cluster, WorkloadId id, Protocol protocol, std::uint16_t port) {
    for (const Service& s : cluster.services) {
        if (s.type != Service::Type::NodePort && s.type != Service::Type::LoadBalancer) continue;
        if (s.ns != cluster.workloads[id].ns) continue;
        for (const ServicePort& p : s.ports)
            for (const PodTarget& t : podTargets(cluster, s, p))
                if (p.protocol == protocol && t.port == port && cluster.pods[t.pod].workload == id)
                    return std::string(cluster.text(s.name));
    }
    return {};
}

/// How a rule can meet an edge whose source is a node: not at all, or by leaving the source open.
void settleNodeSource(const ProposalBasis& basis, ResolvedEdge& e) {
    const Cluster& cluster = basis.cluster();
    const NodeId node = std::get<NodeId>(e.edge.from);
    const WorkloadId to = std::get<WorkloadId>(e.edge.to);
    const std::vector<PodId>& all = cluster.workloads[to].pods;
    const std::vector<PodId>& seen = e.edge.toPods.empty() ? all : e.edge.toPods;
    const std::string service = outsideService(cluster, to, e.edge.protocol, e.edge.port);
    const bool isOwnNodeKnown = std::ranges::any_of(seen, [&](PodId p) { return cluster.pods[p].node == node; });
    if (isOwnNodeKnown || (service.empty() && mayRunOn(cluster, all, node)))
        e.settled = {EdgeOutcome::NotNeeded, "a node always reaches its own pods"};
    else if (!service.empty())
        e.isBehindTranslation = true;
    else
        e.settled = {EdgeOutcome::Unresolvable,
                     "the source is a node's address, behind which any client may be; no Service explains it"};
}

std::optional<EdgeResult> outcomeByEnds(const ProposalBasis& basis, const ObservedEdge& e) {
    const Cluster& cluster = basis.cluster();
    for (const EdgeEnd* end : {&e.from, &e.to})
        if (const auto* unknown = std::get_if<UnknownEnd>(end))
            return EdgeResult{EdgeOutcome::Unresolvable, unknown->name + " is not in the inventory"};
    const auto* from = std::get_if<WorkloadId>(&e.from);
    const auto* to = std::get_if<WorkloadId>(&e.to);
    const bool isFromIn = from != nullptr && basis.isInScope(*from);
    const bool isToIn = to != nullptr && basis.isInScope(*to);
    if (!isFromIn && !isToIn) return EdgeResult{EdgeOutcome::OutOfScope, {}};
    const bool isGoverned = (isFromIn && basis.groupOf(*from)) || (isToIn && basis.groupOf(*to));
    if (!isGoverned) return EdgeResult{EdgeOutcome::NotNeeded, "no policy governs hostNetwork pods"};
    if (from != nullptr && to != nullptr && *from == *to && cluster.workloads[*to].replicas < 2)
        return EdgeResult{EdgeOutcome::NotNeeded, "a pod always reaches itself"};
    if (e.port == 0) return EdgeResult{EdgeOutcome::Unresolvable, "the port is not known"};
    for (const EdgeEnd* end : {&e.from, &e.to}) {
        const bool isNode =
            std::holds_alternative<NodeId>(*end) ||
            (std::holds_alternative<WorkloadId>(*end) && isNodeLike(basis.before(), std::get<WorkloadId>(*end)));
        if (isNode && end == &e.to && blocksOf(basis.before(), *end).empty())
            return EdgeResult{EdgeOutcome::Unresolvable, "no address of " + displayName(cluster, *end) + " is known"};
        if (isNode && std::holds_alternative<WorkloadId>(*end) && blocksOf(basis.before(), *end).empty())
            return EdgeResult{EdgeOutcome::Unresolvable, "no address of " + displayName(cluster, *end) + " is known"};
    }
    return std::nullopt;
}

/// Whether pods of the workload in that class reach one another, other than themselves.
bool hasPairWithin(const Reachability& r, WorkloadId id, ClassId c) {
    std::uint32_t weight = 0;
    for (const PodId pod : r.cluster().workloads[id].pods)
        if (r.classes().classOf(pod) == c) weight += r.cluster().weight(pod);
    return weight > 1;
}

bool isOpenToAll(const Reachability& r, const std::vector<ClassId>& targets, Protocol protocol, std::uint16_t port) {
    return std::ranges::all_of(targets, [&](ClassId t) {
        return std::ranges::all_of(r.function(t, Direction::Ingress, Certainty::Must).runs(),
                                   [&](const auto& run) { return r.traffics()[run.traffic].contains(protocol, port); });
    });
}

} // namespace

EdgeResolver::EdgeResolver(const Cluster& cluster) : m_cluster(cluster) {
    for (std::size_t i = 0; i < cluster.services.size(); ++i) {
        const Service& service = cluster.services[ServiceId(i)];
        for (const IpAddress& a : service.addresses) m_services.emplace(a, ServiceId(i));
        std::set<WorkloadId> behind;
        for (const PodId pod : podsBehind(cluster, service)) behind.insert(cluster.pods[pod].workload);
        for (const WorkloadId w : behind) m_servicesOf[w].emplace_back(i);
    }
}

void EdgeResolver::translateAddress(EdgeEnd& end, ObservedEdge* edgeWithPort) const {
    const auto* cidr = std::get_if<Cidr>(&end);
    if (cidr == nullptr || !isSingleAddress(*cidr)) return;
    const IpAddress address = cidr->address();
    if (const auto it = m_services.find(address); it != m_services.end() && edgeWithPort != nullptr) {
        const Service& service = m_cluster.services[it->second];
        std::set<std::pair<WorkloadId, std::uint16_t>> targets;
        for (const ServicePort& p : service.ports)
            if (p.protocol == edgeWithPort->protocol && p.number == edgeWithPort->port)
                for (const PodTarget& t : podTargets(m_cluster, service, p))
                    targets.emplace(m_cluster.pods[t.pod].workload, t.port);
        if (targets.size() == 1) {
            edgeWithPort->port = targets.begin()->second;
            end = targets.begin()->first;
        } else {
            end = UnknownEnd{"what is behind Service " + std::string(m_cluster.text(service.name))};
        }
        return;
    }
    if (const auto pod = m_cluster.findPodByAddress(address); pod && !m_cluster.pods[*pod].isHostNetwork)
        end = m_cluster.pods[*pod].workload;
    else if (const auto node = m_cluster.findNodeByAddress(address))
        end = *node;
}

void EdgeResolver::translatePort(ObservedEdge& edge) const {
    const auto* to = std::get_if<WorkloadId>(&edge.to);
    if (to == nullptr || declares(m_cluster, *to, edge.protocol, edge.port)) return;
    const auto it = m_servicesOf.find(*to);
    if (it == m_servicesOf.end()) return;
    std::set<std::uint16_t> targets;
    for (const ServiceId id : it->second) {
        const Service& service = m_cluster.services[id];
        for (const ServicePort& p : service.ports)
            if (p.protocol == edge.protocol && p.number == edge.port && !service.isHeadless)
                for (const PodTarget& t : podTargets(m_cluster, service, p))
                    if (m_cluster.pods[t.pod].workload == *to) targets.insert(t.port);
    }
    if (targets.size() == 1) edge.port = *targets.begin();
}

ObservedEdge EdgeResolver::resolved(ObservedEdge edge) const {
    translateAddress(edge.from, nullptr);
    const bool wasWorkload = std::holds_alternative<WorkloadId>(edge.to);
    translateAddress(edge.to, &edge);
    if (wasWorkload) translatePort(edge);
    return edge;
}

std::vector<Cidr> blocksOf(const Reachability& reachability, const EdgeEnd& end) {
    const Cluster& cluster = reachability.cluster();
    std::vector<Cidr> out;
    if (const auto* cidr = std::get_if<Cidr>(&end)) out.push_back(*cidr);
    if (const auto* node = std::get_if<NodeId>(&end))
        for (const IpAddress& a : cluster.nodes[*node].addresses) out.push_back(single(a));
    if (const auto* w = std::get_if<WorkloadId>(&end); w != nullptr && isNodeLike(reachability, *w))
        for (const PodId pod : cluster.workloads[*w].pods) {
            for (const IpAddress& a : cluster.pods[pod].addresses) out.push_back(single(a));
            if (cluster.pods[pod].addresses.empty() && cluster.pods[pod].node)
                for (const IpAddress& a : cluster.nodes[*cluster.pods[pod].node].addresses) out.push_back(single(a));
        }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<ClassId> classesOf(const Reachability& reachability, const EdgeEnd& end) {
    if (const auto* w = std::get_if<WorkloadId>(&end)) return classesOf(reachability, *w);
    std::vector<ClassId> out;
    for (const Cidr& c : blocksOf(reachability, end))
        reachability.classes().atomsOf(AddressSet::of(c)).forEach([&](ClassId id) { out.push_back(id); });
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void settle(const ProposalBasis& basis, ResolvedEdge& e) {
    e.allowed.clear();
    e.possible.clear();
    e.isShutElsewhere = false;
    e.isBehindTranslation = false;
    e.settled = outcomeByEnds(basis, e.edge);
    if (e.settled) return;
    if (std::holds_alternative<NodeId>(e.edge.from) && std::holds_alternative<WorkloadId>(e.edge.to))
        settleNodeSource(basis, e);
    if (e.settled) return;
    const Reachability& r = basis.before();
    const auto* from = std::get_if<WorkloadId>(&e.edge.from);
    const auto* to = std::get_if<WorkloadId>(&e.edge.to);
    const bool isWithin = from != nullptr && to != nullptr && *from == *to;
    const std::vector<ClassId> targets = classesOf(r, e.edge.to);
    for (const ClassId s : classesOf(r, e.edge.from))
        for (const ClassId t : targets) {
            if (isWithin && s == t && !hasPairWithin(r, *from, s)) continue;
            const Verdict verdict = r.between(s, t).verdict(e.edge.protocol, e.edge.port);
            if (verdict == Verdict::Allow) e.allowed.emplace_back(s, t);
            if (verdict == Verdict::Uncertain) e.possible.emplace_back(s, t);
        }
    if (e.isBehindTranslation && !isOpenToAll(r, targets, e.edge.protocol, e.edge.port))
        e.settled = {EdgeOutcome::Unresolvable,
                     "clients hide behind node addresses, and the port is not open to everyone today"};
}

} // namespace portolan
