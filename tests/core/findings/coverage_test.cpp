#include "tests/core/findings/finding_case.h"

namespace portolan {
namespace {

const std::string kDenyBoth = "policy shop/deny {podSelector: {}, policyTypes: [Ingress, Egress]}\n";
const std::string kFive = "pod shop/a app=a\npod shop/b app=b\npod shop/c app=c\npod shop/d app=d\npod shop/e app=e\n";

class Coverage : public testing::TestWithParam<FindingCase> {};
TEST_P(Coverage, SaysWhoIsNotIsolated) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Isolation, Coverage,
    testing::Values(
        FindingCase{"no policy", "COV-01", "complete\npod shop/web app=web", "", "medium shop/web[Pod]"},
        FindingCase{"egress too", "COV-02", "complete\npod shop/web app=web", "", "medium shop/web[Pod]"},
        FindingCase{"isolated", "COV-01", "complete\npod shop/web app=web\n" + kDenyBoth, "", ""},
        FindingCase{"isolated in the other direction only", "COV-02",
                    "complete\npod shop/web app=web\npolicy shop/deny {podSelector: {}, policyTypes: [Ingress]}", "",
                    "medium shop/web[Pod]"},
        FindingCase{
            "an allow-all rule isolates, that is EXP-01", "COV-01",
            "complete\npod shop/web app=web\npolicy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}",
            "", ""},
        FindingCase{"inventory not known to be complete", "COV-01", "pod shop/web app=web", "", ""},
        FindingCase{"hostNetwork", "COV-01", "complete\npod shop/web app=web host ip=10.0.0.1", "", ""},
        FindingCase{"system namespace", "COV-01", "complete\npod kube-system/dns app=dns", "", ""},
        FindingCase{"one a workload", "COV-01", "complete\ndeploy shop/web 3 app=web", "",
                    "medium shop/web[Deployment]"},
        FindingCase{"raised behind a load balancer", "COV-01",
                    "complete\npod shop/web app=web\nservice shop/web {type: LoadBalancer, selector: {app: web}, "
                    "ports: [{port: 80}]}",
                    "", "high shop/web[Pod]"},
        FindingCase{"not raised behind an internal Service", "COV-01",
                    "complete\npod shop/web app=web\nservice shop/web {selector: {app: web}, ports: [{port: 80}]}", "",
                    "medium shop/web[Pod]"},
        FindingCase{"raised behind an Ingress", "COV-01",
                    "complete\npod shop/web app=web\nservice shop/web {selector: {app: web}, ports: [{port: 80}]}\n"
                    "ingress shop/site web 80",
                    "", "high shop/web[Pod]"}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    DefaultDeny, Coverage,
    testing::Values(FindingCase{"missing", "COV-03", "pod shop/web app=web", "", "medium Namespace shop"},
                    FindingCase{"there", "COV-03", "pod shop/web app=web\n" + kDenyBoth, "", ""},
                    FindingCase{"in two policies", "COV-03",
                                "pod shop/web app=web\npolicy shop/i {podSelector: {}, policyTypes: [Ingress]}\n"
                                "policy shop/e {podSelector: {}, policyTypes: [Egress]}",
                                "", ""},
                    FindingCase{"only pods with labels are covered", "COV-03",
                                "pod shop/web app=web\npolicy shop/i {podSelector: {matchLabels: {app: web}}, "
                                "policyTypes: [Ingress, Egress]}",
                                "", "medium Namespace shop"},
                    FindingCase{"a NotIn selector covers pods without labels", "COV-03",
                                "pod shop/web app=web\npolicy shop/i {podSelector: {matchExpressions: [{key: x, "
                                "operator: NotIn, values: [y]}]}, "
                                "policyTypes: [Ingress, Egress]}",
                                "", ""},
                    FindingCase{"an empty namespace", "COV-03", "ns shop", "", ""},
                    FindingCase{"hostNetwork pods only", "COV-03", "pod shop/web app=web host ip=10.0.0.1", "", ""},
                    FindingCase{"system namespace", "COV-03", "pod kube-system/dns app=dns", "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Flat, Coverage,
    testing::Values(
        FindingCase{"five workloads", "COV-04", "complete\n" + kFive, "", "low Namespace shop"},
        FindingCase{"four are too few", "COV-04",
                    "complete\npod shop/a app=a\npod shop/b app=b\npod shop/c app=c\npod shop/d app=d", "", ""},
        FindingCase{"one of them is isolated", "COV-04",
                    "complete\n" + kFive +
                        "policy shop/e {podSelector: {matchLabels: {app: e}}, policyTypes: [Ingress]}",
                    "", ""},
        FindingCase{"inventory not known to be complete", "COV-04", kFive, "", ""},
        FindingCase{
            "policies that allow everything inside", "COV-04",
            "complete\n" + kFive +
                "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}",
            "", "low Namespace shop"},
        FindingCase{"not on all ports", "COV-04",
                    "complete\n" + kFive +
                        "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: "
                        "{}}], ports: [{port: 80}]}]}",
                    "", ""},
        FindingCase{"cluster without boundary", "COV-05", "complete\npod a/x app=x\npod b/y app=y", "", "high Cluster"},
        FindingCase{"one namespace alone", "COV-05", "complete\npod a/x app=x", "", ""},
        FindingCase{"one namespace is closed", "COV-05",
                    "complete\npod a/x app=x\npod b/y app=y\npolicy b/deny {podSelector: {}, policyTypes: [Ingress]}",
                    "", ""},
        FindingCase{"system namespaces do not count", "COV-05", "complete\npod a/x app=x\npod kube-system/y app=y", "",
                    ""}),
    caseName);

TEST(Coverage, IncludesSystemNamespacesOnRequest) {
    FindingOptions options;
    options.includeSystem = true;
    EXPECT_EQ(findingsOf({"", "COV-01", "complete\npod kube-system/dns app=dns", "", ""}, options),
              "medium kube-system/dns[Pod]");
}

class Directions : public testing::TestWithParam<FindingCase> {};
TEST_P(Directions, SaysWhatAMissingPolicyTypesDoes) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Findings, Directions,
    testing::Values(
        FindingCase{"egress rules alone", "DIR-02",
                    "complete\npod a/x app=x\npolicy a/p {podSelector: {}, egress: [{}]}", "",
                    "medium NetworkPolicy a/p"},
        FindingCase{"written out", "DIR-02",
                    "complete\npod a/x app=x\npolicy a/p {podSelector: {}, policyTypes: [Egress], egress: [{}]}", "",
                    ""},
        FindingCase{"ingress allowed by another policy", "DIR-02",
                    "complete\npod a/x app=x\npolicy a/p {podSelector: {}, egress: [{}]}\n"
                    "policy a/q {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}",
                    "", ""},
        FindingCase{"pods not known", "DIR-02", "policy a/p {podSelector: {}, egress: [{}]}", "",
                    "medium NetworkPolicy a/p"},
        FindingCase{
            "observed callers are cut off", "DIR-02",
            "complete\npod a/x app=x\npod a/y app=y\npolicy a/p {podSelector: {matchLabels: {app: x}}, egress: [{}]}",
            "a/y a/x TCP/80 allowed 3", "high NetworkPolicy a/p"},
        FindingCase{"empty egress without types", "DIR-03", "pod a/x app=x\npolicy a/p {podSelector: {}, egress: []}",
                    "", "high NetworkPolicy a/p"},
        FindingCase{"empty egress with types", "DIR-03",
                    "pod a/x app=x\npolicy a/p {podSelector: {}, policyTypes: [Ingress, Egress], egress: []}", "", ""},
        FindingCase{"no egress key", "DIR-03", "pod a/x app=x\npolicy a/p {podSelector: {}}", "", ""}),
    caseName);

} // namespace
} // namespace portolan
