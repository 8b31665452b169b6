#include "core/net/port_set.h"

#include <gtest/gtest.h>

#include <bitset>
#include <random>
#include <vector>

namespace portolan {
namespace {

/// Reads "80,8000-8100" back; the text pictures of this file.
PortSet ports(std::string_view picture) {
    PortSet out;
    while (!picture.empty()) {
        const std::size_t comma = picture.find(',');
        const std::string part(picture.substr(0, comma));
        const std::size_t dash = part.find('-');
        const auto first = static_cast<std::uint16_t>(std::stoi(part));
        const auto last =
            dash == std::string::npos ? first : static_cast<std::uint16_t>(std::stoi(part.substr(dash + 1)));
        out = out.united(PortSet::range(first, last));
        picture.remove_prefix(comma == std::string_view::npos ? picture.size() : comma + 1);
    }
    return out;
}

TEST(PortSet, rangeLeavesOutPortZeroAndReversedEnds) {
    struct Row {
        std::uint16_t first, last;
        std::string text;
        std::size_t count;
    };
    for (const Row& row : std::vector<Row>{{80, 80, "80", 1},
                                           {0, 0, "", 0},
                                           {0, 3, "1-3", 3},
                                           {9, 8, "", 0},
                                           {1, 65535, "1-65535", 65535},
                                           {65535, 65535, "65535", 1}}) {
        const PortSet set = PortSet::range(row.first, row.last);
        EXPECT_EQ(set.text(), row.text);
        EXPECT_EQ(set.count(), row.count);
        EXPECT_EQ(set.isEmpty(), row.count == 0);
        EXPECT_EQ(set.isAll(), row.count == 65535);
    }
}

TEST(PortSet, operationsGiveMaximalAscendingRanges) {
    struct Row {
        std::string a, b, united, intersected, minus;
    };
    for (const Row& row : std::vector<Row>{
             {"", "", "", "", ""},
             {"80", "", "80", "", "80"},
             {"", "80", "80", "", ""},
             {"80", "81", "80-81", "", "80"},
             {"80", "82", "80,82", "", "80"},
             {"1-10", "5-15", "1-15", "5-10", "1-4"},
             {"1-10", "3-4", "1-10", "3-4", "1-2,5-10"},
             {"3-4", "1-10", "1-10", "3-4", ""},
             {"1-65535", "1", "1-65535", "1", "2-65535"},
             {"1-65535", "65535", "1-65535", "65535", "1-65534"},
             {"1-65535", "80,443", "1-65535", "80,443", "1-79,81-442,444-65535"},
             {"1-2,4-5,7-8", "2-7", "1-8", "2,4-5,7", "1,8"},
             {"10-20,30-40", "15-35", "10-40", "15-20,30-35", "10-14,36-40"},
             {"65534", "65535", "65534-65535", "", "65534"},
         }) {
        const PortSet a = ports(row.a);
        const PortSet b = ports(row.b);
        EXPECT_EQ(a.united(b).text(), row.united) << row.a << " + " << row.b;
        EXPECT_EQ(b.united(a), a.united(b));
        EXPECT_EQ(a.intersected(b).text(), row.intersected) << row.a << " * " << row.b;
        EXPECT_EQ(b.intersected(a), a.intersected(b));
        EXPECT_EQ(a.minus(b).text(), row.minus) << row.a << " - " << row.b;
    }
}

TEST(PortSet, containsItsEndsAndNothingBeside) {
    const PortSet set = ports("80,100-200,65535");
    for (const std::uint16_t in : std::vector<std::uint16_t>{80, 100, 150, 200, 65535})
        EXPECT_TRUE(set.contains(in)) << in;
    for (const std::uint16_t out : std::vector<std::uint16_t>{0, 1, 79, 81, 99, 201, 65534})
        EXPECT_FALSE(set.contains(out)) << out;
    EXPECT_FALSE(PortSet::all().contains(std::uint16_t{0}));
    EXPECT_TRUE(set.contains(ports("100-120,65535")));
    EXPECT_FALSE(set.contains(ports("100-201")));
    EXPECT_TRUE(PortSet().contains(PortSet()));
}

TEST(PortSet, agreesWithABitPerPortOnRandomSets) {
    using Bits = std::bitset<65536>;
    std::mt19937 random(20240229);
    const auto pick = [&](unsigned bound) { return static_cast<std::uint16_t>(random() % bound); };
    for (int round = 0; round < 400; ++round) {
        const unsigned base = round % 2 == 0 ? 0 : 65536 - 40; // both ends of the number space
        const auto make = [&](PortSet& set, Bits& bits) {
            for (unsigned n = pick(5); n > 0; --n) {
                const auto first = static_cast<std::uint16_t>(base + pick(40));
                const auto last = static_cast<std::uint16_t>(std::min(65535, first + pick(6)));
                set = set.united(PortSet::range(first, last));
                for (unsigned p = std::max<unsigned>(first, 1); p <= last; ++p) bits.set(p);
            }
        };
        PortSet a, b;
        Bits bitsA, bitsB;
        make(a, bitsA);
        make(b, bitsB);
        const PortSet united = a.united(b);
        const PortSet both = a.intersected(b);
        const PortSet left = a.minus(b);
        for (unsigned p = base; p < std::min(65536U, base + 60U); ++p) {
            const auto port = static_cast<std::uint16_t>(p);
            ASSERT_EQ(united.contains(port), bitsA[p] || bitsB[p]) << a.text() << " + " << b.text() << " at " << p;
            ASSERT_EQ(both.contains(port), bitsA[p] && bitsB[p]) << a.text() << " * " << b.text() << " at " << p;
            ASSERT_EQ(left.contains(port), bitsA[p] && !bitsB[p]) << a.text() << " - " << b.text() << " at " << p;
        }
        ASSERT_EQ(united.count(), (bitsA | bitsB).count());
        ASSERT_EQ(left.united(both), a) << "equal sets compare equal";
    }
}

} // namespace
} // namespace portolan
