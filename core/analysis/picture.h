#pragma once

#include "core/analysis/analysis.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portolan {

/// What a map shows: workloads (or, where there are too many, namespaces), the outside as one node, and one line for
/// every pair that talks or may talk. Positions are core/layout's, colours the painter's.
struct PictureNode {
    enum class Kind : std::uint8_t { Workload, Namespace, Outside, Node, Unknown };
    Kind kind = Kind::Workload;
    std::string id;    ///< stable identity: "shop/web[Deployment]", "namespace shop", "internet"
    std::string name;  ///< what is written on it
    std::string group; ///< namespace; empty for the outside
    std::optional<WorkloadId> workload;
    Ternary isIngressIsolated = Ternary::No;
    Ternary isEgressIsolated = Ternary::No;
    bool isSensitive = false;
    bool isHostNetwork = false;
    std::uint32_t openTo = 0;   ///< workloads it may reach unseen because neither end is isolated
    std::uint32_t hiddenIn = 0; ///< lines of hub traffic that are not drawn
    std::size_t workloads = 1;  ///< of a namespace node
};

struct PictureEdge {
    std::uint32_t from = 0; ///< into Picture::nodes
    std::uint32_t to = 0;
    EdgeState state = EdgeState::Used;                     ///< the most urgent of its ports
    std::vector<std::pair<Protocol, std::uint16_t>> ports; ///< sorted; of a namespace edge as well
    std::uint64_t connections = 0;
    bool isEgressMissing = false;     ///< no policy isolates the source's egress: half open there
    bool isIngressMissing = false;    ///< likewise at the target
    bool isHub = false;               ///< traffic of a hub: counted at it, drawn on demand only
    std::vector<std::uint32_t> edges; ///< into Ledger::edges(), ascending; empty for what was not seen
};

struct Picture {
    std::vector<PictureNode> nodes; ///< by group, then name
    std::vector<PictureEdge> edges; ///< by from, to
    std::uint32_t hiddenEdges = 0;  ///< lines of hub traffic (DNS and the like), left out or marked, counted at the hub
    std::uint64_t leftOut = 0;      ///< unused allows beyond the budget
    bool isByNamespace = false;
};

struct PictureOptions {
    std::vector<std::string> namespaces; ///< only workloads of these and what they talk to; empty: all
    std::size_t maxNodes = 300;          ///< beyond: one node a namespace
    std::size_t maxEdges = 1200;
    enum class Hubs { Count, Mark, Draw }; ///< leave hub lines out, mark them, or treat them as any other
    Hubs hubs = Hubs::Count;
};

/// Makes the picture of an analysis (its ledger is needed). Fails only with Cancelled.
Result<Picture> picture(const Analysis& analysis, const PictureOptions& options, const RunControl& control);

/// The more urgent of two states: mismatch, blocked, open, uncertain, used, unused, open unseen.
EdgeState moreUrgent(EdgeState a, EdgeState b);

} // namespace portolan
