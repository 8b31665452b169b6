#include "core/propose/needs.h"

#include "core/base/text.h"
#include "core/ledger/workload_selector.h"
#include "core/model/selector_text.h"
#include "core/propose/address_blocks.h"
#include "core/propose/resolve.h"
#include "core/reach/workload_view.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

/// Addresses are listed one by one in comments up to this many.
constexpr std::size_t kListedAddresses = 4;

/// Where DNS pods stand in most clusters.
PolicyPeer usualDnsPeer(const Cluster& cluster) {
    const auto equals = [&](std::string_view key, std::string_view value) {
        const Symbols& symbols = cluster.symbols;
        return LabelSelector{{{symbols.internLate(key), Requirement::Operator::In, {symbols.internLate(value)}}}, {}};
    };
    PolicyPeer out;
    out.namespaceSelector = equals(kMetadataName, "kube-system");
    out.podSelector = equals("k8s-app", "kube-dns");
    return out;
}

/// Whether no address of some pod is known, its node's included.
bool hasUnknownAddress(const Cluster& cluster, WorkloadId id) {
    return std::ranges::any_of(cluster.workloads[id].pods, [&](PodId p) {
        const Pod& pod = cluster.pods[p];
        return pod.addresses.empty() && (!pod.node || cluster.nodes[*pod.node].addresses.empty());
    });
}

} // namespace

std::vector<PortKey> portKeys(const TrafficSet& traffic) {
    std::vector<PortKey> out;
    for (const Protocol p : kProtocols)
        for (const PortRange& range : traffic.ports(p).ranges())
            for (std::uint32_t port = range.first; port <= range.last; ++port)
                out.push_back(PortKey::of(p, static_cast<std::uint16_t>(port)));
    return out;
}

PortKey PortKey::of(Protocol protocol, std::uint16_t port) {
    const int order = protocol == Protocol::Tcp ? 0 : protocol == Protocol::Udp ? 1 : 2;
    return {order, protocol, port};
}

NeedCollector::NeedCollector(const ProposalBasis& basis) : m_basis(basis) {
    for (const Direction d : kDirections) {
        m_needs[static_cast<std::size_t>(d)].resize(basis.groups().size());
        m_outside[static_cast<std::size_t>(d)].resize(basis.groups().size());
    }
    for (std::size_t g = 0; g < basis.groups().size(); ++g) addDns(g);
}

std::string NeedCollector::evidenceOf(std::uint32_t edge) const {
    return evidenceText(m_basis.edges()[edge].edge, m_basis.options().windowDays);
}

/// Peers of the subject's own namespace need no namespaceSelector (semantics NP-P1).
PolicyPeer NeedCollector::peerFor(NamespaceId subject, NamespaceId ns, LabelSelector selector) const {
    PolicyPeer out;
    const Cluster& cluster = m_basis.cluster();
    if (ns != subject) {
        const Symbol key = cluster.symbols.internLate(kMetadataName);
        out.namespaceSelector.emplace();
        out.namespaceSelector->requirements.push_back({key, Requirement::Operator::In, {cluster.namespaces[ns].name}});
    }
    out.podSelector = std::move(selector);
    return out;
}

void NeedCollector::add(std::uint32_t edge) {
    const ResolvedEdge& e = m_basis.edges()[edge];
    for (const Direction d : kDirections) {
        const EdgeEnd& subject = d == Direction::Ingress ? e.edge.to : e.edge.from;
        const EdgeEnd& other = d == Direction::Ingress ? e.edge.from : e.edge.to;
        const auto* id = std::get_if<WorkloadId>(&subject);
        if (id == nullptr || !m_basis.groupOf(*id) || !m_basis.options().directions.contains(d)) continue;
        const std::size_t group = *m_basis.groupOf(*id);
        const PortKey port = PortKey::of(e.edge.protocol, e.edge.port);
        const auto* peer = std::get_if<WorkloadId>(&other);
        if (d == Direction::Ingress && e.isBehindTranslation)
            addAnyone(group, d, port, "clients behind node addresses: " + evidenceOf(edge), edge);
        else if (peer != nullptr && !isNodeLike(m_basis.before(), *peer))
            addPods(group, d, *peer, edge);
        else
            m_outside[static_cast<std::size_t>(d)][group][port].push_back(edge);
    }
}

