#include "core/net/address.h"

#include <gtest/gtest.h>

#include <vector>

namespace portolan {
namespace {

TEST(IpAddress, readsBothFamiliesAndPrintsTheCanonicalText) {
    struct Row {
        std::string input, text; // text "" = rejected
    };
    for (const Row& row : std::vector<Row>{
             {"10.0.0.1", "10.0.0.1"},
             {"0.0.0.0", "0.0.0.0"},
             {"255.255.255.255", "255.255.255.255"},
             {"010.001.000.009", "10.1.0.9"},
             {"256.0.0.1", ""},
             {"1.2.3", ""},
             {"1.2.3.4.5", ""},
             {"1.2.3.", ""},
             {".1.2.3", ""},
             {"1.2.3.4 ", ""},
             {"-1.2.3.4", ""},
             {"+1.2.3.4", ""},
             {"", ""},
             {"localhost", ""},
             {"::", "::"},
             {"::1", "::1"},
             {"2001:DB8:0:0:0:0:0:1", "2001:db8::1"},
             {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
             {"::ffff:10.1.2.3", "10.1.2.3"},
             {"fe80::1%eth0", ""},
             {"2001:db8::1::2", ""},
             {"12345::", ""},
         }) {
        const auto address = IpAddress::parse(row.input);
        EXPECT_EQ(address ? address->text() : "", row.text) << row.input;
    }
}

TEST(IpAddress, stepsAcrossWordsAndStopsAtTheEndsOfItsFamily) {
    struct Row {
        std::string address, previous, next;
    };
    for (const Row& row : std::vector<Row>{
             {"0.0.0.0", "", "0.0.0.1"},
             {"255.255.255.255", "255.255.255.254", ""},
             {"10.0.255.255", "10.0.255.254", "10.1.0.0"},
             {"::", "", "::1"},
             {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe", ""},
             {"2001:db8:0:1::", "2001:db8::ffff:ffff:ffff:ffff", "2001:db8:0:1::1"},
             {"2001:db8::ffff:ffff:ffff:ffff", "2001:db8::ffff:ffff:ffff:fffe", "2001:db8:0:1::"},
         }) {
        const IpAddress address = *IpAddress::parse(row.address);
        EXPECT_EQ(address.next() ? address.next()->text() : "", row.next);
        EXPECT_EQ(address.previous() ? address.previous()->text() : "", row.previous);
    }
    EXPECT_LT(IpAddress::highest(AddressFamily::V4), IpAddress::lowest(AddressFamily::V6));
}

// Covers NP-V7.
TEST(Cidr, dropsHostBitsAndTellsSo) {
    struct Row {
        std::string input, text, range;
        bool hadHostBits;
    };
    for (const Row& row : std::vector<Row>{
             {"10.0.0.0/8", "10.0.0.0/8", "10.0.0.0-10.255.255.255", false},
             {"10.1.2.3/8", "10.0.0.0/8", "10.0.0.0-10.255.255.255", true},
             {"10.1.2.3/32", "10.1.2.3/32", "10.1.2.3-10.1.2.3", false},
             {"10.1.2.3/31", "10.1.2.2/31", "10.1.2.2-10.1.2.3", true},
             {"0.0.0.0/0", "0.0.0.0/0", "0.0.0.0-255.255.255.255", false},
             {"1.2.3.4/0", "0.0.0.0/0", "0.0.0.0-255.255.255.255", true},
             {"::/0", "::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false},
             {"2001:db8::/32", "2001:db8::/32", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false},
             {"2001:db8::/64", "2001:db8::/64", "2001:db8::-2001:db8::ffff:ffff:ffff:ffff", false},
             {"2001:db8::1/63", "2001:db8::/63", "2001:db8::-2001:db8:0:1:ffff:ffff:ffff:ffff", true},
             {"2001:db8::1/65", "2001:db8::/65", "2001:db8::-2001:db8::7fff:ffff:ffff:ffff", true},
             {"2001:db8::1/128", "2001:db8::1/128", "2001:db8::1-2001:db8::1", false},
             {"::ffff:10.0.0.0/104", "10.0.0.0/8", "10.0.0.0-10.255.255.255", false},
         }) {
        const auto cidr = Cidr::parse(row.input);
        ASSERT_TRUE(cidr) << row.input;
        EXPECT_EQ(cidr->text(), row.text);
        EXPECT_EQ(cidr->range().text(), row.range);
        EXPECT_EQ(cidr->hadHostBits(), row.hadHostBits) << row.input;
    }
}

TEST(Cidr, rejectsWhatIsNoPrefix) {
    for (const std::string_view bad : {"", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "/8",
                                       "10.0.0/8", "::/129", "::ffff:10.0.0.0/95", "10.0.0.0/8 ", "10.0.0.0/a"})
        EXPECT_FALSE(Cidr::parse(bad)) << bad;
}

// Covers NP-I2.
TEST(Cidr, neverContainsAnAddressOfTheOtherFamily) {
    EXPECT_FALSE(Cidr::parse("0.0.0.0/0")->contains(*IpAddress::parse("::1")));
    EXPECT_FALSE(Cidr::parse("::/0")->contains(*IpAddress::parse("10.0.0.1")));
    EXPECT_TRUE(Cidr::parse("::/0")->contains(*IpAddress::parse("fe80::1")));
    EXPECT_TRUE(Cidr::parse("0.0.0.0/0")->isWholeFamily());
}

} // namespace
} // namespace portolan
