#pragma once

#include "core/flow/attribution.h"
#include "core/flow/flow_record.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace portolan {

/// One end as a line gives it, names, address and port. Views into the line.
struct FlowTextEnd {
    EndFacts facts;
    std::string_view address; ///< as text; a block in our own summaries; empty where the line has none
    std::uint16_t port = 0;   ///< 0: unknown
};

/// What one line says about a flow, before anybody is looked up: what each format's parser fills. Views into the line,
/// or into memory that the parser keeps until the next one.
struct FlowText {
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: unknown
    std::int64_t lastSeen = 0;
    FlowTextEnd from; ///< as the line has it; what answers is turned round later
    FlowTextEnd to;
    std::optional<Protocol> protocol; ///< nullopt: none with ports
    FlowVerdict verdict = FlowVerdict::Observed;
    Observation observation = Observation::Sighted;
    Reporter reporter = Reporter::Unknown;
    Reply reply = Reply::Unknown;
    TcpFlags flags;
    WeightKind weightKind = WeightKind::Record;
    std::uint64_t weight = 1;   ///< 0: of a connection that another record counts; alone it counts once all the same
    std::uint64_t sampling = 0; ///< N of one packet in N
    bool isAggregate = false;   ///< the line stands for a window of flows, whose other ports it does not tell
};

} // namespace portolan
