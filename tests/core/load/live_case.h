#pragma once

#include "tests/core/load/fake_kubectl.h"
#include "tests/core/load/load_case.h"

#include <string>
#include <vector>

namespace portolan {

inline constexpr const char* kNamespaces = "/api/v1/namespaces?limit=2";
inline constexpr const char* kPods = "/api/v1/pods?limit=2";
inline constexpr const char* kPolicies = "/apis/networking.k8s.io/v1/networkpolicies?limit=2";
inline constexpr const char* kPoliciesOfShop = "/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies?limit=2";
inline constexpr const char* kPoliciesOfData = "/apis/networking.k8s.io/v1/namespaces/data/networkpolicies?limit=2";
inline constexpr const char* kNotAllowed = "no list for you";

inline std::string pod(std::string_view name, std::string_view ns = "shop") {
    return stored(ns, name, R"({"containers":[{"name":"c","image":"i"}]})", R"({"app":")" + std::string(name) + "\"}");
}
inline std::string policy(std::string_view ns, std::string_view name) {
    return stored(ns, name, R"({"podSelector":{"matchLabels":{"app":"db"}},"policyTypes":["Ingress"],"ingress":[{}]})");
}
inline std::string pods(const std::vector<std::string>& names, std::string_view token = {}) {
    std::vector<std::string> items;
    for (const std::string& name : names) items.push_back(pod(name));
    return pageOf("v1", "PodList", items, token);
}
inline std::string policies(const std::vector<std::string>& items) {
    return pageOf("networking.k8s.io/v1", "NetworkPolicyList", items);
}
inline std::string namespaces(const std::vector<std::string>& names) {
    std::vector<std::string> items;
    for (const std::string& name : names) items.push_back(stored("", name, "{}", R"({"team":"a"})"));
    return pageOf("v1", "NamespaceList", items);
}

inline LoadedCluster read(const LiveSource& source, const std::vector<std::string>& inputs = {}) {
    auto result = loadLive(source, inputs, {}, {});
    EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
    return result ? *result : std::make_shared<Cluster>();
}
inline LoadedCluster read(const FakeKubectl& kubectl) {
    return read(kubectl.source());
}
inline Error errorOf(const LiveSource& source, const RunControl& control = {}) {
    auto result = loadLive(source, {}, {}, control);
    EXPECT_FALSE(result.has_value());
    return result ? Error{} : result.error();
}

/// "shop/a shop/b"
inline std::string podsOf(const Cluster& c) {
    std::string out;
    for (std::size_t i = 0; i < c.pods.size(); ++i) out += (i == 0 ? "" : " ") + c.displayName(PodId(i));
    return out;
}
/// "NetworkPolicy in shop,data": the policies that could not be read, and where.
inline std::string unreadOf(const Cluster& c) {
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

} // namespace portolan
