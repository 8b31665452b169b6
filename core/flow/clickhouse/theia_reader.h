#pragma once

#include "core/flow/clickhouse/group_evidence.h"
#include "core/flow/clickhouse/session.h"
#include "core/flow/clickhouse/table_shape.h"

namespace portolan::clickhouse {

/// Reads the table that Antrea's flow aggregator fills (flows.md 4.5) into `evidence`, as the files that it writes are
/// read (formats/antrea_flows.cpp): pods are told by their names, and by their addresses where they have none.
///
/// The server groups by namespace and labels, which is four times as fast as by pod. Whether all pods of one set of
/// labels are one workload is asked first; where they are not, the pods of that set are grouped one by one. The
/// address' `kubernetes` is the chosen clusterUUID. Fails as Session::aggregate.
Result<void> readTheia(Session& session, const Address& address, const TableShape& shape, GroupEvidence& evidence,
                       const RunControl& control);

/// The window of time as a condition, " WHERE ..." or "".
std::string theiaWhere(const Address& address);

} // namespace portolan::clickhouse
