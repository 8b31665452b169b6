#include "tests/core/findings/finding_case.h"

namespace portolan {
namespace {

const std::string kPods = "ns shop team=a\nns ops team=b\npod shop/web app=web :80 ip=10.0.0.1\n"
                          "pod ops/tool app=tool :80 ip=10.0.0.2\ncomplete\n";

std::string anp(const std::string& name, int priority, const std::string& action, const std::string& extra = {}) {
    return "anp " + name + " {priority: " + std::to_string(priority) +
           ", subject: {namespaces: {}}, ingress: [{action: " + action + ", from: [{namespaces: {}}]" + extra + "}]}\n";
}

class Order : public testing::TestWithParam<FindingCase> {};
TEST_P(Order, SaysWhatTheOrderLeavesOpen) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}

const std::string kPort80 = ", ports: [{portNumber: {protocol: TCP, port: 80}}]";
const std::string kPort81 = ", ports: [{portNumber: {protocol: TCP, port: 81}}]";

INSTANTIATE_TEST_SUITE_P(
    EqualPriority, Order,
    testing::Values(
        FindingCase{"they disagree", "ORD-02", kPods + anp("x", 5, "Allow", kPort80) + anp("y", 5, "Deny", kPort80), "",
                    "high AdminNetworkPolicy x"},
        FindingCase{"they agree", "ORD-02", kPods + anp("x", 5, "Deny") + anp("y", 5, "Deny"), "", ""},
        FindingCase{"other ports", "ORD-02", kPods + anp("x", 5, "Allow", kPort80) + anp("y", 5, "Deny", kPort81), "",
                    ""},
        FindingCase{"other priorities", "ORD-02", kPods + anp("x", 5, "Allow") + anp("y", 6, "Deny"), "", ""},
        FindingCase{"an earlier one decides", "ORD-02",
                    kPods + anp("a", 1, "Deny") + anp("x", 5, "Allow") + anp("y", 5, "Deny"), "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    DenyOfNamespaces, Order,
    testing::Values(FindingCase{"the outside still comes in", "ORD-10", kPods + anp("x", 5, "Deny"), "",
                                "high AdminNetworkPolicy x"},
                    FindingCase{"of some ports only", "ORD-10", kPods + anp("x", 5, "Deny", kPort80), "", ""},
                    FindingCase{"NetworkPolicies isolate the pods", "ORD-10",
                                kPods + anp("x", 5, "Deny") +
                                    "policy shop/d {podSelector: {}, policyTypes: [Ingress]}\n" +
                                    "policy ops/d {podSelector: {}, policyTypes: [Ingress]}\n",
                                "", ""},
                    FindingCase{"an allow is no promise", "ORD-10", kPods + anp("x", 5, "Allow"), "", ""}),
    caseName);

INSTANTIATE_TEST_SUITE_P(
    Selectors, Order,
    testing::Values(
        FindingCase{"a broken one in a rule that denies fails open", "PARSE-06",
                    kPods +
                        "anp x {priority: 1, subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: "
                        "{matchExpressions: [{key: a, operator: in, values: [b]}]}}]}]}\n",
                    "", "high AdminNetworkPolicy x"},
        FindingCase{"in one that allows it admits nobody", "PARSE-06",
                    kPods + "anp x {priority: 1, subject: {namespaces: {}}, ingress: [{action: Allow, from: "
                            "[{namespaces: {matchExpressions: [{key: a, operator: in, values: [b]}]}}]}]}\n",
                    "", "medium AdminNetworkPolicy x"}),
    caseName);

std::string blocked(const std::string& cidr) {
    return kPods +
           "policy shop/p {podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{ipBlock: {cidr: " + cidr +
           "}}]}, {from: [{ipBlock: {cidr: " + cidr + "}}], ports: [{port: 80}]}]}\n";
}

INSTANTIATE_TEST_SUITE_P(Plugin, Order,
                         testing::Values(FindingCase{"one summary a knob, however many rules", "PLG-07",
                                                     blocked("10.0.0.0/24"), "", "info knob ipBlockMatchesPods"},
                                         FindingCase{"a block that holds no pod", "PLG-07", blocked("192.0.2.0/24"), "",
                                                     ""}),
                         caseName);

} // namespace
} // namespace portolan
