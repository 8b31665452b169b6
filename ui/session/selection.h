#pragma once

#include "core/analysis/analysis.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

/// What is selected, by identities that a newer analysis of the same cluster still understands. A class id or the place
/// in a list is never one. resolve() gives nothing where the analysis at hand does not have the object.

namespace portolan {

/// "harbor:shop/web[Deployment]".
struct WorkloadKey {
    std::string identity;
    auto operator<=>(const WorkloadKey&) const = default;
};

/// An end of an edge. Text: the identity of a workload, the name of a node, "203.0.113.7/32", or the name the log
/// gives.
struct EndKey {
    enum class Kind : std::uint8_t { Workload, Node, Address, Name };
    Kind kind = Kind::Workload;
    std::string text;
    auto operator<=>(const EndKey&) const = default;
};

struct EdgeKey {
    EndKey from;
    EndKey to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
    auto operator<=>(const EdgeKey&) const = default;
};

/// "shop/allow-web", or "ANP deny-x" of an admin policy.
struct PolicyKey {
    std::string name;
    auto operator<=>(const PolicyKey&) const = default;
};

/// A rule by its policy, direction and place in the list, from 0.
struct RuleKey {
    std::string policy;
    Direction direction = Direction::Ingress;
    std::uint32_t index = 0;
    auto operator<=>(const RuleKey&) const = default;
};

/// A finding by the id of its kind, its object and its message.
struct FindingKey {
    std::string id;
    std::string object;
    std::string message;
    auto operator<=>(const FindingKey&) const = default;
};

/// An entry point by its name: "shop/web[Ingress]".
struct EntryKey {
    std::string object;
    auto operator<=>(const EntryKey&) const = default;
};

/// One side of a block: a namespace by name, a workload by identity, or everything that is in no namespace.
struct SideKey {
    enum class Kind : std::uint8_t { Namespace, Workload, Outside };
    Kind kind = Kind::Namespace;
    std::string text; ///< empty for Outside
    auto operator<=>(const SideKey&) const = default;
};

/// All that goes from one side to the other: a cell of the matrix.
struct BlockKey {
    SideKey from;
    SideKey to;
    auto operator<=>(const BlockKey&) const = default;
};

/// std::monostate: nothing is selected.
using Selection =
    std::variant<std::monostate, WorkloadKey, EdgeKey, PolicyKey, RuleKey, FindingKey, BlockKey, EntryKey>;

inline bool isNothing(const Selection& selection) {
    return std::holds_alternative<std::monostate>(selection);
}

WorkloadKey keyOf(const Cluster& cluster, WorkloadId id);
EndKey keyOf(const Cluster& cluster, const LedgerEnd& end);
EdgeKey keyOf(const Cluster& cluster, const LedgerEdge& edge);
RuleKey keyOf(const Reachability& reachability, const RuleRef& rule);
PolicyKey keyOf(const Reachability& reachability, PolicyId id);
FindingKey keyOf(const Finding& finding);

std::optional<WorkloadId> resolve(const Cluster& cluster, const WorkloadKey& key);
std::optional<PolicyId> resolve(const Reachability& reachability, const PolicyKey& key);
std::optional<RuleRef> resolve(const Reachability& reachability, const RuleKey& key);
/// A name that the inventory does not have is looked up among the observed edges.
std::optional<LedgerEnd> resolve(const Analysis& analysis, const EndKey& key);
/// The observed edge, or the permitted and unseen one between two workloads.
std::optional<LedgerEdge> resolve(const Analysis& analysis, const EdgeKey& key);
/// The place in Analysis::findings.
std::optional<std::size_t> resolve(const Analysis& analysis, const FindingKey& key);

} // namespace portolan
