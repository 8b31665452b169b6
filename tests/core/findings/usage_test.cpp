#include "tests/core/findings/finding_case.h"

#include <algorithm>

namespace portolan {
namespace {

const std::string kPods = "ns shop\nns ops\n"
                          "pod shop/web app=web created=2026-06-01\npod shop/db app=db :5432 created=2026-06-01\n"
                          "pod shop/api app=api created=2026-06-01\npod ops/prom app=prom created=2026-06-01\n"
                          "pod ops/logs app=logs created=2026-06-01\n";
const std::string kWebToDb = "shop/web shop/db TCP/5432 allowed 9\n";

std::string onDb(const std::string& rule, const std::string& created = "created=2026-06-01 ") {
    return kPods + "policy shop/db " + created +
           "{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + rule + "]}\n";
}
const std::string kFromApi = "{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 5432}]}";
const std::string kFromWeb = "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}";

class Usage : public testing::TestWithParam<FindingCase> {};
TEST_P(Usage, SaysWhatTheLogDidNotNeed) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Unused, Usage,
    testing::Values(
        FindingCase{"a rule", "RED-07", onDb(kFromApi), kWebToDb, "low NetworkPolicy shop/db"},
        FindingCase{"used", "RED-07", onDb(kFromWeb), kWebToDb, ""},
        FindingCase{"no flows loaded", "RED-07", onDb(kFromApi), "", ""},
        FindingCase{"the policy is younger than the window", "RED-07", onDb(kFromApi, "created=2026-11-01 "), kWebToDb,
                    ""},
        FindingCase{"the policy's age is not known", "RED-07", onDb(kFromApi, ""), kWebToDb, ""},
        FindingCase{"a short log is a hint only", "RED-07", onDb(kFromApi),
                    "shop/web shop/db TCP/5432 allowed 9 2026-11-01 2026-11-08", "info NetworkPolicy shop/db"},
        FindingCase{"the log does not touch the namespace", "RED-07", onDb(kFromApi),
                    "ops/prom ip:203.0.113.7 TCP/443 allowed 1", ""},
        FindingCase{"an unknown pod may have used it", "RED-07", onDb(kFromApi),
                    "unknown:shop/old shop/db TCP/5432 allowed 1", ""},
        FindingCase{"dropped attempts are no use", "RED-07",
                    onDb("{from: [{podSelector: {matchLabels: {app: api}}}], ports: [{port: 22}]}"),
                    "shop/api shop/db TCP/22 denied 4\nshop/web ip:203.0.113.7 TCP/443 allowed 1\n",
                    "low NetworkPolicy shop/db"},
        FindingCase{
            "an element of a used rule", "RED-07",
            onDb("{from: [{podSelector: {matchLabels: {app: web}}}, {podSelector: {matchLabels: {app: api}}}]}"),
            kWebToDb, "low NetworkPolicy shop/db"},
        FindingCase{"a port of a used rule", "RED-07",
                    onDb("{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}, {port: 9187}]}"),
                    kWebToDb, "low NetworkPolicy shop/db"},
        FindingCase{"DNS over TCP is a fallback", "RED-07",
                    kPods + "policy shop/e created=2026-06-01 {podSelector: {}, policyTypes: [Egress], egress: [{to: "
                            "[{podSelector: {}}], ports: "
                            "[{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}]}",
                    "shop/web shop/db UDP/53 allowed 5", ""},
        FindingCase{"selects nobody", "RED-07",
                    kPods + "policy shop/x created=2026-06-01 {podSelector: {matchLabels: {app: no}}, policyTypes: "
                            "[Ingress], ingress: [{}]}",
                    kWebToDb, ""},
        FindingCase{"closed at the other end is RED-06", "RED-07",
                    "complete\n" + onDb(kFromApi) +
                        "policy shop/api created=2026-06-01 {podSelector: {matchLabels: {app: api}}, policyTypes: "
                        "[Egress]}",
                    kWebToDb, ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Wide, Usage,
    testing::Values(FindingCase{"a whole namespace for one workload", "RED-08",
                                onDb("{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}}], "
                                     "ports: [{port: 5432}]}"),
                                "ops/prom shop/db TCP/5432 allowed 9", "info NetworkPolicy shop/db"},
                    FindingCase{"within the namespace only", "RED-08",
                                onDb("{from: [{podSelector: {}}], ports: [{port: 5432}]}"), kWebToDb, ""},
                    FindingCase{"exact", "RED-08", onDb(kFromWeb), kWebToDb, ""},
                    FindingCase{"a short log says nothing", "RED-08",
                                onDb("{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}}], "
                                     "ports: [{port: 5432}]}"),
                                "ops/prom shop/db TCP/5432 allowed 9 2026-11-01 2026-11-08", ""}),
    caseName);

class Redundancy : public testing::TestWithParam<FindingCase> {};
// Covers IR-7.
TEST_P(Redundancy, SaysWhichRulesHaveNoEffect) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Findings, Redundancy,
    testing::Values(
        FindingCase{"allow-all beside a narrow rule", "RED-05",
                    onDb(kFromWeb) + "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}\n", "",
                    "high NetworkPolicy shop/all"},
        FindingCase{"allow-all alone", "RED-05",
                    kPods + "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}\n", "", ""},
        FindingCase{"beside a default deny", "RED-05",
                    kPods + "policy shop/all {podSelector: {}, policyTypes: [Ingress], ingress: [{}]}\n"
                            "policy shop/deny {podSelector: {}, policyTypes: [Ingress]}",
                    "", ""},
        FindingCase{"of another direction", "RED-05",
                    onDb(kFromWeb) + "policy shop/all {podSelector: {}, policyTypes: [Egress], egress: [{}]}\n", "",
                    ""},
        FindingCase{
            "for other pods", "RED-05",
            onDb(kFromWeb) +
                "policy shop/all {podSelector: {matchLabels: {app: api}}, policyTypes: [Ingress], ingress: [{}]}\n",
            "", ""},
        FindingCase{"the source may not send", "RED-06",
                    "complete\n" + onDb(kFromWeb) +
                        "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}",
                    "", "medium NetworkPolicy shop/db"},
        FindingCase{"the target does not admit", "RED-06",
                    "complete\n" + kPods +
                        "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}\n"
                        "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: "
                        "[{podSelector: "
                        "{matchLabels: {app: db}}}], ports: [{port: 5432}]}]}",
                    "", "medium NetworkPolicy shop/web"},
        FindingCase{"both agree", "RED-06",
                    "complete\n" + onDb(kFromWeb) +
                        "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: "
                        "[{podSelector: "
                        "{matchLabels: {app: db}}}], ports: [{port: 5432}]}]}",
                    "", ""},
        FindingCase{"other ports", "RED-06",
                    "complete\n" + onDb(kFromWeb) +
                        "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress], egress: [{to: "
                        "[{podSelector: "
                        "{matchLabels: {app: db}}}], ports: [{port: 5433}]}]}",
                    "", "medium NetworkPolicy shop/db; medium NetworkPolicy shop/web"},
        FindingCase{
            "some of its peers", "RED-06",
            "complete\n" +
                onDb("{from: [{podSelector: {matchExpressions: [{key: app, operator: In, values: [web, api]}]}}]}") +
                "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}",
            "", "info NetworkPolicy shop/db"},
        FindingCase{"some of a wide rule's peers", "RED-06",
                    "complete\n" + onDb("{from: [{podSelector: {}}]}") +
                        "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}",
                    "", ""},
        FindingCase{"inventory not known to be complete", "RED-06",
                    onDb(kFromWeb) + "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}",
                    "", ""},
        FindingCase{"addresses only", "RED-06", "complete\n" + onDb("{from: [{ipBlock: {cidr: 203.0.113.0/24}}]}"), "",
                    ""}),
    caseName);

