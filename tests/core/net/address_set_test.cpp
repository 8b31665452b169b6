#include "core/net/address.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace portolan {
namespace {

/// "10.0.0.0/8 2001:db8::/32" as a set.
AddressSet set(std::string_view picture) {
    AddressSet out;
    while (!picture.empty()) {
        const std::size_t blank = picture.find(' ');
        out = out.united(AddressSet::of(*Cidr::parse(picture.substr(0, blank))));
        picture.remove_prefix(blank == std::string_view::npos ? picture.size() : blank + 1);
    }
    return out;
}

std::string text(const AddressSet& addresses) {
    std::string out;
    for (const AddressRange& r : addresses.ranges()) out += (out.empty() ? "" : " ") + r.text();
    return out;
}

TEST(AddressSet, operationsGiveMaximalRangesPerFamily) {
    struct Row {
        std::string a, b, united, intersected, minus;
    };
    for (const Row& row : std::vector<Row>{
             {"", "", "", "", ""},
             {"10.0.0.0/9", "10.128.0.0/9", "10.0.0.0-10.255.255.255", "", "10.0.0.0-10.127.255.255"},
             {"10.0.0.0/8", "10.1.0.0/16", "10.0.0.0-10.255.255.255", "10.1.0.0-10.1.255.255",
              "10.0.0.0-10.0.255.255 10.2.0.0-10.255.255.255"},
             {"0.0.0.0/0", "0.0.0.0/1", "0.0.0.0-255.255.255.255", "0.0.0.0-127.255.255.255",
              "128.0.0.0-255.255.255.255"},
             {"0.0.0.0/0", "255.255.255.255/32", "0.0.0.0-255.255.255.255", "255.255.255.255-255.255.255.255",
              "0.0.0.0-255.255.255.254"},
             {"10.0.0.0/8", "2001:db8::/32",
              "10.0.0.0-10.255.255.255 2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "",
              "10.0.0.0-10.255.255.255"},
             {"::/0", "0.0.0.0/0", "0.0.0.0-255.255.255.255 ::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "",
              "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
             {"255.0.0.0/8 ::/8", "255.255.0.0/16 ::/16",
              "255.0.0.0-255.255.255.255 ::-ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
              "255.255.0.0-255.255.255.255 ::-0:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
              "255.0.0.0-255.254.255.255 1::-ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
         }) {
        EXPECT_EQ(text(set(row.a).united(set(row.b))), row.united);
        EXPECT_EQ(text(set(row.a).intersected(set(row.b))), row.intersected);
        EXPECT_EQ(text(set(row.a).minus(set(row.b))), row.minus);
    }
}

TEST(AddressSet, everythingIsBothFamilies) {
    const AddressSet all = AddressSet::everything();
    EXPECT_EQ(all, set("0.0.0.0/0 ::/0"));
    EXPECT_EQ(all.ranges().size(), 2U) << "the families never join into one range";
    EXPECT_TRUE(all.minus(all).isEmpty());
    EXPECT_FALSE(set("0.0.0.0/0").contains(*IpAddress::parse("::")));
}

TEST(AddressSet, ofARangeAcrossFamiliesOrReversedIsEmpty) {
    const IpAddress v4 = *IpAddress::parse("10.0.0.1");
    const IpAddress v6 = *IpAddress::parse("::1");
    EXPECT_TRUE(AddressSet::of(AddressRange{v4, v6}).isEmpty());
    EXPECT_TRUE(AddressSet::of(AddressRange{*v4.next(), v4}).isEmpty());
}

TEST(AddressSet, agreesWithOneFlagAnAddressOnRandomSets) {
    std::mt19937 random(7);
    const auto pick = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
    for (int round = 0; round < 500; ++round) {
        const bool isV6 = round % 3 == 0;
        const bool isAtEnd = round % 2 == 0;
        const auto at = [&](unsigned i) {
            if (isV6) return isAtEnd ? IpAddress::v6(~0ULL, ~0ULL - 63 + i) : IpAddress::v6(1, ~0ULL - 31 + i);
            return IpAddress::v4(isAtEnd ? ~0U - 63 + i : i);
        };
        const unsigned universe = isV6 && !isAtEnd ? 32 : 64;
        const auto make = [&](AddressSet& addresses, std::vector<bool>& flags) {
            for (unsigned n = pick(5); n > 0; --n) {
                const unsigned first = pick(universe);
                const unsigned last = std::min(universe - 1, first + pick(9));
                addresses = addresses.united(AddressSet::of(AddressRange{at(first), at(last)}));
                for (unsigned i = first; i <= last; ++i) flags[i] = true;
            }
        };
        AddressSet a, b;
        std::vector<bool> flagsA(universe), flagsB(universe);
        make(a, flagsA);
        make(b, flagsB);
        const AddressSet left = a.minus(b);
        const AddressSet both = a.intersected(b);
        for (unsigned i = 0; i < universe; ++i) {
            ASSERT_EQ(a.united(b).contains(at(i)), flagsA[i] || flagsB[i]) << at(i).text();
            ASSERT_EQ(both.contains(at(i)), flagsA[i] && flagsB[i]) << at(i).text();
            ASSERT_EQ(left.contains(at(i)), flagsA[i] && !flagsB[i]) << at(i).text();
        }
        ASSERT_EQ(left.united(both), a);
    }
}

} // namespace
} // namespace portolan
