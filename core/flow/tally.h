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
/// Memory grows with the number of distinct edges, never with the length of the log.

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
    std::uint16_t port = 0;
    Protocol protocol = Protocol::Tcp;
    Lane lane;

    auto operator<=>(const LaneKey&) const = default;
};

struct LaneKeyHash {
    std::size_t operator()(const LaneKey& key) const;
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
    WeightKind weightKind = WeightKind::Connection; ///< the coarsest of the records

    Tally copy() const;
    void add(const FlowRecord& record);
    void add(const Tally& other);
    /// Widens first, last and days without counting.
    void extend(const Tally& other);
};

/// The lanes of a log, each once. About 105 bytes a lane: the lanes one after another, and an index of their places.
class Tallies {
  public:
    using Entry = std::pair<LaneKey, Tally>;

    Tallies() = default;
    Tallies(const Tallies&) = delete;
    Tallies& operator=(const Tallies&) = delete;
    Tallies(Tallies&&) = default;
    Tallies& operator=(Tallies&&) = default;

    Tally& operator[](const LaneKey& key) { return entry(key).first->second; }
    std::size_t size() const { return m_entries.size(); }
    bool isEmpty() const { return m_entries.empty(); }
    void clear();
    Tallies copy() const;
    /// Takes over every lane of `other`, its key changed by `change`; lanes that become equal are added up.
    template <typename Change>
    void take(Tallies other, Change change) {
        other.m_places = {};
        reserve(size() + other.size());
        for (; !other.m_entries.empty(); other.m_entries.pop_front()) {
            auto& [key, tally] = other.m_entries.front();
            change(key, tally);
            const auto [mine, isNew] = entry(key);
            if (isNew)
                mine->second = std::move(tally);
            else
                mine->second.add(tally);
        }
    }
    /// Removes the lanes whose trust is not Sure.
    void dropUntrusted();
    /// Renumbers the ends; lanes that become equal are added up.
    void renumber(const std::vector<EndIndex>& renumbered);
    static constexpr std::size_t kLaneBytes = 110; ///< about

    /// In unspecified order.
    auto begin() const { return m_entries.begin(); }
    auto end() const { return m_entries.end(); }

  private:
    std::pair<Entry*, bool> entry(const LaneKey& key);
    void reserve(std::size_t count);
    std::uint32_t& placeOf(const LaneKey& key);

    std::deque<Entry> m_entries;
    std::vector<std::uint32_t> m_places; ///< by hash, open addressing: 1 + index into m_entries, 0: free
};

/// How many lanes have an end outside the cluster.
std::size_t lanesToOutside(const Tallies& tallies, const EndTable& ends);

/// The pair of pods of a record as one number, for Tally::pods.
std::uint64_t packedPods(std::optional<PodId> from, std::optional<PodId> to);
std::optional<PodId> fromPodOf(std::uint64_t pods);
std::optional<PodId> toPodOf(std::uint64_t pods);

} // namespace portolan
