#include "core/flow/time_text.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct TimeCase {
    std::string_view text;
    std::optional<std::int64_t> time;
};

TEST(TimeText, ReadsWhatLogsPrint) {
    constexpr std::int64_t kNoon = 1'772'366'400'000'000'000; // 2026-03-01T12:00:00Z
    const TimeCase cases[] = {
        {"2026-03-01T12:00:00Z", kNoon},
        {"2026-03-01T12:00:00", kNoon},
        {"2026-03-01 12:00:00", kNoon},
        {"2026-03-01T12:00:00.5Z", kNoon + 500'000'000},
        {"2026-03-01T12:00:00.123456789Z", kNoon + 123'456'789},
        {"2026-03-01T12:00:00.1234567899Z", kNoon + 123'456'789},
        {"2026-03-01T14:00:00+02:00", kNoon},
        {"2026-03-01T06:30:00-05:30", kNoon},
        {"2024-02-29T00:00:00Z", 1'709'164'800'000'000'000},
        {"1970-01-01T00:20:34.567800Z", 1'234'567'800'000},
        {"1969-12-31T23:59:59Z", -1'000'000'000},
        {"1772366400", kNoon},
        {"1772366400.25", kNoon + 250'000'000},
        {"1772366400000", kNoon},
        {"1772366400000000", kNoon},
        {"1772366400000000000", kNoon},
        {"", std::nullopt},
        {"2026-13-01T12:00:00Z", std::nullopt},
        {"2026-03-01T25:00:00Z", std::nullopt},
        {"2026-03-01T12:00:00X", std::nullopt},
        {"2026-03-01", std::nullopt},
        {"9999-03-01T12:00:00Z", std::nullopt},
        {"12x", std::nullopt},
        {"-5", std::nullopt},
        {"99999999999", std::nullopt},
        {"99999999999999", std::nullopt},
        {"99999999999999999", std::nullopt},
        {"9223372036854775807", std::nullopt},
        {"9223372036.9", std::nullopt},
    };
    for (const TimeCase& c : cases) EXPECT_EQ(parseTime(c.text), c.time) << c.text;
}

TEST(TimeText, PrintsWhatItReads) {
    for (const std::string_view text :
         {"2026-03-01T12:00:00Z", "2024-02-29T23:59:59.5Z", "1970-01-01T00:00:00.000001Z", "1999-12-31T00:00:00Z",
          "2026-03-01T12:00:00.123456789Z", "1969-12-31T23:59:59Z"}) {
        const auto time = parseRfc3339(text);
        ASSERT_TRUE(time) << text;
        EXPECT_EQ(parseRfc3339(rfc3339Text(*time)), time) << text;
    }
    EXPECT_EQ(rfc3339Text(1'772'366'400'500'000'000), "2026-03-01T12:00:00.500Z");
    EXPECT_EQ(rfc3339Text(1'772'366'400'000'000'000), "2026-03-01T12:00:00Z");
}

TEST(TimeText, DaysBeginAtMidnightUtc) {
    EXPECT_EQ(utcDay(0), 0);
    EXPECT_EQ(utcDay(-1), -1);
    EXPECT_EQ(utcDay(kNanosecondsPerDay - 1), 0);
    EXPECT_EQ(utcDay(kNanosecondsPerDay), 1);
}

} // namespace
} // namespace portolan
