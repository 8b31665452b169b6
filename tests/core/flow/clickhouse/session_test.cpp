#include "core/flow/clickhouse/session.h"
#include "core/flow/read_flows.h"
#include "tests/core/flow/clickhouse/fake_server.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>

/// What a real server does only with bad luck.

namespace portolan::clickhouse {
namespace {

constexpr std::string_view kRows = "n\trecords\nUInt8\tUInt64\n1\t2\n";

struct Asked {
    std::size_t rows = 0;
    std::string problem;
};

Asked ask(const FakeServer& server) {
    Asked out;
    auto session = Session::open(server.address(), "", {});
    if (!session) return {0, session.error().message};
    const auto outcome = session->aggregate("SELECT n, count() AS records FROM t GROUP BY n WITH TOTALS", "test",
                                            [&](Cells) {
                                                ++out.rows;
                                                return Result<void>();
                                            },
                                            {});
    if (!outcome) out.problem = outcome.error().message;
    return out;
}

struct Broken {
    std::string answer;
    std::string_view problem;
};

TEST(ClickHouseSession, UsesNothingOfAnAnswerThatIsNotWhole) {
    const std::string rows(kRows);
    const std::string head = "HTTP/1.1 200 OK\r\nConnection: close\r\n";
    const Broken cases[] = {
        {httpAnswer(200, rows), "ends before its end"},
        {httpAnswer(200, rows + "\n"), "ends before its end"},
        {httpAnswer(200, rows + "Code: 395, e.displayText() = DB::Exception: Value passed to throwIf, e.what() = "
                                "DB::Exception\n"),
         "failed after part of its answer"},
        {head + "Content-Length: 4000\r\n\r\n" + rows + "\n0\t2\n", "broke in the middle"},
        {head + "Transfer-Encoding: chunked\r\n\r\n1a\r\n" + rows.substr(0, 26) + "\r\n", "broke in the middle"},
        {"", "hung up without an answer"},
        {"SSH-2.0-OpenSSH_9.2\r\n", "no HTTP on this port"},
        {httpAnswer(404, "<html>not found</html>"), "answers as no ClickHouse server does, with HTTP status 404"},
        {httpAnswer(502, "Bad Gateway"), "HTTP status 502"},
        {httpAnswer(302, ""), "HTTP status 302"},
    };
    for (const Broken& c : cases) {
        const FakeServer server(likeClickHouse([&](const std::string&) { return c.answer; }));
        const Asked out = ask(server);
        EXPECT_NE(out.problem.find(c.problem), std::string::npos) << c.answer << "\ngave " << out.problem;
    }
}

struct Refused {
    int status;
    std::string_view body;
    Error::Kind kind;
    std::string_view message;
};

TEST(ClickHouseSession, SaysWhatToDoAboutARefusal) {
    const Refused cases[] = {
        {401, "Code: 193, e.displayText() = DB::Exception: Wrong password for user x, e.what() = DB::Exception",
         Error::Kind::Usage, "PORTOLAN_CLICKHOUSE_PASSWORD"},
        {403, "Code: 516. DB::Exception: x: Authentication failed. (AUTHENTICATION_FAILED)", Error::Kind::Usage,
         "user or password are wrong"},
        {401, "go away", Error::Kind::Usage, "user or password are wrong"},
        {500, "Code: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded", Error::Kind::Unreadable,
         "narrow the time window with from= and to="},
        {500, "Code: 159, e.displayText() = DB::Exception: Timeout exceeded", Error::Kind::Unreadable, "narrow"},
        {500, "Code: 279, e.displayText() = DB::NetException: All connection tries failed. 127.0.0.1:9000",
         Error::Kind::Unreadable, "a shard cannot be reached"},
        {404, "Code: 81, e.displayText() = DB::Exception: Database x doesn't exist", Error::Kind::NotFound,
         "give the database"},
        {500, "Code: 202, e.displayText() = DB::Exception: Too many simultaneous queries", Error::Kind::Unreadable,
         "ask again later"},
        {400, "Port 9000 is for clickhouse-client program.\nYou must use port 8123 for HTTP.", Error::Kind::Usage,
         "not the HTTP port"},
        {500, "Code: 999, e.displayText() = DB::Exception: something new", Error::Kind::Unreadable,
         "something new (code 999)"},
    };
    for (const Refused& c : cases) {
        const FakeServer server([&](const Heard&) { return httpAnswer(c.status, std::string(c.body)); });
        const auto session = Session::open(server.address(), "", {});
        ASSERT_FALSE(session.has_value()) << c.body;
        EXPECT_EQ(session.error().kind, c.kind) << c.body;
        EXPECT_NE(session.error().message.find(c.message), std::string::npos)
            << c.body << "\ngave " << session.error().message;
    }
}

TEST(ClickHouseSession, SaysThatAPortHasNoTls) {
    const FakeServer server([](const Heard&) { return httpAnswer(400, "plain"); });
    Address address = server.address();
    address.transport = Address::Transport::Tls;
    const auto session = Session::open(address, "", {});
    ASSERT_FALSE(session.has_value());
    const std::string& message = session.error().message; // without any authority nothing is asked of the server
    const bool isTold = message.find("no TLS on this port") != std::string::npos ||
                        message.find("this machine knows no authorities") != std::string::npos;
    EXPECT_TRUE(isTold) << message;
}

TEST(ClickHouseSession, SaysWhereNobodyListens) {
    Address address;
    {
        const FakeServer gone([](const Heard&) { return std::string(); });
        address = gone.address();
    }
    const auto session = Session::open(address, "", {});
    ASSERT_FALSE(session.has_value());
    EXPECT_NE(session.error().message.find("no connection; is the server up"), std::string::npos);
    EXPECT_NE(session.error().message.find(address.server()), std::string::npos);
}

TEST(ClickHouseSession, SendsThePasswordInAHeaderOnly) {
    const FakeServer server(likeClickHouse([](const std::string&) { return httpAnswer(200, ""); }));
    Address address = server.address();
    address.user = "reader";
    const auto session = Session::open(address, "hunter2", {});
    ASSERT_TRUE(session.has_value());
    ASSERT_FALSE(server.heard().empty());
    for (const Heard& heard : server.heard()) {
        const std::string url = heard.head.substr(0, heard.head.find("\r\n"));
        EXPECT_EQ(url.find("hunter2"), std::string::npos);
        EXPECT_EQ(url.find("reader"), std::string::npos);
        EXPECT_NE(heard.head.find("X-ClickHouse-User: reader\r\n"), std::string::npos);
        EXPECT_NE(heard.head.find("X-ClickHouse-Key: hunter2"), std::string::npos);
        EXPECT_EQ(heard.body.find("hunter2"), std::string::npos);
    }
    EXPECT_EQ(Session::open(address, "line\nend", {}).error().kind, Error::Kind::Usage);
}

TEST(ClickHouseSession, SetsWhatKeepsAnAnswerWhole) {
    const FakeServer server(likeClickHouse([](const std::string&) { return httpAnswer(200, std::string(kRows)); }));
    ask(server);
    const std::string head = server.heard().back().head;
    EXPECT_NE(head.find("skip_unavailable_shards=0"), std::string::npos);
    EXPECT_NE(head.find("wait_end_of_query=1"), std::string::npos);
    EXPECT_EQ(head.find("overflow_mode"), std::string::npos); // this server knows no such setting
}

TEST(ClickHouseSession, AsksWithoutSettingsWhereTheProfileTakesNone) {
    const FakeServer server([](const Heard& heard) {
        if (heard.body.starts_with("SELECT version()")) return httpAnswer(200, "version\nString\n18.16.1\n");
        if (heard.body.starts_with("SELECT name, value"))
            return httpAnswer(200, "name\tvalue\nString\tString\nskip_unavailable_shards\t0\nreadonly\t0\n");
        if (heard.head.find("skip_unavailable_shards") != std::string::npos)
            return httpAnswer(500, "Code: 164, e.displayText() = DB::Exception: Cannot override setting");
        return httpAnswer(200, std::string(kRows) + "\n0\t2\n");
    });
    const Asked out = ask(server);
    EXPECT_EQ(out.problem, "");
    EXPECT_EQ(out.rows, 1U);
}

TEST(ClickHouseSession, RefusesAProfileThatDropsFlowsAndTakesNoSettings) {
    const FakeServer server([](const Heard& heard) {
        if (heard.body.starts_with("SELECT version()")) return httpAnswer(200, "version\nString\n18.16.1\n");
        if (heard.body.starts_with("SELECT name, value"))
            return httpAnswer(200, "name\tvalue\nString\tString\ngroup_by_overflow_mode\tany\nreadonly\t1\n");
        return httpAnswer(200, std::string(kRows) + "\n0\t2\n");
    });
    const Asked out = ask(server);
    EXPECT_EQ(out.rows, 0U);
    EXPECT_NE(out.problem.find("group_by_overflow_mode=any"), std::string::npos) << out.problem;
}

TEST(ClickHouseSession, EndsTheQueryOnTheServerWhenItIsStopped) {
    std::stop_source stop;
    std::atomic<bool> isKilled = false;
    const FakeServer server(likeClickHouse([&](const std::string& sql) {
        if (sql.starts_with("KILL QUERY WHERE query_id = 'portolan-")) {
            isKilled = true;
            return httpAnswer(200, "");
        }
        stop.request_stop();
        while (!isKilled) std::this_thread::yield(); // the query runs until it is ended
        return httpAnswer(500, "Code: 394, e.displayText() = DB::Exception: Query was cancelled");
    }));
    auto session = Session::open(server.address(), "", {});
    ASSERT_TRUE(session.has_value());
    const auto outcome = session->aggregate("SELECT 1 WITH TOTALS", "test", {}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().kind, Error::Kind::Cancelled);
    EXPECT_TRUE(isKilled);
}

TEST(ClickHouseSession, TellsProgressOfALongQuery) {
    std::atomic<int> polls = 0;
    const FakeServer server(likeClickHouse([&](const std::string& sql) {
        if (sql.starts_with("SELECT read_rows")) {
            ++polls;
            return httpAnswer(200, "50\t100\n");
        }
        while (polls < 2) std::this_thread::yield();
        return httpAnswer(200, std::string(kRows) + "\n0\t2\n");
    }));
    auto session = Session::open(server.address(), "", {});
    ASSERT_TRUE(session.has_value());
    std::vector<double> told;
    const RunControl control({}, [&](std::string_view, double fraction) { told.push_back(fraction); });
    EXPECT_TRUE(session->aggregate("SELECT 1 WITH TOTALS", "test", {}, control).has_value());
    ASSERT_FALSE(told.empty());
    for (const double fraction : told) EXPECT_DOUBLE_EQ(fraction, 0.5);
}

} // namespace
} // namespace portolan::clickhouse