/// Today's policies may let only some pods of a workload through; then only these are named.
void NeedCollector::addPods(std::size_t group, Direction direction, WorkloadId other, std::uint32_t edge) {
    const Cluster& cluster = m_basis.cluster();
    const ResolvedEdge& e = m_basis.edges()[edge];
    const Reachability& r = m_basis.before();
    std::set<ClassId> passing;
    for (const auto* pairs : {&e.allowed, &e.possible})
        for (const auto& [s, t] : *pairs) passing.insert(direction == Direction::Ingress ? s : t);
    std::vector<PodId> pods = cluster.workloads[other].pods;
    if (!passing.empty()) std::erase_if(pods, [&](PodId p) { return !passing.contains(r.classes().classOf(p)); });
    const bool isWhole = pods.size() == cluster.workloads[other].pods.size();
    StableSelector found = isWhole ? m_basis.selectorOf(other) : stableSelector(cluster, pods);
    std::erase(found.alsoSelected, other);
    if (!found.isExact()) m_indistinct[other] = found.alsoSelected;
    const SubjectGroup& subject = m_basis.groups()[group];
    PolicyPeer peer = peerFor(subject.ns, cluster.workloads[other].ns, std::move(found.selector));
    const PortKey port = PortKey::of(e.edge.protocol, e.edge.port);
    const bool isDns = direction == Direction::Egress && isNameLookup(other, port);
    const std::string order = orderOf(subject, other, *peer.podSelector, isDns ? " dns" : "");
    PeerNeed& need = m_needs[static_cast<std::size_t>(direction)][group][order];
    need.peer = std::move(peer);
    need.isDns = isDns;
    need.ports.insert(port);
    need.evidence[port].push_back(cluster.displayName(other) + ": " + evidenceOf(edge));
    need.edges.insert(edge);
}

std::string NeedCollector::orderOf(const SubjectGroup& subject, WorkloadId other, const LabelSelector& selector,
                                   std::string_view suffix) const {
    const Cluster& cluster = m_basis.cluster();
    const NamespaceId ns = cluster.workloads[other].ns;
    return std::string("1 ") + (ns == subject.ns ? "0 " : "1 ") +
           std::string(cluster.text(cluster.namespaces[ns].name)) + ' ' + selectorText(cluster, selector) +
           std::string(suffix);
}

bool NeedCollector::isNameLookup(WorkloadId server, const PortKey& port) const {
    return std::ranges::binary_search(m_basis.dns().workloads, server) &&
           m_basis.dns().traffic.contains(port.protocol, port.port);
}

void NeedCollector::addAnyone(std::size_t group, Direction direction, const PortKey& port, std::string evidence,
                              std::uint32_t edge) {
    PeerNeed& need = m_needs[static_cast<std::size_t>(direction)][group]["0"];
    need.ports.insert(port);
    need.edges.insert(edge);
    need.evidence[port].push_back(std::move(evidence));
}

void NeedCollector::addNamesOfAnyone(std::size_t group, Direction direction, const std::string& reason) {
    PeerNeed& need = m_needs[static_cast<std::size_t>(direction)][group]["0"];
    for (const PortKey& port : portKeys(m_basis.dns().traffic)) need.ports.insert(port);
    need.reasons.insert(reason);
}

