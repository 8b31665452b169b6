#include "tests/cli/cli_case.h"

namespace portolan {
namespace {

constexpr const char* kHeader = "time,src_ns,src_workload,dst_ns,dst_workload,protocol,dst_port,verdict\n";

/// Logs that are not of the cluster, or not whole.
class StrangeLog : public Cli {
  protected:
    StrangeLog() {
        m_shop = write("shop.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}\n---\n"
                                    "{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop}}\n");
        std::string rows = kHeader;
        for (int port = 1; port <= 20; ++port)
            rows += "2026-11-01T00:00:00Z,far,off,far,away,TCP," + std::to_string(port) + ",allowed\n";
        m_far = write("far.csv", rows);
        m_empty = write("empty.csv", kHeader);
    }

    std::string m_shop, m_far, m_empty;
};

TEST_F(StrangeLog, IsToldByEveryCommandThatReadsIt) {
    for (const char* command : {"overview", "usage", "check"}) {
        const ProcessOutput out = run({command, m_shop, "--flows", m_far});
        EXPECT_EQ(out.exitCode, 0) << command;
        EXPECT_NE(out.errors.find("warning: none of 20 edges of the logs has an end among the workloads"),
                  std::string::npos)
            << command << ": " << out.errors;
    }
}

TEST_F(StrangeLog, IsNoReasonToShutEverythingOff) {
    for (const std::string& log : {m_far, m_empty}) {
        const ProcessOutput out = run({"propose", m_shop, "--flows", log, "--to", path("proposal")});
        EXPECT_EQ(out.exitCode, 3) << out.output;
        EXPECT_NE(out.errors.find("no flow of the logs has an end among the workloads of the input"), std::string::npos)
            << out.errors;
        EXPECT_FALSE(fs::exists(path("proposal")));
    }
}

TEST_F(StrangeLog, ThatCannotBeReadIsAnErrorToTheStrict) {
    fs::create_directories(path("logs"));
    write("logs/far.csv", kHeader + std::string("2026-11-01T00:00:00Z,shop,web,shop,db,TCP,1,allowed\n"));
    write("logs/notes.txt", "nothing that anybody knows\n");
    EXPECT_EQ(run({"usage", m_shop, "--flows", path("logs")}).exitCode, 0);
    EXPECT_EQ(run({"usage", m_shop, "--flows", path("logs"), "--strict"}).exitCode, 3);
}

} // namespace
} // namespace portolan
