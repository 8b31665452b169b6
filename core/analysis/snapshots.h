#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/address_history.h"
#include "core/load/load.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// Reads earlier dumps of a cluster, each "FILE" or "FILE@TIME" (RFC 3339 or a number since 1970), for who had which
/// address when. Without a time a dump counts as taken when its newest pod was created, which is sure but may be too
/// early. nullptr where none is given. Usage: what follows the @ is no time and there is no such file; else as load().
Result<std::shared_ptr<const AddressHistory>> readSnapshots(const std::vector<std::string>& snapshots,
                                                            const LoadOptions& options, const RunControl& control);

} // namespace portolan
