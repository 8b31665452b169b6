#pragma once

#include "core/analysis/analysis.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace portolan {

/// What a map shows: workloads (or, where there are too many, namespaces), the outside as one node, and one line for
/// every pair that talks or may talk. Entry points stand outside, beside the internet that comes in through them.
/// Positions are core/layout's, colours the painter's.
struct PictureNode {
    enum class Kind : std::uint8_t { Workload, Namespace, Outside, Node, Unknown, Entry };
    Kind kind = Kind::Workload;
    std::string id;    ///< stable identity: "shop/web[Deployment]", "namespace shop", "internet"
    std::string name;  ///< what is written on it
    std::string group; ///< namespace; empty for the outside
    std::optional<WorkloadId> workload;
    Ternary isIngressIsolated = Ternary::No;
    Ternary isEgressIsolated = Ternary::No;
    bool isSensitive = false;
    bool isHostNetwork = false;
    std::uint32_t openTo = 0;              ///< workloads it may reach unseen because neither end is isolated
    std::uint32_t hiddenIn = 0;            ///< lines of hub traffic to it that are not drawn
    std::uint32_t hiddenOut = 0;           ///< likewise from it
    std::size_t workloads = 1;             ///< of a namespace node
    std::vector<std::string> entries = {}; ///< of an Entry: the entry points that it stands for, sorted
};

/// What a draft does to a line (picture_changes.h).
enum class PictureChange : std::uint8_t { None, WouldBreak, NewlyClosed, NewlyAllowed };

struct PictureEdge {
    std::uint32_t from = 0; ///< into Picture::nodes
    std::uint32_t to = 0;
    EdgeState state = EdgeState::Used;                     ///< the most urgent of its ports
    std::vector<std::pair<Protocol, std::uint16_t>> ports; ///< sorted; of a namespace edge as well
    std::uint64_t connections = 0;
    bool isEgressMissing = false;  ///< no policy isolates the source's egress: half open there
    bool isIngressMissing = false; ///< likewise at the target
    bool isHub = false;            ///< traffic of a hub: counted at it, drawn on demand only
    bool isFolded = false;         ///< a trunk stands for it; drawn on demand only
    PictureChange change = PictureChange::None;
    std::vector<std::uint32_t> edges; ///< into Ledger::edges(), ascending; empty for what was not seen
};

/// One line between two groups of a crowded picture that stands for all calm lines between their nodes.
struct PictureTrunk {
    std::string from; ///< groups
    std::string to;
    std::vector<std::uint32_t> edges;                   ///< into Picture::edges, ascending, at least two
    std::array<std::uint32_t, kEdgeStateCount> count{}; ///< of them, by state
    std::uint64_t connections = 0;

    /// The state that most of them have; the more urgent of equals.
    EdgeState state() const;
};

struct Picture {
    std::vector<PictureNode> nodes;   ///< by group, then name
    std::vector<PictureEdge> edges;   ///< by from, to
    std::vector<PictureTrunk> trunks; ///< by from, to
    std::uint32_t hiddenEdges = 0; ///< lines of hub traffic (DNS and the like), left out or marked, counted at the hub
    std::uint64_t leftOut = 0;     ///< unused allows beyond the budget
    bool isByNamespace = false;
    bool hasEvidence = false; ///< a log was joined; else unused allows are what is permitted, of whose use nobody knows
};

/// What an entry point lets in to one workload, as the evaluator says.
struct PictureEntry {
    std::string object;           ///< "shop/web[Ingress]"; empty: the internet itself
    std::optional<WorkloadId> to; ///< none: the entry point is there and lets nothing in
    TrafficSet traffic;
    bool isCertain = true;
    std::vector<WorkloadId> through = {}; ///< the controllers that forward it; none: it comes from outside itself
};

struct PictureOptions {
    std::vector<std::string> namespaces; ///< only workloads of these and what they talk to; empty: all
    std::size_t maxNodes = 300;          ///< beyond: one node a namespace
    std::size_t maxEdges = 1200;
    enum class Hubs { Count, Mark, Draw }; ///< leave hub lines out, mark them, or treat them as any other
    Hubs hubs = Hubs::Count;
    std::size_t mostLines = 90; ///< beyond: lines between groups are folded into trunks
    std::vector<PictureEntry> entries = {};
    std::size_t maxEntries = 12; ///< beyond: one node for the entry points of a namespace, or for all
};

/// Makes the picture of an analysis (its ledger is needed). Fails only with Cancelled.
Result<Picture> picture(const Analysis& analysis, const PictureOptions& options, const RunControl& control);

/// Folds the lines between groups into trunks where the picture has more than `mostLines` lines: those of one pair of
/// groups, unless they are blocked, mismatched or changed, or there is but one. Does nothing to a picture by namespace.
void foldLines(Picture& picture, std::size_t mostLines);

/// The more urgent of two states: mismatch, blocked, open, uncertain, used, unused, open unseen.
EdgeState moreUrgent(EdgeState a, EdgeState b);

} // namespace portolan
