#pragma once

#include "core/flow/flow_record.h"
#include "core/flow/flow_table.h"
#include "core/flow/tally.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace portolan {

/// What the lanes of one (from, to, protocol, port) come to for one verdict.
struct CombinedEdge {
    FlowVerdict verdict = FlowVerdict::Observed;
    std::uint64_t count = 0;
    bool isCountEstimated = false;
    WeightKind weightKind = WeightKind::Connection;
    FlowReporters reportedBy;
    Tally seen; ///< times, days, pods and position over all lanes; its counts mean nothing
};

using LaneTally = std::pair<Lane, const Tally*>;

/// Combines the lanes of one edge, whose traces are settled; ascending by verdict (flows.md 0.1 rule 5, 2.1):
/// - a verdict event and the drop it caused are one: the larger count a direction;
/// - allowed and would-deny are reported by both ends: the larger of the two;
/// - a connection is denied at one end only: both ends add up;
/// - traces are the packets of connections that verdict events already told of: they widen the time of an allowed or
///   would-deny edge and count only where there is none. Where connections were denied, only packets that got past the
///   denial count: handed to the destination, or, for ends outside the cluster, out of the source;
/// - records of traffic (Sighted) are reported by either end and in either direction: the largest of these counts;
/// - tables are added to all of it.
/// `isToOutside`: the destination is no pod, so that nobody reports a packet as delivered.
std::vector<CombinedEdge> combined(std::span<const LaneTally> lanes, bool isToOutside);

} // namespace portolan