class Flows : public testing::TestWithParam<FindingCase> {};
TEST_P(Flows, SaysWhatPassedAndIsDenied) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Findings, Flows,
    testing::Values(
        FindingCase{"passed and denied", "FLOW-01", onDb(kFromApi), kWebToDb, "high shop/web => shop/db TCP 5432"},
        FindingCase{"passed and allowed", "FLOW-01", onDb(kFromWeb), kWebToDb, ""},
        FindingCase{"dropped and denied", "FLOW-01", onDb(kFromApi), "shop/web shop/db TCP/5432 denied 3", ""},
        FindingCase{"from outside", "FLOW-01", onDb(kFromApi), "ip:203.0.113.7 shop/db TCP/5432 allowed 3",
                    "high 203.0.113.7 => shop/db TCP 5432"},
        FindingCase{"to an unknown end", "FLOW-01", onDb(kFromApi), "unknown:shop/old shop/db TCP/5432 allowed 3", ""},
        FindingCase{"probes from a node", "FLOW-01",
                    "node n1 192.168.0.1\nnode n2 192.168.0.2\npod a/x app=x node=n2\n"
                    "policy a/deny {podSelector: {}, policyTypes: [Ingress]}",
                    "ip:192.168.0.1 a/x TCP/80 allowed 3", ""},
        FindingCase{
            "older than the pod that has the address now", "FLOW-01",
            "pod a/x app=x created=2026-11-10\npod a/y app=y\npolicy a/deny {podSelector: {}, policyTypes: [Ingress]}",
            "a/y a/x TCP/80 allowed 3 2026-10-18 2026-10-20", ""},
        FindingCase{"in doubt", "FLOW-01",
                    "pod a/x app=x ip=10.0.0.1\npod a/y app=y ip=10.0.0.2\npolicy a/p {podSelector: {matchLabels: "
                    "{app: x}}, policyTypes: [Ingress], "
                    "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}",
                    "a/y a/x TCP/80 allowed 3", ""}),
    caseName);

