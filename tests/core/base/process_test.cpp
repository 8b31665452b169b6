#include "core/base/process.h"

#include <gtest/gtest.h>

#include <thread>

namespace portolan {
namespace {

using namespace std::chrono_literals;

TEST(Process, GivesBackWhatTheChildWrites) {
    const Result<ProcessOutput> run =
        runProcess({.program = "sh", .arguments = {"-c", "echo out; echo err >&2; exit 3"}}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->output, "out\n");
    EXPECT_EQ(run->errors, "err\n");
    EXPECT_EQ(run->exitCode, 3);
}

TEST(Process, PassesMoreInputThanAPipeHolds) {
    const std::string input(3'000'000, 'x');
    const Result<ProcessOutput> run = runProcess({.program = "cat", .input = input}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->output, input);
}

TEST(Process, SurvivesAChildThatReadsNothing) {
    const Result<ProcessOutput> run = runProcess({.program = "true", .input = std::string(3'000'000, 'x')}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->exitCode, 0);
}

TEST(Process, UsesNoShell) {
    const Result<ProcessOutput> run = runProcess({.program = "echo", .arguments = {"$HOME; ls"}}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->output, "$HOME; ls\n");
}

TEST(Process, ReportsTheSignalThatEndedTheChild) {
    const Result<ProcessOutput> run = runProcess({.program = "sh", .arguments = {"-c", "kill -9 $$"}}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->exitCode, 137);
}

TEST(Process, DoesNotWaitForAGrandchild) {
    const Result<ProcessOutput> run =
        runProcess({.program = "sh", .arguments = {"-c", "sleep 60 & echo started"}, .timeout = 30s}, {});
    ASSERT_TRUE(run);
    EXPECT_EQ(run->output, "started\n");
}

TEST(Process, NamesAProgramThatIsNotThere) {
    const Result<ProcessOutput> run = runProcess({.program = "no-such-program-anywhere"}, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().kind, Error::Kind::NotFound);
}

TEST(Process, EndsAtTheTimeLimitHoweverMuchTheChildWrites) {
    const Result<ProcessOutput> run = runProcess({.program = "yes", .timeout = 50ms}, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().kind, Error::Kind::Unreadable);
}

TEST(Process, IsCancelledWhileTheChildRuns) {
    std::stop_source stop;
    const std::jthread stopper([&] { stop.request_stop(); });
    const Result<ProcessOutput> run =
        runProcess({.program = "sleep", .arguments = {"60"}, .timeout = 60s}, RunControl(stop.get_token(), {}));
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().kind, Error::Kind::Cancelled);
}

} // namespace
} // namespace portolan
