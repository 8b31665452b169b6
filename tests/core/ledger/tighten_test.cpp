#include "core/ledger/tighten.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

using story::join;
using story::Joined;

constexpr const char* kTwoNamespaces = R"(
    ns shop
    ns ops
    pod shop/web app=web :80
    pod shop/db app=db :5432
    pod shop/api app=api :8080
    pod ops/prom app=prom
    pod ops/logs app=logs
)";

std::string onDb(const std::string& rule) {
    return std::string(kTwoNamespaces) +
           "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + rule + "]}\n";
}

std::vector<Tightening> tightened(const Joined& joined) {
    return tighten(*joined.ledger, std::vector{RuleRef{joined.policy("shop/db"), Direction::Ingress, 0}}, {}).value();
}

struct TightenCase {
    const char* name;
    const char* rule;
    const char* flows;
    const char* yaml; ///< "": nothing to tighten
};

class Tighten : public testing::TestWithParam<TightenCase> {};

TEST_P(Tighten, KeepsWhatWasSeenAndNoMore) {
    const TightenCase& c = GetParam();
    const auto joined = join(onDb(c.rule), c.flows);
    const auto out = tightened(joined);
    EXPECT_EQ(out.empty() ? "" : out.front().yaml, c.yaml);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, Tighten,
    testing::Values(
        TightenCase{"exact rules stay", "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}",
                    "shop/web shop/db TCP/5432 allowed 1", ""},
        TightenCase{"an unused element goes",
                    "{from: [{podSelector: {matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: api}}}], "
                    "ports: [{port: "
                    "5432}]}",
                    "shop/api shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchLabels:\n"
                    "            app: api\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{"an unused port goes",
                    "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}, {port: 9187}]}",
                    "shop/web shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchLabels:\n"
                    "            app: web\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{
            "a whole namespace becomes the workload seen",
            "{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}}], ports: [{port: 5432}]}",
            "ops/prom shop/db TCP/5432 allowed 1",
            "  - from:\n"
            "      - namespaceSelector:\n"
            "          matchLabels:\n"
            "            kubernetes.io/metadata.name: ops\n"
            "        podSelector:\n"
            "          matchLabels:\n"
            "            app: prom\n"
            "    ports:\n"
            "      - protocol: TCP\n"
            "        port: 5432\n"},
        TightenCase{"a rule for everybody becomes peers and ports seen", "{}",
                    "shop/web shop/db TCP/5432 allowed 1\nip:203.0.113.7 shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchLabels:\n"
                    "            app: web\n"
                    "      - ipBlock:\n"
                    "          cidr: 203.0.113.7/32\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{"a range becomes the ports seen",
                    "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5000, endPort: 6000}]}",
                    "shop/web shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchLabels:\n"
                    "            app: web\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{"workloads that differ in one label share an element",
                    "{from: [{podSelector: {}}], ports: [{port: 5432}]}",
                    "shop/web shop/db TCP/5432 allowed 1\nshop/api shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchExpressions:\n"
                    "            - key: app\n"
                    "              operator: In\n"
                    "              values: [api, web]\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{"a rule without ports gets those seen", "{from: [{podSelector: {matchLabels: {app: web}}}]}",
                    "shop/web shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - podSelector:\n"
                    "          matchLabels:\n"
                    "            app: web\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{
            "matchExpressions become the workload seen",
            "{from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [api, web]}]}}], ports: "
            "[{port: 5432}]}",
            "shop/web shop/db TCP/5432 allowed 1",
            "  - from:\n"
            "      - podSelector:\n"
            "          matchLabels:\n"
            "            app: web\n"
            "    ports:\n"
            "      - protocol: TCP\n"
            "        port: 5432\n"},
        TightenCase{"a wide block becomes the few addresses seen",
                    "{from: [{ipBlock: {cidr: 203.0.0.0/16}}], ports: [{port: 5432}]}",
                    "ip:203.0.113.7 shop/db TCP/5432 allowed 1",
                    "  - from:\n"
                    "      - ipBlock:\n"
                    "          cidr: 203.0.113.7/32\n"
                    "    ports:\n"
                    "      - protocol: TCP\n"
                    "        port: 5432\n"},
        TightenCase{"a block of one network stays",
                    "{from: [{ipBlock: {cidr: 203.0.113.0/24}}], ports: [{port: 5432}]}",
                    "ip:203.0.113.7 shop/db TCP/5432 allowed 1", ""},
        TightenCase{"six addresses are too many to name",
                    "{from: [{ipBlock: {cidr: 203.0.0.0/16}}], ports: [{port: 5432}]}",
                    "ip:203.0.113.1 shop/db TCP/5432 allowed 1\nip:203.0.113.2 shop/db TCP/5432 allowed 1\n"
                    "ip:203.0.113.3 shop/db TCP/5432 allowed 1\nip:203.0.113.4 shop/db TCP/5432 allowed 1\n"
                    "ip:203.0.113.5 shop/db TCP/5432 allowed 1\nip:203.0.113.6 shop/db TCP/5432 allowed 1",
                    ""},
        TightenCase{"without hits there is nothing to keep", "{}", "shop/web shop/api TCP/8080 allowed 1", ""},
        TightenCase{"a flow of unknown origin forbids it", "{from: [{podSelector: {}}]}",
                    "shop/web shop/db TCP/5432 allowed 1\nunknown:shop/gone shop/db TCP/5432 allowed 1", ""}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(Tighten, IsWithheldWhereLabelsDoNotTellWorkloadsApart) {
    const auto joined =
        join("pod shop/a app=x\npod shop/b app=x\npod shop/db app=db\npolicy shop/db {podSelector: {matchLabels: {app: "
             "db}}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}\n",
             "shop/a shop/db TCP/5432 allowed 1");
    EXPECT_TRUE(tightened(joined).empty());
}

TEST(Tighten, NarrowsARangeToRangesWhereManyPortsWereSeen) {
    std::string flows;
    for (int port = 5001; port <= 5040; ++port)
        flows += "shop/web shop/db TCP/" + std::to_string(port) + " allowed 1\n";
    const auto joined = join(onDb("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5000, endPort: "
                                  "6000}]}"),
                             flows + "shop/web shop/db TCP/5900 allowed 1");
    const auto out = tightened(joined);
    ASSERT_EQ(out.size(), 1U);
    ASSERT_LE(out.front().replacement.ports.size(), 16U);
    EXPECT_EQ(out.front().replacement.ports.front().first, 5001);
    EXPECT_EQ(out.front().replacement.ports.back().first, 5900);
    EXPECT_EQ(out.front().replacement.ports.back().last, 5900);
}

TEST(Tighten, SaysThatAddressesOutsideMayChangeAndIcmpGoes) {
    const auto joined = join(onDb("{}"), "ip:203.0.113.7 shop/db TCP/5432 allowed 1");
    const auto out = tightened(joined);
    ASSERT_EQ(out.size(), 1U);
    ASSERT_EQ(out.front().notes.size(), 2U);
    EXPECT_NE(out.front().notes[0].find("203.0.113.7 only"), std::string::npos);
    EXPECT_NE(out.front().notes[1].find("ICMP"), std::string::npos);
}

TEST(Tighten, ShowsTheEditAsADiff) {
    const auto joined = join(onDb("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}, {port: "
                                  "9187}]}"),
                             "shop/web shop/db TCP/5432 allowed 7");
    const auto out = tightened(joined);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.front().connections, 7U);
    EXPECT_EQ(out.front().diff.substr(out.front().diff.find("@@ shop/db")), "@@ shop/db ingress rule 1\n"
                                                                            "   - from:\n"
                                                                            "       - podSelector:\n"
                                                                            "           matchLabels:\n"
                                                                            "             app: web\n"
                                                                            "     ports:\n"
                                                                            "       - protocol: TCP\n"
                                                                            "         port: 5432\n"
                                                                            "-      - protocol: TCP\n"
                                                                            "-        port: 9187\n");
}

TEST(Tighten, NarrowsARuleOfAnAdminPolicyThatDecides) {
    const auto joined =
        join(std::string(kTwoNamespaces) +
                 "anp open {priority: 5, subject: {namespaces: {matchLabels: "
                 "{kubernetes.io/metadata.name: shop}}}, ingress: [{name: ops, action: Allow, from: "
                 "[{namespaces: {matchLabels: {kubernetes.io/metadata.name: ops}}}], ports: [{portRange: "
                 "{protocol: TCP, start: 5000, end: 6000}}]}]}\n",
             "ops/prom shop/db TCP/5432 allowed 4");
    const auto out = tighten(*joined.ledger, std::vector{RuleRef{adminPolicyId(0), Direction::Ingress, 0}}, {}).value();
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.front().yaml, "  - name: ops\n"
                                "    action: Allow\n"
                                "    from:\n"
                                "      - pods:\n"
                                "          namespaceSelector:\n"
                                "            matchLabels:\n"
                                "              kubernetes.io/metadata.name: ops\n"
                                "          podSelector:\n"
                                "            matchLabels:\n"
                                "              app: prom\n"
                                "    ports:\n"
                                "      - portNumber:\n"
                                "          protocol: TCP\n"
                                "          port: 5432\n");
    EXPECT_EQ(out.front().policy, nullptr);
    EXPECT_EQ(out.front().pairsAfter, 3U);
}

