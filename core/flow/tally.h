#pragma once

#include "core/flow/day_set.h"
#include "core/flow/distinct.h"
#include "core/flow/flow_record.h"

#include <compare>
#include <cstdint>
#include <limits>
#include <memory>
#include <unordered_map>
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

class Tallies {
  public:
    Tallies() = default;
    Tallies(const Tallies&) = delete;
    Tallies& operator=(const Tallies&) = delete;
    Tallies(Tallies&&) = default;
    Tallies& operator=(Tallies&&) = default;

    Tally& operator[](const LaneKey& key) { return m_lanes[key]; }
    std::size_t size() const { return m_lanes.size(); }
    bool isEmpty() const { return m_lanes.empty(); }
    void clear() { m_lanes.clear(); }
    Tallies copy() const;
    /// Takes over every lane of `other`, its key changed by `change`; lanes that become equal are added up.
    template <typename Change>
    void take(Tallies other, Change change) {
        while (!other.m_lanes.empty()) {
            auto node = other.m_lanes.extract(other.m_lanes.begin());
            change(node.key(), node.mapped());
            const auto inserted = m_lanes.insert(std::move(node));
            if (!inserted.inserted) inserted.position->second.add(inserted.node.mapped());
        }
    }
    /// Removes the lanes whose trust is not Sure.
    void dropUntrusted() {
        std::erase_if(m_lanes, [](const auto& lane) { return lane.first.lane.trust != Trust::Sure; });
    }
    /// Renumbers the ends; lanes that become equal are added up.
    void renumber(const std::vector<EndIndex>& renumbered);
    /// In unspecified order.
    auto begin() const { return m_lanes.begin(); }
    auto end() const { return m_lanes.end(); }

  private:
    std::unordered_map<LaneKey, Tally, LaneKeyHash> m_lanes;
};

/// The pair of pods of a record as one number, for Tally::pods.
std::uint64_t packedPods(std::optional<PodId> from, std::optional<PodId> to);
std::optional<PodId> fromPodOf(std::uint64_t pods);
std::optional<PodId> toPodOf(std::uint64_t pods);

} // namespace portolan
