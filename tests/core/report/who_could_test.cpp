#include "core/load/load.h"
#include "core/report/who_could_report.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace portolan {
namespace {

constexpr const char* kShop = "ns shop team=blue\n"
                              "ns ops team=red\n"
                              "pod shop/web app=web :80\n"
                              "pod shop/db app=db :5432\n";

std::string policy(const std::string& rules) {
    return "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: [" + rules + "]}\n";
}
std::string admin(const std::string& rules) {
    return "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: a}\n"
           "spec: {priority: 5, subject: {namespaces: {matchLabels: {team: blue}}}, " +
           rules + "}\n";
}

struct Asked {
    std::shared_ptr<const Reachability> reach;
    WhoCould answer;
};

Asked ask(const std::string& lines, const std::string& yaml, const std::string& port) {
    const auto cluster = loadText({{"in.yaml", story::manifests(lines) + yaml}}, {});
    Asked out{Reachability::create(*cluster, *Profile::named("calico"), {}).value(), {}};
    out.answer = whoCould(*out.reach, findEndpoint(*out.reach, "shop/db"), *parsePort(port), {}).value();
    return out;
}

/// "pod with role=client in namespace shop; any pod in a new namespace", without the rules, then the addresses.
std::string sources(const std::string& lines, const std::string& yaml = {}, const std::string& port = "tcp/5432") {
    const Asked asked = ask(lines, yaml, port);
    std::string out;
    for (const PotentialSource& s : asked.answer.sources)
        out += (out.empty() ? "" : "; ") + podText(s) + " in " + placeText(asked.reach->cluster(), s, 0) +
               (s.uncertain.empty() ? "" : "?");
    for (const SourceAddresses& a : asked.answer.addresses) out += (out.empty() ? "" : "; ") + a.range.text();
    return out;
}

struct WhoCouldCase {
    const char* name;
    std::string lines;
    std::string yaml;
    const char* expected;
};
void PrintTo(const WhoCouldCase& c, std::ostream* out) {
    *out << c.name;
}

class WhoCouldReach : public testing::TestWithParam<WhoCouldCase> {};

TEST_P(WhoCouldReach, NamesTheSmallestLabelSetsFirst) {
    EXPECT_EQ(sources(GetParam().lines, GetParam().yaml), GetParam().expected);
}

constexpr const char* kClient = "{from: [{podSelector: {matchLabels: {role: client}}}], ports: [{port: 5432}]}";

INSTANTIATE_TEST_SUITE_P(
    Report, WhoCouldReach,
    testing::Values(
        WhoCouldCase{"nothing isolates", kShop, "",
                     "any pod in a new namespace; any pod in any existing namespace; 0.0.0.0-255.255.255.255"},
        WhoCouldCase{"a default deny", kShop + policy(""), "", ""},
        WhoCouldCase{"a label in the namespace", kShop + policy(kClient), "", "pod with role=client in namespace shop"},
        WhoCouldCase{"a rule for another port", kShop + policy("{from: [{podSelector: {}}], ports: [{port: 1}]}"), "",
                     ""},
        WhoCouldCase{"one of two, and the smaller first",
                     kShop + policy("{from: [{podSelector: {matchLabels: {a: b, c: d}}}]}, "
                                    "{from: [{podSelector: {matchLabels: {z: z}}}]}"),
                     "", "pod with z=z in namespace shop; pod with a=b,c=d in namespace shop"},
        WhoCouldCase{"what a smaller set makes needless",
                     kShop + policy("{from: [{podSelector: {matchLabels: {a: b, c: d}}}]}, "
                                    "{from: [{podSelector: {matchLabels: {a: b}}}]}"),
                     "", "pod with a=b in namespace shop"},
        WhoCouldCase{"a namespace by its label",
                     kShop + policy("{from: [{namespaceSelector: {matchLabels: {team: red}}}]}"), "",
                     "any pod in namespace ops; any pod in a new namespace with team=red"},
        WhoCouldCase{"a namespace by its name that does not exist",
                     kShop + policy("{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: far}}}]}"),
                     "", "any pod in a new namespace called far"},
        WhoCouldCase{
            "both labels",
            kShop + policy("{from: [{namespaceSelector: {matchLabels: {team: red}}, podSelector: {matchLabels: "
                           "{role: client}}}]}"),
            "", "pod with role=client in namespace ops; pod with role=client in a new namespace with team=red"},
        WhoCouldCase{"a label whatever its value",
                     kShop + policy("{from: [{podSelector: {matchExpressions: [{key: tier, operator: Exists}]}}]}"), "",
                     "pod with tier=* in namespace shop"},
        WhoCouldCase{"the new pod's own egress",
                     kShop + policy(kClient) +
                         "policy shop/deny {podSelector: {}, policyTypes: [Egress]}\n"
                         "policy shop/out {podSelector: {matchLabels: {may: \"yes\"}}, policyTypes: [Egress], egress: "
                         "[{to: [{podSelector: {matchLabels: {app: db}}}]}]}\n",
                     "", "pod with may=yes,role=client in namespace shop"},
        WhoCouldCase{"egress that nothing opens",
                     kShop + policy(kClient) + "policy shop/deny {podSelector: {}, policyTypes: [Egress]}\n", "", ""},
        WhoCouldCase{"egress that a label escapes",
                     kShop + policy(kClient) +
                         "policy shop/deny {podSelector: {matchExpressions: [{key: free, operator: DoesNotExist}]}, "
                         "policyTypes: [Egress]}\n",
                     "", "pod with free=*,role=client in namespace shop"},
        WhoCouldCase{"an admin policy that lets on only some",
                     kShop + policy("{from: [{namespaceSelector: {}, podSelector: {matchLabels: {role: client}}}]}"),
                     admin("ingress: [{action: Pass, from: [{namespaces: {matchLabels: {team: red}}}]}, {action: Deny, "
                           "from: [{namespaces: {}}]}]"),
                     "pod with role=client in namespace ops; pod with role=client in a new namespace with team=red"},
        WhoCouldCase{"a denial that a label escapes", kShop,
                     admin("ingress: [{action: Deny, from: [{pods: {namespaceSelector: {}, podSelector: "
                           "{matchExpressions: [{key: id, operator: DoesNotExist}]}}}]}]"),
                     "pod with id=* in a new namespace; pod with id=* in any existing namespace; "
                     "0.0.0.0-255.255.255.255"},
        WhoCouldCase{"addresses outside, which a new pod may come to have",
                     kShop + policy("{from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}"), "",
                     "any pod in a new namespace?; any pod in any existing namespace?; 10.0.0.0-10.0.255.255; "
                     "10.2.0.0-10.255.255.255"}));

TEST(WhoCouldReport, SaysWhoAndWhichRuleLetsThem) {
    const Asked asked = ask(kShop + policy(kClient), "", "tcp/5432");
    EXPECT_EQ(whoCouldText(*asked.reach, {"shop/db", "tcp/5432"}, asked.answer),
              "Who could reach shop/db over tcp/5432, if it were created:\n"
              "  pod with role=client in namespace shop  (shop/db ingress rule 1 in.yaml:10)\n"
              "From outside: nobody\n");
    EXPECT_FALSE(asked.answer.isAnyPod(asked.reach->cluster()));
}

TEST(WhoCouldReport, SaysSoWhereNobodyCould) {
    const Asked asked = ask(kShop + policy(""), "", "tcp/5432");
    EXPECT_TRUE(asked.answer.isNobody());
    EXPECT_EQ(whoCouldText(*asked.reach, {"shop/db", "tcp/5432"}, asked.answer),
              "Nobody could reach shop/db over tcp/5432: no labels of a new pod or namespace get through, and no "
              "address outside does\n");
}

TEST(WhoCouldReport, WritesJsonWithItsVersion) {
    const Asked asked = ask(kShop + policy("{from: [{namespaceSelector: {matchLabels: {team: red}}, podSelector: "
                                           "{matchExpressions: [{key: tier, operator: Exists}]}}]}"),
                            "", "tcp/5432");
    const auto j = nlohmann::json::parse(whoCouldJson(*asked.reach, {"shop/db", "tcp/5432"}, asked.answer));
    EXPECT_EQ(j["version"], 1);
    EXPECT_EQ(j["anyPod"], false);
    ASSERT_EQ(j["sources"].size(), 2U);
    EXPECT_EQ(j["sources"][0]["namespaces"], nlohmann::json({"ops"}));
    EXPECT_TRUE(j["sources"][0]["podLabels"]["tier"].is_null());
    EXPECT_EQ(j["sources"][1]["newNamespace"]["labels"]["team"], "red");
    EXPECT_EQ(j["sources"][1]["rules"][0]["rule"], "shop/db ingress rule 1");
}

TEST(WhoCouldReport, KnowsThatAnyPodGetsThrough) {
    const Asked asked = ask(kShop, "", "tcp/5432");
    EXPECT_TRUE(asked.answer.isAnyPod(asked.reach->cluster()));
}

TEST(WhoCouldReport, AsksAboutEveryPortWhereNoneIsNamed) {
    EXPECT_EQ(sources(kShop + policy(kClient), "", "tcp"), "pod with role=client in namespace shop?");
}

TEST(WhoCouldReport, FailsWhereTheEndpointIsNotThere) {
    const auto cluster = loadText({{"in.yaml", story::manifests(kShop)}}, {});
    const auto reach = Reachability::create(*cluster, *Profile::named("calico"), {}).value();
    const auto answer = whoCould(*reach, findEndpoint(*reach, "shop/none"), *parsePort("80"), {});
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind, Error::Kind::NotFound);
}

} // namespace
} // namespace portolan
