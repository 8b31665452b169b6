#include "core/findings/near_miss.h"
#include "tests/core/findings/finding_case.h"

namespace portolan {
namespace {

const std::string kPods =
    "ns shop\nns ops team=ops\npod shop/web app=web\npod shop/payments app=payments\npod ops/prom app=prom\n";

std::string subject(const std::string& selector) {
    return kPods + "policy shop/p {podSelector: {" + selector + "}, policyTypes: [Ingress]}\n";
}
std::string peers(const std::string& from) {
    return kPods + "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [" + from + "]}]}\n";
}

class Selectors : public testing::TestWithParam<FindingCase> {};
TEST_P(Selectors, SaysWhatMatchesNothing) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Subjects, Selectors,
    testing::Values(
        FindingCase{"nothing like it", "SEL-01", "complete\n" + subject("matchLabels: {app: zebra}"), "",
                    "medium NetworkPolicy shop/p"},
        FindingCase{"a typing error", "SEL-01", "complete\n" + subject("matchLabels: {app: paymnets}"), "",
                    "high NetworkPolicy shop/p"},
        FindingCase{"another case", "SEL-01", "complete\n" + subject("matchLabels: {app: Web}"), "",
                    "high NetworkPolicy shop/p"},
        FindingCase{"the other customary key", "SEL-01",
                    "complete\n" + subject("matchLabels: {app.kubernetes.io/name: web}"), "",
                    "high NetworkPolicy shop/p"},
        FindingCase{"matches", "SEL-01", "complete\n" + subject("matchLabels: {app: web}"), "", ""},
        FindingCase{"inventory not known to be complete", "SEL-01", subject("matchLabels: {app: zebra}"), "", ""},
        FindingCase{"everything in an empty namespace", "SEL-01", "complete\nns new\npolicy new/p {podSelector: {}}",
                    "", ""},
        FindingCase{"a workload template counts", "SEL-01",
                    "complete\ndeploy new/x 0 app=x\npolicy new/p {podSelector: {matchLabels: {app: x}}}", "", ""},
        FindingCase{"hostNetwork pods count", "SEL-01",
                    "complete\npod new/x app=x host ip=10.0.0.1\npolicy new/p {podSelector: {matchLabels: {app: x}}}",
                    "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Peers, Selectors,
    testing::Values(
        FindingCase{"no such pod here", "SEL-03", "complete\n" + peers("{podSelector: {matchLabels: {app: zebra}}}"),
                    "", "low NetworkPolicy shop/p"},
        FindingCase{"no such namespace", "SEL-03",
                    "complete\n" + peers("{namespaceSelector: {matchLabels: {name: ops}}}"), "",
                    "low NetworkPolicy shop/p"},
        FindingCase{
            "no such pod there", "SEL-03",
            "complete\n" +
                peers("{namespaceSelector: {matchLabels: {team: ops}}, podSelector: {matchLabels: {app: web}}}"),
            "", "low NetworkPolicy shop/p"},
        FindingCase{
            "matches", "SEL-03",
            "complete\n" +
                peers("{namespaceSelector: {matchLabels: {team: ops}}, podSelector: {matchLabels: {app: prom}}}"),
            "", ""},
        FindingCase{"a peer that is scaled to zero", "SEL-03",
                    "complete\ndeploy shop/new 0 app=new\n" + peers("{podSelector: {matchLabels: {app: new}}}"), "",
                    ""},
        FindingCase{"a block needs no pods", "SEL-03", "complete\n" + peers("{ipBlock: {cidr: 203.0.113.0/24}}"), "",
                    ""},
        FindingCase{"inventory not known to be complete", "SEL-03", peers("{podSelector: {matchLabels: {app: zebra}}}"),
                    "", ""},
        FindingCase{"labels of the namespace are not known", "SEL-03",
                    "complete\npod a/x app=x\npod b/y app=y\npolicy a/p {podSelector: {}, policyTypes: [Ingress], "
                    "ingress: [{from: "
                    "[{namespaceSelector: {matchLabels: {team: b}}}]}]}",
                    "", ""},
        FindingCase{
            "explained by SEL-04", "SEL-03",
            "complete\n" +
                peers("{podSelector: {matchLabels: {app: prom}}}, {namespaceSelector: {matchLabels: {team: ops}}}"),
            "", ""},
        FindingCase{"hostNetwork pods are another matter", "SEL-03",
                    "complete\npod a/x app=x\npod a/h app=h host ip=10.0.0.1\npolicy a/p {podSelector: {}, "
                    "policyTypes: [Ingress], ingress: "
                    "[{from: [{podSelector: {matchLabels: {app: h}}}]}]}",
                    "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Alternatives, Selectors,
    testing::Values(
        FindingCase{
            "two items where one was meant", "SEL-04",
            "complete\n" +
                peers("{podSelector: {matchLabels: {app: prom}}}, {namespaceSelector: {matchLabels: {team: ops}}}"),
            "", "high NetworkPolicy shop/p"},
        FindingCase{
            "the other way round", "SEL-04",
            "complete\n" +
                peers("{namespaceSelector: {matchLabels: {team: ops}}}, {podSelector: {matchLabels: {app: prom}}}"),
            "", "high NetworkPolicy shop/p"},
        FindingCase{
            "one item", "SEL-04",
            "complete\n" +
                peers("{namespaceSelector: {matchLabels: {team: ops}}, podSelector: {matchLabels: {app: prom}}}"),
            "", ""},
        FindingCase{
            "own pods are meant", "SEL-04",
            "complete\n" +
                peers("{podSelector: {matchLabels: {app: web}}}, {namespaceSelector: {matchLabels: {team: ops}}}"),
            "", ""},
        FindingCase{
            "no such pod there either", "SEL-04",
            "complete\n" +
                peers("{podSelector: {matchLabels: {app: zebra}}}, {namespaceSelector: {matchLabels: {team: ops}}}"),
            "", ""},
        FindingCase{"inventory not known to be complete", "SEL-04",
                    peers("{podSelector: {matchLabels: {app: prom}}}, {namespaceSelector: {matchLabels: {team: ops}}}"),
                    "", ""}),
    caseName);

struct SimilarCase {
    const char* a;
    const char* b;
    bool isSimilar;
};
TEST(NearMiss, TakesTwoEditsInALongWordAndNoneInAShortOne) {
    for (const auto& c :
         {SimilarCase{"payments", "paymnets", true}, SimilarCase{"frontend", "front-end", true},
          SimilarCase{"Web", "web", true}, SimilarCase{"db", "ui", false}, SimilarCase{"db", "dc", false},
          SimilarCase{"web", "api", false}, SimilarCase{"checkout", "payments", false}})
        EXPECT_EQ(isSimilar(c.a, c.b), c.isSimilar) << c.a << ' ' << c.b;
}

} // namespace
} // namespace portolan
