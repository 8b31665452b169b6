#include "core/flow/formats/text_fields.h"

#include <gtest/gtest.h>

#include <array>

namespace portolan {
namespace {

TEST(TextFields, AreCutAtEverySeparator) {
    std::array<std::string_view, 3> fields;
    EXPECT_EQ(cutFields("a,,b", ',', fields), 3U);
    EXPECT_EQ(fields[0], "a");
    EXPECT_EQ(fields[1], "");
    EXPECT_EQ(fields[2], "b");
    EXPECT_EQ(cutFields("a,b,c,d,", ',', fields), 5U);
    EXPECT_EQ(cutFields("", ',', fields), 1U);
    for (std::size_t length = 0; length < 40; ++length) { // wherever the separators lie
        const std::string text = std::string(length, 'x') + ',' + std::string(40 - length, ',' + 1) + ",\xac";
        ASSERT_EQ(cutFields(text, ',', fields), 3U) << length;
        EXPECT_EQ(fields[0].size(), length);
        EXPECT_EQ(fields[1], std::string(40 - length, '-'));
        EXPECT_EQ(fields[2], "\xac");
    }
    std::string_view rest = "  one\ttwo ";
    EXPECT_EQ(takeWord(rest), "one");
    EXPECT_EQ(takeWord(rest), "two");
    EXPECT_EQ(takeWord(rest), "");
}

TEST(TextFields, LocalTimesAreOfTheGivenZoneUnlessTheySayTheirOwn) {
    constexpr std::int64_t kNoon = 1'772'366'400'000'000'000;
    struct {
        std::string_view text;
        int zoneMinutes;
        std::optional<std::int64_t> time;
    } const cases[] = {
        {"2026-03-01 12:00:00", 0, kNoon},
        {"2026/03/01 14:00:00.000000", 120, kNoon},
        {"2026-03-01T06:30:00", -330, kNoon},
        {"2026-03-01T12:00:00Z", 120, kNoon},
        {"2026-03-01T14:00:00+02:00", -330, kNoon},
        {"2026-03-01", 0, std::nullopt},
        {"yesterday at 12 o'clock", 0, std::nullopt},
    };
    for (const auto& c : cases) EXPECT_EQ(parseLocalTime(c.text, c.zoneMinutes), c.time) << c.text;
}

TEST(TextFields, DatesWithoutAYearLieBeforeTheFilesTime) {
    constexpr std::int64_t kFile = 1'772'366'400'000'000'000; // 2026-03-01T12:00:00Z
    struct {
        std::string_view text;
        std::int64_t fileTime;
        std::optional<std::int64_t> time;
    } const cases[] = {
        {"Mar  1 12:00:00", kFile, kFile},
        {"Mar  2 11:59:59", kFile, kFile + 86'399'000'000'000},
        {"Mar  2 12:00:00", kFile, 1'740'916'800'000'000'000}, // a year before
        {"Mar  1 12:00:00", 0, 0},
        {"Mrz  1 12:00:00", kFile, std::nullopt},
        {"Mar  1 12:00", kFile, std::nullopt},
    };
    for (const auto& c : cases) EXPECT_EQ(parseYearlessTime(c.text, c.fileTime), c.time) << c.text;
}

TEST(TextFields, SocketsAreAddressesWithPorts) {
    struct {
        std::string_view text;
        std::string_view address; ///< empty: none
        std::uint16_t port;
    } const cases[] = {
        {"10.0.1.1:80", "10.0.1.1", 80},
        {"[fd00::1]:65535", "fd00::1", 65535},
        {"10.0.1.1:65536", "", 0},
        {"fd00::1:80", "", 0},
        {"10.0.1.1", "", 0},
        {"-", "", 0},
        {"/var/run/app.sock", "", 0},
        {"example.com:80", "", 0},
        {":80", "", 0},
    };
    for (const auto& c : cases) {
        const auto socket = parseSocket(c.text);
        EXPECT_EQ(socket.has_value(), !c.address.empty()) << c.text;
        if (!socket) continue;
        EXPECT_EQ(socket->address, c.address) << c.text;
        EXPECT_EQ(socket->port, c.port) << c.text;
    }
}

TEST(TextFields, OnlyANodesOwnAddressesAreItsInternals) {
    for (const std::string_view inside : {"127.0.0.1", "::1", "169.254.169.2", "169.254.0.2", "fd69::2"})
        EXPECT_EQ(classOfNodeInternals(inside), EndClass::Node) << inside;
    for (const std::string_view other : {"169.254.169.254", "169.254.20.10", "10.0.1.1", "100.64.0.4", "::"})
        EXPECT_EQ(classOfNodeInternals(other), EndClass::Unknown) << other;
}

} // namespace
} // namespace portolan
