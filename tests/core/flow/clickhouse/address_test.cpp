#include "core/flow/clickhouse/address.h"

#include <gtest/gtest.h>

namespace portolan::clickhouse {
namespace {

constexpr std::int64_t kMarchFirst = 1'772'323'200'000'000'000; // 2026-03-01T00:00:00Z

struct Case {
    std::string_view url;
    Address address;
};

TEST(ClickHouseAddress, IsReadFromAUrl) {
    using enum Address::Transport;
    const Case cases[] = {
        {"clickhouse://db", {.host = "db", .port = 8123}},
        {"clickhouse://db/", {.host = "db", .port = 8123}},
        {"clickhouses://db", {.transport = Tls, .host = "db", .port = 8443}},
        {"clickhouse://reader@db:18123/flows?table=t",
         {.host = "db", .port = 18123, .user = "reader", .database = "flows", .table = "t"}},
        {"clickhouse://a%40b@db?table=t%26u", {.host = "db", .port = 8123, .user = "a@b", .table = "t&u"}},
        {"clickhouse://[::1]:9/x", {.host = "::1", .port = 9, .database = "x"}},
        {"clickhouse://[::1]", {.host = "::1", .port = 8123}},
        {"clickhouse://db?from=2026-03-01&to=2026-03-01T00:00:01Z",
         {.host = "db", .port = 8123, .from = kMarchFirst, .to = kMarchFirst + 1'000'000'000}},
        {"clickhouse://db?from=1772323200", {.host = "db", .port = 8123, .from = kMarchFirst}},
        {"clickhouse://db?kubernetes=prod&cluster=fleet&mapping=m.yaml",
         {.host = "db", .port = 8123, .kubernetes = "prod", .cluster = "fleet", .mapping = "m.yaml"}},
        {"clickhouses://db?ca=ca.pem", {.transport = Tls, .host = "db", .port = 8443, .caFile = "ca.pem"}},
    };
    for (const Case& c : cases) {
        const auto address = parseAddress(c.url);
        ASSERT_TRUE(address.has_value()) << c.url << ": " << address.error().message;
        EXPECT_EQ(*address, c.address) << c.url;
    }
}

TEST(ClickHouseAddress, IsRefusedWhereItIsWrong) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"clickhouse://", "names no host"},
        {"clickhouse:///db", "names no host"},
        {"clickhouse://db:0", "port"},
        {"clickhouse://db:http", "port"},
        {"clickhouse://db:99999", "port"},
        {"clickhouse://[::1", "without ]"},
        {"clickhouse://db/a/b", "no database"},
        {"clickhouse://db?tabel=x", "unknown part tabel; there are table"},
        {"clickhouse://db?table=", "empty"},
        {"clickhouse://db?table=%zz", "%-escape"},
        {"clickhouse://db?from=yesterday", "no time"},
        {"clickhouse://db?from=2026-03-02&to=2026-03-01", "not before"},
        {"clickhouse://db?ca=x", "clickhouses://"},
        {"flows.csv", "has the form"},
    };
    for (const auto& [url, message] : cases) {
        const auto address = parseAddress(url);
        ASSERT_FALSE(address.has_value()) << url;
        EXPECT_EQ(address.error().kind, Error::Kind::Usage) << url;
        EXPECT_NE(address.error().message.find(message), std::string::npos) << url << ": " << address.error().message;
    }
}

TEST(ClickHouseAddress, TakesNoPasswordAndDoesNotRepeatIt) {
    for (const std::string_view url :
         {"clickhouse://reader:hunter2@db", "clickhouses://:hunter2@db:1/x", "clickhouse://db?password=hunter2"}) {
        const auto address = parseAddress(url);
        ASSERT_FALSE(address.has_value()) << url;
        EXPECT_EQ(address.error().message.find("hunter2"), std::string::npos) << address.error().message;
        EXPECT_NE(address.error().message.find("PORTOLAN_CLICKHOUSE_PASSWORD"), std::string::npos);
    }
}

TEST(ClickHouseAddress, IsToldFromFiles) {
    EXPECT_TRUE(isAddress("clickhouse://db"));
    EXPECT_TRUE(isAddress("clickhouses://"));
    for (const std::string_view file : {"clickhouse", "clickhouse.csv", "clickhouse:/db", "-", ""})
        EXPECT_FALSE(isAddress(file)) << file;
}

} // namespace
} // namespace portolan::clickhouse
