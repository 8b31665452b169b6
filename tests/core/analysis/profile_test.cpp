#include "core/analysis/answer.h"
#include "core/load/load.h"
#include "core/policy/detect_profile.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct Row {
    const char* what;
    const char* daemonSets; ///< names, by spaces
    const char* expected;   ///< profile and evidence; "" where nothing is detected
};

void PrintTo(const Row& row, std::ostream* out) {
    *out << row.what;
}

std::shared_ptr<const Cluster> withDaemonSets(const std::string& names, const std::string& kind = "DaemonSet") {
    std::string text;
    std::istringstream words(names);
    for (std::string name; words >> name;)
        text += "---\napiVersion: apps/v1\nkind: " + kind + "\nmetadata: {name: " + name +
                ", namespace: kube-system}\n" +
                "spec: {template: {metadata: {labels: {a: b}}, spec: {containers: []}}}\n";
    return loadText({{"plugins.yaml", text}}, {}, {}).value();
}

class Detection : public testing::TestWithParam<Row> {};
TEST_P(Detection, RestsOnTheDaemonSetOfThePlugin) {
    const auto found = detectProfile(*withDaemonSets(GetParam().daemonSets));
    EXPECT_EQ(found ? found->profile.name + ' ' + found->evidence : "", GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Plugins, Detection,
    testing::Values(Row{"calico", "calico-node kube-proxy", "calico DaemonSet kube-system/calico-node"},
                    Row{"antrea", "antrea-agent", "antrea DaemonSet kube-system/antrea-agent"},
                    Row{"ovn-kubernetes", "ovnkube-node", "ovn-k DaemonSet kube-system/ovnkube-node"},
                    Row{"the agent of AWS", "aws-node", "aws DaemonSet kube-system/aws-node"},
                    Row{"calico for policies beside the addresses of AWS", "aws-node calico-node",
                        "calico DaemonSet kube-system/calico-node"},
                    Row{"two that enforce policies", "calico-node cilium", ""}, Row{"none", "kube-proxy", ""}));

TEST(Detection, IsNotMisledByADeploymentOfThatName) {
    EXPECT_FALSE(detectProfile(*withDaemonSets("cilium", "Deployment")));
}

TEST(Detection, LeavesOpenWhatTheConfigurationOfCiliumDecides) {
    const auto found = detectProfile(*withDaemonSets("cilium"));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->profile.name, "cilium");
    EXPECT_EQ(found->profile.ipBlockMatchesPods, Ternary::Unknown);
    EXPECT_EQ(Profile::named("cilium")->ipBlockMatchesPods, Ternary::No);
}

struct KnobRow {
    const char* knob;
    const char* policy; ///< of pod shop/b
    const char* port;   ///< "sctp/80"
    const char* expected;
};

void PrintTo(const KnobRow& row, std::ostream* out) {
    *out << row.knob << ' ' << row.port;
}

class Knobs : public testing::TestWithParam<KnobRow> {};
TEST_P(Knobs, DecideWhatAPolicyMeans) {
    const KnobRow& row = GetParam();
    Profile profile;
    ASSERT_TRUE(profile.set(row.knob)) << row.knob;
    const story::Joined joined =
        story::join(std::string("pod shop/a app=a\npod shop/b app=b\npolicy shop/p ") + row.policy, {}, profile);
    const auto port = parsePort(row.port);
    ASSERT_TRUE(port);
    const Answer a = answer(*joined.reachability, findEndpoint(*joined.reachability, "shop/a"),
                            findEndpoint(*joined.reachability, "shop/b"), *port);
    EXPECT_EQ(name(a.verdict), row.expected);
}

constexpr const char* kDenyAll = "{podSelector: {}, policyTypes: [Ingress]}";
constexpr const char* kRange = "{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}]}]}";
constexpr const char* kSctp = "{podSelector: {}, ingress: [{ports: [{port: 80, protocol: SCTP}]}]}";

INSTANTIATE_TEST_SUITE_P(Section11, Knobs,
                         testing::Values(KnobRow{"enforced=yes", kDenyAll, "tcp/80", "deny"},
                                         KnobRow{"enforced=no", kDenyAll, "tcp/80", "allow"},
                                         KnobRow{"endPort=supported", kRange, "tcp/85", "allow"},
                                         KnobRow{"endPort=not", kRange, "tcp/85", "deny"},
                                         KnobRow{"endPort=not", kRange, "tcp/80", "allow"},
                                         KnobRow{"sctp=supported", kSctp, "sctp/80", "allow"},
                                         KnobRow{"sctp=not", kSctp, "sctp/80", "deny"}));

TEST(Knobs, AreSetByNameAndComeBackAsSettings) {
    Profile profile;
    for (const auto& [knob, value] : Profile::named("np-guard")->settings())
        ASSERT_TRUE(profile.set(knob + '=' + value)) << knob;
    EXPECT_EQ(profile.settings(), Profile::named("np-guard")->settings());
    EXPECT_EQ(profile.set("endPort=maybe").error().message,
              "knob endPort cannot be \"maybe\", possible are not, supported");
    EXPECT_EQ(profile.set("colour=red").error().kind, Error::Kind::Usage);
}

} // namespace
} // namespace portolan
