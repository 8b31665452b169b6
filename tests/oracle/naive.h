#pragma once

#include "core/model/cluster.h"

#include <optional>

/// A second evaluator, slow and plain: the rules of semantics sections 3 and 4 as loops, one question at a time, over
/// the cluster as it stands. It shares nothing with the engine but core/model and core/net, so that an error would have
/// to be made twice to stay hidden.

namespace portolan::naive {

enum class Truth : std::uint8_t { False, Unknown, True };

/// The knobs of semantics section 11 that a verdict for TCP, UDP and SCTP can depend on.
struct Knobs {
    Truth ipBlockMatchesPods = Truth::Unknown;
    Truth ipBlockMatchesNodes = Truth::Unknown;
    Truth networksMatchPods = Truth::True; ///< networks of admin policies, pods and hostNetwork pods alike
    bool isHostNetworkPodANode = true;
    Truth ingressFromOwnNodeIsFree = Truth::True; ///< allowed whatever the policies say (NP-6)
    Truth egressToOwnNodeIsFree = Truth::Unknown; ///< likewise (NP-7)
    bool unreadPoliciesCount = true;              ///< a policy of a kind that is not read may change verdicts
    bool isEnforced = true;                       ///< NP-14
    bool hasEndPort = true;                       ///< of NetworkPolicies (NP-T7)
    bool hasSctp = true;                          ///< in ports of rules of either sort (NP-T7)
};

/// A pod, or an address that is no pod's.
struct Endpoint {
    std::optional<PodId> pod;
    IpAddress address;
    std::optional<IpAddress> usedAddress{}; ///< the one of the pod's addresses that the flow has; else any (NP-I2)

    static Endpoint of(PodId id) { return {id, {}}; }
    static Endpoint of(PodId id, IpAddress used) { return {id, {}, used}; }
    static Endpoint of(IpAddress a) { return {std::nullopt, a}; }
};

class Evaluator {
  public:
    Evaluator(const Cluster& cluster, Knobs knobs) : m_cluster(cluster), m_knobs(knobs) {}

    /// Whether a new connection is allowed: by the source's egress and by the destination's ingress (NP-4).
    Truth allowed(const Endpoint& from, const Endpoint& to, Protocol protocol, std::uint16_t port) const;
    /// The same over every pair of addresses that some flow between the two can have: both of one family (M-2, NP-I2).
    /// True and False where all agree; nullopt where an address is not known or no family is common to both.
    std::optional<Truth> allowedByAddress(const Endpoint& from, const Endpoint& to, Protocol protocol,
                                          std::uint16_t port) const;
    /// One side of it: what the policies of the source (Egress) or the destination (Ingress) say.
    Truth allowedBySide(Direction side, const Endpoint& from, const Endpoint& to, Protocol protocol,
                        std::uint16_t port) const;

  private:
    struct Flow;
    /// What may come out of a stage.
    struct Outcomes {
        bool allow = false;
        bool deny = false;
        bool goOn = false; ///< Pass, or nothing matches
    };
    Truth byNetworkPolicies(Direction side, const Endpoint& peer, const Flow& flow, PodId pod, Truth& isCaptured) const;
    Outcomes tierOutcomes(AdminTier tier, Direction side, const Endpoint& peer, const Flow& flow, PodId pod) const;
    Truth adminRuleMatches(const AdminRule& rule, PodId subject, const Endpoint& peer, const Flow& flow) const;
    Truth adminPeerMatches(const AdminPeer& peer, PodId subject, const Endpoint& e) const;
    Truth podsMatch(const AdminPeer& peer, PodId subject, const Endpoint& e) const;
    Truth nodesMatch(const LabelSelector& selector, const Endpoint& e) const;
    Truth networksMatch(const std::vector<Cidr>& networks, const Endpoint& e) const;
    Truth isRelated(const NamespaceRelation& relation, NamespaceId subject, NamespaceId peer) const;
    /// Where a pod can be, seen from a rule: the flow's address, or all it has.
    std::vector<IpAddress> addressesOf(const Endpoint& e) const;
    bool isNodeLike(const Endpoint& e) const;
    Truth isOnSameNode(const Endpoint& host, PodId pod) const;
    std::optional<NodeId> nodeOf(const Endpoint& host) const;
    Truth isTouchedByUnreadPolicy(PodId pod) const;
    Truth captures(const NetworkPolicy& policy, PodId pod) const;
    Truth ruleMatches(const NetworkPolicy& policy, const PolicyRule& rule, const Endpoint& peer,
                      const Flow& flow) const;
    /// What holds for an end whatever address it uses: with several, a rule may match for each by another peer (NP-I2).
    template <typename Matches>
    Truth forEveryAddress(const Endpoint& e, const Matches& matches) const {
        const std::vector<IpAddress> addresses = e.pod ? addressesOf(e) : std::vector<IpAddress>();
        if (addresses.size() < 2) return matches(e);
        const Truth first = matches(Endpoint::of(*e.pod, addresses.front()));
        for (const IpAddress& a : addresses)
            if (matches(Endpoint::of(*e.pod, a)) != first) return Truth::Unknown;
        return first;
    }
    Truth peerMatches(const NetworkPolicy& policy, const PolicyPeer& peer, const Endpoint& e) const;
    Truth blockMatches(const IpBlock& block, const Endpoint& e) const;
    bool portMatches(const PolicyPort& port, const Flow& flow) const;
    Truth podSelectorMatches(const LabelSelector& selector, PodId pod) const;
    Truth namespaceSelectorMatches(const LabelSelector& selector, NamespaceId ns) const;

    const Cluster& m_cluster;
    Knobs m_knobs;
};

} // namespace portolan::naive
