#pragma once

#include "core/model/cluster.h"

#include <span>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace portolan {

/// What the selectors, ports and blocks of a set of policies mention: the only properties of an endpoint that any of
/// these policies can see. Endpoints that agree on all of it are one class (engine.md 1.2, "relevance projection").
class Vocabulary {
  public:
    /// Collects the mentions of one policy, inert directions included, so that enabling them needs no new classes.
    void add(const NetworkPolicy& policy);
    /// Likewise, and the addresses of all nodes where a peer selects nodes.
    void add(const AdminPolicy& policy, const Cluster& cluster);
    /// Sorts and removes duplicates; call once after the last add().
    void finish();
    /// True if classes made for this vocabulary can tell apart everything that the policy mentions.
    bool covers(const NetworkPolicy& policy) const;
    bool covers(const AdminPolicy& policy, const Cluster& cluster) const;

    enum class Mention { None, KeyOnly, Value };
    /// How the policies can see a pod's label key=value in that namespace.
    Mention mention(NamespaceId ns, Symbol key, Symbol value) const;
    bool mentionsPortName(Symbol name) const { return m_portNames.contains(name); }
    /// Networks or nodes of admin policies are compared with pods.
    bool hasNetworks() const { return m_hasNetworks; }
    bool hasNodes() const { return m_hasNodes; }
    /// The first addresses of all atoms but the first of each family, ascending: where some block begins or ends.
    const std::vector<IpAddress>& addressCuts() const { return m_cuts; }

  private:
    using Values = std::unordered_set<Symbol>;
    struct ScopedKeyHash {
        std::size_t operator()(std::uint64_t k) const noexcept {
            return static_cast<std::size_t>(k * 0x9e3779b97f4a7c15ULL);
        }
    };
    template <typename Visitor>
    static void visit(const NetworkPolicy& policy, Visitor& visitor);
    template <typename Visitor>
    static void visit(const AdminPeer& peer, const Cluster& cluster, Visitor& visitor);
    template <typename Visitor>
    static void visit(const AdminPolicy& policy, const Cluster& cluster, Visitor& visitor);
    struct Adder;
    struct Checker;

    std::unordered_map<Symbol, Values> m_anywhere;                          // key -> values
    std::unordered_map<std::uint64_t, Values, ScopedKeyHash> m_inNamespace; // ns << 32 | key -> values
    std::unordered_set<Symbol> m_portNames;
    std::vector<IpAddress> m_cuts;
    bool m_hasNetworks = false;
    bool m_hasNodes = false;
};

} // namespace portolan
