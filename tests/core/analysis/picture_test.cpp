#include "core/analysis/picture.h"
#include "core/analysis/picture_changes.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

/// A picture of two namespaces with some lines between and inside them; no analysis behind it.
Picture twoGroups() {
    Picture out;
    for (const char* group : {"data", "shop"})
        for (const char* name : {"a", "b", "c"}) {
            PictureNode node;
            node.group = group;
            node.name = name;
            node.id = node.group + '/' + name;
            out.nodes.push_back(node);
        }
    const auto line = [&](std::uint32_t from, std::uint32_t to, EdgeState state) {
        out.edges.push_back(
            {.from = from, .to = to, .state = state, .ports = {{Protocol::Tcp, 80}}, .connections = 5, .edges = {}});
    };
    line(0, 1, EdgeState::Used); // inside data
    line(0, 3, EdgeState::Used); // data to shop, alone
    line(3, 0, EdgeState::Used); // shop to data
    line(3, 1, EdgeState::UnusedAllow);
    line(4, 1, EdgeState::UnusedAllow);
    line(4, 2, EdgeState::Blocked);
    line(5, 2, EdgeState::Mismatch);
    return out;
}

TEST(FoldLines, LeavesAPictureWithFewLinesAlone) {
    Picture picture = twoGroups();
    foldLines(picture, picture.edges.size());
    EXPECT_TRUE(picture.trunks.empty());
    EXPECT_TRUE(std::ranges::none_of(picture.edges, &PictureEdge::isFolded));
}

TEST(FoldLines, FoldsCalmLinesBetweenGroupsAndKeepsTheLoudOnes) {
    Picture picture = twoGroups();
    foldLines(picture, 3);
    ASSERT_EQ(picture.trunks.size(), 1U) << "one line between two groups stays itself, as do lines inside a group";
    const PictureTrunk& trunk = picture.trunks.front();
    EXPECT_EQ(trunk.from + " to " + trunk.to, "shop to data");
    EXPECT_EQ(trunk.edges, (std::vector<std::uint32_t>{2, 3, 4}));
    EXPECT_EQ(trunk.count[static_cast<std::size_t>(EdgeState::Used)], 1U);
    EXPECT_EQ(trunk.count[static_cast<std::size_t>(EdgeState::UnusedAllow)], 2U);
    EXPECT_EQ(trunk.connections, 15U);
    EXPECT_EQ(trunk.state(), EdgeState::UnusedAllow) << "the state of most of them";
    for (std::uint32_t i = 0; i < picture.edges.size(); ++i)
        EXPECT_EQ(picture.edges[i].isFolded, i >= 2 && i <= 4) << i;
}

TEST(FoldLines, NeverFoldsWhatADraftChanges) {
    Picture picture = twoGroups();
    picture.edges[3].change = PictureChange::NewlyClosed;
    foldLines(picture, 3);
    ASSERT_EQ(picture.trunks.size(), 1U);
    EXPECT_EQ(picture.trunks.front().edges, (std::vector<std::uint32_t>{2, 4}));
}

TEST(FoldLines, LeavesAPictureByNamespaceAlone) {
    Picture picture = twoGroups();
    picture.isByNamespace = true;
    foldLines(picture, 0);
    EXPECT_TRUE(picture.trunks.empty());
}

constexpr const char* kShop = "ns shop\n"
                              "pod shop/web app=web :80\n"
                              "pod shop/job app=job :81\n"
                              "pod shop/db app=db :5432\n";
constexpr const char* kWebAndJob = "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
                                   "ingress: [{from: [{podSelector: {}}], ports: [{port: 5432}]}]}\n";
constexpr const char* kWebOnly =
    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
    "ingress: [{from: [{podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}\n";

std::shared_ptr<const Analysis> analysisOf(const story::Joined& joined) {
    auto out = std::make_shared<Analysis>();
    out->cluster = joined.cluster;
    out->reachability = joined.reachability;
    out->flows = joined.flows;
    out->ledger = joined.ledger;
    return out;
}

