#pragma once

#include "core/base/run_control.h"
#include "core/policy/program.h"
#include "core/reach/ordered_policies.h"
#include "core/reach/pair_function.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <variant>
#include <vector>

/// Who may reach whom, on which ports: the one evaluator that everything else asks (semantics sections 3 and 9).
///
/// Takes a Cluster and a Profile (and, for a draft, edits of policies); gives for every ordered pair of endpoints the
/// traffic that is certainly allowed (must) and the traffic that is allowed if the missing facts say so (may), and the
/// reasons. Speaks of new connections over TCP, UDP and SCTP after Service translation (M-3). Admin policies come
/// before and after the NetworkPolicies (semantics section 4); their part is kept apart (OrderedPolicies) and put
/// together with the rest where it is asked for. Costs: create() is linear in labels plus what the rules say; between()
/// is two binary searches; edited() touches what the edited policies select. Immutable after creation; every const
/// function is thread-safe.

namespace portolan {

enum class Certainty : std::uint8_t { Must, May };
enum class Verdict : std::uint8_t { Deny, Uncertain, Allow };
/// "allow", "deny" or "uncertain".
std::string_view name(Verdict verdict);

/// A pod or an address outside the pods.
using Endpoint = std::variant<PodId, IpAddress>;

/// Must: allowed for certain, whichever addresses two ends use (NP-I2). May: over some, or if missing facts say so.
struct PairTraffic {
    TrafficSet must;
    TrafficSet may;

    bool isCertain() const { return must == may; }
    Verdict verdict(Protocol protocol, std::uint16_t port) const;
    bool operator==(const PairTraffic&) const = default;
};

/// Puts `policy` or `adminPolicy` in the place of the policy `id`, which is of that sort: no id adds it, no policy
/// removes it.
struct PolicyEdit {
    std::optional<PolicyId> id;
    std::shared_ptr<const NetworkPolicy> policy;
    std::shared_ptr<const AdminPolicy> adminPolicy{};

    bool isAdmin() const { return adminPolicy || (id && isAdminPolicy(*id)); }
};

/// A policy that captures an endpoint class in some direction, for certain (Yes) or perhaps (Unknown).
struct Capture {
    PolicyId policy;
    Ternary certainty = Ternary::Yes;
    auto operator<=>(const Capture&) const = default;
};

class Reachability {
  public:
    /// Evaluates the cluster. `alsoMentioned` are policies that later edits will bring in: classes are made fine
    /// enough for them, so that edited() need not start anew. Fails only with Cancelled.
    static Result<std::shared_ptr<const Reachability>> create(std::shared_ptr<const Cluster> cluster,
                                                              const Profile& profile, const RunControl& control,
                                                              std::span<const NetworkPolicy> alsoMentioned = {});
    /// The same cluster with edited policies. Evaluates only the endpoints that an edited policy selects or selected;
    /// where a new policy mentions a label or block that no policy mentioned before, everything.
    Result<std::shared_ptr<const Reachability>> edited(std::span<const PolicyEdit> edits,
                                                       const RunControl& control) const;

    const Cluster& cluster() const { return *m_cluster; }
    const std::shared_ptr<const Cluster>& clusterPtr() const { return m_cluster; }
    const Profile& profile() const { return m_profile; }
    const EndpointClasses& classes() const { return *m_classes; }
    const TrafficTable& traffics() const { return m_traffics; }

    /// Number of ids of NetworkPolicies in use or once used; a removed policy leaves its id empty.
    std::size_t policyCount() const { return m_policies.size(); }
    /// The NetworkPolicy with that id; nullptr where it was removed by an edit, and for an admin policy's id. Ids below
    /// the cluster's policy count are the cluster's.
    const NetworkPolicy* policy(PolicyId id) const {
        return isAdminPolicy(id) ? nullptr : m_policies[id.index()].get();
    }
    /// The same of admin policies, whose ids are adminPolicyId(0) and up.
    std::size_t adminPolicyCount() const { return m_adminPolicies.size(); }
    const AdminPolicy* adminPolicy(PolicyId id) const {
        return isAdminPolicy(id) ? m_adminPolicies[adminPolicyIndex(id)].get() : nullptr;
    }
    /// A policy of any kind; nullptr where it was removed.
    const CompiledPolicy* compiled(PolicyId id) const {
        return isAdminPolicy(id) ? m_adminCompiled[adminPolicyIndex(id)].get() : m_compiled[id.index()].get();
    }

    /// What passes from one endpoint to another. A pod reaches itself always (NP-11); traffic between a pod and its
    /// own node follows the profile (NP-6, NP-7).
    PairTraffic between(const Endpoint& from, const Endpoint& to) const;
    /// What passes between different endpoints of two classes, own-node traffic left to the profile's general rule.
    PairTraffic between(ClassId from, ClassId to) const;
    Verdict verdict(const Endpoint& from, const Endpoint& to, Protocol protocol, std::uint16_t port) const;