void NeedCollector::addDns(std::size_t group) {
    const DnsService& dns = m_basis.dns();
    const Cluster& cluster = m_basis.cluster();
    const SubjectGroup& subject = m_basis.groups()[group];
    const std::vector<PortKey> ports = portKeys(dns.traffic);
    const auto isServer = [&](WorkloadId w) { return std::ranges::binary_search(dns.workloads, w); };
    if (std::ranges::any_of(subject.workloads, isServer) && m_basis.options().directions.contains(Direction::Ingress))
        addNamesOfAnyone(group, Direction::Ingress, "name lookups of every pod and node");
    if (!m_basis.options().directions.contains(Direction::Egress)) return;
    PeerNeeds& needs = m_needs[static_cast<std::size_t>(Direction::Egress)][group];
    const auto add = [&](PolicyPeer peer, const std::string& order, const std::string& evidence) {
        PeerNeed& need = needs[order];
        need.peer = std::move(peer);
        need.isDns = true;
        need.reasons.insert(evidence);
        need.ports.insert(ports.begin(), ports.end());
    };
    for (const WorkloadId w : dns.workloads) {
        const Workload& server = cluster.workloads[w];
        if (isNodeLike(m_basis.before(), w)) {
            if (hasUnknownAddress(cluster, w))
                addNamesOfAnyone(group, Direction::Egress,
                                 "name lookups (where " + cluster.displayName(w) +
                                     " answers on the host network is not known)");
            for (const Cidr& c : blocksOf(m_basis.before(), EdgeEnd(w))) {
                PolicyPeer peer;
                peer.ipBlock = IpBlock{c, {}};
                add(std::move(peer), "2 " + c.text(), "name lookups");
            }
            continue;
        }
        PolicyPeer peer = peerFor(subject.ns, server.ns, m_basis.selectorOf(w).selector);
        const std::string order = orderOf(subject, w, *peer.podSelector, " dns");
        add(std::move(peer), order, "name lookups");
    }
    if (dns.workloads.empty() && dns.nodeLocal.empty())
        add(usualDnsPeer(cluster), "1 1 kube-system k8s-app=kube-dns",
            "name lookups (the usual labels; not in the inventory)");
    for (const Cidr& c : dns.nodeLocal) {
        PolicyPeer peer;
        peer.ipBlock = IpBlock{c, {}};
        add(std::move(peer), "2 " + c.text(), "name lookups at the node-local cache");
    }
}

void NeedCollector::finish() {
    for (const Direction d : kDirections) {
        for (std::size_t g = 0; g < m_basis.groups().size(); ++g) {
            for (const auto& [port, edges] : m_outside[static_cast<std::size_t>(d)][g])
                settleOutside(g, d, port, edges);
            PeerNeeds& needs = m_needs[static_cast<std::size_t>(d)][g];
            const auto anyone = needs.find("0");
            if (anyone == needs.end()) continue;
            for (auto& [order, need] : needs)
                if (order != "0" && !need.isDns)
                    for (const PortKey& port : anyone->second.ports)
                        if (need.ports.erase(port) > 0) {
                            for (std::string& line : need.evidence[port])
                                anyone->second.evidence[port].push_back(std::move(line));
                            need.evidence.erase(port);
                            anyone->second.edges.insert(need.edges.begin(), need.edges.end());
                        }
            std::erase_if(needs, [](const auto& item) { return item.second.ports.empty(); });
        }
    }
}

bool NeedCollector::isOpenToday(std::size_t group, Direction direction, const PortKey& port,
                                const AddressSet& to) const {
    const Reachability& r = m_basis.before();
    const ClassSet atoms = r.classes().atomsOf(to);
    bool isOpen = true;
    for (const WorkloadId w : m_basis.groups()[group].workloads)
        for (const ClassId c : classesOf(r, w))
            atoms.forEach([&](ClassId atom) {
                const PairTraffic traffic = direction == Direction::Egress ? r.between(c, atom) : r.between(atom, c);
                isOpen = isOpen && traffic.must.contains(port.protocol, port.port);
            });
    return isOpen;
}

