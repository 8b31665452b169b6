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
