#include "core/flow/formats/hubble_classes.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

enum EventType : std::uint64_t { kDrop = 1, kTrace = 4, kPolicyVerdict = 5, kSocketTrace = 7, kLayer7 = 129 };

/// Observation points of monitor/api as sub_type numbers.
constexpr std::array<std::string_view, 12> kTracePoints{"TO_ENDPOINT", "TO_PROXY",      "TO_HOST",      "TO_STACK",
                                                        "TO_OVERLAY",  "FROM_ENDPOINT", "FROM_PROXY",   "FROM_HOST",
                                                        "FROM_STACK",  "FROM_OVERLAY",  "FROM_NETWORK", "TO_NETWORK"};

/// POLICY_DENIED (default deny), POLICY_DENY (a deny rule) and AUTH_REQUIRED, with their deprecated numbers.
bool isPolicyReason(const HubbleWords& words) {
    if (!words.dropReason.empty())
        return words.dropReason == "POLICY_DENIED" || words.dropReason == "POLICY_DENY" ||
               words.dropReason == "AUTH_REQUIRED";
    if (words.eventType == kPolicyVerdict) return true;
    std::uint64_t number = words.oldDropReason.value_or(0);
    if (number == 0 && words.eventType == kDrop) number = words.eventSubType;
    return number == 133 || number == 181 || number == 189;
}

Observation traceObservation(const HubbleWords& words) {
    std::string_view point = words.tracePoint;
    if (point.empty() && words.eventType == kTrace && words.eventSubType < kTracePoints.size())
        point = kTracePoints[words.eventSubType];
    if (point == "TO_ENDPOINT") return Observation::TraceDelivered;
    if (point.starts_with("TO_")) return Observation::TracePassed;
    return Observation::TraceOther;
}

} // namespace

std::variant<HubbleClass, SkipReason> classified(const HubbleWords& words) {
    HubbleClass out;
    if (words.direction == "EGRESS") out.reporter = Reporter::Source;
    if (words.direction == "INGRESS") out.reporter = Reporter::Destination;
    const bool isVerdictEvent = words.eventType == kPolicyVerdict;
    if (words.eventType == kSocketTrace || words.flowType == "SOCK") return SkipReason::NoVerdict;
    if (words.verdict == "FORWARDED" || words.verdict == "REDIRECTED") {
        out.observation = isVerdictEvent ? Observation::Verdict : traceObservation(words);
        out.verdict = isVerdictEvent ? FlowVerdict::Allowed : FlowVerdict::Observed;
        return out;
    }
    if (words.verdict == "DROPPED" || words.verdict == "ERROR") {
        if (!isPolicyReason(words)) return SkipReason::NoPolicyReason;
        out.observation = isVerdictEvent ? Observation::Verdict : Observation::Drop;
        out.verdict = FlowVerdict::Denied;
        return out;
    }
    if (words.verdict == "AUDIT") {
        out.observation = isVerdictEvent ? Observation::Verdict : Observation::Drop;
        out.verdict = FlowVerdict::WouldDeny;
        return out;
    }
    return SkipReason::NoVerdict;
}

std::optional<EndClass> reservedClass(std::string_view name) {
    if (name == "host" || name == "remote-node") return EndClass::Node;
    if (name == "kube-apiserver") return EndClass::ApiServer;
    if (name == "health") return EndClass::Health;
    if (name == "ingress") return EndClass::Proxy;
    if (name.starts_with("world")) return EndClass::World;
    return std::nullopt;
}

EndClass identityClass(std::uint64_t identity) {
    switch (identity) {
    case 1:
    case 6: return EndClass::Node;
    case 2:
    case 9:
    case 10: return EndClass::World;
    case 4: return EndClass::Health;
    case 7: return EndClass::ApiServer;
    case 8: return EndClass::Proxy;
    default: break;
    }
    constexpr std::uint64_t kFirstClusterIdentity = 256;
    constexpr std::uint64_t kFirstLocalIdentity = 1U << 24U;
    constexpr std::uint64_t kFirstRemoteNodeIdentity = 1U << 25U;
    if (identity < kFirstClusterIdentity) return EndClass::Unknown;
    if (identity < kFirstLocalIdentity) return EndClass::Endpoint;
    return identity < kFirstRemoteNodeIdentity ? EndClass::World : EndClass::Node;
}

} // namespace portolan
