#include "core/flow/clickhouse/bucketed_evidence.h"

#include "core/flow/time_text.h"

#include <algorithm>
#include <limits>

namespace portolan::clickhouse {

std::uint32_t BucketedEvidence::bucketOf(const LineResult& line) const {
    const std::int64_t seconds = line.record.firstSeen / kNanosecondsPerSecond;
    if (seconds <= 0 || seconds > std::numeric_limits<std::uint32_t>::max()) return 0;
    return static_cast<std::uint32_t>(seconds) / m_seconds * m_seconds;
}

void BucketedEvidence::note(const LineResult& line, const KnownPorts& known) {
    if (line.kind == LineResult::Kind::Nothing) return;
    const std::uint32_t bucket = bucketOf(line);
    if (m_last == nullptr || bucket != m_lastBucket) m_last = &m_buckets[bucket];
    m_lastBucket = bucket;
    const std::size_t before = m_last->tallies.size();
    m_last->note(line, known);
    m_lanes += m_last->tallies.size() - before;
}

void BucketedEvidence::settle() {
    const bool hasTrueReply =
        std::ranges::any_of(m_buckets, [](const auto& bucket) { return bucket.second.hasTrueReply; });
    for (auto& [bucket, evidence] : m_buckets) {
        evidence.hasTrueReply = hasTrueReply;
        evidence.settleTrust();
        Tallies settled;
        settled.take(std::move(evidence.tallies), [&](LaneKey& key, Tally&) { return evidence.settle(key); });
        evidence.tallies = std::move(settled);
    }
}

} // namespace portolan::clickhouse
