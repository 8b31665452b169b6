#include "core/flow/tally.h"

#include "core/flow/time_text.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::uint64_t kNoPod = 0xffffffffU;

} // namespace

std::size_t LaneKeyHash::operator()(const LaneKey& key) const {
    const std::uint64_t ends = std::uint64_t{key.from.value} << 32U | key.to.value;
    const std::uint64_t lane =
        static_cast<std::uint64_t>(key.lane.observation) << 24U | static_cast<std::uint64_t>(key.lane.verdict) << 16U |
        static_cast<std::uint64_t>(key.lane.reporter) << 8U | static_cast<std::uint64_t>(key.lane.trust);
    const std::uint64_t rest = lane << 32U | std::uint64_t{key.port} << 8U | static_cast<std::uint64_t>(key.protocol);
    return scrambled(ends ^ scrambled(rest));
}

void Tally::add(const FlowRecord& record) {
    weight += record.weight;
    ++records;
    hasAggregates = hasAggregates || record.isAggregate;
    weightKind = std::max(weightKind, record.weightKind);
    position = std::min(position, record.position);
    pods = std::min(pods, packedPods(record.from.pod, record.to.pod));
    if (record.firstSeen != 0) {
        firstSeen = firstSeen == 0 ? record.firstSeen : std::min(firstSeen, record.firstSeen);
        days.add(utcDay(record.firstSeen));
    }
    if (record.lastSeen != 0) {
        lastSeen = lastSeen == 0 ? record.lastSeen : std::max(lastSeen, record.lastSeen);
        days.add(utcDay(record.lastSeen));
    }
    if (!isTrace(record.observation)) return;
    if (record.weight != 1 || record.clientIdentity == 0 || record.fromPort == 0) {
        unidentified += record.weight;
        return;
    }
    if (!distinct) distinct = std::make_unique<DistinctCounter>();
    const auto day = static_cast<std::uint64_t>(static_cast<std::int64_t>(utcDay(record.firstSeen)));
    distinct->add(scrambled(record.clientIdentity + record.fromPort) ^ day);
}

void Tally::add(const Tally& other) {
    weight += other.weight;
    records += other.records;
    unidentified += other.unidentified;
    position = std::min(position, other.position);
    pods = std::min(pods, other.pods);
    hasAggregates = hasAggregates || other.hasAggregates;
    weightKind = std::max(weightKind, other.weightKind);
    extend(other);
    if (!other.distinct) return;
    if (!distinct) distinct = std::make_unique<DistinctCounter>();
    distinct->add(*other.distinct);
}

void Tally::extend(const Tally& other) {
    if (other.firstSeen != 0) firstSeen = firstSeen == 0 ? other.firstSeen : std::min(firstSeen, other.firstSeen);
    if (other.lastSeen != 0) lastSeen = lastSeen == 0 ? other.lastSeen : std::max(lastSeen, other.lastSeen);
    days.add(other.days);
}

Tally Tally::copy() const {
    Tally out;
    out.weight = weight;
    out.records = records;
    out.unidentified = unidentified;
    out.pods = pods;
    out.position = position;
    out.hasAggregates = hasAggregates;
    out.weightKind = weightKind;
    out.firstSeen = firstSeen;
    out.lastSeen = lastSeen;
    out.days = days;
    if (distinct) out.distinct = std::make_unique<DistinctCounter>(*distinct);
    return out;
}

Tallies Tallies::copy() const {
    Tallies out;
    out.m_lanes.reserve(m_lanes.size());
    for (const auto& [key, tally] : m_lanes) out.m_lanes.emplace(key, tally.copy());
    return out;
}

void Tallies::renumber(const std::vector<EndIndex>& renumbered) {
    Tallies moved;
    moved.m_lanes.reserve(m_lanes.size());
    moved.take(std::move(*this), [&](LaneKey& key, Tally&) {
        key.from = renumbered[key.from.index()];
        key.to = renumbered[key.to.index()];
    });
    *this = std::move(moved);
}

std::uint64_t packedPods(std::optional<PodId> from, std::optional<PodId> to) {
    return (from ? std::uint64_t{from->value} : kNoPod) << 32U | (to ? std::uint64_t{to->value} : kNoPod);
}

std::optional<PodId> fromPodOf(std::uint64_t pods) {
    const std::uint64_t value = pods >> 32U;
    return value == kNoPod ? std::nullopt : std::optional(PodId(static_cast<std::uint32_t>(value)));
}

std::optional<PodId> toPodOf(std::uint64_t pods) {
    const std::uint64_t value = pods & kNoPod;
    return value == kNoPod ? std::nullopt : std::optional(PodId(static_cast<std::uint32_t>(value)));
}

} // namespace portolan
