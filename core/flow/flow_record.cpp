#include "core/flow/flow_record.h"

#include <cctype>
#include <string>

namespace portolan {

std::string_view name(FlowVerdict verdict) {
    switch (verdict) {
    case FlowVerdict::Allowed: return "allowed";
    case FlowVerdict::Denied: return "denied";
    case FlowVerdict::WouldDeny: return "would-deny";
    case FlowVerdict::Observed: return "observed";
    }
    return "";
}

std::optional<FlowVerdict> parseFlowVerdict(std::string_view text) {
    std::string lower;
    for (const char c : text) lower += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    if (lower.empty() || lower == "observed") return FlowVerdict::Observed;
    for (const std::string_view word : {"allowed", "allow", "accept", "accepted", "forwarded", "permitted"})
        if (lower == word) return FlowVerdict::Allowed;
    for (const std::string_view word : {"denied", "deny", "drop", "dropped", "reject", "rejected"})
        if (lower == word) return FlowVerdict::Denied;
    for (const std::string_view word : {"would-deny", "audit", "would_deny"})
        if (lower == word) return FlowVerdict::WouldDeny;
    return std::nullopt;
}

std::string_view name(WeightKind kind) {
    switch (kind) {
    case WeightKind::Connection: return "connection";
    case WeightKind::PacketSample: return "packet sample";
    case WeightKind::Record: return "record";
    }
    return "";
}

std::string_view text(SkipReason reason) {
    switch (reason) {
    case SkipReason::Malformed: return "not a line of this format";
    case SkipReason::TooLong: return "line too long";
    case SkipReason::Truncated: return "last line cut off";
    case SkipReason::ContainerPartial: return "partial line of a container log";
    case SkipReason::OtherEvent: return "not a flow (node, agent or debug event)";
    case SkipReason::NoTransport: return "ICMP or another protocol without ports";
    case SkipReason::NoPolicyReason: return "dropped for a reason that is no policy";
    case SkipReason::NoVerdict: return "socket trace or unknown verdict";
    case SkipReason::HealthCheck: return "health check of the network plugin";
    case SkipReason::NoEnd: return "neither name nor address of an end";
    case SkipReason::NoAnswer: return "an attempt that nothing answered";
    case SkipReason::Repeated: return "marked as a repeat of another line";
    case SkipReason::NoPort: return "no port is told, and the Service does not have exactly one";
    }
    return "";
}

} // namespace portolan