void NeedCollector::addBlock(std::size_t group, Direction direction, const IpBlock& block, const PortKey& port,
                             std::string evidence, const std::vector<std::uint32_t>& edges) {
    PeerNeed& need = m_needs[static_cast<std::size_t>(direction)][group]
                            ["2 " + block.cidr.text() + (block.except.empty() ? "" : " except")];
    if (!need.peer) {
        need.peer.emplace();
        need.peer->ipBlock = block;
    }
    need.ports.insert(port);
    if (!evidence.empty()) need.evidence[port].push_back(std::move(evidence));
    need.edges.insert(edges.begin(), edges.end());
}

void NeedCollector::settleOutside(std::size_t group, Direction direction, const PortKey& port,
                                  const std::vector<std::uint32_t>& edges) {
    const AddressSet privates = privateAddresses();
    std::map<AddressFamily, std::vector<Cidr>> publicBlocks;
    std::vector<Cidr> otherBlocks;
    std::map<Cidr, std::vector<std::uint32_t>> edgesOf;
    for (const std::uint32_t e : edges) {
        const ObservedEdge& edge = m_basis.edges()[e].edge;
        for (const Cidr& c : blocksOf(m_basis.before(), direction == Direction::Ingress ? edge.from : edge.to)) {
            const bool isPublic = AddressSet::of(c).intersected(privates).isEmpty();
            (isPublic ? publicBlocks[c.family()] : otherBlocks).push_back(c);
            edgesOf[c].push_back(e);
        }
    }
    const auto addExact = [&](const std::vector<Cidr>& blocks) {
        for (const Cidr& block : exactBlocks(addressesOf(blocks))) {
            std::vector<std::uint32_t> covered;
            std::uint64_t connections = 0;
            for (const auto& [c, list] : edgesOf)
                if (block.contains(c.address())) covered.insert(covered.end(), list.begin(), list.end());
            for (const std::uint32_t e : covered) connections += m_basis.edges()[e].edge.passed;
            const bool isListed = covered.size() <= kListedAddresses;
            if (isListed)
                for (const std::uint32_t e : covered) {
                    const ObservedEdge& edge = m_basis.edges()[e].edge;
                    const EdgeEnd& other = direction == Direction::Ingress ? edge.from : edge.to;
                    addBlock(group, direction, {block, {}}, port,
                             displayName(m_basis.cluster(), other) + ": " + evidenceOf(e), covered);
                }
            else
                addBlock(group, direction, {block, {}}, port,
                         block.text() + ": " + countText(connections) + " connections of " + countText(covered.size()) +
                             " addresses",
                         covered);
        }
    };
    addExact(otherBlocks);
    for (const auto& [family, blocks] : publicBlocks) {
        const IpBlock internet = internetBlock(family);
        const bool isWide = exactBlocks(addressesOf(blocks)).size() > m_basis.options().maxBlocks &&
                            isOpenToday(group, direction, port, internet.addresses());
        if (!isWide) {
            addExact(blocks);
            continue;
        }
        std::vector<std::uint32_t> covered;
        std::uint64_t connections = 0;
        for (const Cidr& c : blocks) covered.insert(covered.end(), edgesOf[c].begin(), edgesOf[c].end());
        for (const std::uint32_t e : covered) connections += m_basis.edges()[e].edge.passed;
        addBlock(group, direction, internet, port,
                 countText(connections) + " connections with " + countText(blocks.size()) +
                     " public addresses; every public address is admitted",
                 covered);
        m_remarks.push_back(m_basis.cluster().displayName(m_basis.groups()[group].workloads.front()) + " " +
                            std::string(portolan::name(direction)) + ' ' + std::string(portolan::name(port.protocol)) +
                            ' ' + std::to_string(port.port) + ": " + countText(blocks.size()) +
                            " public addresses were seen, more than rules can list; the rule admits every public one");
    }
}

} // namespace portolan
