#pragma once

#include "core/flow/day_set.h"
#include "core/flow/distinct.h"
#include "core/flow/end_table.h"
#include "core/flow/flow_record.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

/// How de-duplication works without remembering connections. Every record is counted in a lane: its edge, and how and
/// where it was observed. One connection puts at most one record into each verdict and drop lane, so the lanes of an
/// edge are several counts of the same thing, and combine() takes the right maximum or sum of them at the end. Trace
/// lanes, where one connection leaves many records, count distinct client address, port and day instead.
///
///     egress verdict at the source      ─┐
///     ingress verdict at the destination ─┼─ one connection, four lanes ──combine()──> one edge, count 1
///     trace TO_ENDPOINT, TO_ENDPOINT     ─┤
///     trace TO_STACK                     ─┘
///
/// Memory grows with the number of distinct edges, never with the length of the log; where there are too many, lanes
/// are set aside in a file (lane_run.h).

namespace portolan {

/// Whether a record's orientation can be relied upon.
enum class Trust : std::uint8_t {
    Sure,
    RulesSayReply,  ///< stated as no reply, but ports and flags say it is one
    RulesDoNotKnow, ///< stated as no reply, and ports and flags do not confirm it
};

/// What a lane is apart from its edge.
struct Lane {
    Observation observation = Observation::Stated;
    FlowVerdict verdict = FlowVerdict::Observed;
    Reporter reporter = Reporter::Unknown;
    Trust trust = Trust::Sure;

    auto operator<=>(const Lane&) const = default;
};

struct LaneKey {
    EndIndex from;
    EndIndex to;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
    Lane lane;

    bool isSameEdge(const LaneKey& other) const {
        return from == other.from && to == other.to && protocol == other.protocol && port == other.port;
    }

    auto operator<=>(const LaneKey&) const = default;
};

/// What is known of one lane.
struct Tally {
    static constexpr std::uint64_t kNoPods = std::numeric_limits<std::uint64_t>::max();

    std::uint64_t weight = 0;       ///< connections or records
    std::uint64_t records = 0;      ///< lines
    std::uint64_t unidentified = 0; ///< of weight, what no client address and port tells apart
    std::int64_t firstSeen = 0;     ///< 0: no record had a time
    std::int64_t lastSeen = 0;
    std::uint64_t pods = kNoPods;     ///< from << 32 | to, all ones where unknown; the smallest pair seen
    std::uint64_t position = kNoPods; ///< of the first line
    DaySet days;
    std::unique_ptr<DistinctCounter> distinct; ///< trace lanes only
    bool hasAggregates = false;
    bool hasUnlistedDays = false; ///< some record stands for a time of more days than its first and last
    WeightKind weightKind = WeightKind::Connection; ///< the coarsest of the records

    Tally copy() const;
    /// Bytes apart from the object's own, about.
    std::size_t farBytes() const { return distinct ? distinct->bytes() : 0; }
    void add(const FlowRecord& record);
    void add(const Tally& other);
    /// Widens first, last and days without counting.
    void extend(const Tally& other);
};

/// The lanes of a log, each once: one after another, and an index of their places.
class Tallies {
  public:
    using Entry = std::pair<LaneKey, Tally>;

    Tallies() = default;
    Tallies(const Tallies&) = delete;
    Tallies& operator=(const Tallies&) = delete;
    Tallies(Tallies&&) = default;
    Tallies& operator=(Tallies&&) = default;

    void add(const LaneKey& key, const FlowRecord& record) { addTo(key, record); }
    void add(const LaneKey& key, const Tally& tally) { addTo(key, tally); }
    std::size_t size() const { return m_entries.size(); }
    bool isEmpty() const { return m_entries.empty(); }
    void clear();
    Tallies copy() const;
    /// Takes over the lanes of `other` for which change(key, tally) is true, as `change` left them; lanes that become
    /// equal are added up.
    template <typename Change>
    void take(Tallies other, Change change) {
        other.m_places = {};
        reserve(size() + other.size());
        for (; !other.m_entries.empty(); other.m_entries.pop_front()) {
            auto& [key, tally] = other.m_entries.front();
            if (!change(key, tally)) continue;
            const auto [mine, isNew] = entry(key);
            m_farBytes += tally.farBytes();
            if (isNew)
                mine->second = std::move(tally);
            else
                mine->second.add(tally);
        }
    }
    /// The lanes, which are no longer here.
    std::deque<Entry> takeEntries();
    /// Renumbers the ends; lanes that become equal are added up.
    void renumber(const std::vector<EndIndex>& renumbered);
    /// About what it takes in memory.
    std::size_t bytes() const { return m_entries.size() * kLaneBytes + m_farBytes; }
    static constexpr std::size_t kLaneBytes = 120; ///< about

    /// In unspecified order.
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }

  private:
    struct Place {
        std::uint32_t hash = 0;  ///< of the entry's key, the upper half
        std::uint32_t entry = 0; ///< 1 + index into m_entries; 0: free
    };

    template <typename What>
    void addTo(const LaneKey& key, const What& what) {
        Tally& tally = entry(key).first->second;
        const std::size_t before = tally.farBytes();
        tally.add(what);
        m_farBytes += tally.farBytes() - before;
    }
    std::pair<Entry*, bool> entry(const LaneKey& key);
    void reserve(std::size_t count);
    Place& placeOf(const LaneKey& key, std::uint64_t hash);

    std::deque<Entry> m_entries;
    std::vector<Place> m_places; ///< by hash, open addressing
    std::size_t m_farBytes = 0;
};

/// Whether there are days between the first and the last of a record, on which it may or may not have been seen.
bool isOverDays(const FlowRecord& record);
/// The pair of pods of a record as one number, for Tally::pods.
std::uint64_t packedPods(std::optional<PodId> from, std::optional<PodId> to);
std::optional<PodId> fromPodOf(std::uint64_t pods);
std::optional<PodId> toPodOf(std::uint64_t pods);

} // namespace portolan
