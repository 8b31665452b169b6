#pragma once

#include "core/flow/evidence.h"

#include <cstddef>
#include <cstdint>
#include <map>

namespace portolan::clickhouse {

/// The evidence of one log, apart by buckets of time. Whether is_reply:false is to be trusted shows at the end of a log
/// only, so lanes that depend on it stay here until then; all others may be taken out on the way.
class BucketedEvidence {
  public:
    explicit BucketedEvidence(std::uint32_t seconds) : m_seconds(seconds) {}

    void note(const LineResult& line, const KnownPorts& known);
    /// Decides about the trust in replies; to be called after the last line.
    void settle();
    /// Lanes that may be taken out, about.
    std::size_t lanes() const { return m_lanes; }

    /// Calls onLane(bucket, key, tally) for each lane that is sure, in the order of buckets, and forgets them. False
    /// where onLane returned false, which ends it.
    template <typename OnLane>
    bool takeLanes(OnLane onLane) {
        for (auto& [bucket, evidence] : m_buckets) {
            Tallies kept;
            for (const auto& [key, tally] : evidence.tallies)
                if (key.lane.trust != Trust::Sure)
                    kept.add(key, tally);
                else if (!onLane(bucket, key, tally))
                    return false;
            evidence.tallies = std::move(kept);
        }
        m_lanes = 0;
        return true;
    }
    /// By the bucket's first second since 1970 UTC; 0 for lines without a time.
    const std::map<std::uint32_t, Evidence>& buckets() const { return m_buckets; }

  private:
    std::uint32_t bucketOf(const LineResult& line) const;

    std::uint32_t m_seconds;
    std::map<std::uint32_t, Evidence> m_buckets;
    std::uint32_t m_lastBucket = 0;
    Evidence* m_last = nullptr; ///< of m_lastBucket: lines come in about the order of time
    std::size_t m_lanes = 0;
};

} // namespace portolan::clickhouse
