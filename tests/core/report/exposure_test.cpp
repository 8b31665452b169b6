#include "core/load/load.h"
#include "core/report/exposure.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop =
    "ns shop team=blue\n"
    "pod shop/web app=web :80\n"
    "pod shop/db app=db :5432\n"
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress], "
    "ingress: [{from: [{podSelector: {matchLabels: {role: client}}}], ports: [{port: 5432}]}]}\n";

std::string exposed(const std::string& lines, const std::string& profile, const ListOptions& options,
                    const std::string& port = {}) {
    const auto cluster = loadText({{"in.yaml", story::manifests(lines)}}, {});
    const auto reach = Reachability::create(*cluster, *Profile::named(profile), {}).value();
    return exposureText(exposure(*reach, options, {}).value(), port);
}

TEST(ExposureReport, SaysInOurWordsWhatTheRightLabelsOpen) {
    EXPECT_EQ(exposed(kShop, "calico", {}),
              "What new pods and namespaces with the right labels could reach, or be reached by:\n"
              "shop/web[Pod] => 0.0.0.0-255.255.255.255 : All Connections\n"
              "shop/web[Pod] => any pod : All Connections\n"
              "shop/db[Pod] <= shop/[pod with role=client] : TCP 5432 (in.yaml:8)\n"
              "shop/web[Pod] <= 0.0.0.0-255.255.255.255 : All Connections\n"
              "shop/web[Pod] <= any pod : All Connections\n"
              "\nNot restricted by any policy:\n"
              "shop/web[Pod] egress\n"
              "shop/web[Pod] ingress\n");
}

TEST(ExposureReport, PrintsNetpolAnalyzersSectionUnderItsProfile) {
    EXPECT_EQ(exposed(kShop, "np-guard", {}),
              "Exposure Analysis Result:\n"
              "Egress Exposure:\n"
              "shop/web[Pod] \t=> \t0.0.0.0-255.255.255.255[External] : All Connections\n"
              "shop/web[Pod] \t=> \tentire-cluster : All Connections\n"
              "\nIngress Exposure:\n"
              "shop/db[Pod]  \t<= \tshop/[pod with {role=client}] : TCP 5432\n"
              "shop/web[Pod] \t<= \t0.0.0.0-255.255.255.255[External] : All Connections\n"
              "shop/web[Pod] \t<= \tentire-cluster : All Connections\n"
              "\nWorkloads not protected by network policies:\n"
              "shop/web[Pod] is not protected on Egress\n"
              "shop/web[Pod] is not protected on Ingress\n");
}

TEST(ExposureReport, KeepsToTheWorkloadDirectionAndPortInFocus) {
    ListOptions options{{"shop/db"}, {}, Direction::Ingress, std::pair(Protocol::Tcp, std::uint16_t{5432}), false};
    EXPECT_EQ(exposed(kShop, "np-guard", options, "TCP 5432"), "Exposure Analysis Result On TCP 5432:\n"
                                                               "Ingress Exposure:\n"
                                                               "shop/db[Pod] \t<= \tshop/[pod with {role=client}]\n");
    options.port = std::pair(Protocol::Tcp, std::uint16_t{80});
    EXPECT_EQ(exposed(kShop, "np-guard", options, "TCP 80"), "Exposure Analysis Result On TCP 80:\n");
    options = {{"shop/db"}, {}, Direction::Egress, std::nullopt, false};
    EXPECT_EQ(exposed(kShop, "calico", options),
              "What new pods and namespaces with the right labels could reach, or be reached by:\nnothing\n");
}

TEST(ExposureReport, MarksWhatRestsOnAMissingFact) {
    const std::string lines =
        "pod far/db app=db :80\n"
        "policy far/db {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {a: b}}}]}]}\n"
        "policy far/block {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}\n";
    ListOptions options{{"far/db"}, {}, Direction::Ingress, std::nullopt, false};
    EXPECT_EQ(exposed(lines, "generic", options),
              "What new pods and namespaces with the right labels could reach, or be reached by:\n"
              "far/db[Pod] <= 10.0.0.0-10.255.255.255 : All Connections\n"
              "far/db[Pod] <= any pod : All Connections [uncertain: ipBlockMatchesPods, podAddress]\n"
              "far/db[Pod] <= far/[pod with a=b] : All Connections (in.yaml:4)\n");
    options.isCertainOnly = true;
    EXPECT_EQ(exposed(lines, "generic", options),
              "What new pods and namespaces with the right labels could reach, or be reached by:\n"
              "far/db[Pod] <= 10.0.0.0-10.255.255.255 : All Connections\n"
              "far/db[Pod] <= far/[pod with a=b] : All Connections (in.yaml:4)\n");
}

} // namespace
} // namespace portolan
