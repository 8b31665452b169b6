#pragma once

#include "core/flow/day_set.h"
#include "core/flow/flow_counts.h"
#include "core/flow/flow_record.h"
#include "core/flow/lane_run.h"
#include "core/flow/orientation.h"
#include "core/flow/tally.h"

#include <array>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace portolan {

/// Which optional fields a log's flows carry; what none carries is off in the exporter's field mask.
struct FieldsSeen {
    bool eventType = false;
    bool direction = false;
    bool reply = false;
    bool names = false;
    bool workloads = false;
    bool labels = false;
    bool addresses = false;

    void add(const FieldsSeen& other);
};

/// What a reader made of one line.
struct LineResult {
    enum class Kind : std::uint8_t {
        Flow,   ///< `record` is to be counted
        Skip,   ///< no edge follows, `reason` says why
        Loss,   ///< events were lost, `lostEvents` of them
        Nothing ///< an empty line, a header
    };
    Kind kind = Kind::Nothing;
    FlowRecord record; ///< Skip: the times only
    SkipReason reason = SkipReason::Malformed;
    std::uint64_t lostEvents = 0;
    FieldsSeen fields;
};

/// Lanes that were set aside because there were too many.
struct LanesAside {
    LaneRun run;
    unsigned coarseness = 0; ///< of the table that the indices of their ends are of (EndTable::current)
};

/// What one worker gathered from its blocks of one file.
struct Evidence {
    static constexpr std::uint64_t kNowhere = std::numeric_limits<std::uint64_t>::max();

    /// Records that say they are no replies, and are not borne out by ports and flags.
    struct Doubted {
        std::uint64_t records = 0;
        std::uint64_t firstPosition = kNowhere;
    };

    Tallies tallies;
    std::vector<LanesAside> aside; ///< lanes as those of `tallies`
    FlowCounts counts;
    std::array<std::uint64_t, kSkipReasonCount> firstSkip; ///< position of the first such line, or kNowhere
    std::uint64_t firstUnknownOrientation = kNowhere;
    bool hasTrueReply = false; ///< some line says it is a reply: the log knows the direction of packets
    Doubted replies;           ///< of lanes with Trust::RulesSayReply
    Doubted directionless;     ///< of lanes with Trust::RulesDoNotKnow
    FieldsSeen fields;
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    DaySet days;
    bool hasUnlistedDays = false;                                    ///< as Tally's
    std::vector<std::pair<std::uint32_t, std::uint32_t>> blockLines; ///< block number, lines in it
    DistinctCounter lineSketch; ///< of the lines with flows, to tell copies of a log
    bool isInRecords = false;   ///< positions are those of records of a document, not of lines

    Evidence() { firstSkip.fill(kNowhere); }
    /// Counts a line. The record's position must be set.
    void note(const LineResult& result, const KnownPorts& known);
    void skip(SkipReason reason, std::uint64_t position);
    /// Moves all lanes to a run, where they take more memory than `maxBytes`; `coarseness`: of the table of their ends.
    Result<void> limitMemory(std::size_t maxBytes, LaneRunWriter& writer, unsigned coarseness);
    /// The same once more, for a table of what was read so far.
    Evidence copy() const;
    /// Takes in what another worker gathered from other blocks of the same file.
    void add(Evidence other);
    /// To be called once per file, when all of it is read: a log whose lines all say is_reply:false does not know the
    /// direction of packets (Retina without connection tracking), so what ports and flags do not confirm is counted as
    /// a reply or as of unknown orientation. Returns true where that happened. The lanes are left to settle().
    bool settleTrust();
    /// Makes a lane Sure; false where it is none of a connection. After settleTrust().
    bool settle(LaneKey& key) const;

  private:
    void noteFlow(const FlowRecord& record, const KnownPorts& known);
    void count(const FlowRecord& record, Trust trust);
    void noteTime(const FlowRecord& record);
};

} // namespace portolan
