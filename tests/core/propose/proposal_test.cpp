#include "core/propose/effect.h"
#include "core/propose/policy_writer.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

const std::vector<std::string> kTraffic{"shop/web -> shop/api tcp/8080 x186204/30",
                                        "shop/api -> data/db tcp/5432 x12/3", "203.0.113.7 -> shop/web tcp/8080 x7/2"};

world::Policy denyAll(const std::string& ns, const std::string& name) {
    world::Policy p;
    p.ns = ns;
    p.name = name;
    p.isolatesEgress = true;
    return p;
}

TEST(Proposal, admitsWhatWasSeenAndNothingElse) {
    const Drafted d(shop(), kTraffic);
    for (const std::string& t : kTraffic) EXPECT_EQ(d.after(t), Verdict::Allow) << t;
    EXPECT_EQ(d.after("shop/web -> data/db tcp/5432"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/web -> shop/api tcp/9090"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/web -> 203.0.113.7 tcp/443"), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
    EXPECT_EQ(d.certificate.status(), ClaimStatus::Holds);
    EXPECT_EQ(d.certificate.overReach.pairs, 0U);
}

TEST(Proposal, isOnePolicyAWorkloadAndOneDefaultDenyANamespace) {
    const Drafted d(shop(), kTraffic);
    std::vector<std::string> names;
    for (const ProposedPolicy& p : d.proposal.policies)
        names.push_back(std::string(d.cluster().text(d.cluster().namespaces[p.policy.ns].name)) + '/' +
                        std::string(d.cluster().text(p.policy.name)));
    EXPECT_EQ(names,
              (std::vector<std::string>{"data/db", "data/default-deny", "shop/api", "shop/web", "shop/default-deny"}));
}

TEST(Proposal, dropsARejectedEdgeAndSaysWhatBreaks) {
    Drafted d(shop(), kTraffic);
    const Decisions decisions{{d.basis->edges()[0].key, Decision::Rejected}};
    EXPECT_EQ(d.basis->edges()[0].key, "shop/web[Pod] -> shop/api[Pod] tcp/8080");
    d.decide(decisions);
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Rejected);
    EXPECT_EQ(d.after(kTraffic[0]), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
    const Effect e = effect(*d.basis, d.proposal, *d.result, 0, {}).value();
    EXPECT_EQ(e.kept, 2U);
    EXPECT_EQ(e.wouldBreak, std::vector<std::uint32_t>{0});
    EXPECT_EQ(e.pairsBefore, 12U);
    EXPECT_EQ(e.pairsAfter, 4U); // api -> db, and three that look up names
    EXPECT_EQ(e.newlyClosed, 8U);
    EXPECT_EQ(e.newlyIsolated.size(), 3U);
}

TEST(Proposal, takesNothingSilentlyWhereDecisionsAreAskedFor) {
    ProposalOptions options;
    options.undecided = Decision::Undecided;
    Drafted d(shop(), kTraffic, options);
    EXPECT_EQ(d.proposal.count(EdgeOutcome::Undecided), 3U);
    d.decide({{d.basis->edges()[1].key, Decision::Accepted}});
    EXPECT_EQ(d.outcome(1), EdgeOutcome::Admitted);
    EXPECT_EQ(d.after(kTraffic[1]), Verdict::Allow);
    EXPECT_EQ(d.after(kTraffic[0]), Verdict::Deny);
}

TEST(Proposal, asksAboutEdgesSeenTooSeldom) {
    ProposalOptions options;
    options.minimumDays = 3;
    options.minimumConnections = 10;
    const Drafted d(shop(), kTraffic, options);
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Admitted);
    EXPECT_EQ(d.outcome(1), EdgeOutcome::Admitted);
    EXPECT_EQ(d.outcome(2), EdgeOutcome::Undecided); // 7 connections on 2 days
}

