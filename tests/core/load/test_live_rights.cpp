#include "core/load/kinds.h"
#include "core/load/live/kinds.h"
#include "tests/core/load/live_case.h"

namespace portolan {
namespace {

TEST(Live, makesAPolicyKindThatIsForbiddenUncertainAndGoesOn) {
    FakeKubectl kubectl;
    kubectl.serves({"networking.k8s.io/v1", "policy.networking.k8s.io/v1alpha1"})
        .answers(kPods, pods({"a"}))
        .refuses("/apis/policy.networking.k8s.io/v1alpha1/adminnetworkpolicies?limit=2", "Forbidden", kNotAllowed);
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(unreadOf(*c), "AdminNetworkPolicy in all");
    EXPECT_EQ(podsOf(*c), "shop/a");
    EXPECT_TRUE(c->isInventoryComplete());
    ASSERT_EQ(c->diagnostics.size(), 1U);
    EXPECT_EQ(c->diagnostics[0].level, Diagnostic::Level::Error);
    EXPECT_EQ(c->files.text(c->diagnostics[0].where), "live:AdminNetworkPolicy");
    EXPECT_NE(c->diagnostics[0].fix.find("portolan rbac"), std::string::npos);
}

TEST(Live, doesNotMissAForbiddenKindThatTheServerDoesNotHave) {
    FakeKubectl kubectl;
    const std::string group = "/apis/policy.networking.k8s.io/v1alpha1";
    kubectl.serves({"policy.networking.k8s.io/v1alpha1"})
        .answers(group, R"({"kind":"APIResourceList","resources":[{"name":"adminnetworkpolicies","verbs":["list"]}]})")
        .refuses(group + "/baselineadminnetworkpolicies?limit=2", "Forbidden", kNotAllowed)
        .refuses(group + "/adminnetworkpolicies?limit=2", "Forbidden", kNotAllowed);
    EXPECT_EQ(unreadOf(*read(kubectl)), "AdminNetworkPolicy in all");
}

TEST(Live, missesAForbiddenKindWhereTheServerDoesNotTellWhatItHas) {
    for (const char* resources : {"{}", R"({"items":null})", R"({"resources":null})", "<html>", ""}) {
        FakeKubectl kubectl;
        kubectl.serves({"networking.k8s.io/v1"})
            .answers("/apis/networking.k8s.io/v1", resources)
            .refuses(kPolicies, "Forbidden", kNotAllowed);
        EXPECT_EQ(unreadOf(*read(kubectl)), "NetworkPolicy in all") << resources;
    }
}

TEST(Live, missesAKindThatIsThereAndNotFound) {
    FakeKubectl kubectl;
    kubectl.serves({"networking.k8s.io/v1"})
        .answers("/apis/networking.k8s.io/v1", R"({"resources":[{"name":"networkpolicies"}]})");
    EXPECT_EQ(unreadOf(*read(kubectl)), "NetworkPolicy in all");
}

TEST(Live, readsNamespaceByNamespaceWhatIsForbiddenForAll) {
    Shop kubectl;
    kubectl.refuses(kPods, "Forbidden", kNotAllowed)
        .refuses(kPolicies, "Forbidden", kNotAllowed)
        .answers("/api/v1/namespaces/shop/pods?limit=2", pods({"a"}))
        .answers("/api/v1/namespaces/data/pods?limit=2", pageOf("v1", "PodList", {pod("b", "data")}))
        .answers(kPoliciesOfShop, policies({policy("shop", "db")}))
        .refuses(kPoliciesOfData, "Forbidden", kNotAllowed);
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "data/b shop/a");
    EXPECT_EQ(c->policies.size(), 1U);
    EXPECT_EQ(unreadOf(*c), "NetworkPolicy in data");
    EXPECT_TRUE(c->isInventoryComplete());
    EXPECT_EQ(countDiagnostics(*c, "", "not readable: networkpolicies.networking.k8s.io in namespace data: "), 1U)
        << diagnosticsOf(*c);
}

TEST(Live, callsTheInventoryPartialWithoutThePodsOfANamespace) {
    Shop kubectl;
    kubectl.refuses(kPods, "Forbidden", kNotAllowed)
        .answers("/api/v1/namespaces/shop/pods?limit=2", pods({"a"}))
        .refuses("/api/v1/namespaces/data/pods?limit=2", "Forbidden", kNotAllowed);
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(podsOf(*c), "shop/a");
    EXPECT_FALSE(c->isInventoryComplete());
    EXPECT_EQ(unreadOf(*c), "");
}

TEST(Live, asksForNamesWhereNoNamespaceMayBeListed) {
    FakeKubectl kubectl;
    kubectl.serves({"networking.k8s.io/v1"});
    kubectl.refuses(kNamespaces, "Forbidden", kNotAllowed).refuses(kPolicies, "Forbidden", kNotAllowed);
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(unreadOf(*c), "NetworkPolicy in all");
    EXPECT_FALSE(c->isInventoryComplete());
    ASSERT_EQ(c->diagnostics.size(), 2U);
    EXPECT_NE(c->diagnostics[1].fix.find("--live-namespace"), std::string::npos);
}

TEST(Live, readsOnlyTheNamespacesThatAreNamed) {
    Shop kubectl;
    kubectl.answers("/api/v1/namespaces/shop/pods?limit=2", pods({"a"}))
        .answers(kPoliciesOfShop, policies({policy("shop", "db")}));
    LiveSource source = kubectl.source();
    source.namespaces = {"shop"};
    const LoadedCluster c = read(source);
    EXPECT_EQ(podsOf(*c), "shop/a");
    EXPECT_EQ(c->namespaces.size(), 1U);
    EXPECT_FALSE(c->isInventoryComplete());
    EXPECT_EQ(kubectl.timesAsked(kPods), 0U);
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST(Live, takesAVersionThatTheServerHas) {
    FakeKubectl kubectl;
    kubectl.serves({"gateway.networking.k8s.io/v1beta1", "cilium.io/v2"})
        .answers("/apis/gateway.networking.k8s.io/v1beta1/httproutes?limit=2",
                 pageOf("gateway.networking.k8s.io/v1beta1", "HTTPRouteList",
                        {stored("shop", "web", R"({"rules":[{"backendRefs":[{"name":"web","port":80}]}]})")}))
        .answers("/apis/cilium.io/v2/ciliumnetworkpolicies?limit=2",
                 pageOf("cilium.io/v2", "CiliumNetworkPolicyList", {stored("shop", "l7", "{}")}));
    const LoadedCluster c = read(kubectl);
    EXPECT_EQ(c->entryPoints.size(), 1U);
    EXPECT_EQ(unreadOf(*c), "CiliumNetworkPolicy in shop");
    for (const std::string& path : kubectl.asked()) EXPECT_EQ(path.find("/apis/apps"), std::string::npos) << path;
}

TEST(Live, triesTheKindsItKnowsWhereGroupsMayNotBeListed) {
    FakeKubectl kubectl;
    kubectl.refuses("/apis", "Forbidden", kNotAllowed).answers(kPolicies, policies({policy("shop", "db")}));
    EXPECT_EQ(read(kubectl)->policies.size(), 1U);
}

TEST(Live, readsCalicosPoliciesOnce) {
    FakeKubectl kubectl;
    kubectl.serves({"projectcalico.org/v3", "crd.projectcalico.org/v1"})
        .answers("/apis/crd.projectcalico.org/v1/globalnetworkpolicies?limit=2",
                 pageOf("crd.projectcalico.org/v1", "GlobalNetworkPolicyList", {stored("", "deny", "{}")}));
    EXPECT_EQ(unreadOf(*read(kubectl)), "GlobalNetworkPolicy in all");
    EXPECT_EQ(kubectl.timesAsked("/apis/projectcalico.org/v3/globalnetworkpolicies?limit=2"), 0U);
}

TEST(Live, saysWhatToDoWithoutKubectl) {
    LiveSource source;
    source.kubectl = "no-such-kubectl";
    const Error error = errorOf(source);
    EXPECT_EQ(error.kind, Error::Kind::NotFound);
    EXPECT_NE(error.message.find("install it"), std::string::npos);
}

struct Refusal {
    const char* name;
    const char* shell;
    const char* message;
};

class LiveRefusals : public testing::TestWithParam<Refusal> {};

TEST_P(LiveRefusals, endTheReadingWithTheReason) {
    FakeKubectl kubectl;
    kubectl.runs("/apis", GetParam().shell);
    const Error error = errorOf(kubectl.source());
    EXPECT_EQ(error.kind, Error::Kind::Unreadable);
    EXPECT_EQ(error.message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    All, LiveRefusals,
    testing::Values(
        Refusal{"ofStrangers", "echo 'error: You must be logged in to the server (Unauthorized)' >&2; exit 1",
                "the cluster does not let you in: error: You must be logged in to the server (Unauthorized)"},
        Refusal{"ofConnections",
                "echo 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or "
                "port?' >&2; exit 1",
                "the cluster cannot be read: The connection to the server 127.0.0.1:1 was refused - did you specify "
                "the right host or port?"},
        Refusal{"ofContexts", "echo 'error: context \"x\" does not exist' >&2; exit 1",
                "the cluster cannot be read: error: context \"x\" does not exist"},
        Refusal{"behindWarnings",
                "echo 'W1122 a plug-in is old' >&2; echo 'Unable to connect to the server: EOF' >&2; echo bye >&2; "
                "exit 1",
                "the cluster cannot be read: Unable to connect to the server: EOF"},
        Refusal{"ofOtherServers", "echo '<html>'",
                "the cluster cannot be read: what answers is no Kubernetes API "
                "server"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Live, givesUpAClusterThatFallsSilent) {
    FakeKubectl kubectl;
    kubectl.serves({"networking.k8s.io/v1"});
    for (const char* path : {kNamespaces, kPolicies, "/api/v1/nodes?limit=2", "/api/v1/services?limit=2"})
        kubectl.runs(path, "echo 'Unable to connect to the server: EOF' >&2; exit 1");
    EXPECT_EQ(errorOf(kubectl.source()).message,
              "the cluster does not answer any more: Unable to connect to the server: EOF");
}

TEST(Live, refusesNamesThatNoNamespaceHas) {
    LiveSource source = FakeKubectl().source();
    source.namespaces = {"shop/../../secrets"};
    EXPECT_EQ(errorOf(source).kind, Error::Kind::Usage);
}

TEST(Live, listsTheContextsOfAKubeconfig) {
    FakeKubectl kubectl;
    kubectl.answers("--output=name", "staging\nprod\n").answers("current-context", "prod\n");
    const auto contexts = liveContexts(kubectl.source(), {});
    ASSERT_TRUE(contexts.has_value());
    EXPECT_EQ(contexts->names, (std::vector<std::string>{"prod", "staging"}));
    EXPECT_EQ(contexts->current, "prod");
}

TEST(Live, asksForNoKindThatNobodyReads) {
    for (const loading::LiveKind& kind : loading::liveKinds({})) {
        const bool isRead = loading::readerOf(kind.group, kind.kind) != nullptr;
        EXPECT_NE(isRead, loading::isUnreadPolicy(kind.group, kind.kind)) << kind.qualifiedName();
    }
}

TEST(Live, needsARoleThatListsAndNothingElse) {
    const std::string role = liveRole({});
    EXPECT_EQ(role.find("secrets"), std::string::npos);
    EXPECT_EQ(role.find("configmaps"), std::string::npos);
    LiveSource withConfigMaps;
    withConfigMaps.configMaps = LiveSource::ConfigMaps::Read;
    EXPECT_NE(liveRole(withConfigMaps).find("  - configmaps\n"), std::string::npos);
    std::size_t rules = 0;
    for (std::size_t at = role.find("verbs:"); at != std::string::npos; at = role.find("verbs:", at + 1)) {
        EXPECT_EQ(role.substr(at, role.find('\n', at) - at), "verbs: [list]");
        ++rules;
    }
    EXPECT_GT(rules, 5U);
    for (const loading::LiveKind& kind : loading::liveKinds({}))
        EXPECT_NE(role.find("  - " + std::string(kind.resource) + '\n'), std::string::npos) << kind.resource;
    EXPECT_EQ(countDiagnostics(*loaded(role), "", "not valid YAML"), 0U);
}

} // namespace
} // namespace portolan
