#include "core/propose/edited_policies.h"
#include "core/propose/observed_edges.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

/// Edits of rules as documents, and under default-deny policies.

namespace portolan {
namespace {

using story::join;

const std::string kShop = "ns shop\nns tools\npod shop/web app=web :80\npod shop/db app=db :5432\n"
                          "pod shop/api app=api :8080\npod tools/scan app=scan\n";
const std::string kWide = "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: "
                          "[{from: [{podSelector: {}}], ports: [{port: 5432}]}]}\n";
const std::string kSpare = "policy shop/spare {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: "
                           "[{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 22}]}]}\n";
const std::string kAdmin = "anp x {priority: 5, subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: "
                           "shop}}}, ingress: [{name: all, action: Allow, from: [{namespaces: {}}], ports: "
                           "[{portNumber: {protocol: TCP, port: 5432}}]}]}\n";
constexpr const char* kFlows = "shop/web shop/db TCP/5432 allowed 9";

RuleEdits edited(const story::Joined& joined, const std::vector<RuleWish>& wishes) {
    return ruleEdits(*joined.ledger, wishes, {}).value();
}

RuleWish onPolicy(const story::Joined& joined, const char* policy, RuleChange change) {
    return {{joined.policy(policy), Direction::Ingress, 0}, change};
}

TEST(EditedPolicies, AreWholeDocumentsOfWhatChanges) {
    const auto joined = join(kShop + kWide + kSpare, kFlows);
    const auto edits = edited(
        joined, {onPolicy(joined, "shop/db", RuleChange::Tighten), onPolicy(joined, "shop/spare", RuleChange::Remove)});
    const DirectoryText files = directoryText(*joined.ledger, edits);
    std::string names;
    for (const auto& [path, text] : files) names += path + ' ';
    EXPECT_EQ(names, "README.md changes.diff delete.txt edits/shop/db.yaml rollback.txt ");
    EXPECT_EQ(files.at("edits/shop/db.yaml"), R"(apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: db
  namespace: shop
spec:
  podSelector:
    matchLabels:
      app: db
  policyTypes:
    - Ingress
  ingress:
    - from:
        - podSelector:
            matchLabels:
              app: web
      ports:
        - protocol: TCP
          port: 5432
)");
    EXPECT_EQ(files.at("delete.txt"), "shop/spare\n");
    EXPECT_NE(files.at("rollback.txt").find("name: db\n"), std::string::npos);
    EXPECT_NE(files.at("rollback.txt").find("---\n"), std::string::npos);
    EXPECT_NE(files.at("rollback.txt").find("name: spare\n"), std::string::npos);
}

TEST(EditedPolicies, ComeAsADiffThatPatchTakes) {
    const auto joined = join(kShop + kWide + kSpare, kFlows);
    const auto edits = edited(
        joined, {onPolicy(joined, "shop/db", RuleChange::Tighten), onPolicy(joined, "shop/spare", RuleChange::Remove)});
    const std::string diff = diffText(editedPolicies(*joined.reachability, edits.policies));
    EXPECT_TRUE(diff.starts_with("--- a/edits/shop/db.yaml\n+++ b/edits/shop/db.yaml\n@@ -1,17 +1,19 @@\n")) << diff;
    EXPECT_NE(diff.find("\n-        - podSelector: {}\n+        - podSelector:\n"), std::string::npos) << diff;
    EXPECT_NE(diff.find("--- a/edits/shop/spare.yaml\n+++ /dev/null\n@@ -1,19 +0,0 @@\n"), std::string::npos) << diff;
}

TEST(EditedPolicies, SayWhatIsProvedAndHowToGoBack) {
    const auto joined = join(kShop + kWide, kFlows);
    const auto edits = edited(joined, {onPolicy(joined, "shop/db", RuleChange::Tighten)});
    const std::string readme = directoryText(*joined.ledger, edits).at("README.md");
    EXPECT_NE(readme.find("- shop/db ingress rule 1: tighter, 1 of 2 pairs remain, keeps all 9 connections\n"),
              std::string::npos)
        << readme;
    EXPECT_NE(readme.find("- Keeps all 1 observed edge that passes today.\n"), std::string::npos) << readme;
    EXPECT_NE(readme.find("- Admits nothing that is not admitted today.\n"), std::string::npos) << readme;
    EXPECT_NE(readme.find("- Closes 1 pair of pods.\n"), std::string::npos) << readme;
    EXPECT_NE(readme.find("1. `kubectl apply -f edits/shop/db.yaml`\n"), std::string::npos) << readme;
    EXPECT_NE(readme.find("kubectl apply -f rollback.txt"), std::string::npos) << readme;
}

TEST(EditedPolicies, LeftOutEditsSayWhyAndChangeNoFile) {
    const auto joined = join(kShop + kWide, kFlows);
    const auto edits = edited(joined, {onPolicy(joined, "shop/db", RuleChange::Remove)});
    const DirectoryText files = directoryText(*joined.ledger, edits);
    EXPECT_EQ(files.count("edits/shop/db.yaml"), 0U);
    EXPECT_NE(files.at("README.md").find("left out, 9 connections need it"), std::string::npos);
}

TEST(EditedPolicies, WriteAdminPoliciesInTheirOwnKind) {
    const auto joined = join(kShop + kAdmin, kFlows);
    const auto edits = edited(joined, {RuleWish{{adminPolicyId(0), Direction::Ingress, 0}, RuleChange::Tighten}});
    const DirectoryText files = directoryText(*joined.ledger, edits);
    ASSERT_EQ(files.count("edits/cluster-wide/ANP-x.yaml"), 1U);
    EXPECT_EQ(files.at("edits/cluster-wide/ANP-x.yaml"), R"(apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata:
  name: x
spec:
  priority: 5
  subject:
    namespaces:
      matchLabels:
        kubernetes.io/metadata.name: shop
  ingress:
  - name: all
    action: Allow
    from:
      - pods:
          namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: shop
          podSelector:
            matchLabels:
              app: web
    ports:
      - portNumber:
          protocol: TCP
          port: 5432
)");
}

/// Default-deny policies start from the cluster with the edits: what an edit closes is closed today for them.
TEST(EditedPolicies, LieBelowDefaultDenyPoliciesOfOtherNamespaces) {
    const auto joined = join(kShop + kWide + kAdmin, kFlows);
    const auto edits = edited(joined, {RuleWish{{adminPolicyId(0), Direction::Ingress, 0}, RuleChange::Tighten}});
    ASSERT_EQ(edits.policies.size(), 1U);
    const auto tools = joined.cluster->findNamespace("tools");
    ASSERT_TRUE(tools.has_value());
    const auto basis =
        ProposalBasis::create(edits.after, observedEdges(*joined.ledger), {{*tools}, {}}, {}, {}).value();
    const auto db = joined.workload("shop/db");
    const auto scan = joined.workload("tools/scan");
    const auto verdict = [&](const Reachability& r, WorkloadId from) {
        const auto& pods = joined.cluster->workloads;
        return r.verdict(pods[from].pods.front(), pods[db].pods.front(), Protocol::Tcp, 5432);
    };
    EXPECT_EQ(verdict(*joined.reachability, scan), Verdict::Allow);
    EXPECT_EQ(verdict(basis->before(), scan), Verdict::Deny);
    EXPECT_EQ(verdict(basis->before(), joined.workload("shop/web")), Verdict::Allow);
    const Proposal proposal = propose(*basis, {});
    const auto after = evaluated(*basis, proposal, {}).value();
    EXPECT_EQ(&after->classes(), &basis->before().classes());
    EXPECT_EQ(verdict(*after, joined.workload("shop/web")), Verdict::Allow);
}

TEST(EditedPolicies, JoinTheDirectoryOfAProposal) {
    const auto joined = join(kShop + kWide, kFlows);
    const auto edits = edited(joined, {onPolicy(joined, "shop/db", RuleChange::Tighten)});
    DirectoryText files{{"README.md", "proposal"}, {"delete.txt", "tools/old\n"}, {"rollback.txt", "old: 1\n"}};
    addEdits(*joined.ledger, edits, files);
    EXPECT_EQ(files.at("README.md"), "proposal");
    EXPECT_EQ(files.at("delete.txt"), "tools/old\n");
    EXPECT_TRUE(files.at("rollback.txt").starts_with("old: 1\n---\napiVersion"));
    EXPECT_EQ(files.count("EDITS.md"), 1U);
    EXPECT_EQ(files.count("edits/shop/db.yaml"), 1U);
}

} // namespace
} // namespace portolan
