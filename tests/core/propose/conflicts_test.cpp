#include "core/propose/review.h"
#include "tests/core/propose/support.h"

#include <gtest/gtest.h>

/// Evidence that no policy can admit and nothing else, and what is told of it.

namespace portolan {
namespace {

world::Policy ingressFor(const std::string& ns, const std::string& app, const world::Rule& rule) {
    world::Policy p;
    p.ns = ns;
    p.name = app + "-today";
    p.podSelector = {{"app", Requirement::Operator::In, {app}}};
    p.ingress = {rule};
    return p;
}

/// Two workloads with equal labels, of which today's policies let only one through, by its address.
world::World twins() {
    world::World w = shop();
    w.pods.push_back(pod("shop/api-old", "app=api", "10.0.0.8", {{"http", Protocol::Tcp, 8080}}));
    world::Peer one;
    one.cidr = "10.0.0.2/32";
    w.policies.push_back(ingressFor("data", "db", {{one}, {{Protocol::Tcp, 5432, 5432, ""}}}));
    return w;
}

Profile blocksMatchPods() {
    return *Profile::named("kube-network-policies");
}

TEST(Conflicts, leaveOutAnEdgeWhoseRuleWouldOpenWhatIsDeniedToday) {
    const Drafted d(twins(), {"shop/api -> data/db tcp/5432"}, {}, {}, blocksMatchPods());
    EXPECT_EQ(d.before("shop/api -> data/db tcp/5432"), Verdict::Allow);
    EXPECT_EQ(d.before("shop/api-old -> data/db tcp/5432"), Verdict::Deny);
    EXPECT_EQ(d.outcome(0), EdgeOutcome::NotExpressible);
    EXPECT_EQ(d.proposal.edges[0].reason, "every rule for it would open shop/api-old -> data/db TCP 5432 too");
    EXPECT_EQ(d.after("shop/api-old -> data/db tcp/5432"), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
    EXPECT_EQ(d.claim(1).status, ClaimStatus::HoldsWithExceptions);
    EXPECT_EQ(d.claim(2).status, ClaimStatus::Holds);
}

TEST(Conflicts, areAdmittedByDecisionAndListedWithTheBystander) {
    Drafted d(twins(), {"shop/api -> data/db tcp/5432"}, {}, {}, blocksMatchPods());
    d.decide({{d.basis->edges()[0].key, Decision::Accepted}});
    EXPECT_EQ(d.outcome(0), EdgeOutcome::Admitted);
    EXPECT_EQ(d.after("shop/api -> data/db tcp/5432"), Verdict::Allow);
    EXPECT_EQ(failuresOf(d.certificate), "");
    EXPECT_EQ(d.claim(2).exceptions,
              std::vector<std::string>{"shop/api-old -> data/db TCP 5432: no rule can tell it from shop/api -> data/db "
                                       "TCP 5432, accepted by decision"});
}

TEST(Conflicts, ofOneEdgeLeaveTheOthersIn) {
    const Drafted d(twins(), {"shop/api -> data/db tcp/5432", "shop/web -> shop/api tcp/8080"}, {}, {},
                    blocksMatchPods());
    EXPECT_EQ(d.outcome(0), EdgeOutcome::NotExpressible);
    EXPECT_EQ(d.outcome(1), EdgeOutcome::Admitted);
}

TEST(Conflicts, areFoundWhateverIsTakenUnasked) {
    ProposalOptions options;
    options.undecided = Decision::Undecided;
    const Drafted d(twins(), {"shop/api -> data/db tcp/5432"}, options, {}, blocksMatchPods());
    EXPECT_EQ(d.outcome(0), EdgeOutcome::NotExpressible);
}

TEST(Conflicts, betweenAcceptedEdgesAndPoliciesThatStayAreDeniedToday) {
    world::World w = shop();
    world::Policy closed;
    closed.ns = "data";
    closed.name = "closed";
    w.policies.push_back(closed);
    Drafted d(w, {"shop/api -> data/db tcp/5432"}, {}, {"shop"});
    d.decide({{d.basis->edges()[0].key, Decision::Accepted}});
    EXPECT_EQ(d.outcome(0), EdgeOutcome::DeniedToday);
    EXPECT_EQ(d.proposal.edges[0].reason, "by policies that stay");
    EXPECT_EQ(failuresOf(d.certificate), "");
}

TEST(Conflicts, withDnsPodsThatShutLookupsOutTodayAreNotTheProposals) {
    world::World w = shop();
    world::Policy closed;
    closed.ns = "kube-system";
    closed.name = "closed";
    w.policies.push_back(closed);
    const Drafted d(w, {"shop/api -> data/db tcp/5432"});
    EXPECT_EQ(d.before("shop/api -> kube-system/coredns udp/53"), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
    ASSERT_EQ(d.claim(5).status, ClaimStatus::HoldsWithExceptions);
    EXPECT_EQ(d.claim(5).exceptions.front(), "data/db: policies of the DNS pods shut it out, today as well");
}

TEST(Conflicts, ofUnknownDnsAddressesLeaveLookupsOpenToEveryone) {
    world::World w = shop();
    w.nodes.push_back({"bare", {}});
    w.pods[3].isHostNetwork = true;
    w.pods[3].addresses.clear();
    w.pods[3].node = "bare";
    const Drafted d(w, {}, {}, {"shop"});
    EXPECT_NE(d.yaml("shop/web").find("is not known"), std::string::npos) << d.yaml("shop/web");
    EXPECT_NE(d.after("shop/web -> kube-system/coredns udp/53"), Verdict::Deny);
    EXPECT_EQ(failuresOf(d.certificate), "");
}

std::vector<std::string> reviewOf(const Drafted& d) {
    std::vector<std::string> out;
    for (const ReviewRow& row : reviewRows(*d.basis))
        out.push_back(lineOf(*d.basis, row, attention(*d.basis, row, d.certificate.overReach, *d.result)) + " [" +
                      overReachText(*d.basis, row, d.certificate.overReach) + ']');
    return out;
}

TEST(Review, isOneDecisionForAddressesThatOneRuleStandsFor) {
    std::vector<std::string> edges;
    for (int i = 0; i < 20; ++i) edges.push_back("shop/web -> 203.0.113." + std::to_string(2 * i) + " tcp/443 x3/1");
    edges.push_back("shop/web -> 192.168.7.7 tcp/443 x1/1");
    edges.push_back("shop/web -> 203.0.113.77 tcp/8443 x9/2");
    edges.push_back("shop/web -> shop/api tcp/8080 x5/4");
    const Drafted d(shop(), edges);
    EXPECT_EQ(
        reviewOf(d),
        (std::vector<std::string>{
            "shop/web -> 20 public addresses TCP 443: 60 connections, at least 1 day; the rule admits every other "
            "public address too [every other public address]",
            "shop/web -> 192.168.7.7 TCP 443: 1 connection, 1 day; seen on one day only [0]",
            "shop/web -> 203.0.113.77 TCP 8443: 9 connections, 2 days [0]",
            "shop/web -> shop/api TCP 8080: 5 connections, 4 days [0]"}));
}

TEST(Review, countsThePairsThatOneRuleCannotTellApart) {
    world::World w = shop();
    w.pods.push_back(pod("shop/api-old", "app=api", "10.0.0.8", {{"http", Protocol::Tcp, 8080}}));
    const Drafted d(w, {"shop/web -> shop/api tcp/8080 x5/4", "shop/api -> data/db tcp/5432 x5/4",
                        "shop/web -> data/db tcp/5432 x5/4"});
    EXPECT_EQ(reviewOf(d), (std::vector<std::string>{"shop/web -> shop/api TCP 8080: 5 connections, 4 days [1 pair]",
                                                     "shop/api -> data/db TCP 5432: 5 connections, 4 days [1 pair]",
                                                     "shop/web -> data/db TCP 5432: 5 connections, 4 days [0]"}));
}

TEST(Review, knowsTheDaysOfAddressesThatWereSeenOnOneEach) {
    const auto cluster = world::build(shop());
    const auto today = Reachability::create(cluster, {}, {}).value();
    constexpr std::int64_t kDay = 86'400'000'000'000;
    std::vector<ObservedEdge> edges;
    for (int i = 0; i < 6; ++i) {
        edges.push_back(edgeOf(*cluster, "shop/web -> 203.0.113." + std::to_string(i) + " tcp/443 x1/1"));
        edges.back().firstSeen = edges.back().lastSeen = (20000 + i / 2) * kDay + 7;
    }
    ProposalOptions options;
    options.windowDays = 31;
    const auto basis = ProposalBasis::create(today, edges, ProposalScope::ofCluster(*cluster), options, {}).value();
    const ReviewRow row = reviewRows(*basis).front();
    EXPECT_EQ(row.edges.size(), 6U);
    EXPECT_EQ(evidenceText(*basis, row), "6 connections, 3 of 31 days");
}

} // namespace
} // namespace portolan
