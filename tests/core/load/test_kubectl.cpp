// Against the kubectl of this machine: what a fake cannot know is how the real one words its errors.

#include "core/base/process.h"
#include "tests/core/load/api_server.h"
#include "tests/core/load/fake_kubectl.h"
#include "tests/core/load/load_case.h"

namespace portolan {
namespace {

class RealKubectl : public testing::Test {
  protected:
    RealKubectl() {
        m_server.answer("/apis", 200,
                        R"({"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"networking.k8s.io","versions":)"
                        R"([{"groupVersion":"networking.k8s.io/v1","version":"v1"}],"preferredVersion":)"
                        R"({"groupVersion":"networking.k8s.io/v1","version":"v1"}}]})");
        for (const char* resource : {"namespaces", "nodes", "services", "replicationcontrollers", "pods"})
            m_server.answer(std::string("/api/v1/") + resource + "?limit=2", 200, pageOf("v1", "List", {}));
        m_server.answer(kPolicies, 200, pageOf("networking.k8s.io/v1", "NetworkPolicyList", {}));
        m_source.pageSize = 2;
        m_source.kubeconfig = m_folder.write("config", m_server.kubeconfig()).string();
    }

    void SetUp() override {
        if (!runProcess({"kubectl", {"version", "--client"}}, {}))
            GTEST_SKIP() << "there is no kubectl here (Debian: apt install kubernetes-client)";
    }

    static constexpr const char* kPods = "/api/v1/pods?limit=2";
    static constexpr const char* kPolicies = "/apis/networking.k8s.io/v1/networkpolicies?limit=2";

    static std::string pod(std::string_view name) { return stored("shop", name, R"({"containers":[{"name":"c"}]})"); }
    Result<LoadedCluster> read() { return loadLive(m_source, {}, {}, {}); }
    LoadedCluster cluster() {
        auto result = read();
        EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
        return result.value_or(std::make_shared<Cluster>());
    }

    ApiServer m_server;
    LiveSource m_source;

  private:
    TemporaryFolder m_folder;
};

TEST_F(RealKubectl, readsAClusterPageByPage) {
    m_server.answer(kPods, 200, pageOf("v1", "PodList", {pod("a"), pod("b")}, "t=/+"));
    m_server.answer("/api/v1/pods?continue=t%3D%2F%2B&limit=2", 200, pageOf("v1", "PodList", {pod("c")}));
    const LoadedCluster c = cluster();
    EXPECT_EQ(c->pods.size(), 3U);
    EXPECT_TRUE(c->isInventoryComplete());
    EXPECT_EQ(diagnosticsOf(*c), "");
}

TEST_F(RealKubectl, saysWhereAKindIsForbidden) {
    m_server.refuse(kPolicies, 403, "Forbidden", "networkpolicies is forbidden: User t cannot list");
    const LoadedCluster c = cluster();
    EXPECT_EQ(countDiagnostics(*c, "",
                               "not readable: networkpolicies.networking.k8s.io: Error from server (Forbidden): "
                               "networkpolicies is forbidden: User t cannot list"),
              1U)
        << diagnosticsOf(*c);
    EXPECT_EQ(c->unreadKinds.size(), 1U);
}

TEST_F(RealKubectl, saysWhereATokenIsTooOld) {
    m_server.answer(kPods, 200, pageOf("v1", "PodList", {pod("a"), pod("b")}, "old"));
    m_server.refuse("/api/v1/pods?continue=old&limit=2", 410, "Expired", "The provided continue parameter is too old");
    const LoadedCluster c = cluster();
    EXPECT_EQ(countDiagnostics(*c, "", "not readable: pods: Error from server (Expired)"), 1U) << diagnosticsOf(*c);
}

TEST_F(RealKubectl, saysWhereTheServerIsBusy) {
    m_server.refuse(kPods, 503, "ServiceUnavailable", "not now");
    EXPECT_EQ(countDiagnostics(*cluster(), "", "not readable: pods: "), 1U);
}

TEST_F(RealKubectl, passesOverAKindThatTheServerDoesNotHave) {
    m_server.refuse(kPolicies, 404, "NotFound", "the server could not find the requested resource");
    const LoadedCluster c = cluster();
    EXPECT_EQ(diagnosticsOf(*c), "");
    EXPECT_TRUE(c->unreadKinds.empty());
}

TEST_F(RealKubectl, saysWhereNobodyIsLoggedIn) {
    m_server.refuse("/apis", 401, "Unauthorized", "Unauthorized");
    const auto result = read();
    ASSERT_FALSE(result.has_value());
    EXPECT_TRUE(result.error().message.starts_with("the cluster does not let you in: ")) << result.error().message;
}

TEST_F(RealKubectl, saysWhereAContextIsMissing) {
    m_source.context = "nowhere";
    const auto result = read();
    ASSERT_FALSE(result.has_value());
    EXPECT_NE(result.error().message.find("nowhere"), std::string::npos) << result.error().message;
}

TEST_F(RealKubectl, listsContexts) {
    const auto contexts = liveContexts(m_source, {});
    ASSERT_TRUE(contexts.has_value());
    EXPECT_EQ(contexts->names, std::vector<std::string>{"test"});
    EXPECT_EQ(contexts->current, "test");
}

} // namespace
} // namespace portolan
