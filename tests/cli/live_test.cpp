#include "tests/cli/cli_case.h"
#include "tests/core/load/fake_kubectl.h"

namespace portolan {
namespace {

constexpr const char* kPolicies = "/apis/networking.k8s.io/v1/networkpolicies?limit=500";

/// The shop of kShop as a cluster, through a kubectl on PATH.
class LiveCli : public Cli {
  protected:
    LiveCli() {
        m_kubectl.serves({"networking.k8s.io/v1"})
            .answers("/api/v1/namespaces?limit=500", pageOf("v1", "NamespaceList", {stored("", "shop", "{}")}))
            .answers("/api/v1/pods?limit=500", pageOf("v1", "PodList", {pod("db"), pod("web")}));
    }

    static std::string pod(const std::string& name) {
        return stored("shop", name, R"({"containers":[{"name":"c","image":"i"}]})", R"({"app":")" + name + "\"}");
    }
    void servePolicy() {
        m_kubectl.answers(
            kPolicies,
            pageOf("networking.k8s.io/v1", "NetworkPolicyList",
                   {stored("shop", "db",
                           R"({"podSelector":{"matchLabels":{"app":"db"}},"policyTypes":["Ingress"],"ingress":[)"
                           R"({"from":[{"podSelector":{"matchLabels":{"app":"web"}}}],"ports":[{"port":5432}]}]})")}));
    }
    /// Runs the program where kubectl is this test's, or where `folder` says.
    ProcessOutput live(std::vector<std::string> arguments, const std::string& folder = {}) const {
        const std::string path = folder.empty() ? fs::path(m_kubectl.program()).parent_path().string() : folder;
        arguments.insert(arguments.begin(), {"PATH=" + path + ":/usr/bin:/bin", PORTOLAN_EXECUTABLE});
        if (!folder.empty()) arguments.front() = "PATH=" + folder;
        auto out = runProcess({"/usr/bin/env", std::move(arguments), {}, std::chrono::seconds(60)}, {});
        EXPECT_TRUE(out) << (out ? "" : out.error().message);
        return out.value_or(ProcessOutput{});
    }

    FakeKubectl m_kubectl;
};

TEST_F(LiveCli, ListsWhatAClusterPermits) {
    servePolicy();
    const auto out = live({"list", "--live", "--focus", "shop/db", "--direction", "ingress"});
    EXPECT_EQ(out.exitCode, 0) << out.errors;
    EXPECT_NE(out.output.find("shop/web[Pod] => shop/db[Pod] : TCP 5432\n"), std::string::npos) << out.output;
    EXPECT_EQ(out.errors, "");
}

TEST_F(LiveCli, NamesTheRuleByTheObjectAndItsLine) {
    servePolicy();
    const auto out = live({"query", "--live", "--from", "shop/web", "--to", "shop/db", "--port", "tcp/5432"});
    EXPECT_EQ(out.exitCode, 0) << out.errors;
    EXPECT_NE(out.output.find("live:shop/NetworkPolicy/db:"), std::string::npos) << out.output;
}

TEST_F(LiveCli, TellsWhatFilesWouldChange) {
    servePolicy();
    const std::string file = write("open.yaml", "apiVersion: networking.k8s.io/v1\n"
                                                "kind: NetworkPolicy\n"
                                                "metadata: {name: db, namespace: shop}\n"
                                                "spec: {podSelector: {matchLabels: {app: db}}, ingress: [{}]}\n");
    const auto out = live({"diff", "--live", file, "--exit-code"});
    EXPECT_EQ(out.exitCode, 1) << out.errors;
    EXPECT_NE(out.output.find("shop/web[Pod] => shop/db[Pod] : TCP 5432 -> "), std::string::npos) << out.output;
}

TEST_F(LiveCli, CallsUncertainWhatItMayNotRead) {
    m_kubectl.refuses(kPolicies, "Forbidden", "not for you")
        .refuses("/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies?limit=500", "Forbidden", "not for you");
    const std::vector<std::string> query{"query", "--live",  "--from", "shop/web",
                                         "--to",  "shop/db", "--port", "tcp/80"};
    const auto out = live(query);
    EXPECT_EQ(out.exitCode, 0);
    EXPECT_EQ(out.output.substr(0, out.output.find('\n')), "shop/web => shop/db over tcp/80: uncertain (unreadPolicy)")
        << out.output;
    EXPECT_NE(out.errors.find("error: not readable: networkpolicies.networking.k8s.io in namespace shop"),
              std::string::npos)
        << out.errors;
    std::vector<std::string> strict = query;
    strict.emplace_back("--strict");
    EXPECT_EQ(live(strict).exitCode, 3);
}

TEST_F(LiveCli, SaysWhatIsMissingWithoutKubectl) {
    const auto out = live({"overview", "--live"}, path("nowhere"));
    EXPECT_EQ(out.exitCode, 3);
    EXPECT_TRUE(out.errors.starts_with("portolan: no program 'kubectl' found: ")) << out.errors;
}

TEST_F(LiveCli, RefusesOptionsThatDoNotFit) {
    const std::string file = write("a.yaml", kShop);
    const auto row = [&](std::vector<std::string> arguments) {
        const auto out = live(std::move(arguments));
        EXPECT_EQ(out.exitCode, 2);
        return out.errors;
    };
    EXPECT_EQ(row({"list", file, "--context", "prod"}),
              "portolan: --context says something about a cluster: it goes with --live\n");
    EXPECT_EQ(row({"list", file, "--live-namespace", "shop"}),
              "portolan: --live-namespace says something about a cluster: it goes with --live\n");
    EXPECT_EQ(row({"list", "--live", "--live-namespace", "Shop"}), "portolan: no namespace can be called 'Shop'\n");
    EXPECT_EQ(row({"diff", "--live", file, file}),
              "portolan: diff --live compares the cluster with itself after one input is applied to it\n");
}

TEST_F(LiveCli, PrintsTheRoleThatItNeeds) {
    const auto out = live({"rbac"});
    EXPECT_EQ(out.exitCode, 0);
    EXPECT_NE(out.output.find("kind: ClusterRole\n"), std::string::npos);
    EXPECT_EQ(out.output.find("configmaps"), std::string::npos);
    EXPECT_NE(live({"rbac", "--live-configmaps"}).output.find("  - configmaps\n"), std::string::npos);
}

} // namespace
} // namespace portolan
