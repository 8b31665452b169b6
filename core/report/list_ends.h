#pragma once

#include "core/reach/workload_view.h"
#include "core/report/list.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// One end of a listed pair: a workload, or a range of addresses outside.
struct ListEnd {
    std::optional<WorkloadId> workload;
    ClassId atom{}; ///< where there is no workload
    std::string text;
};

/// What the lines of a list stand between.
struct ListEnds {
    std::vector<ListEnd> workloads; ///< by WorkloadId; without the ingress controller of np-guard
    std::vector<ListEnd> sources;   ///< address ranges that the ingress rules cut, IPv6 where pods have it
    std::vector<ListEnd> targets;   ///< address ranges that the egress rules cut

    static ListEnds of(const Reachability& reachability);
};

/// Calls `visit` for each pair that the options' focus wants, and `done` after the last pair of each source. np-guard
/// leaves pairs of a workload with itself out.
void forEachPair(const Reachability& reachability, const ListEnds& ends, const ListOptions& options,
                 const std::function<void(const ListEnd& from, const ListEnd& to)>& visit,
                 const std::function<void(const ListEnd& from)>& done);

/// What passes between them; at least one is a workload.
WorkloadTraffic between(const Reachability& reachability, const ListEnd& from, const ListEnd& to);
/// The endpoint classes of an end, ascending.
std::vector<ClassId> classesOf(const Reachability& reachability, const ListEnd& end);

} // namespace portolan
