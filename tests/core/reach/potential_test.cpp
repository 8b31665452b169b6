#include "core/load/load.h"
#include "core/reach/potential.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop = "ns shop team=blue\n"
                              "pod shop/web app=web :80\n"
                              "pod shop/db app=db :5432\n";

std::string policy(const std::string& rules) {
    return "policy shop/db {podSelector: {matchLabels: {app: db}}, " + rules + "}\n";
}
std::string from(const std::string& peer, const std::string& ports = "{port: 5432}") {
    return "{from: [" + peer + "], ports: [" + ports + "]}";
}
std::string admin(const std::string& rules) {
    return "---\napiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: a}\n"
           "spec: {priority: 5, subject: {namespaces: {matchLabels: {team: blue}}}, " +
           rules + "}\n";
}

std::shared_ptr<const Reachability> evaluated(const std::string& lines, const std::string& yaml) {
    const auto cluster = loadText({{"in.yaml", story::manifests(lines) + yaml}}, {});
    return Reachability::create(*cluster, *Profile::named("generic"), {}).value();
}

/// "any pod : All Connections; shop/[any pod] : TCP 80", "?" before what only may pass.
std::string exposures(const std::string& lines, const std::string& yaml, const std::string& workload,
                      Direction direction, PotentialForm form) {
    const auto reach = evaluated(lines, yaml);
    const auto potential = PotentialReach::create(*reach, form, {}).value();
    const Cluster& cluster = potential->reachability().cluster();
    const std::size_t slash = workload.find('/');
    const auto ids = reach->cluster().findWorkloads(workload.substr(0, slash), workload.substr(slash + 1));
    std::string out;
    for (const PotentialExposure& e : potential->exposures(ids.at(0), direction)) {
        const TrafficByName& t = e.traffic.must == e.traffic.may ? e.traffic.must : e.traffic.may;
        out += (out.empty() ? "" : "; ") + std::string(e.traffic.must == e.traffic.may ? "" : "?") +
               potentialPeerText(cluster, potential->peers()[e.peer]) + " : " + text(cluster, t);
    }
    return out;
}

struct PotentialCase {
    const char* name;
    std::string lines;
    std::string yaml;
    const char* workload;
    Direction direction;
    const char* labels;    ///< expected of PotentialForm::Labels
    const char* selectors; ///< and of Selectors
};
void PrintTo(const PotentialCase& c, std::ostream* out) {
    *out << c.name;
}

class Potential : public testing::TestWithParam<PotentialCase> {};

TEST_P(Potential, ExposesAWorkloadToPodsThatCouldBeCreated) {
    const PotentialCase& c = GetParam();
    EXPECT_EQ(exposures(c.lines, c.yaml, c.workload, c.direction, PotentialForm::Labels), c.labels);
    EXPECT_EQ(exposures(c.lines, c.yaml, c.workload, c.direction, PotentialForm::Selectors), c.selectors);
}

