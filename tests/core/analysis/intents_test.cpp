#include "core/analysis/intents.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr const char* kShop =
    "ns shop\n"
    "ns data\n"
    "pod shop/web app=web :80\n"
    "pod shop/job app=job :81\n"
    "pod data/db app=db :5432\n"
    "policy data/db {podSelector: {}, policyTypes: [Ingress], ingress: [{from: "
    "[{namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}], ports: [{port: 5432}]}]}\n";

/// "holds 2", "fails 1 of 2: shop/web > data/db allow", "matches nothing: ..." for each line of intents.
std::string judged(const std::string& lines) {
    const auto joined = story::join(kShop);
    const auto intents = parseIntents("name,from,to,port,expect\n" + lines, "i.csv").value();
    const auto outcomes = checkIntents(*joined.reachability, intents, {}).value();
    std::string out;
    for (const IntentOutcome& o : outcomes) {
        out += name(o.status);
        if (o.status == IntentOutcome::Status::Holds) out += ' ' + std::to_string(o.pairs);
        if (o.status == IntentOutcome::Status::Vacuous) out += ": " + o.problem;
        if (o.status == IntentOutcome::Status::Fails)
            out += ' ' + std::to_string(o.breached) + " of " + std::to_string(o.pairs);
        for (const Breach& b : o.breaches) out += ": " + b.from + " > " + b.to + ' ' + std::string(name(b.verdict));
        out += '\n';
    }
    return out;
}

TEST(Intents, HoldWhereEveryPairAgrees) {
    EXPECT_EQ(judged("a,shop/web,data/db,tcp/5432,allow\n"
                     "b,shop/job,data/db,tcp/5432,deny\n"
                     "c,shop/web,data/db,tcp/5433,deny\n"
                     "d,internet,data/*,,deny\n"),
              "holds 1\nholds 1\nholds 1\nholds 1\n");
}

TEST(Intents, FailWithThePairsThatBreakThem) {
    EXPECT_EQ(judged("a,shop/*,data/*,tcp/5432,deny\n"), "fails 1 of 2: shop/web > data/db allow\n");
}

TEST(Intents, ThatSpeakOfNothingDoNotHold) {
    EXPECT_EQ(judged("a,stage/*,data/db,tcp/5432,deny\n"), "matches nothing: no workload matches stage/*\n");
    EXPECT_EQ(judged("a,data/db,data/*,tcp/5432,deny\n"), "matches nothing: both ends are the same workload\n");
}

TEST(Intents, AStarStopsAtTheSlash) {
    EXPECT_EQ(judged("a,*/web,data/db,tcp/5432,allow\n"), "holds 1\n");
    EXPECT_EQ(judged("a,*,data/db,tcp/5432,allow\n"), "matches nothing: no workload matches *\n");
}

TEST(Intents, AreUncertainWhereAFactIsMissing) {
    const auto joined = story::join("ns shop\npod shop/web app=web :80\npod shop/db app=db :81\n"
                                    "policy shop/db {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress], "
                                    "ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]}\n");
    const auto intents = parseIntents("name,from,to,port,expect\na,shop/web,shop/db,tcp/81,deny\n", "i.csv").value();
    const auto outcomes = checkIntents(*joined.reachability, intents, {}).value();
    ASSERT_EQ(outcomes.front().breaches.size(), 1U);
    EXPECT_EQ(outcomes.front().breaches.front().verdict, Verdict::Uncertain);
}

TEST(Intents, SayWhereTheFileIsWrong) {
    const std::string head = "name,from,to,port,expect\n";
    for (const auto& [text, problem] : std::vector<std::pair<std::string, std::string>>{
             {"", "i.csv: no intent, not even the line name,from,to,port,expect"},
             {"from,to\n", "i.csv:1: the first line must be name,from,to,port,expect"},
             {head + "# a comment\na,shop/web,shop/db,tcp/81\n",
              "i.csv:3: five cells are expected, name,from,to,port,expect"},
             {head + "a,shop/web,shop/db,tcp/81,maybe\n", "i.csv:2: expect is allow or deny, not \"maybe\""}}) {
        const auto intents = parseIntents(text, "i.csv");
        ASSERT_FALSE(intents) << text;
        EXPECT_EQ(intents.error().message, problem);
    }
    EXPECT_FALSE(parseIntents(head + "a,shop/web,shop/db,tcp/99999,deny\n", "i.csv"));
}

} // namespace
} // namespace portolan
