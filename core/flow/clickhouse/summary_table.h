#pragma once

#include "core/flow/clickhouse/address.h"
#include "core/flow/clickhouse/tsv_stream.h"
#include "core/flow/end_table.h"
#include "core/flow/evidence.h"
#include "core/model/cluster.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Portolan's own table: what a log says, summed up by lane (see tally.h) and time bucket. It keeps of every lane all
/// that combine() asks for, so that edges come out of it as they come out of the log: weight and lines, what no client
/// tells apart and the smallest hashes of the clients, first and last time to the nanosecond, the days in between, one
/// pair of pods. Lines that give no edge are kept as counts (`outcome`), for the window of time, losses and sampling
/// decide what absence proves. `import` marks all rows of one writing, so that it can be undone.
///
/// PARTITION BY month, for a log may span more days than a server takes partitions in one block (100).

namespace portolan::clickhouse {

struct Column {
    std::string_view name;
    std::string_view type; ///< as in CREATE TABLE
};
/// In the order of CREATE TABLE and of the rows that are written.
std::span<const Column> summaryColumns();

/// "CREATE TABLE IF NOT EXISTS ...": the table alone, or where the address names a cluster of the database the local
/// table ("NAME_local") and the Distributed one over it.
std::vector<std::string> summaryStatements(const Address& address);

/// One end as the table has it.
struct EndCells {
    std::string_view endClass; ///< workload, node, outside, name, pod, or address where nobody looked it up yet
    std::string cluster, ns, workload, kind, address;
};
EndCells endCellsOf(const EndValue& value, const Cluster& cluster);

/// Appends the row of a lane in TabSeparated. `bucket`: seconds since 1970 UTC; `tail`: the cells of import and source.
struct LaneRow {
    std::uint32_t bucket = 0;
    const LaneKey& key;
    const Tally& tally;
    const EndCells& from;
    const EndCells& to;
};
void appendLane(std::string& out, const LaneRow& row, const Cluster& cluster, std::string_view kubernetes,
                std::string_view tail);

/// A number that a log gives apart from edges. Where a bucket has any, one of them bears the times of all its lines.
struct OutcomeRow {
    std::uint32_t bucket = 0;
    std::string_view outcome;
    std::uint64_t records = 0;
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    std::vector<std::int32_t> days{};
};
void appendOutcome(std::string& out, const OutcomeRow& row, std::string_view kubernetes, std::string_view tail);

/// The words of `outcome` for counts; lane rows have none.
inline constexpr std::string_view kOutcomeReply = "reply";
inline constexpr std::string_view kOutcomeUnknownOrientation = "unknown-orientation";
inline constexpr std::string_view kOutcomeAggregate = "aggregate";
inline constexpr std::string_view kOutcomeLossNotice = "loss-notice";
inline constexpr std::string_view kOutcomeLostEvent = "lost-event";
inline constexpr std::string_view kOutcomeSampling = "sampling";
std::string_view outcomeOf(SkipReason reason);

/// The lanes, and the outcomes, of the address' window; `where` may be empty.
std::string lanesQuery(const Address& address);
std::string outcomesQuery(const Address& address);
/// The lines behind either, counted without groups.
std::string laneLinesQuery(const Address& address);
std::string outcomeLinesQuery(const Address& address);
/// "ts >= ... AND ...", for all queries of a summary table.
std::string summaryWhere(const Address& address);

/// A word of a lane in the table; nullopt for one that this version does not know.
std::optional<Observation> parseObservation(std::string_view word);
std::optional<Reporter> parseReporter(std::string_view word);
std::optional<WeightKind> parseWeightKind(std::string_view word);
std::optional<Protocol> parseProtocolNumber(std::string_view number);

} // namespace portolan::clickhouse
