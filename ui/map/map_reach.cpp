#include "ui/map/map_reach.h"

#include "core/analysis/picture.h"
#include "core/report/paths_report.h"

namespace portolan {
namespace {

/// The most urgent state of what passes between two workloads.
EdgeState stateBetween(const Ledger& ledger, WorkloadId from, WorkloadId to) {
    std::optional<EdgeState> out;
    const auto take = [&](EdgeState state) { out = out ? moreUrgent(*out, state) : state; };
    for (const std::uint32_t i : ledger.edgesOf(from)) {
        const LedgerEdge& edge = ledger.edges()[i];
        if (edge.from == LedgerEnd(from) && edge.to == LedgerEnd(to)) take(edge.state);
    }
    if (!out)
        for (const LedgerEdge& edge : ledger.permittedUnseen(from, to)) take(edge.state);
    return out.value_or(EdgeState::UnusedAllow);
}

} // namespace

Result<MapReach> reachFrom(const Analysis& analysis, WorkloadId from, unsigned hops, const RunControl& control) {
    const auto graph = reachGraph(analysis);
    SpreadOptions options;
    options.hops = hops;
    options.maxDetailed = 0;
    const auto found = spread(*graph, from, options, control);
    if (!found) return tl::make_unexpected(found.error());
    MapReach out;
    out.countByHops = found->countByHops;
    for (const Reached& reached : found->reached)
        if (reached.from)
            out.steps.push_back({analysis.cluster->identity(*reached.from),
                                 analysis.cluster->identity(reached.workload),
                                 stateBetween(*analysis.ledger, *reached.from, reached.workload)});
    return out;
}

} // namespace portolan
