#include "core/net/traffic_set.h"

#include <gtest/gtest.h>

#include <vector>

namespace portolan {
namespace {

TEST(TrafficSet, printsProtocolsInAlphabeticalOrder) {
    const TrafficSet web =
        TrafficSet::of(Protocol::Tcp, 80).united(TrafficSet::of(Protocol::Tcp, PortSet::range(8000, 8010)));
    struct Row {
        TrafficSet set;
        std::string text;
    };
    for (const Row& row : std::vector<Row>{
             {TrafficSet::none(), "No Connections"},
             {TrafficSet::all(), "All Connections"},
             {TrafficSet::of(Protocol::Tcp, PortSet::all()), "TCP 1-65535"},
             {web, "TCP 80,8000-8010"},
             {web.united(TrafficSet::of(Protocol::Udp, 53)), "TCP 80,8000-8010,UDP 53"},
             {web.united(TrafficSet::of(Protocol::Sctp, 9)), "SCTP 9,TCP 80,8000-8010"},
             {TrafficSet::all().minus(TrafficSet::of(Protocol::Udp, 1)), "SCTP 1-65535,TCP 1-65535,UDP 2-65535"},
         })
        EXPECT_EQ(row.set.text(), row.text);
}

// Covers IR-8.
TEST(TrafficSet, keepsProtocolsApart) {
    const TrafficSet tcp = TrafficSet::of(Protocol::Tcp, 80);
    const TrafficSet udp = TrafficSet::of(Protocol::Udp, 80);
    EXPECT_TRUE(tcp.intersected(udp).isEmpty());
    EXPECT_EQ(tcp.minus(udp), tcp);
    EXPECT_TRUE(tcp.contains(Protocol::Tcp, 80));
    EXPECT_FALSE(tcp.contains(Protocol::Udp, 80));
    EXPECT_TRUE(tcp.united(udp).contains(tcp));
    EXPECT_FALSE(tcp.contains(tcp.united(udp)));
}

TEST(TrafficSet, isAllOnlyWithEveryPortOfAllThree) {
    TrafficSet set;
    for (const Protocol p : kProtocols) {
        EXPECT_FALSE(set.isAll());
        set = set.united(TrafficSet::of(p, PortSet::all()));
    }
    EXPECT_TRUE(set.isAll());
    EXPECT_EQ(set, TrafficSet::all());
    EXPECT_TRUE(TrafficSet::all().minus(set).isEmpty());
}

TEST(Protocol, isReadCaseSensitivelyFromManifestsOnly) {
    EXPECT_EQ(parseProtocol("TCP"), Protocol::Tcp);
    EXPECT_EQ(parseProtocol("tcp"), std::nullopt);
    EXPECT_EQ(parseProtocol(""), std::nullopt);
    EXPECT_EQ(parseProtocol("ICMP"), std::nullopt);
    EXPECT_EQ(parseProtocolAnyCase("sCtP"), Protocol::Sctp);
    EXPECT_EQ(parseProtocolAnyCase("udp "), std::nullopt);
}

} // namespace
} // namespace portolan
