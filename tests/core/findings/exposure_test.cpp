#include "tests/core/findings/finding_case.h"

namespace portolan {
namespace {

const std::string kDns =
    "pod kube-system/dns k8s-app=kube-dns :53 ip=10.0.0.53\n"
    "service kube-system/kube-dns {selector: {k8s-app: kube-dns}, ports: [{name: dns, port: 53, protocol: UDP}, "
    "{name: dns-tcp, port: 53, protocol: TCP}]}\n";
const std::string kWeb = "pod shop/web app=web :80\n";

class Exposure : public testing::TestWithParam<FindingCase> {};
TEST_P(Exposure, SaysWhichRulesAdmitEverybody) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Ingress, Exposure,
    testing::Values(
        FindingCase{"no peers", "EXP-01",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{ports: [{port: 80}]}]}",
                    "", "medium NetworkPolicy shop/p"},
        FindingCase{"a block of everything", "EXP-01",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: "
                           "0.0.0.0/0}}]}]}",
                    "", "medium NetworkPolicy shop/p"},
        FindingCase{"two halves are a whole", "EXP-01",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: "
                           "0.0.0.0/1}}, "
                           "{ipBlock: {cidr: 128.0.0.0/1}}]}]}",
                    "", "medium NetworkPolicy shop/p"},
        FindingCase{"except leaves some out", "EXP-01",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: "
                           "0.0.0.0/0, except: "
                           "[10.0.0.0/8]}}]}]}",
                    "", ""},
        FindingCase{"behind a load balancer", "EXP-01",
                    kWeb + "service shop/web {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}\n"
                           "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}",
                    "", "high NetworkPolicy shop/p"},
        FindingCase{
            "all pods are not all addresses", "EXP-01",
            kWeb +
                "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]}",
            "", ""},
        FindingCase{"selects nobody", "EXP-01",
                    kWeb +
                        "policy shop/p {podSelector: {matchLabels: {app: x}}, policyTypes: [Ingress], ingress: [{}]}",
                    "", ""},
        FindingCase{"not isolated is COV-01", "EXP-01", kWeb, "", ""},
        FindingCase{
            "all pods", "EXP-03",
            kWeb +
                "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{namespaceSelector: {}}]}]}",
            "", "medium NetworkPolicy shop/p"},
        FindingCase{"one namespace", "EXP-03",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: "
                           "[{namespaceSelector: {matchLabels: "
                           "{kubernetes.io/metadata.name: ops}}}]}]}",
                    "", ""},
        FindingCase{"all namespaces but chosen pods", "EXP-03",
                    kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: "
                           "[{namespaceSelector: {}, podSelector: "
                           "{matchLabels: {app: x}}}]}]}",
                    "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Egress, Exposure,
    testing::Values(FindingCase{"no peers", "EXP-02",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{}]}", "",
                                "medium NetworkPolicy shop/p"},
                    FindingCase{"DNS only is DNS-03", "EXP-02",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{ports: "
                                       "[{port: 53, protocol: UDP}]}]}",
                                "", ""},
                    FindingCase{"not isolated is COV-02", "EXP-02", "complete\n" + kWeb, "", ""},
                    FindingCase{"named destinations", "EXP-02",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                                       "[{ipBlock: {cidr: 203.0.113.0/24}}]}]}",
                                "", ""},
                    FindingCase{"destination missing", "DNS-03",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{ports: "
                                       "[{port: 53, protocol: UDP}, {port: 53, "
                                       "protocol: TCP}]}]}",
                                "", "medium NetworkPolicy shop/p"},
                    FindingCase{"empty to", "DNS-03",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: [], "
                                       "ports: [{port: 53, protocol: UDP}]}]}",
                                "", "medium NetworkPolicy shop/p"},
                    FindingCase{"destination named", "DNS-03",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                                       "[{namespaceSelector: {}}], ports: [{port: 53, "
                                       "protocol: UDP}]}]}",
                                "", ""},
                    FindingCase{"another port beside it", "DNS-03",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{ports: "
                                       "[{port: 53, protocol: UDP}, {port: 443}]}]}",
                                "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Dns, Exposure,
    testing::Values(FindingCase{"closed", "DNS-01",
                                kDns + kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress]}", "",
                                "high shop/web[Pod]"},
                    FindingCase{"open", "DNS-01",
                                kDns + kWeb +
                                    "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                                    "[{namespaceSelector: {}}], ports: "
                                    "[{port: 53, protocol: UDP}]}]}",
                                "", ""},
                    FindingCase{"TCP alone is not enough", "DNS-01",
                                kDns + kWeb +
                                    "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                                    "[{namespaceSelector: {}}], ports: "
                                    "[{port: 53, protocol: TCP}]}]}",
                                "", "high shop/web[Pod]"},
                    FindingCase{"egress not isolated", "DNS-01",
                                kDns + kWeb + "policy shop/p {podSelector: {}, policyTypes: [Ingress]}", "", ""},
                    FindingCase{"servers not known", "DNS-01",
                                kWeb + "policy shop/p {podSelector: {}, policyTypes: [Egress]}", "", ""},
                    FindingCase{"the port its pods listen on", "DNS-01",
                                "pod kube-system/dns k8s-app=kube-dns :5353\n"
                                "service kube-system/kube-dns {selector: {k8s-app: kube-dns}, ports: [{port: 53, "
                                "targetPort: 5353, protocol: UDP}]}\n" +
                                    kWeb +
                                    "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                                    "[{namespaceSelector: {}}], ports: [{port: "
                                    "53, protocol: UDP}]}]}",
                                "", "high shop/web[Pod]"},
                    FindingCase{"by an address that may or may not be a pod's", "DNS-01",
                                kDns + kWeb +
                                    "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: "
                                    "{cidr: 10.0.0.0/8}}]}]}",
                                "", ""},
                    FindingCase{"the log shows that it never asks", "DNS-01",
                                kDns + kWeb +
                                    "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: "
                                    "{cidr: 203.0.113.0/24}}]}]}",
                                "shop/web ip:203.0.113.7 TCP/443 allowed 3", "info shop/web[Pod]"},
                    FindingCase{"EXP-03 leaves cluster DNS alone", "EXP-03",
                                "pod shop/dns k8s-app=x\n" + kDns +
                                    "policy kube-system/dns {podSelector: {matchLabels: {k8s-app: kube-dns}}, "
                                    "policyTypes: [Ingress], ingress: [{from: "
                                    "[{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}]}",
                                "", ""}),
    caseName);

const std::string kStore = "sensitive data/db\nns data\nns shop\npod data/db app=db :5432\npod shop/api app=api :8080\n"
                           "pod shop/web app=web :80\npod data/tool app=tool\n";
const std::string kOnlyApi =
    "policy data/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: "
    "[{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}, podSelector: {matchLabels: {app: "
    "api}}}]}]}\n";
const std::string kOnlyTool =
    "policy data/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [{from: "
    "[{podSelector: {matchLabels: {app: tool}}}]}]}\n";
const std::string kFront = "service shop/web {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}\n";
const std::string kApiFromWeb =
    "policy shop/api {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress], ingress: [{from: "
    "[{podSelector: {matchLabels: {app: web}}}]}]}\n";

INSTANTIATE_TEST_SUITE_P(
    Sensitive, Exposure,
    testing::Values(
        FindingCase{"open to another namespace", "EXP-04", kStore + kOnlyApi, "", "high data/db[Pod]"},
        FindingCase{"open within its namespace only", "EXP-04", kStore + kOnlyTool, "", ""},
        FindingCase{"not marked", "EXP-04", "ns data\nns shop\npod data/db app=db :5432\npod shop/api app=api", "", ""},
        FindingCase{"nobody says where it listens", "EXP-04",
                    "sensitive data/db\npod data/db app=db\npod shop/api app=api", "", ""},
        FindingCase{"at the front", "PATH-01",
                    kStore + "service data/db {type: LoadBalancer, selector: {app: db}, ports: [{port: 5432}]}\n", "",
                    "critical data/db[Pod]"},
        FindingCase{"right behind the front", "PATH-01", kStore + kFront, "", "critical data/db[Pod]"},
        FindingCase{"two hops behind the front", "PATH-01", kStore + kFront + kOnlyApi + kApiFromWeb, "",
                    "high data/db[Pod]"},
        FindingCase{"nothing leads in", "PATH-01", kStore + kOnlyApi, "", ""},
        FindingCase{"closed on the way", "PATH-01",
                    kStore + kFront + kOnlyTool +
                        "policy data/tool {podSelector: {matchLabels: {app: tool}}, policyTypes: [Ingress]}\n",
                    "", ""}),
    caseName);

TEST(Exposure, LeavesClusterDnsAloneEvenIfSystemNamespacesAreIncluded) {
    FindingOptions options;
    options.includeSystem = true;
    EXPECT_EQ(findingsOf({"", "EXP-03",
                          kDns + "policy kube-system/dns {podSelector: {}, policyTypes: [Ingress], ingress: [{from: "
                                 "[{namespaceSelector: "
                                 "{}}], ports: [{port: 53, protocol: UDP}]}]}",
                          "", ""},
                         options),
              "");
}

} // namespace
} // namespace portolan
