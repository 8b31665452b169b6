#pragma once

#include "core/flow/flow_record.h"

#include <array>
#include <cstdint>

namespace portolan {

/// What became of the lines of the inputs. flows = counted + duplicates + replies + unknownOrientation + every skip
/// reason from NoTransport on; lines = flows + lossNotices + the other skip reasons.
struct FlowCounts {
    std::uint64_t bytes = 0;      ///< inflated
    std::uint64_t lines = 0;      ///< not empty, header lines left out
    std::uint64_t flows = 0;      ///< lines that speak of a flow
    std::uint64_t counted = 0;    ///< lines that stand behind an edge's count
    std::uint64_t duplicates = 0; ///< lines that tell of a connection another line told of
    std::uint64_t replies = 0;    ///< of formats that count connections; else they count for the connection they answer
    std::uint64_t unknownOrientation = 0; ///< client and server cannot be told apart: no edge
    std::uint64_t unresolved = 0;         ///< of counted: an end is no object of the inventory and not outside
    std::uint64_t aggregates = 0;         ///< lines that stand for a window of flows
    std::uint64_t lossNotices = 0;        ///< lines that say events were lost
    std::uint64_t lostEvents = 0;         ///< how many they name in all
    std::uint64_t sampling = 0;           ///< largest N of "one packet in N" that a line names; 0: none does
    std::array<std::uint64_t, kSkipReasonCount> skipped{};

    std::uint64_t skips(SkipReason reason) const { return skipped[static_cast<std::size_t>(reason)]; }
    void add(const FlowCounts& other);
    bool operator==(const FlowCounts&) const = default;
};

} // namespace portolan