TEST(Proposal, admitsWhatIsDeniedTodayOnlyByDecision) {
    world::World w = shop();
    w.policies.push_back(denyAll("data", "closed"));
    Drafted d(w, kTraffic);
    EXPECT_EQ(d.outcome(1), EdgeOutcome::DeniedToday);
    EXPECT_EQ(d.after(kTraffic[1]), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
    d.decide({{d.basis->edges()[1].key, Decision::Accepted}});
    EXPECT_EQ(d.after(kTraffic[1]), Verdict::Allow);
    EXPECT_EQ(failuresOf(d.certificate), "");
    EXPECT_EQ(d.claim(2).status, ClaimStatus::HoldsWithExceptions);
}

TEST(Proposal, opensClosedNameLookupsAndListsThemAsExceptions) {
    world::World w = shop();
    w.policies.push_back(denyAll("data", "closed"));
    const Drafted d(w, {});
    EXPECT_EQ(d.before("data/db -> kube-system/coredns udp/53"), Verdict::Deny);
    EXPECT_EQ(d.after("data/db -> kube-system/coredns udp/53"), Verdict::Allow);
    ASSERT_EQ(d.claim(2).exceptions.size(), 1U);
    EXPECT_EQ(d.claim(2).exceptions[0], "data/db -> kube-system/coredns TCP 53,UDP 53: name lookups are shut today");
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, keepsNamesOpenToEveryoneWhereTheDnsPodsAreInScope) {
    const Drafted d(shop(), kTraffic, {}, {"kube-system"});
    EXPECT_EQ(d.after("shop/web -> kube-system/coredns udp/53"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/web -> kube-system/coredns tcp/9153"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/web -> shop/api tcp/9090"), Verdict::Allow); // out of scope
    EXPECT_EQ(d.proposal.count(EdgeOutcome::OutOfScope), 3U);
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, forOneWorkloadLeavesTheOthersAsTheyAre) {
    world::World w = shop();
    world::Policy broad = denyAll("shop", "broad");
    broad.ingress = {world::Rule{}};
    broad.egress = {world::Rule{}};
    w.policies.push_back(broad);
    world::Policy own = denyAll("shop", "own");
    own.podSelector = {{"app", Requirement::Operator::In, {"api"}}};
    own.ingress = {world::Rule{}};
    w.policies.push_back(own);
    const Drafted d(w, kTraffic, {}, {"shop/api"});
    ASSERT_EQ(d.proposal.policies.size(), 1U);
    ASSERT_EQ(d.proposal.replaced.size(), 1U);
    EXPECT_EQ(d.cluster().displayName(d.proposal.replaced[0]), "shop/own");
    ASSERT_EQ(d.proposal.kept.size(), 1U);
    EXPECT_EQ(d.proposal.kept[0].reason, "it also selects workloads outside the scope");
    EXPECT_EQ(d.after("data/db -> shop/web tcp/1"), Verdict::Allow);
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, forIngressAloneKeepsPoliciesThatIsolateEgress) {
    world::World w = shop();
    w.policies.push_back(denyAll("data", "both"));
    ProposalOptions options;
    options.directions = {Direction::Ingress};
    const Drafted d(w, kTraffic, options);
    EXPECT_TRUE(d.proposal.replaced.empty());
    EXPECT_EQ(d.proposal.kept.size(), 1U);
    EXPECT_EQ(d.after("data/db -> shop/web tcp/8080"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/api -> 198.51.100.1 tcp/443"), Verdict::Allow); // egress is left alone
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, makesOnePolicyForWorkloadsThatLabelsCannotTellApart) {
    world::World w = shop();
    w.pods.push_back(pod("shop/api-old", "app=api", "10.0.0.8", {{"http", Protocol::Tcp, 8080}}));
    const Drafted d(w, {"shop/web -> shop/api tcp/8080", "shop/api-old -> data/db tcp/5432"});
    EXPECT_EQ(&d.policy("shop/api"), &d.policy("shop/api-old"));
    EXPECT_FALSE(d.proposal.indistinct.empty());
    EXPECT_EQ(failuresOf(d.certificate), "");
    std::vector<std::string> beyond;
    for (const OverReachEntry& e : d.certificate.overReach.entries)
        beyond.push_back(e.from + " -> " + e.to + ' ' + e.traffic.text());
    EXPECT_EQ(beyond, (std::vector<std::string>{"shop/api -> data/db TCP 5432", "shop/web -> shop/api-old TCP 8080"}));
}

TEST(Proposal, mergesManyPublicAddressesIntoTheInternetAndSaysSo) {
    std::vector<std::string> edges;
    for (int i = 0; i < 20; ++i) edges.push_back("shop/web -> 203.0.113." + std::to_string(2 * i) + " tcp/443");
    edges.push_back("shop/web -> 192.168.7.7 tcp/443");
    edges.push_back("shop/web -> 203.0.113.77 tcp/8443");
    const Drafted d(shop(), edges);
    EXPECT_EQ(d.after("shop/web -> 198.51.100.1 tcp/443"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/web -> 198.51.100.1 tcp/8443"), Verdict::Deny);
    EXPECT_EQ(d.after("shop/web -> 192.168.7.7 tcp/443"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/web -> 192.168.7.8 tcp/443"), Verdict::Deny);
    EXPECT_EQ(d.proposal.remarks.size(), 1U);
    EXPECT_FALSE(d.certificate.overReach.entries.empty());
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, neverWidensToAnInternetThatIsNotOpenToday) {
    world::World w = shop();
    world::Policy p = denyAll("shop", "some");
    world::Peer block;
    block.cidr = "203.0.113.0/24";
    p.egress = {{{block}, {}}};
    w.policies.push_back(p);
    std::vector<std::string> edges;
    for (int i = 0; i < 20; ++i) edges.push_back("shop/web -> 203.0.113." + std::to_string(2 * i) + " tcp/443");
    const Drafted d(w, edges);
    EXPECT_EQ(d.after("shop/web -> 203.0.113.4 tcp/443"), Verdict::Allow);
    EXPECT_EQ(d.after("shop/web -> 203.0.113.5 tcp/443"), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Proposal, namesOnlyThePodsThatPassToday) {
    world::World w = shop();
    world::Pod a = pod("data/kv-a", "app=kv,role=primary", "10.0.1.1", {{"kv", Protocol::Tcp, 6379}});
    world::Pod b = pod("data/kv-b", "app=kv,role=replica", "10.0.1.2", {{"kv", Protocol::Tcp, 6379}});
    w.pods.push_back(a);
    w.pods.push_back(b);
    world::Policy p;
    p.ns = "data";
    p.name = "replicas";
    p.podSelector = {{"role", Requirement::Operator::In, {"replica"}}};
    w.policies.push_back(p);
    ClusterBuilder builder;
    w.pods.resize(w.pods.size() - 2);
    world::add(w, builder);
    for (const world::Pod* each : {&a, &b}) {
        PodFact fact;
        fact.ns = each->ns;
        fact.name = each->name;
        fact.labels = each->labels;
        fact.addresses = {IpAddress::parse(each->addresses.front()).value()};
        fact.owner = {"StatefulSet", "kv"};
        builder.addPod(std::move(fact));
    }
    const auto cluster = builder.build();
    const auto today = Reachability::create(cluster, {}, {}).value();
    const auto basis = ProposalBasis::create(today, {edgeOf(*cluster, "shop/api -> data/kv tcp/6379")},
                                             ProposalScope::ofCluster(*cluster), {}, {})
                           .value();
    const Proposal proposal = propose(*basis, {});
    EXPECT_EQ(proposal.edges[0].outcome, EdgeOutcome::Admitted);
    const auto after = evaluated(*basis, proposal, {}).value();
    EXPECT_EQ(failuresOf(verify(*basis, proposal, *after, {}).value()), "");
    const auto podOf = [&](const char* name) { return cluster->findPod("data", name).value(); };
    const PodId api = cluster->findPod("shop", "api").value();
    EXPECT_EQ(after->verdict(api, podOf("kv-a"), Protocol::Tcp, 6379), Verdict::Allow);
    EXPECT_EQ(after->verdict(api, podOf("kv-b"), Protocol::Tcp, 6379), Verdict::Deny);
}

TEST(Proposal, isTheSameForEdgesInAnyOrder) {
    const Drafted a(shop(), {kTraffic[0], kTraffic[1], kTraffic[2]});
    const Drafted b(shop(), {kTraffic[2], kTraffic[0], kTraffic[1]});
    for (const char* const w : {"shop/web", "shop/api", "data/db"}) EXPECT_EQ(a.yaml(w), b.yaml(w));
}

TEST(ApplyOrder, putsDefaultDenyAfterEveryAllowAndDeletionsLast) {
    world::World w = shop();
    w.policies.push_back(denyAll("data", "old"));
    const Drafted d(w, kTraffic);
    std::string kinds;
    for (const ApplyStep& s : d.certificate.order)
        kinds += s.action == ApplyStep::Action::Delete                              ? 'x'
                 : d.proposal.policies[s.index].kind == ProposedPolicy::Kind::Allow ? 'a'
                                                                                    : 'd';
    EXPECT_EQ(kinds, "aaaddx");
    EXPECT_EQ(d.claim(6).status, ClaimStatus::Holds);
}

} // namespace
} // namespace portolan
