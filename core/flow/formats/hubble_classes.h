#pragma once

#include "core/flow/attribution.h"
#include "core/flow/flow_record.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace portolan {

/// The words of a Hubble flow that decide how it is counted, as written; empty and nullopt: the field is absent
/// (schema: flow/flow.proto of cilium/cilium, read in flows.md 2.1).
struct HubbleWords {
    std::string_view verdict;
    std::string_view dropReason;                ///< drop_reason_desc
    std::optional<std::uint64_t> oldDropReason; ///< drop_reason, deprecated
    std::optional<std::uint64_t> eventType;     ///< event_type.type
    std::uint64_t eventSubType = 0;             ///< event_type.sub_type; zero is not written
    std::string_view flowType;                  ///< Type: L3_L4, L7 or SOCK
    std::string_view direction;                 ///< traffic_direction
    std::string_view tracePoint;                ///< trace_observation_point
};

/// How a flow is to be counted.
struct HubbleClass {
    Observation observation = Observation::TraceOther;
    FlowVerdict verdict = FlowVerdict::Observed;
    Reporter reporter = Reporter::Unknown;
};

/// Reads the words by flows.md 2.1: forwarded means allowed only on a policy verdict event, else observed; dropped
/// means denied only for a policy's reason; socket traces and unknown verdicts give nothing.
std::variant<HubbleClass, SkipReason> classified(const HubbleWords& words);

/// The class that a "reserved:..." label without its prefix stands for; nullopt for one that says nothing.
std::optional<EndClass> reservedClass(std::string_view name);
/// The same by numeric security identity (pkg/identity: 1 host to 10 world-ipv6; 2^24 and up are CIDR identities).
EndClass identityClass(std::uint64_t identity);

} // namespace portolan
