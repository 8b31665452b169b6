#include "core/flow/orientation.h"

namespace portolan {

Orientation orientationByRules(const FlowRecord& record, const KnownPorts& known) {
    if (record.protocol == Protocol::Tcp && record.flags.hasSyn)
        return record.flags.hasAck ? Orientation::Reverse : Orientation::Forward;
    if (record.fromPort == 0 || record.toPort == 0) return Orientation::Unknown;
    const bool isFromKnown = known.contains(record.protocol, record.fromPort);
    const bool isToKnown = known.contains(record.protocol, record.toPort);
    if (isFromKnown != isToKnown) return isToKnown ? Orientation::Forward : Orientation::Reverse;
    const bool isFromLow = record.fromPort < kFirstEphemeralPort;
    const bool isToLow = record.toPort < kFirstEphemeralPort;
    if (isFromLow != isToLow) return isToLow ? Orientation::Forward : Orientation::Reverse;
    return Orientation::Unknown;
}

} // namespace portolan
