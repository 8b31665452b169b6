#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/reach/reachability.h"

#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// One permitted connection, or a group of uncertain ones (contract.md, Uncertain).
struct ListLine {
    std::string from;
    std::string to;
    std::string connections;
    std::string uncertain; ///< why; empty: certain
    bool isFromEntryPoint = false;
    auto operator<=>(const ListLine&) const = default;

    /// "a => b : TCP 80", with " [uncertain: WHY]" where it is.
    std::string text() const;
};

struct ListOptions {
    std::vector<std::string> focus;      ///< workloads "ns/name" or "name", or "ingress-controller"; empty: all
    std::vector<std::string> focusPeers; ///< the other end, likewise
    std::optional<Direction> direction;  ///< of the focused workload
    std::optional<std::pair<Protocol, std::uint16_t>> port; ///< only lines that allow all of it
    bool isCertainOnly = false;
};

struct List {
    std::vector<ListLine> lines;
    std::vector<std::string> warnings; ///< entry points that nothing gets through to
};

/// Every permitted connection between workloads, address ranges and, under np-guard, the entry points. The address
/// space is cut by the blocks of each direction's rules. np-guard: one line a pair, self lines left out. Otherwise
/// lines between replicas are listed, and uncertain ones are grouped by source, ports and reason. Fails only with
/// Cancelled.
Result<List> list(const Reachability& reachability, const ListOptions& options, const RunControl& control);

/// "shop/web[Deployment]": how lists name a workload of the one cluster they speak of.
std::string listName(const Cluster& cluster, WorkloadId id);

/// True where one of `names` is the workload's: "ns/name", "name", or either of its listed names.
bool isNamed(const Cluster& cluster, const std::vector<std::string>& names, WorkloadId id);

/// The address ranges that the blocks of one direction's rules cut a family into, ascending.
std::vector<AddressRange> addressRanges(const Reachability& reachability, Direction direction, AddressFamily family);

} // namespace portolan
