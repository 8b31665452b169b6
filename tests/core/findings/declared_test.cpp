#include "tests/core/findings/finding_case.h"

namespace portolan {
namespace {

/// web declares db; api declares nothing.
const std::string kShop = "complete\nns shop\n"
                          "pod shop/web app=web env:DB_URL=postgres://db:5432/x\npod shop/db app=db :5432\n"
                          "pod shop/api app=api\npod shop/old app=old :8080\n"
                          "service shop/db {selector: {app: db}, ports: [{port: 5432}]}\n"
                          "service shop/old {selector: {app: old}, ports: [{port: 80, targetPort: 8080}]}\n";
const std::string kWebToDb = "shop/web shop/db TCP/5432 allowed 9\n";

std::string onDb(const std::string& rule) {
    return kShop + "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + rule +
           "]}\n";
}
const std::string kFromWeb = "{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}";

class DeclaredFindings : public testing::TestWithParam<FindingCase> {};
TEST_P(DeclaredFindings, SayWhereTheEvidencesDiffer) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Blocked, DeclaredFindings,
    testing::Values(
        FindingCase{"a URL that is denied", "SVC-01", onDb(""), "", "medium shop/web => shop/db TCP 5432"},
        FindingCase{"permitted", "SVC-01", onDb(kFromWeb), "", ""},
        FindingCase{"not isolated", "SVC-01", kShop, "", ""},
        FindingCase{"a host and port that is denied", "SVC-01",
                    onDb(kFromWeb) + "pod shop/job app=job env:DB=db:5432\n", "", "low shop/job => shop/db TCP 5432"},
        FindingCase{"a guess is no reason", "SVC-01", onDb(kFromWeb) + "pod shop/job app=job env:DB_HOST=db\n", "", ""},
        FindingCase{"what the policies leave open is no finding", "SVC-01",
                    onDb("{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}"), "", ""},
        FindingCase{"an egress rule without the way", "SVC-01",
                    kShop + "policy shop/web {podSelector: {matchLabels: {app: web}}, policyTypes: [Egress]}\n", "",
                    "medium shop/web => shop/db TCP 5432"},
        FindingCase{"an address outside", "SVC-01",
                    kShop + "pod shop/out app=out env:X=http://203.0.113.7:81\n"
                            "policy shop/out {podSelector: {matchLabels: {app: out}}, policyTypes: [Egress]}\n",
                    "", "low shop/out => 203.0.113.7 TCP 81"},
        FindingCase{"a name outside, where nothing may leave", "SVC-01",
                    kShop + "pod shop/out app=out env:X=https://api.example.com\n"
                            "policy shop/out {podSelector: {matchLabels: {app: out}}, policyTypes: [Egress]}\n",
                    "", "low shop/out => api.example.com TCP 443"},
        FindingCase{"a name outside that some rule may mean", "SVC-01",
                    kShop + "pod shop/out app=out env:X=https://api.example.com\n"
                            "policy shop/out {podSelector: {matchLabels: {app: out}}, policyTypes: [Egress], "
                            "egress: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}\n",
                    "", ""},
        FindingCase{"the ingress controller before its backend", "SVC-01",
                    kShop + "ns edge\npod edge/gate app.kubernetes.io/name=ingress-nginx :80\n"
                            "ingress shop/door old 80\n"
                            "policy shop/old {podSelector: {matchLabels: {app: old}}, policyTypes: [Ingress]}\n",
                    "", "high edge/gate => shop/old TCP 8080"},
        FindingCase{"hostNetwork pods are beyond policies", "SVC-01",
                    onDb("") + "pod shop/agent app=agent host env:DB_URL=http://db:5432\n", "",
                    "medium shop/web => shop/db TCP 5432"}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    NotDeclared, DeclaredFindings,
    testing::Values(
        FindingCase{"what is left of a feature", "DEP-01", kShop, kWebToDb + "shop/web shop/old TCP/8080 allowed 3\n",
                    "low shop/web => shop/old TCP 8080"},
        FindingCase{"declared", "DEP-01", kShop, kWebToDb, ""},
        FindingCase{"another port than declared", "DEP-01", kShop, "shop/web shop/db TCP/9187 allowed 3\n",
                    "low shop/web => shop/db TCP 9187"},
        FindingCase{"of a workload that declares nothing", "DEP-01", kShop, "shop/api shop/old TCP/8080 allowed 3\n",
                    ""},
        FindingCase{"dropped attempts", "DEP-01", kShop, "shop/web shop/old TCP/8080 denied 3\n", ""},
        FindingCase{"what is denied is FLOW-01", "DEP-01",
                    kShop + "policy shop/old {podSelector: {matchLabels: {app: old}}, policyTypes: [Ingress]}\n",
                    "shop/web shop/old TCP/8080 allowed 3\n", ""},
        FindingCase{"addresses outside", "DEP-01", kShop, "shop/web ip:203.0.113.7 TCP/443 allowed 3\n", ""},
        FindingCase{"a host without port stands for every port", "DEP-01",
                    kShop +
                        "service shop/two {selector: {app: old}, ports: [{name: a, port: 80}, {name: b, port: 81}]}\n"
                        "pod shop/job app=job env:OLD_HOST=two\n",
                    "shop/job shop/old TCP/81 allowed 3\n", ""},
        FindingCase{
            "lookups of names", "DEP-01",
            kShop +
                "ns kube-system\npod kube-system/coredns k8s-app=kube-dns :53\n"
                "service kube-system/kube-dns {selector: {k8s-app: kube-dns}, ports: [{port: 53, protocol: UDP}]}\n",
            "shop/web kube-system/coredns UDP/53 allowed 300\n", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    NeverSeen, DeclaredFindings,
    testing::Values(FindingCase{"a setting that nothing uses", "DEP-02", kShop,
                                "shop/web shop/old TCP/8080 allowed 3\n", "info shop/web => shop/db TCP 5432"},
                    FindingCase{"seen", "DEP-02", kShop, kWebToDb, ""}, FindingCase{"no log", "DEP-02", kShop, "", ""},
                    FindingCase{"a short log", "DEP-02", kShop,
                                "shop/web shop/old TCP/8080 allowed 3 2026-11-01 2026-11-08", ""},
                    FindingCase{"a workload that the log never shows", "DEP-02", kShop,
                                "shop/api shop/old TCP/8080 allowed 3\n", ""},
                    FindingCase{"a guess", "DEP-02", kShop + "pod shop/job app=job env:DB_HOST=db\n",
                                kWebToDb + "shop/job shop/old TCP/8080 allowed 3\n", ""},
                    FindingCase{"a name outside, which no log shows", "DEP-02",
                                kShop + "pod shop/out app=out env:X=https://api.example.com\n",
                                kWebToDb + "shop/out shop/old TCP/8080 allowed 3\n", ""}),
    caseName);

TEST(DeclaredFindings, TellWhereTheyWereDeclared) {
    const auto findings = allFindings(onDb(""));
    const auto it = std::ranges::find(findings, "SVC-01", &Finding::id);
    ASSERT_NE(it, findings.end());
    EXPECT_TRUE(it->where.isKnown());
    ASSERT_GE(it->evidence.size(), 2U);
    EXPECT_TRUE(it->evidence[0].starts_with("declared by env DB_URL=postgres://db:5432 at story.yaml:"))
        << it->evidence[0];
    EXPECT_EQ(it->evidence[1], "ingress of shop/db is closed");
    EXPECT_EQ(it->ns, "shop");
}

} // namespace
} // namespace portolan
