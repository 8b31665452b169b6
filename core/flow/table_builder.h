#pragma once

#include "core/flow/combine.h"
#include "core/flow/end_table.h"
#include "core/flow/evidence.h"
#include "core/flow/flow_table.h"
#include "core/model/cluster.h"

#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
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
    /// Adds all that was read of one file, once per file.
    void addEvidence(FileId file, FlowFormat format, std::vector<WorkerShare> shares);
    /// More lanes than these with ends outside the cluster are made fewer by folding those ends.
    void limitLanes(std::size_t count) { m_maxLanes = count; }
    /// The builder is empty afterwards.
    FlowTable build();

  private:
    void makeEdges();
    void coarsenTo(unsigned coarseness);
    void reportFile(FileId file, FlowFormat format, const Evidence& evidence, bool hasLostTrust);
    void addEdges(std::span<const LaneTally> lanes, const LaneKey& key, const std::vector<FlowEnd>& ends);
    std::vector<FlowEnd> makeEnds();
    const std::vector<EndIndex>& renumbering(const EndTable& ends);

    /// The index here of each end of a worker's table, as far as it was asked for.
    struct Renumbering {
        std::vector<EndIndex> indices;
        unsigned theirCoarseness = 0;
        unsigned ourCoarseness = 0;
    };

    const Cluster& m_cluster;
    std::size_t m_maxExternals;
    FlowTable m_table;
    EndTable m_ends;
    std::map<const EndTable*, Renumbering> m_renumberings; ///< looked up, never walked
    Tallies m_tallies;
    std::size_t m_maxLanes = std::numeric_limits<std::size_t>::max();
    bool m_isFoldedForMemory = false;
    std::uint64_t m_ofEarlierPods = 0; ///< connections with an end of kind kReusedAddress
    DaySet m_days;
};

} // namespace portolan
