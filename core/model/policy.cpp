#include "core/model/policy.h"

#include <algorithm>

namespace portolan {
namespace {

using Translate = std::function<Symbol(Symbol)>;

void translate(LabelSelector& selector, const Translate& translation) {
    for (Requirement& r : selector.requirements) {
        r.key = translation(r.key);
        for (Symbol& value : r.values) value = translation(value);
        std::ranges::sort(r.values);
    }
    std::ranges::sort(selector.requirements);
}

void translate(AdminPeer& peer, const Translate& translation) {
    translate(peer.namespaceSelector, translation);
    translate(peer.nodeSelector, translation);
    if (peer.podSelector) translate(*peer.podSelector, translation);
    if (!peer.related) return;
    for (Symbol& key : peer.related->keys) key = translation(key);
    std::ranges::sort(peer.related->keys);
}

} // namespace

std::string_view name(AdminKind kind) {
    switch (kind) {
    case AdminKind::AdminNetworkPolicy: return "AdminNetworkPolicy";
    case AdminKind::BaselineAdminNetworkPolicy: return "BaselineAdminNetworkPolicy";
    case AdminKind::ClusterNetworkPolicy: return "ClusterNetworkPolicy";
    }
    return {};
}

std::string_view shortName(AdminKind kind) {
    switch (kind) {
    case AdminKind::AdminNetworkPolicy: return "ANP";
    case AdminKind::BaselineAdminNetworkPolicy: return "BANP";
    case AdminKind::ClusterNetworkPolicy: return "CNP";
    }
    return {};
}

void translate(AdminPolicy& policy, const Translate& translation) {
    policy.name = translation(policy.name);
    translate(policy.subject, translation);
    for (const Direction d : kDirections)
        for (AdminRule& rule : policy.rules(d)) {
            for (AdminPeer& peer : rule.peers) translate(peer, translation);
            for (PolicyPort& port : rule.ports) port.name = translation(port.name);
        }
}

std::string_view name(Direction direction) {
    return direction == Direction::Ingress ? "ingress" : "egress";
}

AddressSet IpBlock::addresses() const {
    AddressSet out = AddressSet::of(cidr);
    for (const Cidr& e : except) out = out.minus(AddressSet::of(e));
    return out;
}

} // namespace portolan
