#include "core/flow/lane_run.h"

#include <queue>

#include <algorithm>
#include <array>
#include <cstring>
#include <deque>
#include <type_traits>
#include <utility>

namespace portolan {
namespace {

constexpr std::size_t kWriteBytes = std::size_t{1} << 20U;
constexpr std::size_t kReadBytes = std::size_t{1} << 18U;

/// A lane as it lies in a file, before its far days and its hashes.
struct StoredLane {
    LaneKey key;
    std::uint64_t weight = 0;
    std::uint64_t records = 0;
    std::uint64_t unidentified = 0;
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    std::uint64_t pods = 0;
    std::uint64_t position = 0;
    std::uint64_t days = 0;    ///< packed; 0 where farDays follow
    std::uint32_t farDays = 0; ///< std::int32_t each
    std::uint16_t hashes = 0;  ///< std::uint64_t each
    bool hasDistinct = false;
    bool hasAggregates = false;
    bool hasUnlistedDays = false;
    WeightKind weightKind = WeightKind::Connection;
};
static_assert(std::is_trivially_copyable_v<StoredLane>);
static_assert(DistinctCounter::kExact <= 0xffffU);

/// A key as a number of the same order, with the lane's place.
struct SortKey {
    std::uint64_t ends = 0;
    std::uint64_t rest = 0;
    const Tallies::Entry* entry = nullptr;

    explicit SortKey(const Tallies::Entry& e) : entry(&e) {
        const LaneKey& key = e.first;
        ends = std::uint64_t{key.from.value} << 32U | key.to.value;
        rest = static_cast<std::uint64_t>(key.protocol) << 48U | static_cast<std::uint64_t>(key.port) << 32U |
               static_cast<std::uint64_t>(key.lane.observation) << 24U |
               static_cast<std::uint64_t>(key.lane.verdict) << 16U |
               static_cast<std::uint64_t>(key.lane.reporter) << 8U | static_cast<std::uint64_t>(key.lane.trust);
    }
    bool operator<(const SortKey& other) const { return ends != other.ends ? ends < other.ends : rest < other.rest; }
};

template <typename Entries>
std::vector<SortKey> sortedKeys(const Entries& entries) {
    std::vector<SortKey> keys;
    keys.reserve(entries.size());
    for (const Tallies::Entry& entry : entries) keys.emplace_back(entry);
    std::ranges::sort(keys, std::less<>());
    return keys;
}

} // namespace

template <typename Item>
void LaneRunWriter::append(const Item& item) {
    static_assert(std::is_trivially_copyable_v<Item>);
    const auto bytes = std::as_bytes(std::span(&item, 1));
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

Result<void> LaneRunWriter::add(const LaneKey& key, const Tally& tally) {
    StoredLane stored;
    stored.key = key;
    stored.weight = tally.weight;
    stored.records = tally.records;
    stored.unidentified = tally.unidentified;
    stored.firstSeen = tally.firstSeen;
    stored.lastSeen = tally.lastSeen;
    stored.pods = tally.pods;
    stored.position = tally.position;
    stored.hasDistinct = tally.distinct != nullptr;
    stored.hasAggregates = tally.hasAggregates;
    stored.hasUnlistedDays = tally.hasUnlistedDays;
    stored.weightKind = tally.weightKind;
    const auto packed = tally.days.packed();
    const std::vector<std::int32_t> farDays = packed ? std::vector<std::int32_t>() : tally.days.days();
    stored.days = packed.value_or(0);
    stored.farDays = static_cast<std::uint32_t>(farDays.size());
    if (tally.distinct) stored.hashes = static_cast<std::uint16_t>(tally.distinct->smallest().size());
    append(stored);
    ++m_lanes;
    for (const std::int32_t day : farDays) append(day);
    if (tally.distinct)
        for (const std::uint64_t hash : tally.distinct->smallest()) append(hash);
    return m_buffer.size() < kWriteBytes ? Result<void>() : flush();
}

Result<void> LaneRunWriter::flush() {
    if (!m_file) {
        auto file = SpillFile::create();
        if (!file) return tl::make_unexpected(file.error());
        m_file = std::make_shared<SpillFile>(std::move(*file));
    }
    if (auto done = m_file->append(m_buffer); !done) return done;
    m_buffer.clear();
    return {};
}

Result<LaneRun> LaneRunWriter::finish() {
    if (auto done = flush(); !done) return tl::make_unexpected(done.error());
    const LaneRun run{m_file, m_begin, m_file->size(), std::exchange(m_lanes, 0)};
    m_begin = run.end;
    return run;
}

Result<void> LaneRunReader::take(std::span<std::byte> out) {
    if (m_buffer.size() - m_at < out.size()) {
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at));
        m_at = 0;
        const std::size_t kept = m_buffer.size();
        const auto wanted = static_cast<std::size_t>(
            std::min<std::uint64_t>(std::max(kReadBytes, out.size()), m_run.end - m_run.begin));
        m_buffer.resize(kept + wanted);
        if (auto done = m_run.file->read(m_run.begin, std::span(m_buffer).subspan(kept)); !done) return done;
        m_run.begin += wanted;
    }
    if (m_buffer.size() < out.size())
        return fail(Error::Kind::Internal, "a temporary file ends in the middle of a lane");
    std::memcpy(out.data(), m_buffer.data() + m_at, out.size());
    m_at += out.size();
    return {};
}

