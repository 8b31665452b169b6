#pragma once

#include "core/report/diff.h"

namespace portolan {

/// One end of a compared pair: a workload that at least one side has, or an address.
struct DiffEnd {
    std::string name;
    std::optional<WorkloadId> before;
    std::optional<WorkloadId> after;
    std::optional<IpAddress> address;
};

struct DiffEnds {
    DiffEnd from;
    DiffEnd to;
};

/// The two states, older first.
struct DiffSides {
    const Reachability& before;
    const Reachability& after;
};

/// A single port that one side permits for certain and the other does not; gained ports first. None where the certain
/// parts are the same.
std::optional<DiffWitness> witnessOf(const PairTraffic& before, const PairTraffic& after);

/// Why the sides differ on the witness: the ends that only one has, and for each gate that differs the rules that admit
/// on one side only, the policies that isolate on one side only, or, where those read the same on both sides, the
/// labels, named ports or namespace labels of the end that changed.
std::vector<DiffCause> causesOf(const DiffSides& sides, const DiffEnds& ends, const DiffWitness& witness);

} // namespace portolan
