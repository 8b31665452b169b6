#include "tests/core/load/live_case.h"

#include <filesystem>
#include <set>
#include <stop_token>
#include <thread>

namespace portolan {
namespace {

TEST(Live, readsTheObjectsOfACluster) {
    FakeKubectl kubectl;
    kubectl.serves({"networking.k8s.io/v1", "apps/v1"})
        .answers(kNamespaces, namespaces({"shop"}))
        .answers(kPods, pods({"db", "web"}))
        .answers(kPolicies, policies({policy("shop", "db")}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/db shop/web");
    ASSERT_EQ(c->policies.size(), 1U);
    EXPECT_TRUE(c->namespaces[NamespaceId(std::size_t{0})].isDeclared);
    EXPECT_TRUE(c->isInventoryComplete());
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST(Live, namesObjectsAndLinesAsKubectlShowsThem) {
    Shop kubectl;
    kubectl.answers(kPolicies, policies({policy("shop", "db")}));
    const LoadedCluster c = read(kubectl);
    ASSERT_EQ(c->policies.size(), 1U);
    const NetworkPolicy& p = c->policies[PolicyId(std::size_t{0})];
    EXPECT_EQ(c->files.line(p.where), "live:shop/NetworkPolicy/db:1");
    EXPECT_EQ(c->files.line(p.ingress.at(0).where), "live:shop/NetworkPolicy/db:12");
}

TEST(Live, followsPagesToTheEnd) {
    Shop kubectl;
    kubectl.answers(kPods, pods({"a", "b"}, "t=1+/"))
        .answers("/api/v1/pods?limit=2&continue=t%3D1%2B%2F", pods({"c", "d"}, "t2"))
        .answers("/api/v1/pods?limit=2&continue=t2", pods({"e"}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a shop/b shop/c shop/d shop/e");
    EXPECT_TRUE(c->isInventoryComplete());
}

TEST(Live, beginsAListAnewWhoseTokenIsTooOld) {
    Shop kubectl;
    kubectl.answers(kPods, pods({"a", "gone"}, "t1"))
        .answers(kPods, pods({"a", "b"}, "t2"))
        .refuses("/api/v1/pods?limit=2&continue=t1", "Expired", "too old")
        .answers("/api/v1/pods?limit=2&continue=t2", pods({"c"}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a shop/b shop/c");
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST(Live, givesUpAListThatOutrunsItThreeTimes) {
    Shop kubectl;
    kubectl.answers(kPods, pods({"a", "b"}, "t")).refuses("/api/v1/pods?limit=2&continue=t", "Expired", "too old");
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(kubectl.timesAsked(kPods), 4U);
    EXPECT_EQ(podsOf(*c), "shop/a shop/b");
    EXPECT_FALSE(c->isInventoryComplete());
    EXPECT_EQ(countDiagnostics(*c, "", "not readable: pods: Error from server (Expired): too old"), 1U)
        << diagnosticsOf(*c);
}

struct Stumble {
    const char* name;
    const char* shell;
};

class LiveStumbles : public testing::TestWithParam<Stumble> {};

TEST_P(LiveStumbles, areForgivenOnce) {
    Shop kubectl;
    kubectl.runs(kPods, GetParam().shell).answers(kPods, pods({"a"}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a");
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST_P(LiveStumbles, costOneKindWhereTheyLast) {
    Shop kubectl;
    kubectl.runs(kPolicies, GetParam().shell).answers(kPods, pods({"a"}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a");
    EXPECT_EQ(unreadOf(*c), "NetworkPolicy in all");
    EXPECT_EQ(countDiagnostics(*c, "", "not readable: networkpolicies.networking.k8s.io"), 1U) << diagnosticsOf(*c);
    EXPECT_TRUE(c->isInventoryComplete());
}

INSTANTIATE_TEST_SUITE_P(
    All, LiveStumbles,
    testing::Values(Stumble{"deathMidway", R"(printf '{"kind":"List","items":[{'; kill -9 $$)"},
                    Stumble{"bodyThatBreaksOff", R"(printf '{"kind":'; echo 'error: unexpected EOF' >&2; exit 1)"},
                    Stumble{"serverTooBusy", "echo 'Error from server (ServiceUnavailable): not now' >&2; exit 1"},
                    Stumble{"noConnection",
                            "echo 'Unable to connect to the server: dial tcp: i/o timeout' >&2; exit 1"},
                    Stumble{"noReason", "exit 1"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Live, keepsThePagesBeforeOneThatIsLost) {
    Shop kubectl;
    kubectl.answers(kPods, pods({"a", "b"}, "t")).runs("/api/v1/pods?limit=2&continue=t", "kill -9 $$");
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a shop/b");
    EXPECT_FALSE(c->isInventoryComplete());
}

TEST(Live, takesAnAnswerThatIsNoListForNone) {
    Shop kubectl;
    kubectl.answers(kPolicies, R"({"kind":"NetworkPolicyList","items":[{"metadata")").answers(kPods, pods({"a"}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(unreadOf(*c), "NetworkPolicy in all");
    EXPECT_EQ(podsOf(*c), "shop/a");
}

TEST(Live, endsARequestThatTakesTooLong) {
    Shop kubectl;
    kubectl.runs(kPods, "exec sleep 600").answers(kPolicies, policies({policy("shop", "db")}));
    LiveSource source = kubectl.source();
    source.requestTimeout = source.startTimeout = std::chrono::milliseconds(500);
    const LoadedCluster c = read(source);
    EXPECT_EQ(c->policies.size(), 1U);
    EXPECT_EQ(countDiagnostics(*c, "", "not readable: pods: '"), 1U) << diagnosticsOf(*c);
}

TEST(Live, stopsAtOnceWhereItIsToldTo) {
    Shop kubectl;
    const TemporaryFolder folder;
    const std::filesystem::path mark = folder.path() / "asked";
    kubectl.runs(kPods, ": > '" + mark.string() + "'; exec sleep 600");
    std::stop_source stop;
    const std::jthread user([&] {
        while (!std::filesystem::exists(mark)) std::this_thread::yield();
        stop.request_stop();
    });
    EXPECT_EQ(errorOf(kubectl.source(), RunControl(stop.get_token(), {})).kind, Error::Kind::Cancelled);
}

TEST(Live, countsFilesAsAppliedToTheCluster) {
    Shop kubectl;
    kubectl.answers(kPods, pods({"db", "web"}))
        .answers(kPolicies, policies({policy("shop", "db"), policy("shop", "x")}));
    const TemporaryFolder folder;
    const auto file = folder.write("new.yaml", "apiVersion: v1\n"
                                               "kind: Namespace\n"
                                               "metadata: {name: shop, labels: {tier: front}}\n"
                                               "---\n"
                                               "apiVersion: networking.k8s.io/v1\n"
                                               "kind: NetworkPolicy\n"
                                               "metadata: {name: db, namespace: shop}\n"
                                               "spec: {podSelector: {}, policyTypes: [Ingress]}\n");
    const LoadedCluster c = read(kubectl.source(), {file.string()});
    ASSERT_EQ(c->policies.size(), 2U);
    EXPECT_EQ(c->files.line(c->policies[PolicyId(std::size_t{0})].where), file.string() + ":5");
    EXPECT_EQ(c->counts.at("NetworkPolicy"), 2U);
    EXPECT_EQ(c->counts.at("Namespace"), 2U);
    const Namespace& ns = c->namespaces[*c->findNamespace("shop")];
    std::set<std::string> labels;
    for (const Label& l : c->labelSets[ns.labels])
        labels.insert(std::string(c->text(l.key)) + '=' + std::string(c->text(l.value)));
    EXPECT_EQ(labels, (std::set<std::string>{"kubernetes.io/metadata.name=shop", "team=a", "tier=front"}));
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST(Live, asksForNoSecretAndForConfigMapsOnRequest) {
    Shop kubectl;
    read(kubectl);
    for (const std::string& path : kubectl.asked()) {
        EXPECT_EQ(path.find("secret"), std::string::npos) << path;
        EXPECT_EQ(path.find("configmap"), std::string::npos) << path;
    }
    LiveSource source = kubectl.source();
    source.configMaps = LiveSource::ConfigMaps::Read;
    read(source);
    EXPECT_EQ(kubectl.timesAsked("/api/v1/configmaps?limit=2"), 1U);
}

TEST(Live, tellsKubectlWhichClusterIsMeant) {
    Shop kubectl;
    LiveSource source = kubectl.source();
    source.kubeconfig = "/home/me/.kube/other";
    source.context = "prod";
    read(source);
    EXPECT_EQ(kubectl.firstArguments(),
              "--kubeconfig=/home/me/.kube/other --context=prod --request-timeout=60000ms get --raw /apis");
}

} // namespace
} // namespace portolan
