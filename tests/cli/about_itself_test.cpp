#include "tests/cli/cli_case.h"

#include <cctype>
#include <set>
#include <sstream>

/// What the program says about itself: help, wrong usage, manual page, completions.

namespace portolan {
namespace {

TEST_F(Cli, WrongUsageIsToldInOneLineWithAWayOn) {
    const auto row = [](std::vector<std::string> arguments) { return run(std::move(arguments)).errors; };
    EXPECT_EQ(row({}), "portolan: no command is given\nportolan --help says more\n");
    EXPECT_EQ(row({"lst", "x"}), "portolan: there is no command lst\nportolan --help says more\n");
    EXPECT_EQ(row({"list"}),
              "portolan list: no input is given: files, directories, - for standard input, or --live for a cluster\n"
              "portolan list --help says more\n");
    EXPECT_EQ(row({"overview", "x", "-o", "csv"}), "portolan: overview prints text and json, not csv\n");
    EXPECT_EQ(row({"usage", "-", "--flows", "-"}),
              "portolan: - can stand for one thing only: the manifests, the flow log or the batch\n");
}

TEST_F(Cli, HelpIsACommandToo) {
    EXPECT_EQ(run({"help"}).output, run({"--help"}).output);
    EXPECT_EQ(run({"help", "list"}).output, run({"list", "--help"}).output);
    EXPECT_EQ(run({"help", "list"}).exitCode, 0);
    for (const std::vector<std::string>& words :
         std::vector<std::vector<std::string>>{{"nonsense", "--help"}, {"help", "nonsense"}}) {
        const auto out = run(words);
        EXPECT_EQ(out.exitCode, 2);
        EXPECT_EQ(out.output, "");
        EXPECT_EQ(out.errors, "portolan: there is no command nonsense\nportolan --help says more\n");
    }
}

TEST_F(Cli, EveryCommandHasHelpWithAnExample) {
    for (const char* command : {"overview", "list", "query", "eval", "flows", "check", "usage", "propose", "map",
                                "paths", "open", "completion", "man"}) {
        const auto out = run({command, "--help"});
        EXPECT_EQ(out.exitCode, 0);
        EXPECT_NE(out.output.find("Example: portolan "), std::string::npos) << command;
    }
}

/// The words that begin with two dashes.
std::set<std::string> optionsIn(const std::string& text) {
    std::set<std::string> out;
    for (std::size_t at = text.find("--"); at != std::string::npos; at = text.find("--", at + 2)) {
        std::size_t end = at + 2;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '-'))
            ++end;
        if (end > at + 2) out.insert(text.substr(at, end - at));
        at = end - 2;
    }
    return out;
}

/// The commands that the help lists.
std::vector<std::string> commandsIn(const std::string& help) {
    std::vector<std::string> out;
    std::istringstream lines(help.substr(help.find("Subcommands:")));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line) && line.starts_with("  "))
        out.push_back(line.substr(2, line.find_first_of(" ,", 2) - 2));
    return out;
}

TEST_F(Cli, TheManualPageListsEveryCommandAndOption) {
    std::ifstream in("resources/portolan.1");
    std::stringstream kept;
    kept << in.rdbuf();
    const std::string page = run({"man"}).output;
    EXPECT_EQ(kept.str(), page) << "portolan man > resources/portolan.1 writes it anew";
    const auto commands = commandsIn(run({"--help"}).output);
    ASSERT_GT(commands.size(), 10U);
    for (const std::string& command : commands) {
        EXPECT_NE(page.find("\n.SS " + command), std::string::npos) << command;
        for (std::string option : optionsIn(run({command, "--help"}).output)) {
            for (std::size_t at = option.find('-'); at != std::string::npos; at = option.find('-', at + 2))
                option.insert(at, "\\");
            EXPECT_NE(page.find("\\fB" + option + "\\fR"), std::string::npos) << command << ' ' << option;
        }
    }
}

TEST_F(Cli, CompletionsKnowEveryCommandAndOption) {
    const auto commands = commandsIn(run({"--help"}).output);
    for (const char* shell : {"bash", "zsh", "fish"}) {
        const auto script = run({"completion", shell});
        EXPECT_EQ(script.exitCode, 0);
        for (const std::string& command : commands) {
            EXPECT_NE(script.output.find(command), std::string::npos) << shell << ' ' << command;
            for (const std::string& option : optionsIn(run({command, "--help"}).output)) {
                const std::string word = std::string(shell) == "fish" ? "-l " + option.substr(2) : option;
                EXPECT_NE(script.output.find(word), std::string::npos) << shell << ' ' << option;
            }
        }
    }
    EXPECT_EQ(run({"completion", "tcsh"}).exitCode, 2);
}

TEST_F(Cli, BashCompletesCommandsOptionsAndValues) {
    struct Row {
        std::string words; ///< the last one is being written
        std::string offered;
    };
    const std::string script = write("portolan.bash", run({"completion", "bash"}).output);
    for (const Row& row : std::vector<Row>{{"us", "usage"},
                                           {"list --cert", "--certain"},
                                           {"list --profile ca", "calico"},
                                           {"list in -o j", "json"},
                                           {"check x --fail-on h", "high"},
                                           {"evaluate --prot", "--protocol"},
                                           {"completion z", "zsh"},
                                           {"list /et", ""}}) {
        const std::string code = "source '" + script + "'; COMP_WORDS=(portolan " + row.words +
                                 "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _portolan; echo \"${COMPREPLY[*]}\"";
        const auto out = runProcess({"bash", {"-c", code}, {}, std::chrono::seconds(60)}, {});
        ASSERT_TRUE(out) << out.error().message;
        EXPECT_EQ(out->output, row.offered + '\n') << row.words << out->errors;
    }
}

TEST_F(Cli, OpenHandsItsInputsToTheWindow) {
    const std::string program = path("portolan");
    fs::copy_file(PORTOLAN_EXECUTABLE, program);
    const std::string window = write("portolan-desktop", "#!/bin/sh\nprintf '%s|' \"$@\"\n");
    fs::permissions(window, fs::perms::owner_all);
    const auto out = runProcess({program, {"open", "a b", "c", "--flows", "log"}, {}, std::chrono::seconds(60)}, {});
    ASSERT_TRUE(out) << out.error().message;
    EXPECT_EQ(out->output, "--flows|log|a b|c|");
    EXPECT_EQ(out->exitCode, 0);
}

TEST_F(Cli, OpenHandsALiveClusterToTheWindow) {
    const std::string program = path("portolan");
    fs::copy_file(PORTOLAN_EXECUTABLE, program);
    const std::string window = write("portolan-desktop", "#!/bin/sh\nprintf '%s|' \"$@\"\n");
    fs::permissions(window, fs::perms::owner_all);
    const auto out = runProcess({program,
                                 {"open", "--live", "--context", "prod", "--kubeconfig", "my config",
                                  "--live-namespace", "shop,data", "--request-timeout", "5", "next.yaml"},
                                 {},
                                 std::chrono::seconds(60)},
                                {});
    ASSERT_TRUE(out) << out.error().message;
    EXPECT_EQ(out->output, "--live|--context|prod|--kubeconfig|my config|--live-namespace|shop|--live-namespace|data|"
                           "--request-timeout|5|next.yaml|");
    EXPECT_EQ(out->exitCode, 0);
}

} // namespace
} // namespace portolan
