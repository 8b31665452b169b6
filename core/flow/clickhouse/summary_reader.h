#pragma once

#include "core/flow/clickhouse/group_evidence.h"
#include "core/flow/clickhouse/session.h"

namespace portolan::clickhouse {

/// Reads Portolan's own table (summary_table.h) into `evidence`. The address' `kubernetes` is the chosen one. Fails as
/// Session::aggregate, and with Unsupported where the table speaks of what this version does not know.
Result<void> readSummary(Session& session, const Address& address, GroupEvidence& evidence, const RunControl& control);

} // namespace portolan::clickhouse
