#include "core/propose/policy_writer.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

/// What other generators of policies got wrong in the field, each as a case that must not happen here.

namespace portolan {
namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST(GeneratorBugs, pinNoPodByOrdinalHashOrZone) {
    world::World w = shop();
    w.pods.push_back(pod("data/kv-0", "app=kv,apps.kubernetes.io/pod-index=0,topology.kubernetes.io/zone=z1",
                         "10.0.0.7", {{"kv", Protocol::Tcp, 6379}}));
    const Drafted d(w, {"shop/api -> data/kv-0 tcp/6379"});
    EXPECT_FALSE(has(d.yaml("data/kv-0") + d.yaml("shop/api"), "pod-index"));
    EXPECT_FALSE(has(d.yaml("data/kv-0") + d.yaml("shop/api"), "zone"));
    EXPECT_EQ(d.claim(4).status, ClaimStatus::Holds);
}

TEST(GeneratorBugs, keepTwoReleasesOfOneChartApart) {
    world::World w = shop();
    for (const char* const release : {"red", "blue"})
        w.pods.push_back(pod(std::string("data/cache-") + release,
                             std::string("app.kubernetes.io/name=cache,app.kubernetes.io/instance=") + release,
                             std::string("10.0.1.") + (release[0] == 'r' ? "1" : "2"),
                             {{"cache", Protocol::Tcp, 6379}}));
    const Drafted d(w, {"shop/api -> data/cache-red tcp/6379"});
    EXPECT_EQ(d.after("shop/api -> data/cache-red tcp/6379"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/api -> data/cache-blue tcp/6379"), Verdict::Deny);
    EXPECT_TRUE(d.certificate.overReach.entries.empty());
}

TEST(GeneratorBugs, nameTheDnsPodsByTheirOwnLabelsAndNotTheServices) {
    world::World w = shop();
    w.pods[3].labels = {{"app", "my-dns"}};
    ClusterBuilder builder;
    world::add(w, builder);
    Service service;
    service.ns = builder.namespaceId("kube-system");
    service.name = builder.symbols().intern("kube-dns");
    service.selector = LabelSelector{
        {{builder.symbols().intern("app"), Requirement::Operator::In, {builder.symbols().intern("my-dns")}}}, {}};
    service.ports = {{builder.symbols().intern("dns"), Protocol::Udp, 53, 5353, {}, 0}};
    builder.addService(std::move(service));
    const auto today = Reachability::create(builder.build(), {}, {}).value();
    const auto basis = ProposalBasis::create(today, {}, ProposalScope::ofCluster(today->cluster()), {}, {}).value();
    EXPECT_EQ(basis->dns().source, "Service kube-system/kube-dns");
    EXPECT_EQ(basis->dns().traffic.text(), "TCP 53,5353,UDP 53,5353");
    const Proposal proposal = propose(*basis, {});
    const std::string yaml = policyYaml(today->cluster(), proposal.policies.front().policy);
    EXPECT_TRUE(has(yaml, "app: my-dns")) << yaml;
    EXPECT_TRUE(has(yaml, "- protocol: UDP\n          port: 5353")) << yaml;
    const auto after = evaluated(*basis, proposal, {}).value();
    EXPECT_EQ(verify(*basis, proposal, *after, {})->claims[4].status, ClaimStatus::Holds);
}

TEST(GeneratorBugs, openNameLookupsOverTcpToo) {
    const Drafted d(shop(), {"shop/web -> kube-system/coredns udp/53"});
    EXPECT_EQ(d.after("shop/web -> kube-system/coredns tcp/53"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/web -> kube-system/coredns udp/53"), Verdict::Allow);
    EXPECT_EQ(d.claim(5).status, ClaimStatus::Holds);
}

TEST(GeneratorBugs, keepSctpAsSctp) {
    const Drafted d(shop(), {"shop/web -> data/db sctp/3868"});
    EXPECT_EQ(d.after("shop/web -> data/db sctp/3868"), Verdict::Allow);
    EXPECT_TRUE(has(d.yaml("data/db"), "- protocol: SCTP\n          port: 3868"));
}

TEST(GeneratorBugs, openNoMoreThanTheOneClientSeenFromOutside) {
    const Drafted d(shop(), {"203.0.113.7 -> shop/web tcp/8080"});
    EXPECT_EQ(d.after("203.0.113.7 -> shop/web tcp/8080"), Verdict::Allow);
    EXPECT_EQ(d.after("203.0.113.8 -> shop/web tcp/8080"), Verdict::Deny);
    EXPECT_EQ(d.after("data/db -> shop/web tcp/8080"), Verdict::Deny);
    EXPECT_TRUE(has(d.yaml("shop/web"), "cidr: 203.0.113.7/32"));
}

TEST(GeneratorBugs, writeAnIpv6AddressWithItsOwnLength) {
    const Drafted d(shop(), {"shop/web -> 2001:db8::7 tcp/443"});
    EXPECT_TRUE(has(d.yaml("shop/web"), "cidr: \"2001:db8::7/128\"")) << d.yaml("shop/web");
}

TEST(GeneratorBugs, neverTakeANodesAddressForAClient) {
    world::World w = shop();
    w.nodes.push_back({"n2", {"10.9.0.2"}});
    w.pods[0].node = "n1";
    const Drafted d(w, {"10.9.0.2 -> shop/web tcp/8080", "10.9.0.1 -> shop/web tcp/8080"});
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Unresolvable);
    EXPECT_EQ(d.outcome(1), EdgeOutcome::NotNeeded);
    EXPECT_FALSE(has(d.yaml("shop/web"), "10.9.0."));
}

TEST(GeneratorBugs, openThePortOfANodePortServiceWhoseClientsHideBehindNodes) {
    world::World w = shop();
    w.nodes.push_back({"n2", {"10.9.0.2"}});
    w.pods[0].node = "n1";
    ClusterBuilder builder;
    world::add(w, builder);
    Service service;
    service.ns = builder.namespaceId("shop");
    service.name = builder.symbols().intern("web");
    service.type = Service::Type::NodePort;
    service.selector = LabelSelector{
        {{builder.symbols().intern("app"), Requirement::Operator::In, {builder.symbols().intern("web")}}}, {}};
    service.ports = {{Symbol(), Protocol::Tcp, 80, 8080, {}, 30080}};
    builder.addService(std::move(service));
    const auto cluster = builder.build();
    const auto today = Reachability::create(cluster, {}, {}).value();
    const auto basis = ProposalBasis::create(today, {edgeOf(*cluster, "10.9.0.2 -> shop/web tcp/8080")},
                                             ProposalScope::ofCluster(*cluster), {}, {})
                           .value();
    const Proposal proposal = propose(*basis, {});
    EXPECT_EQ(proposal.edges[0].outcome, EdgeOutcome::Admitted);
    const auto after = evaluated(*basis, proposal, {}).value();
    const Certificate certificate = verify(*basis, proposal, *after, {}).value();
    EXPECT_EQ(failuresOf(certificate), "");
    EXPECT_FALSE(certificate.overReach.entries.empty()); // and says so
}

TEST(GeneratorBugs, denyASilentWorkloadInWordsAndLeaveItItsNames) {
    const Drafted d(shop(), {"shop/web -> shop/api tcp/8080"});
    EXPECT_EQ(d.proposal.silent, std::vector{d.workload("data/db")});
    EXPECT_TRUE(has(d.yaml("data/db"), "# No traffic of data/db (Pod) was kept: all of it is denied"));
    EXPECT_TRUE(has(d.yaml("data/db"), "ingress: []"));
    EXPECT_EQ(d.after("data/db -> kube-system/coredns udp/53"), Verdict::Allow);
}

TEST(GeneratorBugs, replaceWhatIsThereAndNeverOpenWhatItDenies) {
    world::World w = shop();
    world::Policy p;
    p.ns = "data";
    p.name = "db";
    p.podSelector = {{"app", Requirement::Operator::In, {"db"}}};
    p.ingress = {{{{std::nullopt, world::Selector{}, "", {}}}, {{Protocol::Tcp, 5432, 5432, ""}}}};
    w.policies.push_back(p);
    const Drafted d(w, {"shop/api -> data/db tcp/5432", "shop/api -> data/db tcp/9999"});
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Admitted);
    EXPECT_EQ(d.outcome(1), EdgeOutcome::DeniedToday);
    EXPECT_EQ(d.proposal.replaced.size(), 1U);
    EXPECT_EQ(d.after("shop/api -> data/db tcp/9999"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/web -> data/db tcp/5432"), Verdict::Deny); // was open, and nobody used it
    EXPECT_EQ(d.claim(2).status, ClaimStatus::Holds);
    EXPECT_NE(d.cluster().text(d.policy("data/db").policy.name), "db"); // the old one has that name until deleted
}

TEST(GeneratorBugs, keyByNamespaceKindAndNameNeverByBareName) {
    world::World w = shop();
    w.pods.push_back(pod("data/web", "app=web", "10.0.0.9", {{"http", Protocol::Tcp, 8080}}));
    const Drafted d(w, {"shop/api -> shop/web tcp/8080"});
    EXPECT_EQ(d.after("shop/api -> shop/web tcp/8080"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/api -> data/web tcp/8080"), Verdict::Deny);
    EXPECT_NE(d.policy("data/web").policy.ns, d.policy("shop/web").policy.ns);
}

TEST(GeneratorBugs, selectNamespacesByTheNameTheServerSetsAndInOneElement) {
    const Drafted d(shop(), {"shop/api -> data/db tcp/5432"});
    EXPECT_TRUE(has(d.yaml("data/db"), "- from:\n"
                                       "        - namespaceSelector:\n"
                                       "            matchLabels:\n"
                                       "              kubernetes.io/metadata.name: shop\n"
                                       "          podSelector:\n"
                                       "            matchLabels:\n"
                                       "              app: api\n"))
        << d.yaml("data/db");
}

TEST(GeneratorBugs, writeTargetPortsNotServicePorts) {
    world::World w = shop();
    ClusterBuilder builder;
    world::add(w, builder);
    Service service;
    service.ns = builder.namespaceId("shop");
    service.name = builder.symbols().intern("web");
    service.selector = LabelSelector{
        {{builder.symbols().intern("app"), Requirement::Operator::In, {builder.symbols().intern("web")}}}, {}};
    service.ports = {{Symbol(), Protocol::Tcp, 80, 0, builder.symbols().intern("http"), 0}};
    service.addresses = {IpAddress::parse("10.96.0.7").value()};
    builder.addService(std::move(service));
    const auto cluster = builder.build();
    const auto today = Reachability::create(cluster, {}, {}).value();
    const auto basis =
        ProposalBasis::create(
            today, {edgeOf(*cluster, "shop/api -> 10.96.0.7 tcp/80"), edgeOf(*cluster, "data/db -> shop/web tcp/80")},
            ProposalScope::ofCluster(*cluster), {}, {})
            .value();
    for (const ResolvedEdge& e : basis->edges()) EXPECT_EQ(e.edge.port, 8080);
    const Proposal proposal = propose(*basis, {});
    for (const ProposedPolicy& p : proposal.policies) EXPECT_FALSE(has(policyYaml(*cluster, p.policy), "port: 80\n"));
}

TEST(GeneratorBugs, makeNoRuleFromRepliesOrUnknownEnds) {
    const Drafted d(shop(), {"?reserved:world -> shop/web tcp/8080"});
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Unresolvable);
    EXPECT_EQ(d.proposal.edges[0].reason, "reserved:world is not in the inventory");
}

TEST(GeneratorBugs, keepADeclaredDependencyThatTheWindowMissed) {
    const auto cluster = world::build(shop());
    const auto today = Reachability::create(cluster, {}, {}).value();
    ObservedEdge edge = edgeOf(*cluster, "shop/api -> data/db tcp/5432");
    edge.passed = 0;
    edge.declaredAt = "api.yaml:31";
    const auto basis = ProposalBasis::create(today, {edge}, ProposalScope::ofCluster(*cluster), {}, {}).value();
    const Proposal proposal = propose(*basis, {});
    EXPECT_EQ(proposal.edges[0].outcome, EdgeOutcome::Admitted);
    bool isTold = false;
    for (const ProposedPolicy& p : proposal.policies)
        isTold = isTold || has(policyYaml(*cluster, p.policy, p.header, p.notes), "declared at api.yaml:31, not seen");
    EXPECT_TRUE(isTold);
}

} // namespace
} // namespace portolan
