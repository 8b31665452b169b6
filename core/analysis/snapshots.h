#pragma once

#include "core/base/diagnostic.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/address_history.h"
#include "core/load/load.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// What earlier dumps of a cluster say, and what was noteworthy in each.
struct Snapshots {
    struct Report {
        SourceFiles files;
        Diagnostics diagnostics;
    };
    std::shared_ptr<const AddressHistory> history; ///< nullptr: no dump is given
    std::vector<Report> reports;                   ///< one a dump, in the order given
};

/// Reads earlier dumps of a cluster, each "FILE" or "FILE@TIME" (RFC 3339, a date for its start, or a number since
/// 1970), for who had which address when. Without a time a dump counts as taken when its newest pod was created, which
/// is sure but may be too early; so it does, with a warning, where the time is before that or in the future.
/// A time after the end of the logs is none to warn of: the dump then speaks for the pods that were there before.
/// Usage: what follows the @ is no time and there is no such file; Unreadable: a dump without a pod and with an error;
/// else as load().
Result<Snapshots> readSnapshots(const std::vector<std::string>& snapshots, const LoadOptions& options,
                                const RunControl& control);

} // namespace portolan
