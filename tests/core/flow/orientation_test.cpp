#include "core/flow/orientation.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct OrientationCase {
    Protocol protocol;
    TcpFlags flags;
    std::uint16_t fromPort, toPort;
    Orientation expected;
};

TEST(Orientation, FollowsFlagsThenKnownPortsThenTheEphemeralRange) {
    KnownPorts known;
    known.add(Protocol::Tcp, 50051);
    known.add(Protocol::Udp, 53);
    constexpr TcpFlags kNone;
    constexpr TcpFlags kSyn{true, true, false};
    constexpr TcpFlags kSynAck{true, true, true};
    constexpr TcpFlags kAck{true, false, true};
    const OrientationCase cases[] = {
        {Protocol::Tcp, kSyn, 80, 40000, Orientation::Forward},
        {Protocol::Tcp, kSynAck, 40000, 80, Orientation::Reverse},
        {Protocol::Tcp, kAck, 40000, 80, Orientation::Forward},
        {Protocol::Tcp, kAck, 80, 40000, Orientation::Reverse},
        {Protocol::Tcp, kNone, 50051, 1234, Orientation::Reverse},
        {Protocol::Tcp, kNone, 60000, 50051, Orientation::Forward},
        {Protocol::Udp, kNone, 60000, 50051, Orientation::Unknown},
        {Protocol::Udp, kNone, 53, 1234, Orientation::Reverse},
        {Protocol::Udp, kSyn, 53, 1234, Orientation::Reverse},
        {Protocol::Tcp, kNone, 1000, 2000, Orientation::Unknown},
        {Protocol::Tcp, kNone, 40000, 50000, Orientation::Unknown},
        {Protocol::Tcp, kNone, 50051, 50051, Orientation::Unknown},
        {Protocol::Tcp, kNone, 0, 80, Orientation::Unknown},
        {Protocol::Tcp, kNone, 32768, 32767, Orientation::Forward},
    };
    for (const OrientationCase& c : cases) {
        FlowRecord record;
        record.protocol = c.protocol;
        record.flags = c.flags;
        record.fromPort = c.fromPort;
        record.toPort = c.toPort;
        EXPECT_EQ(orientationByRules(record, known), c.expected) << c.fromPort << " -> " << c.toPort;
    }
}

} // namespace
} // namespace portolan
