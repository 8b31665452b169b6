#pragma once

#include "core/model/cluster.h"
#include "core/net/address.h"

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

/// The evidence a proposal is made from, as values of its own, so that it can come from a flow log, from declared
/// dependencies or from a test.

namespace portolan {

/// An end that the inventory does not know.
struct UnknownEnd {
    std::string name; ///< as the log gives it
    auto operator<=>(const UnknownEnd&) const = default;
};

/// A workload, a node, an address or block outside the cluster, or an unknown name.
using EdgeEnd = std::variant<WorkloadId, NodeId, Cidr, UnknownEnd>;

/// Who was seen to talk to whom, or is declared to.
struct ObservedEdge {
    EdgeEnd from;
    EdgeEnd to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;     ///< of the destination; a Service's port is translated to the pods' port
    std::uint64_t passed = 0;   ///< connections that were let through
    std::uint64_t refused = 0;  ///< connections that policy dropped
    std::uint32_t days = 0;     ///< distinct UTC days on which it was seen
    bool isMoreDays = false;    ///< at least: the log names first and last days only
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: unknown
    std::int64_t lastSeen = 0;
    std::vector<PodId> fromPods{}; ///< pods that the log names, a sample
    std::vector<PodId> toPods{};
    std::string declaredAt{}; ///< "web.yaml:12" where a manifest declares the edge; not empty: kept without a flow
};

/// What a person decided on an edge.
enum class Decision : std::uint8_t { Undecided, Accepted, Rejected };

/// Decisions by edgeKey(), which newer dumps and logs do not change.
using Decisions = std::map<std::string, Decision>;

/// "shop/web", "node worker-1", "203.0.113.7", "10.2.0.0/16", or the unknown name.
std::string displayName(const Cluster& cluster, const EdgeEnd& end);
/// "shop/web -> data/db TCP 5432".
std::string displayName(const Cluster& cluster, const ObservedEdge& edge);
/// The edge's stable identity: "shop/web[Deployment] -> data/db[StatefulSet] tcp/5432".
std::string edgeKey(const Cluster& cluster, const ObservedEdge& edge);

/// "186,204 connections, 30 of 31 days", "declared at web.yaml:12, not seen"; windowDays 0: "..., 30 days".
std::string evidenceText(const ObservedEdge& edge, std::uint32_t windowDays);

} // namespace portolan
