#pragma once

#include "core/reach/reachability.h"

#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// What made a connection appear or go away, as one line: "data/db ingress rule 2 admits it", with where it stands.
struct DiffCause {
    std::string what;
    std::string where; ///< "new: policies.yaml:31", "old: ...", or empty where there is no one place

    bool operator==(const DiffCause&) const = default;
};

/// A connection that one of the new and the not new permits and the other does not.
struct DiffWitness {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
    bool isGained = false; ///< the new side permits it

    bool operator==(const DiffWitness&) const = default;
};

/// One pair whose connections differ between two states of a cluster.
struct DiffLine {
    enum class Kind : std::uint8_t { Changed, Added, Removed };
    Kind kind = Kind::Changed;
    std::string from; ///< "ns/name[Kind]", an address range, "{ingress-controller}"
    std::string to;
    PairTraffic before;
    PairTraffic after;
    std::string workloads; ///< "workload a/b[Pod] added": an end that only one side has; else empty
    bool isFromEntryPoint = false;
    std::optional<DiffWitness> witness; ///< none where only the uncertain part differs
    std::vector<DiffCause> causes;      ///< of the witness; empty under np-guard

    /// "TCP 80", "No Connections"; what is only possible follows as "maybe TCP 81".
    static std::string text(const PairTraffic& traffic);
};

/// "changed", "added" or "removed".
std::string_view name(DiffLine::Kind kind);

struct Diff {
    std::vector<DiffLine> lines;       ///< changed, added, removed; each by source, then destination; entry points last
    std::vector<std::string> warnings; ///< entry points that nothing gets through to
};

/// Compares what two states of a cluster permit between workloads, address ranges and, under np-guard, entry points.
/// Workloads are matched by identity. Ranges are those that the blocks of either side cut, joined again where
/// neighbours change alike. Both are evaluated with the same profile. Costs one comparison for each pair of workload
/// kinds that neither side tells apart, and one line for each pair that differs. Fails only with Cancelled.
Result<Diff> diff(const Reachability& before, const Reachability& after, const RunControl& control);

} // namespace portolan
