#include "core/policy/vocabulary.h"

#include <algorithm>

namespace portolan {
namespace {

std::uint64_t scoped(NamespaceId ns, Symbol key) {
    return std::uint64_t{ns.value} << 32U | key.value;
}

} // namespace

/// Shows the visitor every mention: requirement(ns or nullptr, requirement), portName(symbol), block(cidr).
template <typename Visitor>
void Vocabulary::visit(const NetworkPolicy& policy, Visitor& visitor) {
    for (const Requirement& r : policy.podSelector.requirements) visitor.requirement(&policy.ns, r);
    for (const Direction d : kDirections) {
        for (const PolicyRule& rule : policy.rules(d)) {
            for (const PolicyPort& port : rule.ports)
                if (port.isNamed()) visitor.portName(port.name);
            for (const PolicyPeer& peer : rule.peers) {
                const NamespaceId* scope = peer.namespaceSelector ? nullptr : &policy.ns;
                if (peer.podSelector)
                    for (const Requirement& r : peer.podSelector->requirements) visitor.requirement(scope, r);
                if (!peer.ipBlock) continue;
                visitor.block(peer.ipBlock->cidr);
                for (const Cidr& e : peer.ipBlock->except) visitor.block(e);
            }
        }
    }
}

template <typename Visitor>
void Vocabulary::visit(const AdminPeer& peer, const Cluster& cluster, Visitor& visitor) {
    switch (peer.kind) {
    case AdminPeer::Kind::Pods:
        if (peer.podSelector)
            for (const Requirement& r : peer.podSelector->requirements) visitor.requirement(nullptr, r);
        break;
    case AdminPeer::Kind::Nodes:
        visitor.nodes();
        for (const Node& node : cluster.nodes)
            for (const IpAddress& a : node.addresses)
                visitor.block(Cidr::of(a, a.family() == AddressFamily::V4 ? 32 : 128));
        break;
    case AdminPeer::Kind::Networks:
        visitor.networks();
        for (const Cidr& c : peer.networks) visitor.block(c);
        break;
    case AdminPeer::Kind::DomainNames:
    case AdminPeer::Kind::Nothing:
    case AdminPeer::Kind::Unreadable: break;
    }
}

template <typename Visitor>
void Vocabulary::visit(const AdminPolicy& policy, const Cluster& cluster, Visitor& visitor) {
    visit(policy.subject, cluster, visitor);
    for (const Direction d : kDirections)
        for (const AdminRule& rule : policy.rules(d)) {
            for (const AdminPeer& peer : rule.peers) visit(peer, cluster, visitor);
            for (const PolicyPort& port : rule.ports)
                if (port.isNamed()) visitor.portName(port.name);
        }
}

struct Vocabulary::Adder {
    Vocabulary& v;
    void requirement(const NamespaceId* ns, const Requirement& r) {
        Values& values = ns ? v.m_inNamespace[scoped(*ns, r.key)] : v.m_anywhere[r.key];
        values.insert(r.values.begin(), r.values.end());
    }
    void portName(Symbol name) { v.m_portNames.insert(name); }
    void networks() { v.m_hasNetworks = true; }
    void nodes() { v.m_hasNodes = true; }
    void block(const Cidr& cidr) {
        const AddressRange range = cidr.range();
        v.m_cuts.push_back(range.first);
        if (const auto after = range.last.next()) v.m_cuts.push_back(*after);
    }
};

struct Vocabulary::Checker {
    const Vocabulary& v;
    bool isCovered = true;
    void requirement(const NamespaceId* ns, const Requirement& r) {
        const auto global = v.m_anywhere.find(r.key);
        const Values* anywhere = global == v.m_anywhere.end() ? nullptr : &global->second;
        const Values* here = nullptr;
        if (ns) {
            const auto it = v.m_inNamespace.find(scoped(*ns, r.key));
            if (it != v.m_inNamespace.end()) here = &it->second;
        }
        isCovered = isCovered && (anywhere || here) && std::ranges::all_of(r.values, [&](Symbol value) {
                        return (anywhere && anywhere->contains(value)) || (here && here->contains(value));
                    });
    }
    void portName(Symbol name) { isCovered = isCovered && v.m_portNames.contains(name); }
    void networks() { isCovered = isCovered && v.m_hasNetworks; }
    void nodes() { isCovered = isCovered && v.m_hasNodes; }
    void block(const Cidr& cidr) {
        const AddressRange range = cidr.range();
        const auto isCut = [&](const IpAddress& a) {
            return a == IpAddress::lowest(a.family()) || std::ranges::binary_search(v.m_cuts, a);
        };
        const auto after = range.last.next();
        isCovered = isCovered && isCut(range.first) && (!after || isCut(*after));
    }
};

void Vocabulary::add(const NetworkPolicy& policy) {
    Adder adder{*this};
    visit(policy, adder);
}

void Vocabulary::add(const AdminPolicy& policy, const Cluster& cluster) {
    Adder adder{*this};
    visit(policy, cluster, adder);
}

void Vocabulary::finish() {
    std::erase_if(m_cuts, [](const IpAddress& a) { return a == IpAddress::lowest(a.family()); });
    std::ranges::sort(m_cuts);
    m_cuts.erase(std::unique(m_cuts.begin(), m_cuts.end()), m_cuts.end());
}

bool Vocabulary::covers(const NetworkPolicy& policy) const {
    Checker checker{*this};
    visit(policy, checker);
    return checker.isCovered;
}

bool Vocabulary::covers(const AdminPolicy& policy, const Cluster& cluster) const {
    Checker checker{*this};
    visit(policy, cluster, checker);
    return checker.isCovered;
}

Vocabulary::Mention Vocabulary::mention(NamespaceId ns, Symbol key, Symbol value) const {
    Mention best = Mention::None;
    const auto look = [&](const Values& values) {
        best = values.contains(value) ? Mention::Value : std::max(best, Mention::KeyOnly);
    };
    if (const auto it = m_anywhere.find(key); it != m_anywhere.end()) look(it->second);
    if (best == Mention::Value) return best;
    if (const auto it = m_inNamespace.find(scoped(ns, key)); it != m_inNamespace.end()) look(it->second);
    return best;
}

} // namespace portolan