/// "shop/web > shop/db: used, newly closed"; one line for each edge of the marked picture.
std::string changes(const char* policiesToday, const char* policiesThen, const char* flows) {
    const auto today = analysisOf(story::join(std::string(kShop) + policiesToday, flows));
    const auto then = analysisUnder(*today, story::join(std::string(kShop) + policiesThen).reachability, {}).value();
    const Picture before = picture(*today, {}, {}).value();
    const Picture after = picture(*then, {}, {}).value();
    const Picture marked = markChanges({*today, before}, {*then, after});
    std::string out;
    for (const PictureEdge& e : marked.edges) {
        out += marked.nodes[e.from].name + " > " + marked.nodes[e.to].name + ": " + std::string(name(e.state));
        if (e.change == PictureChange::WouldBreak) out += ", would break";
        if (e.change == PictureChange::NewlyClosed) out += ", newly closed";
        if (e.change == PictureChange::NewlyAllowed) out += ", newly allowed";
        out += '\n';
    }
    return out;
}

TEST(MarkChanges, SaysNothingOfWhatStays) {
    EXPECT_EQ(changes(kWebAndJob, kWebAndJob, "shop/web shop/db TCP/5432 allowed 7"),
              "job > db: unused\nweb > db: used\n");
}

TEST(MarkChanges, ClosesAnAllowThatNobodyUsed) {
    EXPECT_EQ(changes(kWebAndJob, kWebOnly, "shop/web shop/db TCP/5432 allowed 7"),
              "job > db: unused, newly closed\nweb > db: used\n");
}

TEST(MarkChanges, CallsABrokenEdgeBlockedAndNotAMismatch) {
    EXPECT_EQ(changes(kWebAndJob, kWebOnly, "shop/job shop/db TCP/5432 allowed 7"),
              "job > db: blocked, would break\nweb > db: unused\n");
}

TEST(MarkChanges, OpensWhatWasShut) {
    EXPECT_EQ(changes(kWebOnly, kWebAndJob, "shop/job shop/db TCP/5432 denied 7"),
              "job > db: used, newly allowed\nweb > db: unused\n")
        << "that the log says dropped speaks of today, not of the draft";
    EXPECT_EQ(changes(kWebOnly, kWebAndJob, "shop/web shop/db TCP/5432 allowed 7"),
              "job > db: unused, newly allowed\nweb > db: used\n");
}

TEST(MarkChanges, MarksALineThatCarriesOnePortMore) {
    const auto dbOn = [](const char* ports) {
        return std::string("policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], ingress: "
                           "[{from: [{podSelector: {matchLabels: {app: web}}}], ports: [") +
               ports + "]}]}\npod shop/db2 app=db :5432 :9000\n";
    };
    const std::string one = dbOn("{port: 5432}");
    const std::string two = dbOn("{port: 5432}, {port: 9000}");
    const char* flow = "shop/web shop/db2 TCP/5432 allowed 7";
    EXPECT_NE(changes(one.c_str(), two.c_str(), flow).find("web > db2: used, newly allowed\n"), std::string::npos);
    EXPECT_NE(changes(two.c_str(), one.c_str(), flow).find("web > db2: used\n"), std::string::npos)
        << "what closes is an unused port of a line that stays";
}

TEST(MarkChanges, AskTheLedgerBeforeAllowingAnew) {
    EXPECT_EQ(changes("", kWebAndJob, "shop/web shop/db TCP/5432 allowed 7"), "job > db: unused\nweb > db: used\n")
        << "without policies everything was open already, though no line said so";
}

TrafficSet onTcp(std::uint16_t port) {
    return TrafficSet::of(Protocol::Tcp, port);
}

