#include "core/reach/traffic_table.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

TEST(TrafficTable, combinesAsTheSetsDo) {
    const TrafficTable table;
    const TrafficSet web = TrafficSet::of(Protocol::Tcp, PortSet::range(80, 90));
    const TrafficSet some = TrafficSet::of(Protocol::Tcp, PortSet::range(85, 99));
    const TrafficId a = table.intern(web);
    const TrafficId b = table.intern(some);
    EXPECT_EQ(table[table.united(a, b)], web.united(some));
    EXPECT_EQ(table[table.intersected(b, a)], web.intersected(some));
    EXPECT_EQ(table[table.minus(a, b)], web.minus(some));
    EXPECT_EQ(table[table.minus(b, a)], some.minus(web));
    EXPECT_EQ(table.minus(a, a), TrafficTable::kNone);
    EXPECT_EQ(table.united(TrafficTable::kAll, a), TrafficTable::kAll);
    EXPECT_EQ(table.intersected(TrafficTable::kAll, a), a);
    EXPECT_EQ(table.minus(a, TrafficTable::kAll), TrafficTable::kNone);
    EXPECT_EQ(table[table.minus(TrafficTable::kAll, a)], TrafficSet::all().minus(web));
}

TEST(TrafficTable, keepsSetsInPlaceWhileItGrows) {
    const TrafficTable table;
    const TrafficTable copy = table;
    const TrafficId first = table.intern(TrafficSet::of(Protocol::Udp, 53));
    const TrafficSet* const place = &table[first];
    for (std::uint16_t port = 1; port < 3000; ++port) table.intern(TrafficSet::of(Protocol::Tcp, port));
    EXPECT_EQ(place, &table[first]);
    EXPECT_EQ(table.size(), 2U + 1U + 2999U);
    EXPECT_EQ(copy.intern(TrafficSet::of(Protocol::Tcp, 2999)), table.intern(TrafficSet::of(Protocol::Tcp, 2999)));
    TrafficOverlap overlap(table);
    EXPECT_TRUE(overlap.isOverlapping(first, table.united(first, TrafficTable::kAll)));
}

} // namespace
} // namespace portolan
