#include "core/flow/lane_run.h"

#include <gtest/gtest.h>

#include <map>

namespace portolan {
namespace {

LaneKey key(std::uint32_t from, std::uint32_t to, std::uint16_t port, Reporter reporter = Reporter::Source) {
    return {EndIndex(from),
            EndIndex(to),
            Protocol::Tcp,
            port,
            {Observation::TraceDelivered, FlowVerdict::Observed, reporter, Trust::Sure}};
}

/// A tally with all that one may have: connections told apart, days far from each other.
Tally fullTally(std::uint64_t seed) {
    Tally out;
    for (std::uint64_t i = 0; i < 300 + seed; ++i) {
        FlowRecord record;
        record.observation = Observation::TraceDelivered;
        record.firstSeen = record.lastSeen = static_cast<std::int64_t>(86'400'000'000'000 * (1 + i % 3 * 5000 + seed));
        record.from.pod = PodId(std::size_t{3});
        record.fromPort = static_cast<std::uint16_t>(1 + i);
        record.clientIdentity = i % 7 == 0 ? 0 : 99 + seed;
        record.position = 1000 - i;
        record.isAggregate = seed % 2 == 0;
        record.weightKind = WeightKind::PacketSample;
        out.add(record);
    }
    return out;
}

void expectEqual(const Tally& a, const Tally& b) {
    EXPECT_EQ(a.weight, b.weight);
    EXPECT_EQ(a.records, b.records);
    EXPECT_EQ(a.unidentified, b.unidentified);
    EXPECT_EQ(a.firstSeen, b.firstSeen);
    EXPECT_EQ(a.lastSeen, b.lastSeen);
    EXPECT_EQ(a.pods, b.pods);
    EXPECT_EQ(a.position, b.position);
    EXPECT_EQ(a.days, b.days);
    EXPECT_EQ(a.hasAggregates, b.hasAggregates);
    EXPECT_EQ(a.weightKind, b.weightKind);
    ASSERT_EQ(a.distinct != nullptr, b.distinct != nullptr);
    if (!a.distinct) return;
    EXPECT_EQ(a.distinct->smallest(), b.distinct->smallest());
}

TEST(LaneRun, GivesBackEveryFieldOfALane) {
    LaneRunWriter writer;
    for (std::uint32_t i = 0; i < 2000; ++i) // more than a buffer's worth
        ASSERT_TRUE(writer.add(key(i, 7, 80), i % 2 == 0 ? fullTally(i % 5) : Tally()));
    const auto run = writer.finish();
    ASSERT_TRUE(run);
    LaneRunReader reader(*run);
    for (std::uint32_t i = 0; i < 2000; ++i) {
        const auto lane = reader.next();
        ASSERT_TRUE(lane && *lane) << i;
        EXPECT_EQ((*lane)->first, key(i, 7, 80));
        expectEqual((*lane)->second, i % 2 == 0 ? fullTally(i % 5) : Tally());
    }
    const auto last = reader.next();
    EXPECT_TRUE(last && !*last);
}

TEST(LaneRun, MergesRunsAndMemoryAsIfAllHadBeenInMemory) {
    std::map<LaneKey, Tally> expected;
    const auto expect = [&](const LaneKey& k, const Tally& tally) { expected[k].add(tally); };
    const auto doubled = [](LaneKey& k, Tally&) { // as ends that are renumbered
        k.from = EndIndex(std::size_t{k.from.value} / 2);
        return k.port != 13;
    };
    std::vector<LaneRun> runs;
    LaneRunWriter writer;
    LaneRunWriter sorted;
    for (std::uint32_t r = 0; r < 3; ++r) {
        for (std::uint32_t i = 0; i < 500; ++i) {
            const LaneKey k = key(i * 7919 % 97, i % 5, static_cast<std::uint16_t>(i % 17),
                                  i % 3 == 0 ? Reporter::Source : Reporter::Destination);
            ASSERT_TRUE(writer.add(k, fullTally(r)));
            LaneKey settled = k;
            Tally none;
            if (doubled(settled, none)) expect(settled, fullTally(r));
        }
        const auto run = writer.finish();
        ASSERT_TRUE(run);
        auto inOrder = sortedRun(*run, doubled, sorted);
        ASSERT_TRUE(inOrder);
        runs.push_back(std::move(*inOrder));
    }
    Tallies rest;
    for (std::uint32_t i = 0; i < 60; ++i) {
        rest.add(key(i, 3, 5), fullTally(1));
        expect(key(i, 3, 5), fullTally(1));
    }
    auto next = expected.begin();
    const auto merged = mergeLanes(runs, rest.takeEntries(), [&](const LaneKey& k, const Tally& tally) -> Result<void> {
        if (next == expected.end()) return fail(Error::Kind::Internal, "too many lanes");
        EXPECT_EQ(k, next->first);
        expectEqual(tally, next->second);
        ++next;
        return {};
    });
    EXPECT_TRUE(merged);
    EXPECT_EQ(next, expected.end());
}

TEST(LaneRun, EndsWithTheFirstFailure) {
    Tallies lanes;
    lanes.add(key(1, 2, 3), Tally());
    lanes.add(key(1, 2, 4), Tally());
    int calls = 0;
    const auto merged = mergeLanes({}, lanes.takeEntries(), [&](const LaneKey&, const Tally&) -> Result<void> {
        ++calls;
        return cancelled();
    });
    EXPECT_FALSE(merged);
    EXPECT_EQ(calls, 1);
}

} // namespace
} // namespace portolan
