#pragma once

#include "core/flow/clickhouse/group_evidence.h"
#include "core/flow/clickhouse/mapping.h"
#include "core/flow/clickhouse/session.h"
#include "core/flow/clickhouse/table_shape.h"

namespace portolan::clickhouse {

/// Reads a table of any schema through SQL expressions into `evidence`, as the CSV with the same cells would be read.
/// Fails as Session::aggregate; where an expression does not stand, the message names the table's columns. Usage: the
/// URL gives a window of time and the mapping has no time.
Result<void> readMapped(Session& session, const Address& address, const TableShape& shape, const Mapping& mapping,
                        GroupEvidence& evidence, const RunControl& control);

} // namespace portolan::clickhouse
