#pragma once

#include "core/base/result.h"

#include <map>
#include <string>

namespace portolan::clickhouse {

/// How a table of any schema is to be read: a SQL expression for each canonical field, saved in a file as flat YAML or
/// JSON, such as
///
///     first_seen: toUnixTimestamp(start)      # seconds since 1970 UTC
///     src_ns: SrcK8S_Namespace
///     src_workload: SrcK8S_OwnerName
///     dst_ns: DstK8S_Namespace
///     dst_workload: DstK8S_OwnerName
///     protocol: Proto
///     dst_port: DstPort
///     where: FlowDirection = 0
///
/// The fields are those of the CSV that Portolan reads (contract.md, flows), src_kind and dst_kind for the kinds of the
/// workloads, count for what one row stands for, and `where` for a condition on all rows.
struct Mapping {
    std::map<std::string, std::string> expressions; ///< by field
    std::string where;                              ///< empty: all rows

    /// The expression of a field; `otherwise` where it has none.
    std::string of(const std::string& field, const std::string& otherwise) const;
};

/// NotFound, Unreadable: no such file, or no mapping of text to text. Usage: an unknown field, or one that is needed
/// and not there: dst_port, and for each end one of workload, pod and ip.
Result<Mapping> readMapping(const std::string& path);

} // namespace portolan::clickhouse
