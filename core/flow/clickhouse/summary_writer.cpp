#include "core/flow/clickhouse/summary_writer.h"

#include "core/flow/clickhouse/sql_text.h"

#include <utility>

namespace portolan::clickhouse {
namespace {

/// Lanes that wait to be written; more of them save rows, for a lane that comes again later is a row of its own.
constexpr std::size_t kWaitingLanes = 200'000;

std::string insertHead(const Address& address) {
    std::string out = "INSERT INTO " + identifier(address.database) + '.' + identifier(address.table) + " (";
    for (const Column& column : summaryColumns()) out += (out.ends_with('(') ? "" : ", ") + std::string(column.name);
    return out + ") FORMAT TabSeparated\n";
}

} // namespace

SummaryWriter::SummaryWriter(Session& session, Address address, const Cluster& cluster, Options options,
                             const RunControl& control)
    : m_session(session), m_address(std::move(address)), m_cluster(cluster), m_options(std::move(options)),
      m_control(control) {}

bool SummaryWriter::begin(const std::string& name) {
    m_log.emplace(m_options.bucketSeconds);
    m_tail = cell(m_options.import) + '\t' + cell(name);
    return !m_error;
}

bool SummaryWriter::note(const LineResult& line, const Attribution& attribution) {
    if (line.kind != LineResult::Kind::Nothing) ++m_lines;
    m_log->note(line, attribution.knownPorts());
    return m_log->lanes() < kWaitingLanes || takeOut(attribution);
}

bool SummaryWriter::end(const Attribution& attribution) {
    m_log->settle();
    return takeOut(attribution) && takeCounts();
}

const EndCells& SummaryWriter::cellsOf(EndIndex end, const Attribution& attribution) {
    const auto it = m_cells.find(end.value);
    if (it != m_cells.end()) return it->second;
    return m_cells.emplace(end.value, endCellsOf(attribution.ends()[end], m_cluster)).first->second;
}

bool SummaryWriter::takeOut(const Attribution& attribution) {
    return m_log->takeLanes([&](std::uint32_t bucket, const LaneKey& key, const Tally& tally) {
        const LaneRow row{bucket, key, tally, cellsOf(key.from, attribution), cellsOf(key.to, attribution)};
        appendLane(m_block, row, m_cluster, m_options.kubernetes, m_tail);
        return added();
    });
}

bool SummaryWriter::takeCounts() {
    for (const auto& [bucket, evidence] : m_log->buckets()) {
        const FlowCounts& counts = evidence.counts;
        std::vector<OutcomeRow> rows{{bucket, kOutcomeReply, counts.replies},
                                     {bucket, kOutcomeUnknownOrientation, counts.unknownOrientation},
                                     {bucket, kOutcomeAggregate, counts.aggregates},
                                     {bucket, kOutcomeLossNotice, counts.lossNotices},
                                     {bucket, kOutcomeLostEvent, counts.lostEvents},
                                     {bucket, kOutcomeSampling, counts.sampling}};
        for (std::size_t i = 0; i < kSkipReasonCount; ++i)
            rows.push_back({bucket, outcomeOf(static_cast<SkipReason>(i)), counts.skipped[i]});
        std::erase_if(rows, [](const OutcomeRow& row) { return row.records == 0; });
        if (!rows.empty()) { // else all lines are in lanes, which have the times
            rows.front().firstSeen = evidence.firstSeen;
            rows.front().lastSeen = evidence.lastSeen;
            rows.front().days = evidence.days.days();
        }
        for (const OutcomeRow& row : rows) {
            appendOutcome(m_block, row, m_options.kubernetes, m_tail);
            if (!added()) return false;
        }
    }
    return true;
}

bool SummaryWriter::added() {
    return ++m_blockRows < kBlockRows || flush();
}

bool SummaryWriter::flush() {
    if (m_blockRows == 0) return true;
    ++m_blocks;
    const std::string id = "portolan-" + m_options.import + '-' + std::to_string(m_blocks);
    const auto written = m_session.run(insertHead(m_address) + m_block, m_control, id);
    if (!written) {
        m_error = written.error();
        return false;
    }
    m_written += m_blockRows;
    m_block.clear();
    m_blockRows = 0;
    return true;
}

Result<void> SummaryWriter::finish() {
    if (!m_error) flush();
    if (m_error) return tl::make_unexpected(*m_error);
    return {};
}

std::string undoStatement(const Address& address, const std::string& import) {
    const std::string local = address.cluster.empty() ? address.table : address.table + "_local";
    return "ALTER TABLE " + identifier(address.database) + '.' + identifier(local) +
           " DELETE WHERE import = " + literal(import);
}

} // namespace portolan::clickhouse
