#include "tests/core/flow/flow_logs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

/// The folder of real log lines: PORTOLAN_FLOW_SAMPLES, or shared/flow-samples beside the checkout.
std::filesystem::path samples() {
    if (const char* folder = std::getenv("PORTOLAN_FLOW_SAMPLES")) return folder;
    return "../shared/flow-samples";
}

TEST(HubbleSamples, AreRead) {
    const std::filesystem::path folder = samples() / "hubble";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there; set PORTOLAN_FLOW_SAMPLES";
    const Cluster nothing;
    const auto exporter = readFlows({(folder / "exporter-docs.jsonl").string()}, nothing, {}, {});
    ASSERT_TRUE(exporter) << exporter.error().message;
    EXPECT_EQ(
        edges(*exporter, nothing),
        Edges{"default/xwing (not in the inventory) => default/deathstar (not in the inventory) TCP 80 denied 1"});
    EXPECT_EQ(exporter->counts().skips(SkipReason::NoTransport), 1U);
    const auto legacy = readFlows({(folder / "json-legacy-vs-jsonpb.jsonl").string()}, nothing, {}, {});
    ASSERT_TRUE(legacy) << legacy.error().message;
    EXPECT_EQ(legacy->counts().flows, 2U);
    EXPECT_EQ(legacy->counts().skips(SkipReason::HealthCheck), 2U);
}

} // namespace
} // namespace portolan::flowtest
