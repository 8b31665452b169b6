#include "tests/cli/cli_case.h"

#include <sys/stat.h>

#include <iterator>

/// Where results go: all of it, or word of what went wrong.

namespace portolan {
namespace {

ProcessOutput shell(const std::string& code) {
    auto out = runProcess({"bash", {"-c", code}, {}, std::chrono::seconds(60)}, {});
    EXPECT_TRUE(out) << (out ? "" : out.error().message);
    return out.value_or(ProcessOutput{});
}

std::string program() {
    return std::string("'") + PORTOLAN_EXECUTABLE + "' ";
}

std::string contents(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

constexpr const char* kSampleAndFlows = "samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz";

TEST_F(Cli, AFullDiskIsToldWhateverIsWritten) {
    const std::string usage = std::string("usage ") + kSampleAndFlows;
    for (const std::string& command :
         {std::string("list samples/harbor"), std::string("list samples/harbor -o json"), usage, usage + " -o csv",
          std::string("declared samples/harbor"), std::string("map samples/harbor -o dot"), std::string("man"),
          std::string("completion bash"), std::string("--help"), std::string("list --help"), std::string("--version"),
          std::string("list samples/harbor -f /dev/full")}) {
        const bool isFile = command.ends_with("/dev/full");
        const auto out = shell(program() + command + (isFile ? "" : " > /dev/full"));
        EXPECT_EQ(out.exitCode, 3) << command;
        const std::string target = isFile ? "/dev/full" : "to standard output";
        EXPECT_NE(out.errors.find("portolan: cannot write " + target + ": No space left on device\n"),
                  std::string::npos)
            << command << ": " << out.errors;
    }
}

TEST_F(Cli, AReaderThatLeavesIsNotAnError) {
    for (const std::string before : {"", "trap '' PIPE; "}) {
        const auto out = shell(before + program() + "list samples/harbor -q -o json | head -c 1");
        EXPECT_EQ(out.output, "{");
        EXPECT_EQ(out.errors, "");
    }
}

TEST_F(Cli, AResultThatCannotBeWrittenLeavesTheOldFile) {
    const std::string file = write("list.txt", "old\n");
    const auto out = shell("trap '' XFSZ; ulimit -f 1; " + program() + "list samples/harbor -q -f '" + file + "'");
    EXPECT_EQ(out.exitCode, 3);
    EXPECT_EQ(out.errors, "portolan: cannot write " + file + ": File too large\n");
    EXPECT_EQ(contents(file), "old\n");
    EXPECT_EQ(std::distance(fs::directory_iterator(path("")), {}), 1) << "nothing else is left behind";
}

TEST_F(Cli, AFileKeepsItsModeAndItsLinks) {
    const std::string shop = write("shop.yaml", kShop);
    const std::string file = write("list.txt", std::string(100'000, 'x'));
    const std::string link = path("link.txt");
    ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
    fs::create_symlink("list.txt", link);
    EXPECT_EQ(run({"list", shop, "-f", link}).exitCode, 0);
    EXPECT_EQ(contents(file), run({"list", shop}).output);
    EXPECT_TRUE(fs::is_symlink(link));
    EXPECT_EQ(static_cast<unsigned>(fs::status(file).permissions()), 0640U);

    const auto fresh = shell("umask 027; " + program() + "list '" + shop + "' -f '" + path("new.txt") + "'");
    EXPECT_EQ(fresh.exitCode, 0);
    EXPECT_EQ(static_cast<unsigned>(fs::status(path("new.txt")).permissions()), 0640U);
    fs::create_symlink("later.txt", path("ahead.txt"));
    EXPECT_EQ(run({"list", shop, "-f", path("ahead.txt")}).exitCode, 0);
    EXPECT_EQ(contents(path("later.txt")), contents(file));
}

TEST_F(Cli, APipeIsWrittenAsItIs) {
    const std::string shop = write("shop.yaml", kShop);
    const auto out = shell("mkfifo '" + path("pipe") + "'; cat '" + path("pipe") + "' & " + program() + "list '" +
                           shop + "' -f '" + path("pipe") + "'; wait");
    EXPECT_EQ(out.output, run({"list", shop}).output);
    EXPECT_TRUE(fs::is_fifo(path("pipe")));
}

TEST_F(Cli, SaysWhyAFileCannotBeWritten) {
    struct Row {
        std::string file, reason;
    };
    const std::string shop = write("shop.yaml", kShop);
    fs::create_directories(path("folder"));
    for (const Row& row : {Row{path("no/list.txt"), "No such file or directory"}, Row{path("folder"), "Is a directory"},
                           Row{shop + "/list.txt", "Not a directory"}}) {
        const auto out = run({"list", shop, "-f", row.file});
        EXPECT_EQ(out.exitCode, 3);
        EXPECT_EQ(out.errors, "portolan: cannot write " + row.file + ": " + row.reason + '\n');
    }
}

} // namespace
} // namespace portolan
