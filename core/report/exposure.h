#pragma once

#include "core/reach/potential.h"
#include "core/report/list.h"
#include "core/report/table.h"

#include <string>
#include <vector>

/// The section of `list --exposure`: for each workload who could reach it and whom it could reach, if somebody created
/// the right pod or namespace (semantics IR-9).

namespace portolan {

struct ExposureLine {
    std::string workload;
    Direction direction = Direction::Ingress;
    std::string peer;
    std::string connections;
    std::string uncertain; ///< why; empty: certain
    std::string rules;     ///< "file:line" of those that let it through, joined by ", "; not under np-guard
    auto operator<=>(const ExposureLine&) const = default;
};

/// A workload that no policy captures in a direction.
struct Unprotected {
    std::string workload;
    Direction direction = Direction::Egress;
};

struct ExposureReport {
    PotentialForm form = PotentialForm::Labels; ///< Selectors under np-guard
    std::vector<ExposureLine> lines;            ///< egress first, then by workload and peer
    std::vector<Unprotected> unprotected;       ///< by workload, egress first; none where one port is asked about
};

/// Peers that are implied by the entire cluster are left out. np-guard: peers that a pod of the inventory was meant
/// for are left out too, and a peer is any pod that the selectors select (PotentialForm::Selectors). `options` choose
/// workloads, direction and port as they do for list(). Fails only with Cancelled.
Result<ExposureReport> exposure(const Reachability& reachability, const ListOptions& options,
                                const RunControl& control);

/// The section as text; `port` is "" or "TCP 80". Under np-guard netpol-analyzer's, from "Exposure Analysis Result:"
/// on; else ours, in which uncertain lines end in " [uncertain: WHY]" and rules follow in parentheses.
std::string exposureText(const ExposureReport& report, const std::string& port);
/// workload, direction, peer, conn, uncertain, rules.
Table exposureTable(const ExposureReport& report);
/// workload, direction.
Table unprotectedTable(const ExposureReport& report);

} // namespace portolan