TEST(Tighten, StatesThePairsThatAreLeft) {
    const auto joined = join(onDb("{from: [{namespaceSelector: {}}]}"), "shop/web shop/db TCP/5432 allowed 1");
    EXPECT_EQ(joined.usage("shop/db", Direction::Ingress).allowedPairs, 4U);
    const auto out = tightened(joined);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.front().pairsAfter, 1U);
}

TEST(Residue, NamesPeersPortsAndSubjectsThatWereNeverSeen) {
    const auto joined = join(
        std::string(kTwoNamespaces) +
            "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}], "
            "ports: [{port: 5432}, {port: 80}]}]}\n",
        "shop/web shop/db TCP/5432 allowed 1");
    const auto rest = residue(*joined.ledger, {joined.policy("shop/all"), Direction::Ingress, 0});
    EXPECT_EQ(rest.traffic.text(), "TCP 80");
    EXPECT_EQ(rest.describe(*joined.cluster),
              (std::vector<std::string>{"peers in namespace ops (2 workloads)", "peers shop/api, shop/db",
                                        "selected workloads shop/api, shop/web", "ports TCP 80"}));
}

TEST(Residue, NamesPeersAndPortsThatNeverMet) {
    const auto joined = join(onDb("{ports: [{port: 5432}, {port: 9187}]}"),
                             "shop/web shop/db TCP/5432 allowed 1\nshop/api shop/db TCP/5432 allowed 1\n"
                             "ops/prom shop/db TCP/9187 allowed 1\nip:203.0.113.7 shop/db TCP/5432 allowed 1");
    const auto rest = residue(*joined.ledger, {joined.policy("shop/db"), Direction::Ingress, 0});
    EXPECT_TRUE(rest.traffic.isEmpty());
    EXPECT_EQ(rest.describe(*joined.cluster),
              (std::vector<std::string>{"peers ops/logs", "peers ops/prom on TCP 5432, which others use",
                                        "peers shop/api, shop/web on TCP 9187, which others use",
                                        "addresses outside the cluster on TCP 9187, which others use"}));
}

TEST(Residue, IsEmptyWithoutEvidence) {
    const auto joined = join(onDb("{}"));
    EXPECT_TRUE(residue(*joined.ledger, {joined.policy("shop/db"), Direction::Ingress, 0}).isEmpty());
}

} // namespace
} // namespace portolan
