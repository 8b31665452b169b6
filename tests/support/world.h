#pragma once

#include "core/model/cluster_builder.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// A small cluster as plain text values, so that a test can write one down, take pieces out of it and build it again.
/// Holds what a verdict can depend on and nothing else.

namespace portolan::world {

using Labels = std::vector<std::pair<std::string, std::string>>;

struct Expression {
    std::string key;
    Requirement::Operator op = Requirement::Operator::In;
    std::vector<std::string> values;
};
using Selector = std::vector<Expression>; ///< empty: everything

struct Port {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t first = 0; ///< 0: no number
    std::uint16_t last = 0;  ///< endPort, or first
    std::string name;
};

struct Peer {
    std::optional<Selector> podSelector;
    std::optional<Selector> namespaceSelector;
    std::string cidr; ///< "" unless the peer is an ipBlock
    std::vector<std::string> except;
};

struct Rule {
    std::vector<Peer> peers; ///< empty: every peer
    std::vector<Port> ports; ///< empty: every port
};

struct Policy {
    std::string ns, name;
    Selector podSelector;
    bool isolatesIngress = true;
    bool isolatesEgress = false;
    std::vector<Rule> ingress;
    std::vector<Rule> egress;
};

struct ContainerPort {
    std::string name;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t number = 0;
};

struct Pod {
    std::string ns, name;
    Labels labels;
    std::vector<std::string> addresses;
    std::vector<ContainerPort> ports;
    std::string node;
    bool isHostNetwork = false;
    std::string controllerKind; ///< not empty: not a pod but the template of a controller of that kind
};

struct Namespace {
    std::string name;
    bool isDeclared = true;
    Labels labels;
};

struct Node {
    std::string name;
    std::vector<std::string> addresses;
};

struct World {
    std::vector<Namespace> namespaces;
    std::vector<Node> nodes;
    std::vector<Pod> pods;
    std::vector<Policy> policies;
    std::vector<std::string> unreadPoliciesIn; ///< a policy kind that is not read lives in these namespaces
};

/// The policy with its strings interned through the builder.
NetworkPolicy networkPolicy(const Policy& policy, ClusterBuilder& builder);
/// Gives everything the world holds to the builder.
void add(const World& world, ClusterBuilder& builder);
/// The cluster the world describes. Addresses and CIDRs must be well-formed.
std::shared_ptr<const Cluster> build(const World& world);
/// The world as YAML-like text for a person to read, one object after the other.
std::string text(const World& world);
std::string text(const Policy& policy);

} // namespace portolan::world
