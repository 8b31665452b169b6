#pragma once

#include "core/flow/flow_table.h"
#include "core/model/cluster.h"

#include <array>
#include <string>
#include <string_view>

namespace portolan {

/// The columns of the summary that we write, in order (contract.md, flows). Logs that we read have "time" in place of
/// the first two.
inline constexpr std::array<std::string_view, 14> kFlowColumns{
    "first_seen",   "last_seen", "src_ns", "src_workload", "src_pod",  "src_ip",  "dst_ns",
    "dst_workload", "dst_pod",   "dst_ip", "protocol",     "dst_port", "verdict", "count"};

/// One edge as the cells of kFlowColumns; unknown ones are empty. Read back with the same inventory they give the same
/// edge: a workload is written by name alone, as "name[Kind]" where there are several of that name in its namespace; a
/// node as "name[Node]" with its address; an address outside, or the block that it was folded to, in the address
/// column.
std::array<std::string, kFlowColumns.size()> flowCells(const FlowTable& table, const FlowEdge& edge,
                                                       const Cluster& cluster);

/// What a person reads for an end: "shop/web", "203.0.113.7", "node worker-1", "shop/old-7f (not in the inventory)".
std::string endText(const EndValue& end, const Cluster& cluster);

} // namespace portolan
