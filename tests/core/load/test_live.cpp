#include "core/load/kinds.h"
#include "core/load/live_kinds.h"
#include "tests/core/load/fake_kubectl.h"
#include "tests/core/load/load_case.h"

#include <filesystem>
#include <set>
#include <stop_token>
#include <thread>

namespace portolan {
namespace {

constexpr const char* kNamespaces = "/api/v1/namespaces?limit=2";
constexpr const char* kPods = "/api/v1/pods?limit=2";
constexpr const char* kPolicies = "/apis/networking.k8s.io/v1/networkpolicies?limit=2";
constexpr const char* kPoliciesOfShop = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies?limit=2";
constexpr const char* kPoliciesOfData = "/apis/networking.k8s.io/v1/namespaces/data/networkpolicies?limit=2";
constexpr const char* kNotAllowed = "no list for you";

std::string pod(std::string_view name, std::string_view ns = "shop") {
    return stored(ns, name, R"({"containers":[{"name":"c","image":"i"}]})", R"({"app":")" + std::string(name) + "\"}");
}
std::string policy(std::string_view ns, std::string_view name) {
    return stored(ns, name, R"({"podSelector":{"matchLabels":{"app":"db"}},"policyTypes":["Ingress"],"ingress":[{}]})");
}
std::string pods(const std::vector<std::string>& names, std::string_view token = {}) {
    std::vector<std::string> items;
    for (const std::string& name : names) items.push_back(pod(name));
    return pageOf("v1", "PodList", items, token);
}
std::string policies(const std::vector<std::string>& items) {
    return pageOf("networking.k8s.io/v1", "NetworkPolicyList", items);
}
std::string namespaces(const std::vector<std::string>& names) {
    std::vector<std::string> items;
    for (const std::string& name : names) items.push_back(stored("", name, "{}", R"({"team":"a"})"));
    return pageOf("v1", "NamespaceList", items);
}

LoadedCluster read(const LiveSource& source, const std::vector<std::string>& inputs = {}) {
    auto result = loadLive(source, inputs, {}, {});
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
    return result ? *result : std::make_shared<Cluster>();
}
LoadedCluster read(const FakeKubectl& kubectl) {
    return read(kubectl.source());
}
Error errorOf(const LiveSource& source, const RunControl& control = {}) {
    auto result = loadLive(source, {}, {}, control);
    EXPECT_FALSE(result.has_value());
    return result ? Error{} : result.error();
}

/// "shop/a shop/b"
std::string podsOf(const Cluster& c) {
    std::string out;
    for (std::size_t i = 0; i < c.pods.size(); ++i) out += (i == 0 ? "" : " ") + c.displayName(PodId(i));
    return out;
}
/// "NetworkPolicy in shop,data": the policies that could not be read, and where.
std::string unreadOf(const Cluster& c) {
    std::string out;
    for (const UnreadKind& u : c.unreadKinds) {
        EXPECT_TRUE(u.isPolicy);
        out += (out.empty() ? "" : "; ") + u.kind + " in ";
        if (u.namespaces.empty()) out += "all";
        for (const NamespaceId ns : u.namespaces)
            out += (ns == u.namespaces.front() ? "" : ",") + std::string(c.text(c.namespaces[ns].name));
    }
    return out;
}

/// A cluster with NetworkPolicies and the namespaces shop and data.
class Shop : public FakeKubectl {
  public:
    Shop() { serves({"networking.k8s.io/v1"}).answers(kNamespaces, namespaces({"shop", "data"})); }
};

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
    EXPECT_NE(c->diagnostics[1].fix.find("--namespace"), std::string::npos);
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