/// "shop/front > web: unused"; the lines of entry points in a shop with that log.
std::string entryLinesOf(const std::vector<PictureEntry>& entries, const char* flows, std::size_t most = 12) {
    const auto analysis = analysisOf(story::join(std::string(kShop) + kWebAndJob, flows));
    PictureOptions options;
    options.entries = entries;
    options.maxEntries = most;
    const Picture drawn = picture(*analysis, options, {}).value();
    std::string out;
    for (const PictureNode& n : drawn.nodes)
        if (n.kind == PictureNode::Kind::Entry) out += n.name + '\n';
    for (const PictureEdge& e : drawn.edges)
        if (drawn.nodes[e.from].kind != PictureNode::Kind::Workload)
            out += drawn.nodes[e.from].name + " > " + drawn.nodes[e.to].name + ": " + std::string(name(e.state)) + '\n';
    return out;
}

WorkloadId inShop(const char* name) {
    return story::join(kShop).cluster->findWorkloads("shop", name).front();
}

TEST(Pictures, ShowWhatIsPermittedWhereNoLogIsLoaded) {
    const auto analysis = analysisOf(story::join(std::string(kShop) + kWebOnly));
    const Picture drawn = picture(*analysis, {}, {}).value();
    EXPECT_FALSE(drawn.hasEvidence);
    ASSERT_EQ(drawn.edges.size(), 1U);
    EXPECT_EQ(drawn.nodes[drawn.edges.front().from].name + " > " + drawn.nodes[drawn.edges.front().to].name,
              "web > db");
    EXPECT_EQ(drawn.edges.front().state, EdgeState::UnusedAllow);
}

TEST(PictureEntries, StandOutsideWithALineToWhatTheyLetInTo) {
    EXPECT_EQ(entryLinesOf({{"shop/front[Ingress]", inShop("db"), onTcp(5432)}}, ""),
              "shop/front\nshop/front > db: unused\n");
    EXPECT_EQ(entryLinesOf({{"shop/front[Ingress]", inShop("web"), onTcp(80)}}, ""),
              "shop/front\nshop/front > web: open\n")
        << "no policy isolates it";
    EXPECT_EQ(entryLinesOf({{"shop/front[Ingress]", inShop("db"), onTcp(5432), false}}, ""),
              "shop/front\nshop/front > db: uncertain\n");
    EXPECT_EQ(entryLinesOf({{"shop/front[Ingress]", {}, {}}}, ""), "shop/front\n") << "one that lets nothing in";
}

TEST(PictureEntries, AreUsedWhereTheLogSawTheirTrafficArrive) {
    const std::vector<PictureEntry> byController{
        {"shop/front[Ingress]", inShop("db"), onTcp(5432), true, {inShop("web")}}};
    EXPECT_EQ(entryLinesOf(byController, "shop/web shop/db TCP/5432 allowed 7"), "shop/front\nshop/front > db: used\n");
    EXPECT_EQ(entryLinesOf(byController, "shop/job shop/db TCP/5432 allowed 7"),
              "shop/front\nshop/front > db: unused\n")
        << "somebody else's traffic is none of theirs";
    EXPECT_EQ(entryLinesOf(byController, "shop/web shop/db TCP/81 denied 7"), "shop/front\nshop/front > db: unused\n");
}

TEST(PictureEntries, AreGatheredWhereTheyAreTooMany) {
    const std::vector<PictureEntry> three{{"shop/a[Ingress]", inShop("db"), onTcp(5432)},
                                          {"shop/b[Ingress]", inShop("db"), onTcp(5432)},
                                          {"data/c[Ingress]", {}, {}}};
    EXPECT_EQ(entryLinesOf(three, "", 3), "data/c\nshop/a\nshop/b\nshop/a > db: unused\nshop/b > db: unused\n");
    EXPECT_EQ(entryLinesOf(three, "", 2),
              "1 entry point of data\n2 entry points of shop\n2 entry points of shop > db: unused\n");
    EXPECT_EQ(entryLinesOf(three, "", 1), "3 entry points\n3 entry points > db: unused\n");
}

TEST(PictureEntries, LeadToTheInternetItselfWhereNothingStandsBeforeAWorkload) {
    EXPECT_EQ(entryLinesOf({{"", inShop("db"), onTcp(5432), false}}, ""), "internet > db: uncertain\n");
}

} // namespace
} // namespace portolan
