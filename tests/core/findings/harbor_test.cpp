#include "core/findings/findings.h"
#include "core/flow/read_flows.h"
#include "core/load/load.h"
#include "core/paths/entries.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

constexpr const char* kInput = "samples/harbor";
constexpr const char* kFlows = "samples/harbor/flows/hubble.jsonl.gz";

std::vector<std::string> found(const std::vector<std::string>& flows) {
    const auto cluster = load({kInput}).value();
    const auto reachability = Reachability::create(cluster, Profile{}, {}).value();
    const auto table = readFlows(flows, *cluster, {}, {}).value();
    const auto ledger = Ledger::create(reachability, flows.empty() ? nullptr : &table, {}).value();
    std::vector<std::vector<WorkloadId>> controllers;
    for (const EntryPoint& entry : cluster->entryPoints)
        controllers.push_back(entryControllers(*cluster, entry, ingressControllers(*cluster)));
    const auto declared = DeclaredEdges::create(ledger, findDeclared(*cluster, {}).value(), controllers, {}).value();
    const auto findings = check({*reachability, *ledger, {}, declared.get()}, {}).value();
    std::vector<std::string> out;
    for (const Finding& f : findings) out.push_back(std::string(name(f.severity)) + ' ' + f.id + ' ' + f.object);
    return out;
}

const std::vector<std::string> kWithoutFlows{
    "high EXP-04 data/orders-db[StatefulSet]",
    "high SEL-04 NetworkPolicy search/allow-prometheus",
    "medium COV-01 legacy/classic-db[StatefulSet]",
    "medium COV-01 legacy/ftp-drop[Deployment]",
    "medium COV-01 legacy/recommend-v1[Deployment]",
    "medium COV-01 legacy/shop-classic[Deployment]",
    "medium COV-01 legacy/soap-bridge[Deployment]",
    "medium COV-02 legacy/classic-db[StatefulSet]",
    "medium COV-02 legacy/ftp-drop[Deployment]",
    "medium COV-02 legacy/recommend-v1[Deployment]",
    "medium COV-02 legacy/shop-classic[Deployment]",
    "medium COV-02 legacy/soap-bridge[Deployment]",
    "medium COV-03 Namespace legacy",
    "medium DNS-03 NetworkPolicy reporting/default-deny",
    "medium EXP-03 NetworkPolicy messaging/schema-registry",
    "medium PATH-01 data/orders-db[StatefulSet]",
    "low COV-04 Namespace legacy",
};

TEST(Harbor, ShowsWhatIsWrittenWrong) {
    EXPECT_EQ(found({}), kWithoutFlows);
}

TEST(Harbor, ShowsWithItsFlowsWhatWasPlantedAndNothingElse) {
    std::vector<std::string> expected = kWithoutFlows;
    expected.insert(expected.begin() + 1, "high FLOW-01 monitoring/grafana => data/orders-db TCP 5432");
    for (const char* more :
         {"low DEP-01 shop/catalog => legacy/recommend-v1 TCP 8080", "low RED-07 NetworkPolicy fulfilment/stock-import",
          "info RED-08 NetworkPolicy messaging/schema-registry", "info RED-08 NetworkPolicy reporting/default-deny",
          "info RED-08 NetworkPolicy search/allow-prometheus"})
        expected.emplace_back(more);
    EXPECT_EQ(found({kFlows}), expected);
}

} // namespace
} // namespace portolan
