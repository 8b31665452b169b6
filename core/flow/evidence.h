#pragma once

#include "core/flow/day_set.h"
#include "core/flow/flow_counts.h"
#include "core/flow/flow_record.h"
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

/// What one worker gathered from its blocks of one file.
struct Evidence {
    static constexpr std::uint64_t kNowhere = std::numeric_limits<std::uint64_t>::max();

    Tallies tallies;
    FlowCounts counts;
    std::array<std::uint64_t, kSkipReasonCount> firstSkip; ///< position of the first such line, or kNowhere
    std::uint64_t firstUnknownOrientation = kNowhere;
    bool hasTrueReply = false; ///< some line says it is a reply: the log knows the direction of packets
    FieldsSeen fields;
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    DaySet days;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> blockLines; ///< block number, lines in it
    bool isFoldedForMemory = false; ///< addresses outside were folded because there were too many lanes with them
    bool isInRecords = false;       ///< positions are those of records of a document, not of lines

    Evidence() { firstSkip.fill(kNowhere); }
    /// Counts a line. The record's position must be set.
    void note(const LineResult& result, const KnownPorts& known);
    void skip(SkipReason reason, std::uint64_t position);
    /// The same once more, for a table of what was read so far.
    Evidence copy() const;
    /// Takes in what another worker gathered from other blocks of the same file.
    void add(Evidence other);
    /// To be called once per file, when all of it is read: a log whose lines all say is_reply:false does not know the
    /// direction of packets (Retina without connection tracking), so what ports and flags do not confirm is dropped as
    /// a reply or as of unknown orientation. Returns true where that happened.
    bool settleTrust();

  private:
    void noteFlow(const FlowRecord& record, const KnownPorts& known);
    void count(const FlowRecord& record, Trust trust);
    void noteTime(const FlowRecord& record);
};

} // namespace portolan