std::string fixOf(const std::string& id, const std::string& lines, const std::string& flows) {
    const auto findings = allFindings(lines, flows);
    const auto it = std::ranges::find(findings, id, &Finding::id);
    return it == findings.end() ? "no finding" : it->fix;
}

TEST(Fixes, AreSuggestedOnlyIfTheyKeepObservedFlows) {
    const std::string split =
        "complete\n" + onDb("{from: [{podSelector: {matchLabels: {app: prom}}}, {namespaceSelector: {matchLabels: "
                            "{kubernetes.io/metadata.name: ops}}}]}");
    EXPECT_NE(fixOf("SEL-04", split, "ops/prom shop/db TCP/5432 allowed 1").find("Write one item"), std::string::npos);
    EXPECT_NE(fixOf("SEL-04", split, "ops/logs shop/db TCP/5432 allowed 1").find("would cut observed flows"),
              std::string::npos);

    const std::string dns =
        "pod kube-system/dns k8s-app=kube-dns :53\npod shop/x app=x\n"
        "service kube-system/kube-dns {selector: {k8s-app: kube-dns}, ports: [{port: 53, protocol: UDP}]}\n"
        "policy shop/p {podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}\n";
    EXPECT_NE(fixOf("DNS-03", dns, "shop/x kube-system/dns UDP/53 allowed 1").find("k8s-app: kube-dns"),
              std::string::npos);
    EXPECT_NE(fixOf("DNS-03", dns, "shop/x ip:203.0.113.53 UDP/53 allowed 1").find("other servers"), std::string::npos);
}

TEST(Fixes, OfAnUnusedRuleAreProvedRemovals) {
    EXPECT_NE(fixOf("RED-07", onDb(kFromApi), "shop/web shop/api TCP/80 allowed 4")
                  .find("Remove the rule. Proved to "
                        "keep all 0 connections"),
              std::string::npos);
    const std::string withDeny =
        onDb(kFromApi) + "policy shop/deny created=2026-06-01 {podSelector: {}, policyTypes: [Ingress]}\n";
    EXPECT_NE(fixOf("RED-07", withDeny, "shop/web ops/prom TCP/80 allowed 4").find("Remove the policy"),
              std::string::npos);
}

TEST(Fixes, OpenADeniedFlowAtTheEndsThatAreClosed) {
    const std::string fix = fixOf("FLOW-01", onDb(kFromApi), kWebToDb);
    EXPECT_NE(fix.find("ingress: # of a policy that selects shop/db"), std::string::npos);
    EXPECT_EQ(fix.find("egress:"), std::string::npos);
}

std::string messageOfFlow(const std::string& created) {
    const auto findings = allFindings(onDb(kFromApi, created), kWebToDb);
    const auto it = std::ranges::find(findings, "FLOW-01", &Finding::id);
    return it == findings.end() ? "" : it->message;
}

TEST(Flows, TellAYoungerPolicyFromOneThatIsNotEnforced) {
    EXPECT_NE(messageOfFlow("created=2026-11-20 ").find("younger than the flow"), std::string::npos);
    EXPECT_NE(messageOfFlow("created=2026-06-01 ").find("not enforced or are bypassed"), std::string::npos);
    EXPECT_NE(messageOfFlow("").find("will break, or"), std::string::npos);
}

} // namespace
} // namespace portolan
