#include "core/flow/flow_counts.h"

#include <algorithm>

namespace portolan {

void FlowCounts::add(const FlowCounts& other) {
    bytes += other.bytes;
    lines += other.lines;
    flows += other.flows;
    counted += other.counted;
    duplicates += other.duplicates;
    replies += other.replies;
    unknownOrientation += other.unknownOrientation;
    unresolved += other.unresolved;
    aggregates += other.aggregates;
    lossNotices += other.lossNotices;
    lostEvents += other.lostEvents;
    sampling = std::max(sampling, other.sampling);
    for (std::size_t i = 0; i < skipped.size(); ++i) skipped[i] += other.skipped[i];
}

} // namespace portolan