template <typename Item>
Result<Item> LaneRunReader::take() {
    Item item{};
    if (auto done = take(std::as_writable_bytes(std::span(&item, 1))); !done) return tl::make_unexpected(done.error());
    return item;
}

Result<std::optional<Tallies::Entry>> LaneRunReader::next() {
    if (m_at == m_buffer.size() && m_run.begin == m_run.end) return std::optional<Tallies::Entry>();
    const auto stored = take<StoredLane>();
    if (!stored) return tl::make_unexpected(stored.error());
    Tallies::Entry entry(stored->key, Tally());
    Tally& tally = entry.second;
    tally.weight = stored->weight;
    tally.records = stored->records;
    tally.unidentified = stored->unidentified;
    tally.firstSeen = stored->firstSeen;
    tally.lastSeen = stored->lastSeen;
    tally.pods = stored->pods;
    tally.position = stored->position;
    tally.hasAggregates = stored->hasAggregates;
    tally.hasUnlistedDays = stored->hasUnlistedDays;
    tally.weightKind = stored->weightKind;
    tally.days = DaySet::unpacked(stored->days);
    for (std::uint32_t i = 0; i < stored->farDays; ++i) {
        const auto day = take<std::int32_t>();
        if (!day) return tl::make_unexpected(day.error());
        tally.days.add(*day);
    }
    if (stored->hasDistinct) {
        std::vector<std::uint64_t> hashes(stored->hashes);
        if (auto done = take(std::as_writable_bytes(std::span(hashes))); !done)
            return tl::make_unexpected(done.error());
        tally.distinct = std::make_unique<DistinctCounter>(DistinctCounter::of(hashes));
    }
    return std::optional(std::move(entry));
}

Result<LaneRun> sortedRun(const LaneRun& run, const SettleLane& settle, LaneRunWriter& out) {
    std::deque<Tallies::Entry> entries;
    LaneRunReader reader(run);
    while (true) {
        auto lane = reader.next();
        if (!lane) return tl::make_unexpected(lane.error());
        if (!*lane) break;
        if (settle((*lane)->first, (*lane)->second)) entries.push_back(std::move(**lane));
    }
    for (const SortKey& key : sortedKeys(entries))
        if (auto done = out.add(key.entry->first, key.entry->second); !done) return tl::make_unexpected(done.error());
    return out.finish();
}

namespace {

/// Lanes in the order of their keys, from a file or from memory.
class SortedLanes {
  public:
    explicit SortedLanes(const LaneRun& run) : m_reader(run) {}
    explicit SortedLanes(const std::vector<SortKey>& keys) : m_keys(keys) {}

    /// False after the last.
    Result<bool> advance() {
        if (m_reader) {
            auto lane = m_reader->next();
            if (!lane) return tl::make_unexpected(lane.error());
            m_lane = std::move(*lane);
        } else if (m_keys.empty()) {
            m_lane.reset();
        } else {
            const auto& [key, tally] = *m_keys.front().entry;
            m_lane.emplace(key, tally.copy());
            m_keys = m_keys.subspan(1);
        }
        return m_lane.has_value();
    }
    const LaneKey& key() const { return m_lane->first; }
    Tally& tally() { return m_lane->second; }

  private:
    std::optional<LaneRunReader> m_reader;
    std::span<const SortKey> m_keys;
    std::optional<Tallies::Entry> m_lane;
};

} // namespace

Result<void> mergeLanes(std::span<const LaneRun> runs, const std::deque<Tallies::Entry>& rest,
                        const std::function<Result<void>(LaneKey, Tally)>& onLane) {
    const std::vector<SortKey> keys = sortedKeys(rest);
    std::deque<SortedLanes> sources;
    for (const LaneRun& run : runs) sources.emplace_back(run);
    sources.emplace_back(keys);
    const auto isLater = [](const SortedLanes* a, const SortedLanes* b) { return a->key() > b->key(); };
    std::priority_queue<SortedLanes*, std::vector<SortedLanes*>, decltype(isLater)> next(isLater);
    const auto advance = [&](SortedLanes& source) -> Result<void> {
        const auto hasMore = source.advance();
        if (!hasMore) return tl::make_unexpected(hasMore.error());
        if (*hasMore) next.push(&source);
        return {};
    };
    for (SortedLanes& source : sources)
        if (auto done = advance(source); !done) return done;
    while (!next.empty()) {
        SortedLanes* source = next.top();
        const LaneKey key = source->key();
        Tally sum = std::move(source->tally());
        next.pop();
        if (auto done = advance(*source); !done) return done;
        while (!next.empty() && next.top()->key() == key) {
            source = next.top();
            sum.add(source->tally());
            next.pop();
            if (auto done = advance(*source); !done) return done;
        }
        if (auto done = onLane(key, std::move(sum)); !done) return done;
    }
    return {};
}

} // namespace portolan
