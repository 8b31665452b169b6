#include "tests/oracle/random_world.h"
#include "tests/oracle/thin.h"

namespace portolan::world {
namespace {

/// Tries to take single elements out of the lists of a world, keeping every removal after which it still fails.
class Shrinker {
  public:
    Shrinker(World world, const std::function<bool(const World&)>& isFailing)
        : m_world(std::move(world)), m_isFailing(isFailing) {}

    World run() {
        do {
            m_hasShrunk = false;
            thin(m_world.policies);
            thin(m_world.pods);
            thin(m_world.nodes);
            thin(m_world.unreadPoliciesIn);
            thin(m_world.namespaces);
            for (Policy& p : m_world.policies) shrinkPolicy(p);
            for (Pod& p : m_world.pods) {
                thin(p.labels);
                thin(p.addresses);
                thin(p.ports);
                attempt(p.node, std::string());
                attempt(p.isHostNetwork, false);
            }
            for (Namespace& ns : m_world.namespaces) thin(ns.labels);
        } while (m_hasShrunk);
        return std::move(m_world);
    }

  private:
    template <typename T>
    void thin(std::vector<T>& items) {
        if (thinOut(items, [&] { return m_isFailing(m_world); })) m_hasShrunk = true;
    }

    template <typename T>
    void attempt(T& place, T simpler) {
        if (place == simpler) return;
        std::swap(place, simpler);
        if (m_isFailing(m_world))
            m_hasShrunk = true;
        else
            std::swap(place, simpler);
    }

    void shrinkPolicy(Policy& policy) {
        thin(policy.podSelector);
        attempt(policy.isolatesIngress, false);
        attempt(policy.isolatesEgress, false);
        for (std::vector<Rule>* rules : {&policy.ingress, &policy.egress}) {
            thin(*rules);
            for (Rule& rule : *rules) {
                thin(rule.peers);
                thin(rule.ports);
                for (Peer& peer : rule.peers) {
                    if (peer.podSelector) thin(*peer.podSelector);
                    if (peer.namespaceSelector) thin(*peer.namespaceSelector);
                    thin(peer.except);
                }
            }
        }
    }

    World m_world;
    const std::function<bool(const World&)>& m_isFailing;
    bool m_hasShrunk = false;
};

} // namespace

World shrunk(World world, const std::function<bool(const World&)>& isFailing) {
    return Shrinker(std::move(world), isFailing).run();
}

} // namespace portolan::world
