#pragma once

#include "core/flow/clickhouse/bucketed_evidence.h"
#include "core/flow/clickhouse/session.h"
#include "core/flow/clickhouse/summary_table.h"
#include "core/flow/line_listener.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace portolan::clickhouse {

/// Sums the lines of logs up by bucket and writes them to the summary table while they are read, in blocks of at most
/// kBlockRows rows. Memory does not grow with the length of the logs, but for lanes whose replies are not to be
/// trusted.
class SummaryWriter : public LineListener {
  public:
    static constexpr std::size_t kBlockRows = 100'000;

    struct Options {
        std::uint32_t bucketSeconds = 60;
        std::string kubernetes; ///< of the rows
        std::string import;     ///< the same for all rows of one writing, and for no other
    };
    SummaryWriter(Session& session, Address address, const Cluster& cluster, Options options,
                  const RunControl& control);

    bool begin(const std::string& name) override;
    bool note(const LineResult& line, const Attribution& attribution) override;
    bool end(const Attribution& attribution) override;
    /// Writes what is left.
    Result<void> finish();

    std::uint64_t rowsWritten() const { return m_written; }
    std::uint64_t lines() const { return m_lines; }
    /// What went wrong while lines came in; nullopt where nothing did.
    const std::optional<Error>& error() const { return m_error; }

  private:
    bool takeOut(const Attribution& attribution);
    bool takeCounts();
    bool added();
    bool flush();
    const EndCells& cellsOf(EndIndex end, const Attribution& attribution);

    Session& m_session;
    Address m_address;
    const Cluster& m_cluster;
    Options m_options;
    const RunControl& m_control;
    std::optional<BucketedEvidence> m_log; ///< of the file that is being read
    std::string m_tail;                    ///< cells of import and source
    std::string m_block;                   ///< rows that are not written yet
    std::size_t m_blockRows = 0;
    std::size_t m_blocks = 0;
    std::unordered_map<std::uint32_t, EndCells> m_cells; ///< by EndIndex; of one Attribution
    std::uint64_t m_written = 0;
    std::uint64_t m_lines = 0;
    std::optional<Error> m_error;
};

/// "ALTER TABLE ... DELETE WHERE import = '...'": takes a writing back, on each shard.
std::string undoStatement(const Address& address, const std::string& import);

} // namespace portolan::clickhouse
