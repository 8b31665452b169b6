#pragma once

#include "tests/oracle/random_world.h"

#include <functional>
#include <memory>

namespace portolan::world {

/// Plain values for admin policies, as world.h has them for NetworkPolicies.
struct AdminPeer {
    portolan::AdminPeer::Kind kind = portolan::AdminPeer::Kind::Pods;
    Selector selector; ///< of namespaces, or of nodes
    std::optional<Selector> podSelector;
    std::vector<std::string> sameLabels; ///< instead of `selector`
    std::vector<std::string> notSameLabels;
    bool isRelated = false;
    std::vector<std::string> networks;
};

struct AdminRule {
    Action action = Action::Allow;
    std::vector<AdminPeer> peers;
    bool isEveryPort = true;
    std::vector<Port> ports;
};

struct AdminPolicy {
    AdminKind kind = AdminKind::AdminNetworkPolicy;
    AdminTier tier = AdminTier::Admin;
    std::uint16_t priority = 0;
    std::string name;
    AdminPeer subject;
    std::vector<AdminRule> ingress;
    std::vector<AdminRule> egress;
};

/// A world with admin policies over it. The nodes of the world get the labels.
struct AdminWorld {
    World base;
    std::vector<Labels> nodeLabels; ///< by place in base.nodes; may be shorter
    std::vector<AdminPolicy> policies;
};

portolan::AdminPolicy adminPolicy(const AdminPolicy& policy, ClusterBuilder& builder);
void add(const AdminWorld& world, ClusterBuilder& builder);
std::shared_ptr<const Cluster> build(const AdminWorld& world);
std::string text(const AdminWorld& world);

/// A world whose admin policies reach into the corners of semantics section 4: equal priorities, Pass, both tiers and
/// generations, every kind of peer, named ports, ranges.
AdminWorld randomAdminWorld(RandomWorld& random);
AdminPolicy randomAdminPolicy(RandomWorld& random, const std::string& name);

/// As shrunk() of a World.
AdminWorld shrunk(AdminWorld world, const std::function<bool(const AdminWorld&)>& isFailing);

} // namespace portolan::world
