#include "core/flow/clickhouse/clickhouse.h"
#include "tests/core/flow/clickhouse/generated_log.h"
#include "tests/core/flow/clickhouse/two_shards.h"

#include <chrono>
#include <thread>

/// What goes wrong with servers, and that no partial answer comes of it.

namespace portolan::clickhouse {
namespace {

/// Writes a generated log to a table of that name over both shards, once.
class WithFlows : public Shards {
  protected:
    static constexpr const char* kTable = "kept";

    void SetUp() override {
        Shards::SetUp();
        if (IsSkipped() || s_isWritten) return;
        const TemporaryFolder folder;
        const std::string nothing = folder.write("nothing.log", "").string();
        const std::string log = folder.write("kept.jsonl", generatedLog(30'000)).string();
        const std::string local = std::string(kTable) + "_local";
        ASSERT_TRUE(writeFlows({nothing}, *m_cluster, {shards().secondUrl(local)}, {}, {}).has_value());
        const auto written = writeFlows({log}, *m_cluster, {shards().url(kTable, "&cluster=fleet")}, {}, {});
        ASSERT_TRUE(written.has_value()) << written.error().message;
        s_isWritten = true;
    }
    Result<FlowTable> read(const std::string& user = {}, const std::string& rest = {}) {
        return readFlows({shards().url(kTable, rest, user)}, *m_cluster, {}, {});
    }

    std::shared_ptr<const Cluster> m_cluster = teams();

  private:
    static inline bool s_isWritten = false;
};

TEST_F(WithFlows, FailWhereAShardIsGoneAndSucceedWhenItIsBack) {
    const auto whole = read().value();
    shards().stopSecond();
    for (const std::string& user : {std::string(), std::string("forgetful"), std::string("readonly1")}) {
        const auto partial = read(user);
        ASSERT_FALSE(partial.has_value()) << user;
        EXPECT_NE(partial.error().message.find("a shard cannot be reached"), std::string::npos)
            << user << ": " << partial.error().message;
        const bool isNamed = partial.error().message.find("without an answer: 127.0.0.1:") != std::string::npos;
        EXPECT_TRUE(isNamed || !user.empty()) << partial.error().message; // others may not try the shards one by one
    }
    shards().startSecond();
    const auto again = read();
    ASSERT_TRUE(again.has_value()) << again.error().message;
    EXPECT_EQ(edgesOf(*again), edgesOf(whole));
}

TEST_F(WithFlows, FailAtTheMemoryLimitWithWhatToDo) {
    const auto tight = read("tight");
    ASSERT_FALSE(tight.has_value());
    EXPECT_EQ(tight.error().kind, Error::Kind::Unreadable);
    EXPECT_NE(tight.error().message.find("narrow the time window"), std::string::npos) << tight.error().message;
    EXPECT_NE(tight.error().message.find("code 241"), std::string::npos) << tight.error().message;
}

TEST_F(WithFlows, AreReadUnderReadOnlyProfiles) {
    const auto whole = read().value();
    for (const std::string user : {"readonly1", "readonly2"}) {
        const auto table = read(user);
        ASSERT_TRUE(table.has_value()) << user << ": " << table.error().message;
        EXPECT_EQ(edgesOf(*table), edgesOf(whole)) << user;
    }
}

TEST_F(WithFlows, AreWholeUnderAProfileThatWouldDropGroups) {
    const auto table = read("dropping"); // may make one group, and would leave out the others
    ASSERT_FALSE(table.has_value());
    const bool isRefused = table.error().message.find("code 158") != std::string::npos;
    const bool isCaught = table.error().message.find("the groups of its answer come to 0 lines") != std::string::npos;
    EXPECT_TRUE(isRefused || isCaught) << table.error().message; // servers of 2018 lose this error now and then
    const auto refused = read("forgetful1");
    ASSERT_FALSE(refused.has_value());
    EXPECT_NE(refused.error().message.find("skip_unavailable_shards=1"), std::string::npos) << refused.error().message;
}

TEST_F(WithFlows, SpillToDiskWithoutAChange) {
    auto session = Session::open(parseAddress(shards().url(kTable)).value(), "", {}).value();
    const auto sum = [&](const std::string& settings) {
        std::uint64_t records = 0;
        std::uint64_t groups = 0;
        const auto asked =
            session.aggregate("SELECT src_ns, src_workload, dst_ns, dst_workload, dport, sum(records) AS "
                              "n FROM kept GROUP BY src_ns, src_workload, dst_ns, dst_workload, dport "
                              "WITH TOTALS" +
                                  settings,
                              "test",
                              [&](Cells cells) {
                                  ++groups;
                                  records += std::stoull(std::string(cells[5]));
                                  return Result<void>();
                              },
                              {});
        EXPECT_TRUE(asked.has_value()) << (asked ? "" : asked.error().message);
        EXPECT_EQ(asked ? asked->totals[5] : "", std::to_string(records));
        return std::pair(records, groups);
    };
    const auto inMemory = sum("");
    EXPECT_EQ(sum(" SETTINGS max_bytes_before_external_group_by = 1, max_threads = 1"), inMemory);
    EXPECT_EQ(std::to_string(inMemory.first) + '\n', shards().ask("SELECT sum(records) FROM kept"));
}

TEST_F(WithFlows, EndOnTheServerWhenTheReadingIsStopped) {
    auto session = Session::open(parseAddress(shards().url(kTable)).value(), "", {}).value();
    std::stop_source stop;
    const RunControl control(stop.get_token(), [&](std::string_view, double) { stop.request_stop(); });
    const auto began = std::chrono::steady_clock::now();
    const auto asked =
        session.aggregate("SELECT sum(number) AS n FROM system.numbers WITH TOTALS", "test", {}, control);
    ASSERT_FALSE(asked.has_value());
    EXPECT_EQ(asked.error().kind, Error::Kind::Cancelled);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(10));
    const std::string running = "SELECT count() FROM system.processes WHERE query LIKE '%system.numbers%' AND query "
                                "NOT LIKE '%processes%'";
    std::string left = shards().ask(running);
    for (int tries = 0; left != "0\n" && tries < 200; ++tries) {
        std::this_thread::yield();
        left = shards().ask(running);
    }
    EXPECT_EQ(left, "0\n");
}

TEST_F(WithFlows, GiveNoTableWhenTheReadingIsStopped) {
    std::stop_source stop;
    stop.request_stop();
    const auto table = readFlows({shards().url(kTable)}, *m_cluster, {}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(table.has_value());
    EXPECT_EQ(table.error().kind, Error::Kind::Cancelled);
}

TEST_F(WithFlows, SayWhichTablesThereAre) {
    const auto missing = readFlows({shards().url("kpet")}, *m_cluster, {}, {});
    ASSERT_FALSE(missing.has_value());
    EXPECT_EQ(missing.error().kind, Error::Kind::NotFound);
    EXPECT_NE(missing.error().message.find("no table kpet"), std::string::npos) << missing.error().message;
    EXPECT_NE(missing.error().message.find("kept, kept_local"), std::string::npos) << missing.error().message;
    std::string nowhere = shards().url("kept");
    nowhere.replace(nowhere.find("/default"), 8, "/nowhere");
    EXPECT_NE(readFlows({nowhere}, *m_cluster, {}, {}).error().message.find("not there"), std::string::npos);
}

TEST_F(WithFlows, AskForAPasswordAndNeverWriteItDown) {
    const auto without = read("guarded");
    ASSERT_FALSE(without.has_value());
    EXPECT_EQ(without.error().kind, Error::Kind::Usage);
    EXPECT_NE(without.error().message.find("PORTOLAN_CLICKHOUSE_PASSWORD"), std::string::npos);
    const std::string url = shards().url(kTable, "", "guarded");
    FlowOptions options;
    options.password = "wrong-horse";
    EXPECT_EQ(readFlows({url}, *m_cluster, options, {}).error().kind, Error::Kind::Usage);
    options.password = "tr0ub4dor&3";
    const auto table = readFlows({url}, *m_cluster, options, {});
    ASSERT_TRUE(table.has_value()) << table.error().message;
    const std::string logs = shards().logs();
    EXPECT_GT(logs.size(), 10'000U);
    EXPECT_EQ(logs.find("tr0ub4dor"), std::string::npos);
    EXPECT_EQ(logs.find("wrong-horse"), std::string::npos);
}

TEST_F(WithFlows, SpeakTlsWithAPrivateAuthority) {
    if (!shards().hasTls()) GTEST_SKIP() << "openssl is not installed, which makes the certificates";
    const auto whole = read().value();
    const auto trusted = readFlows({shards().tlsUrl(kTable, "&ca=" + shards().caFile())}, *m_cluster, {}, {});
    ASSERT_TRUE(trusted.has_value()) << trusted.error().message;
    EXPECT_EQ(edgesOf(*trusted), edgesOf(whole));
    const auto stranger = readFlows({shards().tlsUrl(kTable)}, *m_cluster, {}, {});
    ASSERT_FALSE(stranger.has_value());
    EXPECT_NE(stranger.error().message.find("authorit"), std::string::npos) << stranger.error().message;
    const auto noFile = readFlows({shards().tlsUrl(kTable, "&ca=/nonexistent")}, *m_cluster, {}, {});
    EXPECT_NE(noFile.error().message.find("ca="), std::string::npos) << noFile.error().message;
}

TEST_F(WithFlows, SayThatATimeHoldsNoFlows) {
    const auto table = read("", "&from=2030-01-01").value();
    EXPECT_TRUE(table.edges().empty());
    ASSERT_EQ(table.diagnostics().size(), 1U);
    EXPECT_EQ(table.diagnostics().front().message, "holds no flows in the time that the URL names");
    const auto some = read("", "&from=2024-01-10&to=2024-01-12").value();
    const auto all = read().value();
    EXPECT_GT(some.edges().size(), 0U);
    EXPECT_LT(some.counts().lines, all.counts().lines / 10);
    EXPECT_EQ(some.window().days, 2U);
}

} // namespace
} // namespace portolan::clickhouse
