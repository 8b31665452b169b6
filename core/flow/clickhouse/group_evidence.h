#pragma once

#include "core/flow/attribution.h"
#include "core/flow/evidence.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/read_flows.h"
#include "core/model/cluster.h"

#include <cstddef>
#include <cstdint>

namespace portolan::clickhouse {

/// Turns the groups of an answer into the same evidence that the lines behind them would have given: ends are looked
/// up as those of lines are, and what a group counts goes into the lane that its lines would have gone to.
class GroupEvidence {
  public:
    GroupEvidence(const Cluster& cluster, const ServiceIndex& services, const FlowOptions& options);

    /// Ends that were attributed when the row was written: they are taken as they are.
    struct Known {
        std::optional<EndValue> from, to;
    };
    /// A group of lines with ends, protocol, port and lane in `text`, and what they come to in `tally`. Groups without
    /// an end or transport are counted as such lines are. An address that changed hands between the first and the last
    /// of the lines is nobody's. Fails as SpillFile does, where memory is not to hold all lanes.
    Result<void> add(FlowText text, Tally tally, const Known& known);
    Result<void> add(FlowText text, Tally tally) { return add(std::move(text), std::move(tally), Known()); }
    /// A group of lines that give no edge.
    void skip(SkipReason reason, const Tally& tally);
    /// Times that all lines together speak of.
    void see(std::int64_t firstSeen, std::int64_t lastSeen, const DaySet& days);

    Evidence& evidence() { return m_evidence; }
    Attribution& attribution() { return m_attribution; }

  private:
    void see(const Tally& tally);
    LineResult made(FlowText& text, std::int64_t firstSeen, std::int64_t lastSeen);

    std::size_t m_maxExternals;
    std::size_t m_maxBytes;
    LaneRunWriter m_aside;
    Attribution m_attribution;
    RecordMaker m_maker;
    Evidence m_evidence;
};

/// "[1,2,3]" as the format writes an array of numbers; false for anything else.
bool parseDays(std::string_view text, DaySet& days);
bool parseHashes(std::string_view text, std::vector<std::uint64_t>& hashes);

} // namespace portolan::clickhouse
