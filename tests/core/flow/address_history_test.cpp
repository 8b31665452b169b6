#include "core/flow/address_history.h"
#include "core/flow/time_text.h"
#include "tests/core/flow/flow_logs.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

constexpr std::string_view kAddress = "10.0.9.9";

std::int64_t at(std::string_view time) {
    return *parseRfc3339(time);
}

/// One pod of a DaemonSet with kAddress, created at that time.
struct Tenant {
    std::string name;
    std::string created;
};

std::shared_ptr<const Cluster> clusterWith(const std::vector<Tenant>& tenants) {
    ClusterBuilder builder;
    for (const Tenant& tenant : tenants) {
        PodFact pod;
        pod.ns = "shop";
        pod.name = tenant.name + "-5hmds";
        pod.owner = {"DaemonSet", tenant.name};
        pod.labels = {{"app", tenant.name}};
        pod.addresses = {*IpAddress::parse(kAddress)};
        if (!tenant.created.empty()) pod.createdAt = at(tenant.created) / kNanosecondsPerSecond;
        builder.addPod(pod);
    }
    return builder.build();
}

TEST(AddressHistory, KnowsWhoHadAnAddressWhen) {
    const auto first = clusterWith({{"old", "2026-03-01T00:00:00Z"}});
    const auto again = clusterWith({{"old", "2026-03-01T00:00:00Z"}});
    const auto second = clusterWith({{"new", "2026-03-10T00:00:00Z"}});
    const AddressHistory history(std::vector<AddressHistory::Snapshot>{{first.get(), at("2026-03-02T00:00:00Z")},
                                                                       {again.get(), at("2026-03-05T00:00:00Z")},
                                                                       {second.get(), at("2026-03-12T00:00:00Z")}});
    const IpAddress address = *IpAddress::parse(kAddress);
    const std::pair<std::string_view, std::string_view> cases[] = {
        {"2026-02-28T23:59:59Z", ""}, {"2026-03-01T00:00:00Z", "old"}, {"2026-03-04T00:00:00Z", "old"},
        {"2026-03-07T00:00:00Z", ""}, {"2026-03-11T00:00:00Z", "new"}, {"2026-03-13T00:00:00Z", ""},
    };
    for (const auto& [time, name] : cases) {
        const auto* holder = history.holderAt(address, at(time));
        EXPECT_EQ(holder ? holder->workload : "", name) << time;
    }
    EXPECT_EQ(history.holderAt(*IpAddress::parse("10.0.9.1"), at("2026-03-04T00:00:00Z")), nullptr);
}

TEST(AddressHistory, NamesNobodyWhereDumpsDisagree) {
    const auto both = clusterWith({{"old", "2026-03-01T00:00:00Z"}, {"new", "2026-03-01T00:00:00Z"}});
    const AddressHistory history(std::vector<AddressHistory::Snapshot>{{both.get(), at("2026-03-02T00:00:00Z")}});
    EXPECT_EQ(history.holderAt(*IpAddress::parse(kAddress), at("2026-03-01T12:00:00Z")), nullptr);
}

TEST(AddressHistory, TellsWhenADumpWasTakenAtTheEarliest) {
    EXPECT_EQ(earliestTimeOf(*clusterWith({{"a", "2026-03-01T00:00:00Z"}, {"b", "2026-03-10T00:00:00Z"}})),
              at("2026-03-10T00:00:00Z"));
    EXPECT_EQ(earliestTimeOf(*clusterWith({{"a", ""}})), 0);
}

struct TimeCase {
    std::string_view time;
    std::string_view edge;
};

std::string row(std::string_view time) {
    return "time,src_ip,dst_ip,protocol,dst_port\n" + std::string(time) + ",203.0.113.7," + std::string(kAddress) +
           ",tcp,80\n";
}

TEST(AddressesInLogs, AreThoseOfTheirTime) {
    const auto now = clusterWith({{"new", "2026-03-10T00:00:00Z"}});
    const TimeCase cases[] = {
        {"2026-03-11T00:00:00Z", "203.0.113.7 => shop/new TCP 80 observed 1"},
        {"2026-03-09T23:59:58Z", "203.0.113.7 => shop/new TCP 80 observed 1"}, // clocks differ
        {"2026-03-04T00:00:00Z", "203.0.113.7 => 10.0.9.9 (of an earlier pod) TCP 80 observed 1"},
        {"", "203.0.113.7 => shop/new TCP 80 observed 1"},
    };
    for (const TimeCase& c : cases) EXPECT_EQ(edges(read(row(c.time), *now), *now), Edges{std::string(c.edge)});
    const FlowTable table = read(row("2026-03-04T00:00:00Z"), *now);
    ASSERT_EQ(table.diagnostics().size(), 1U);
    EXPECT_NE(table.diagnostics()[0].fix.find("--snapshot"), std::string::npos);
}

TEST(AddressesInLogs, AreThoseOfTheirEnvelopesTime) {
    const auto now = clusterWith({{"new", "2026-03-10T00:00:00Z"}});
    const auto wrapped = [](std::string_view time) {
        return R"({"_source":{"src_ip":"203.0.113.7","dst_ip":"10.0.9.9","protocol":"tcp","dst_port":80},"timestamp":")" +
               std::string(time) + "\"}\n";
    };
    EXPECT_EQ(edges(read(wrapped("2026-03-11T00:00:00Z"), *now), *now),
              Edges{"203.0.113.7 => shop/new TCP 80 observed 1"});
    EXPECT_EQ(edges(read(wrapped("2026-03-04T00:00:00Z"), *now), *now),
              Edges{"203.0.113.7 => 10.0.9.9 (of an earlier pod) TCP 80 observed 1"});
}

TEST(AddressesInLogs, AreToldByEarlierDumps) {
    const auto now = clusterWith({{"new", "2026-03-10T00:00:00Z"}});
    const auto before = clusterWith({{"old", "2026-03-01T00:00:00Z"}});
    FlowOptions options;
    options.history = std::make_shared<const AddressHistory>(
        std::vector<AddressHistory::Snapshot>{{before.get(), at("2026-03-05T00:00:00Z")}});
    const TimeCase cases[] = {
        {"2026-03-11T00:00:00Z", "203.0.113.7 => shop/new TCP 80 observed 1"},
        {"2026-03-04T00:00:00Z", "203.0.113.7 => shop/old (not in the inventory) TCP 80 observed 1"},
        {"2026-03-07T00:00:00Z", "203.0.113.7 => 10.0.9.9 (of an earlier pod) TCP 80 observed 1"},
    };
    for (const TimeCase& c : cases)
        EXPECT_EQ(edges(read(row(c.time), *now, options), *now), Edges{std::string(c.edge)}) << c.time;
}

} // namespace
} // namespace portolan::flowtest
