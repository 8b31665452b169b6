#include "core/base/text.h"
#include "core/flow/read_flows.h"
#include "core/load/load.h"
#include "core/propose/directory.h"
#include "core/propose/effect.h"
#include "core/propose/observed_edges.h"
#include "core/propose/review.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

/// The sample cluster with its log: proposals as a person would ask for them.

namespace portolan {
namespace {

class Harbor : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        cluster = load({"samples/harbor"}).value();
        today = Reachability::create(cluster, {}, {}).value();
        const FlowTable flows = readFlows({"samples/harbor/flows/hubble.jsonl.gz"}, *cluster, {}, {}).value();
        ledger = Ledger::create(today, &flows, {}).value();
    }
    static void TearDownTestSuite() {
        ledger.reset();
        today.reset();
        cluster.reset();
    }
    static std::shared_ptr<const ProposalBasis> basis(ProposalScope scope) {
        ProposalOptions options;
        options.windowDays = ledger->evidence()->days;
        return ProposalBasis::create(today, observedEdges(*ledger), std::move(scope), options, {}).value();
    }

    static std::shared_ptr<const Cluster> cluster;
    static std::shared_ptr<const Reachability> today;
    static std::shared_ptr<const Ledger> ledger;
};

std::shared_ptr<const Cluster> Harbor::cluster;
std::shared_ptr<const Reachability> Harbor::today;
std::shared_ptr<const Ledger> Harbor::ledger;

TEST_F(Harbor, isProvedAsAWhole) {
    const auto whole = basis(ProposalScope::ofCluster(*cluster));
    const Proposal proposal = propose(*whole, {});
    const auto after = evaluated(*whole, proposal, {}).value();
    const Certificate certificate = verify(*whole, proposal, *after, {}).value();
    EXPECT_EQ(failuresOf(certificate), "");
    EXPECT_GT(proposal.count(EdgeOutcome::Admitted), 100U);
    for (const Claim& c : certificate.claims) EXPECT_NE(c.status, ClaimStatus::Uncertain) << c.title;
    const Effect e = effect(*whole, proposal, *after, 0, {}).value();
    EXPECT_TRUE(e.wouldBreak.empty());
    EXPECT_LT(e.pairsAfter, e.pairsBefore);
}

TEST_F(Harbor, asksForFewDecisions) {
    const auto whole = basis(ProposalScope::ofCluster(*cluster));
    const Proposal proposal = propose(*whole, {});
    const auto after = evaluated(*whole, proposal, {}).value();
    const OverReach beyond = overReach(*whole, proposal, *after, {}).value();
    const std::vector<std::string> lines = decisionLines(*whole, beyond, *after);
    EXPECT_LT(lines.size(), 30U);
    std::string all;
    for (const std::string& line : lines) all += line + '\n';
    EXPECT_NE(all.find("222 public addresses -> edge/ingress-nginx TCP 443: "), std::string::npos) << all;
    EXPECT_NE(all.find("; the rule admits every other public address too"), std::string::npos) << all;
    EXPECT_NE(all.find("monitoring/grafana -> data/orders-db TCP 5432: "), std::string::npos) << all;
    std::size_t edges = 0;
    for (const ReviewRow& row : reviewRows(*whole)) edges += row.edges.size();
    EXPECT_EQ(edges + proposal.count(EdgeOutcome::NotNeeded) + proposal.count(EdgeOutcome::OutOfScope),
              whole->edges().size());
}

TEST_F(Harbor, isProvedForEveryNamespaceAlone) {
    for (std::size_t n = 0; n < cluster->namespaces.size(); ++n) {
        const auto one = basis({.namespaces = {NamespaceId(n)}, .workloads = {}});
        const Proposal proposal = propose(*one, {});
        const auto after = evaluated(*one, proposal, {}).value();
        EXPECT_EQ(failuresOf(verify(*one, proposal, *after, {}).value()), "")
            << cluster->text(cluster->namespaces[NamespaceId(n)].name);
    }
}

TEST_F(Harbor, readsItsOwnFilesAndFindsThemAsProved) {
    const auto whole = basis(ProposalScope::ofCluster(*cluster));
    const Proposal proposal = propose(*whole, {});
    const auto after = evaluated(*whole, proposal, {}).value();
    const Certificate certificate = verify(*whole, proposal, *after, {}).value();
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& [path, text] : directoryText(*whole, proposal, certificate, *after))
        if (path.starts_with("policies/")) texts.emplace_back(path, text);
    EXPECT_EQ(texts.size(), proposal.policies.size());
    const auto read = loadText(texts).value();
    EXPECT_EQ(read->policies.size(), proposal.policies.size());
    for (const Diagnostic& d : read->diagnostics) EXPECT_NE(d.level, Diagnostic::Level::Error) << d.message;
}

} // namespace
} // namespace portolan
