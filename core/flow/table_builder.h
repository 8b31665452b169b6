#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/distinct.h"
#include "core/flow/end_table.h"
#include "core/flow/evidence.h"
#include "core/flow/flow_table.h"
#include "core/flow/lane_run.h"
#include "core/model/cluster.h"

#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/// What one worker brings back from a file.
struct WorkerShare {
    const EndTable* ends = nullptr; ///< the same object for every file of the worker
    Evidence evidence;
};

/// Puts what the workers gathered together, file by file, and makes the FlowTable of it. Not thread-safe.
class FlowTableBuilder {
  public:
    FlowTableBuilder(const Cluster& cluster, std::size_t maxExternals)
        : m_cluster(cluster), m_maxExternals(maxExternals) {}

    FileId addFile(std::string name) { return m_table.m_files.add(std::move(name)); }
    void report(Diagnostic::Level level, SourceRef where, std::string message, std::string fix = {});
    /// Adds all that was read of one file, once per file. The ends that shares name live until build(). Fails as
    /// SpillFile does.
    Result<void> addEvidence(FileId file, FlowFormat format, std::vector<WorkerShare> shares);
    /// About what lanes and edges may take in memory; more is sorted in temporary files.
    void limitMemory(std::size_t bytes) { m_maxBytes = bytes; }
    /// The builder is empty afterwards. Fails as SpillFile does, and with Cancelled.
    Result<FlowTable> build(const RunControl& control = {});

  private:
    /// The index here of each end of a worker's table, as far as it was asked for.
    struct Renumbering {
        std::vector<EndIndex> indices;
        unsigned theirCoarseness = 0;
        unsigned ourCoarseness = 0;
    };
    /// Lanes in a file, and what makes their ends those of m_ends as it is then.
    struct Aside {
        LaneRun run;
        SettleLane settle;
    };

    void coarsenTo(unsigned coarseness);
    const Renumbering& renumbering(const EndTable& ends);
    Result<void> setLanesAside();
    Result<std::vector<LaneRun>> sortRuns(const std::vector<EndIndex>& ranks, std::vector<bool>& isUsed,
                                          const RunControl& control);
    Result<void> makeEdges(const RunControl& control);
    std::vector<EndIndex> keepEnds(const std::vector<EndIndex>& ranks, const std::vector<bool>& isUsed);
    Result<void> addEdges(std::span<const Tallies::Entry> lanes);
    void reportCopies();
    void reportStrangers();

    const Cluster& m_cluster;
    std::size_t m_maxExternals;
    std::size_t m_maxBytes = std::numeric_limits<std::size_t>::max();
    FlowTable m_table;
    EndTable m_ends;
    std::map<const EndTable*, Renumbering> m_renumberings; ///< looked up, never walked for output
    Tallies m_tallies;
    std::vector<Aside> m_aside;
    LaneRunWriter m_writer;
    std::vector<std::pair<FileId, DistinctCounter>> m_sketches; ///< of the inputs' lines
    std::size_t m_edgesInside = 0;                              ///< with a workload of the inventory
    std::uint64_t m_ofEarlierPods = 0;                          ///< connections with an end of kind kReusedAddress
    DaySet m_days;
};

} // namespace portolan