INSTANTIATE_TEST_SUITE_P(
    Reach, Potential,
    testing::Values(
        PotentialCase{"nothing isolates", kShop, "", "shop/db", Direction::Ingress, "any pod : All Connections",
                      "any pod : All Connections"},
        PotentialCase{"a default deny", kShop + policy("policyTypes: [Ingress]"), "", "shop/db", Direction::Ingress, "",
                      ""},
        PotentialCase{"a pod of the namespace",
                      kShop + policy("ingress: [" + from("{podSelector: {matchLabels: {role: client}}}") + "]"), "",
                      "shop/db", Direction::Ingress, "shop/[pod with role=client] : TCP 5432",
                      "shop/[pod with role=client] : TCP 5432"},
        PotentialCase{
            "two rules that hold for one pod",
            kShop +
                policy("ingress: [" +
                       from("{podSelector: {matchExpressions: [{key: app, operator: In, values: [x]}]}}", "{port: 1}") +
                       ", " + from("{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}", "{port: 2}") +
                       "]"),
            "", "shop/db", Direction::Ingress, "shop/[pod with app=x] : TCP 1-2; shop/[pod with app] : TCP 2",
            "shop/[pod with app=x] : TCP 1; shop/[pod with app] : TCP 2"},
        PotentialCase{"implied by every pod",
                      kShop + policy("ingress: [" + from("{namespaceSelector: {}}") + ", " +
                                     from("{namespaceSelector: {matchLabels: {team: red}}}") + "]"),
                      "", "shop/db", Direction::Ingress, "any pod : TCP 5432", "any pod : TCP 5432"},
        PotentialCase{"more than every pod",
                      kShop + policy("ingress: [" + from("{namespaceSelector: {}}") + ", " +
                                     from("{namespaceSelector: {matchLabels: {team: red}}}", "{port: 1}") + "]"),
                      "", "shop/db", Direction::Ingress,
                      "any pod : TCP 5432; [namespace with team=red]/[any pod] : TCP 1,5432",
                      "any pod : TCP 5432; [namespace with team=red]/[any pod] : TCP 1,5432"},
        PotentialCase{"an admin policy denies one kind of pod", kShop,
                      admin("ingress: [{action: Deny, from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: "
                            "{bad: \"yes\"}}}}]}]"),
                      "shop/db", Direction::Ingress,
                      "any pod : All Connections; [any namespace]/[pod with bad=yes] : No Connections",
                      "any pod : All Connections; [any namespace]/[pod with bad=yes] : No Connections"},
        PotentialCase{"a named port at pods nobody knows",
                      kShop + policy("policyTypes: [Egress], egress: [{to: [{namespaceSelector: {}}], ports: [{port: "
                                     "http}, {port: 53, protocol: UDP}]}]"),
                      "", "shop/db", Direction::Egress, "any pod : TCP http,UDP 53", "any pod : TCP http,UDP 53"},
        PotentialCase{"the other end's own policies",
                      kShop +
                          policy("ingress: [" +
                                 from("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: locked}}}") +
                                 "]") +
                          "ns locked a=b\npolicy locked/deny {podSelector: {}, policyTypes: [Egress]}\n",
                      "", "shop/db", Direction::Ingress, "", "locked/[any pod] : TCP 5432"},
        PotentialCase{"a namespace that does not exist",
                      kShop +
                          policy("ingress: [" +
                                 from("{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ops}}}") + "]"),
                      "", "shop/db", Direction::Ingress, "ops/[any pod] : TCP 5432", "ops/[any pod] : TCP 5432"},
        PotentialCase{"requirements that contradict each other",
                      kShop + policy("ingress: [" +
                                     from("{podSelector: {matchExpressions: [{key: a, operator: Exists}, {key: a, "
                                          "operator: DoesNotExist}]}}") +
                                     "]"),
                      "", "shop/db", Direction::Ingress, "", "shop/[pod with !a,a] : TCP 5432"}));

TEST(PotentialReach, NamesTheRulesThatAdmitAndWhereTheyStand) {
    const auto reach =
        evaluated(kShop + policy("ingress: [" + from("{podSelector: {matchLabels: {role: client}}}") + "]"), "");
    const auto potential = PotentialReach::create(*reach, PotentialForm::Labels, {}).value();
    const WorkloadId db = reach->cluster().findWorkloads("shop", "db").at(0);
    const auto exposures = potential->exposures(db, Direction::Ingress);
    ASSERT_EQ(exposures.size(), 1U);
    EXPECT_EQ(potential->admitting(db, Direction::Ingress, exposures[0].peer),
              (std::vector<RuleRef>{{PolicyId(0U), Direction::Ingress, 0}}));
}

TEST(PotentialReach, LeavesTheIdsOfTheClusterAsTheyAre) {
    const auto reach =
        evaluated(kShop + policy("ingress: [" + from("{namespaceSelector: {matchLabels: {a: b}}}") + "]"), "");
    const auto potential = PotentialReach::create(*reach, PotentialForm::Labels, {}).value();
    const Cluster& before = reach->cluster();
    const Cluster& after = potential->reachability().cluster();
    for (std::size_t i = 0; i < before.workloads.size(); ++i)
        EXPECT_EQ(before.displayName(WorkloadId(i)), after.displayName(WorkloadId(i)));
    for (std::size_t i = 0; i < before.namespaces.size(); ++i)
        EXPECT_EQ(before.text(before.namespaces[NamespaceId(i)].name),
                  after.text(after.namespaces[NamespaceId(i)].name));
    EXPECT_EQ(after.pods.size(), before.pods.size() + potential->peers().size());
}

TEST(PotentialPeers, AreMetByAPodOnlyWhereBothAreGivenByPlainLabels) {
    struct Row {
        const char* peer;
        bool isMet;
    };
    const std::vector<Row> rows{
        {"{podSelector: {matchLabels: {app: web}}}", true},
        {"{podSelector: {matchLabels: {app: other}}}", false},
        {"{podSelector: {}}", false},
        {"{podSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}", false},
        {"{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}", false},
        {"{namespaceSelector: {matchLabels: {team: blue}}, podSelector: {matchLabels: {app: web}}}", true},
        {"{namespaceSelector: {matchLabels: {team: red}}, podSelector: {matchLabels: {app: web}}}", false},
    };
    for (const Row& row : rows) {
        const auto reach = evaluated(kShop + policy("ingress: [" + from(row.peer) + "]"), "");
        const auto peers = potentialPeers(reach->cluster());
        ASSERT_EQ(peers.size(), 2U) << row.peer;
        EXPECT_EQ(isMetByPod(reach->cluster(), peers[1]), row.isMet) << row.peer;
    }
}

} // namespace
} // namespace portolan