    /// Whether policies can keep traffic from or to the class in that direction: NetworkPolicies isolate it (NP-2), or
    /// a rule of an admin policy that denies governs it. Addresses and node-like pods are never restricted.
    Ternary isolation(ClassId id, Direction direction) const;
    /// Isolation by NetworkPolicies alone.
    Ternary networkPolicyIsolation(ClassId id, Direction direction) const;
    /// NetworkPolicies that capture the class, ascending by id.
    std::span<const Capture> captures(ClassId id, Direction direction) const;
    /// Admin policies with rules for that direction that govern the class, in the order of evaluation.
    std::vector<Capture> adminCaptures(ClassId id, Direction direction) const;
    /// What the class lets through, by the class of the other end. Where admin policies govern the class, the function
    /// is put together when it is first asked for, and kept.
    const PairFunction& function(ClassId id, Direction direction, Certainty certainty) const;
    /// Equal numbers mean equal functions.
    std::uint32_t functionId(ClassId id, Direction direction, Certainty certainty) const;
    /// Whether another version, which shares the classes, has the same function.
    bool hasSameFunction(const Reachability& other, ClassId id, Direction direction, Certainty certainty) const;
    /// The same as function().at(peer), without putting the function together.
    TrafficId trafficAt(ClassId subject, ClassId peer, Direction direction, Certainty certainty) const;
    /// What trafficAt() is put together from, for those who combine many pairs at once.
    struct Parts {
        bool isPlain = true;             ///< admin policies have no part in it: the function of that id is all
        std::uint32_t subjectKey = 0;    ///< of ordered()
        Ternary isolation = Ternary::No; ///< by NetworkPolicies
        std::uint32_t functionId = 0;    ///< for part(): what their rules let through
    };
    Parts parts(ClassId id, Direction direction, Certainty certainty) const;
    const PairFunction& part(std::uint32_t functionId) const { return *m_functions[functionId]; }
    /// nullptr where no admin policy exists.
    const OrderedPolicies* ordered() const { return m_ordered.get(); }

    ClassId classOf(const Endpoint& endpoint) const;
    /// The atoms that stand for public addresses of the families the cluster uses: what "internet" means.
    std::vector<ClassId> internet() const;
    /// True where a policy kind that is not read may apply to the namespace.
    bool isTouchedByUnreadPolicy(NamespaceId ns) const { return m_unreadTouched[ns.index()]; }

  private:
    friend class FunctionBuilder;
    Reachability() = default;
    bool build(const RunControl& control);
    void orderPolicies();
    void compose(ClassId id, Direction direction);
    bool isPoliced(ClassId id) const { return !m_classes->isAddress(id) && !m_classes->isNodeLike(id); }
    std::shared_ptr<const PairFunction> composed(ClassId id, Direction direction, Certainty certainty) const;
    std::optional<NodeId> nodeOf(const Endpoint& endpoint) const;
    void applyOwnNode(Profile::OwnNode knob, const Endpoint& node, const Endpoint& pod, PairTraffic& direction) const;
    PairTraffic byRules(ClassId subject, ClassId peer, Direction direction) const;
    PairTraffic withOrdered(ClassId subject, ClassId peer, Direction direction, PairTraffic byRules) const;
    PairTraffic withNodePeer(ClassId subject, PairTraffic traffic, Direction direction) const;

    struct CaptureIndex {
        std::vector<std::uint32_t> offsets;
        std::vector<Capture> items;
    };
    using FunctionIds = std::vector<std::uint32_t>; // by class

    std::shared_ptr<const Cluster> m_cluster;
    Profile m_profile;
    std::shared_ptr<const EndpointClasses> m_classes;
    struct Selectors; // one writer at a time: edits of one family of versions share it
    std::shared_ptr<Selectors> m_selectors;
    std::vector<std::shared_ptr<const NetworkPolicy>> m_policies;
    std::vector<std::shared_ptr<const CompiledPolicy>> m_compiled;
    std::vector<std::shared_ptr<const AdminPolicy>> m_adminPolicies;
    std::vector<std::shared_ptr<const CompiledPolicy>> m_adminCompiled;
    std::shared_ptr<const OrderedPolicies> m_ordered;
    std::array<std::shared_ptr<const CaptureIndex>, 2> m_captures;
    std::array<std::unordered_map<std::uint32_t, std::vector<Capture>>, 2> m_editedCaptures; // by class
    TrafficTable m_traffics;
    std::vector<std::shared_ptr<const PairFunction>> m_functions;
    std::array<std::array<FunctionIds, 2>, 2> m_functionOf; // [direction][certainty][class], by NetworkPolicies
    struct Compositions; // functions with admin policies in them; shared by versions with the same admin policies
    std::shared_ptr<Compositions> m_compositions;
    std::array<FunctionIds, 2> m_compositionOf; // [direction][class]
    std::vector<bool> m_unreadTouched;          // by namespace
};

} // namespace portolan
