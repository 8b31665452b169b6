#include "core/flow/tally.h"

#include "core/flow/time_text.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::uint64_t kNoPod = 0xffffffffU;
constexpr std::size_t kFewestPlaces = 16; ///< a power of two
constexpr std::size_t kMostFilled = 3;    ///< quarters of the places

std::uint64_t hashOf(const LaneKey& key) {
    const std::uint64_t ends = std::uint64_t{key.from.value} << 32U | key.to.value;
    const std::uint64_t lane =
        static_cast<std::uint64_t>(key.lane.observation) << 24U | static_cast<std::uint64_t>(key.lane.verdict) << 16U |
        static_cast<std::uint64_t>(key.lane.reporter) << 8U | static_cast<std::uint64_t>(key.lane.trust);
    const std::uint64_t rest = lane << 32U | std::uint64_t{key.port} << 8U | static_cast<std::uint64_t>(key.protocol);
    return scrambled(ends ^ scrambled(rest));
}

} // namespace

void Tally::add(const FlowRecord& record) {
    weight += record.weight;
    ++records;
    hasAggregates = hasAggregates || record.isAggregate;
    weightKind = std::max(weightKind, record.weightKind);
    position = std::min(position, record.position);
    pods = std::min(pods, packedPods(record.from.pod, record.to.pod));
    hasUnlistedDays = hasUnlistedDays || isOverDays(record);
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
    hasUnlistedDays = hasUnlistedDays || other.hasUnlistedDays;
}

Tally Tally::copy() const {
    Tally out;
    out.weight = weight;
    out.records = records;
    out.unidentified = unidentified;
    out.pods = pods;
    out.position = position;
    out.hasAggregates = hasAggregates;
    out.hasUnlistedDays = hasUnlistedDays;
    out.weightKind = weightKind;
    out.firstSeen = firstSeen;
    out.lastSeen = lastSeen;
    out.days = days;
    if (distinct) out.distinct = std::make_unique<DistinctCounter>(*distinct);
    return out;
}

/// Where the key's entry is told, or is to be told. Few keys have the same half of a hash: entries are hardly ever
/// looked at in vain.
Tallies::Place& Tallies::placeOf(const LaneKey& key, std::uint64_t hash) {
    const std::size_t mask = m_places.size() - 1;
    const auto upper = static_cast<std::uint32_t>(hash >> 32U);
    std::size_t at = hash & mask;
    while (m_places[at].entry != 0 && (m_places[at].hash != upper || m_entries[m_places[at].entry - 1].first != key))
        at = (at + 1) & mask;
    return m_places[at];
}

void Tallies::reserve(std::size_t count) {
    std::size_t places = std::max<std::size_t>(m_places.size(), kFewestPlaces);
    while (places * kMostFilled / 4 < count) places *= 2;
    if (places == m_places.size()) return;
    m_places.assign(places, {});
    const std::size_t mask = places - 1;
    for (std::uint32_t i = 0; i < m_entries.size(); ++i) { // no two are equal
        const std::uint64_t hash = hashOf(m_entries[i].first);
        std::size_t at = hash & mask;
        while (m_places[at].entry != 0) at = (at + 1) & mask;
        m_places[at] = {static_cast<std::uint32_t>(hash >> 32U), i + 1};
    }
}

/// The lane of that key, and whether it is new.
std::pair<Tallies::Entry*, bool> Tallies::entry(const LaneKey& key) {
    reserve(m_entries.size() + 1);
    const std::uint64_t hash = hashOf(key);
    Place& place = placeOf(key, hash);
    if (place.entry != 0) return {&m_entries[place.entry - 1], false};
    place = {static_cast<std::uint32_t>(hash >> 32U), static_cast<std::uint32_t>(m_entries.size() + 1)};
    return {&m_entries.emplace_back(key, Tally()), true};
}

void Tallies::clear() {
    m_entries.clear();
    m_places = {};
    m_farBytes = 0;
}

std::deque<Tallies::Entry> Tallies::takeEntries() {
    std::deque<Entry> out = std::move(m_entries);
    clear();
    return out;
}

Tallies Tallies::copy() const {
    Tallies out;
    out.reserve(size());
    for (const auto& [key, tally] : m_entries) out.entry(key).first->second = tally.copy();
    out.m_farBytes = m_farBytes;
    return out;
}

void Tallies::renumber(const std::vector<EndIndex>& renumbered) {
    Tallies moved;
    moved.take(std::move(*this), [&](LaneKey& key, Tally&) {
        key.from = renumbered[key.from.index()];
        key.to = renumbered[key.to.index()];
        return true;
    });
    *this = std::move(moved);
}

bool isOverDays(const FlowRecord& record) {
    return record.firstSeen != 0 && utcDay(record.lastSeen) > utcDay(record.firstSeen) + 1;
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
