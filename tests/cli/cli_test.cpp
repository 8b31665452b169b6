#include "core/base/process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

namespace portolan {
namespace {

namespace fs = std::filesystem;

/// A folder of its own for each test, gone afterwards.
class Cli : public testing::Test {
  protected:
    Cli()
        : m_folder(fs::temp_directory_path() / ("portolan-cli-" + std::to_string(::getpid()) + '-' +
                                                testing::UnitTest::GetInstance()->current_test_info()->name())) {
        fs::create_directories(m_folder);
    }
    ~Cli() override { fs::remove_all(m_folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(m_folder / name, std::ios::binary) << text;
        return (m_folder / name).string();
    }
    std::string path(const std::string& name) const { return (m_folder / name).string(); }
    static ProcessOutput run(std::vector<std::string> arguments, std::string input = {}) {
        auto out =
            runProcess({PORTOLAN_EXECUTABLE, std::move(arguments), std::move(input), std::chrono::seconds(60)}, {});
        EXPECT_TRUE(out) << (out ? "" : out.error().message);
        return out.value_or(ProcessOutput{});
    }

  private:
    fs::path m_folder;
};

constexpr const char* kShop = R"(
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db}}
spec: {containers: [{name: c, ports: [{containerPort: 5432}]}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: db, namespace: shop}
spec:
  podSelector: {matchLabels: {app: db}}
  policyTypes: [Ingress]
  ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}]
)";

std::string sample() {
    return "samples/harbor";
}
std::string sampleFlows() {
    return "samples/harbor/flows/hubble.jsonl.gz";
}

TEST_F(Cli, ListPrintsCertainConnectionsSortedOnStandardOutput) {
    const auto out = run({"list", write("shop.yaml", kShop)});
    EXPECT_EQ(out.exitCode, 0);
    EXPECT_NE(out.output.find("shop/web[Pod] => shop/db[Pod] : TCP 5432\n"), std::string::npos) << out.output;
    EXPECT_NE(out.output.find("shop/db[Pod] => shop/web[Pod] : All Connections\n"), std::string::npos);
    EXPECT_EQ(out.errors, "");
}

TEST_F(Cli, ReadsStandardInput) {
    const auto out = run({"query", "-", "--from", "shop/web", "--to", "shop/db", "--port", "tcp/5432"}, kShop);
    EXPECT_TRUE(out.output.starts_with("shop/web => shop/db over tcp/5432: allow\n")) << out.output << out.errors;
}

struct StatusRow {
    std::string what;
    std::vector<std::string> arguments;
    int status = 0;
};

TEST_F(Cli, ExitStatusSaysWhatHappened) {
    const std::string shop = write("shop.yaml", kShop);
    const std::string broken = write("broken.yaml", std::string(kShop) + "---\n\tkind: Pod\n");
    const std::vector<StatusRow> rows{
        {"an allow that is expected",
         {"query", shop, "--from", "shop/web", "--to", "shop/db", "--port", "tcp/5432", "--expect", "allow"},
         0},
        {"a deny that is not",
         {"query", shop, "--from", "shop/web", "--to", "shop/db", "--port", "tcp/80", "--expect", "allow"},
         1},
        {"an unknown endpoint is uncertain",
         {"query", shop, "--from", "shop/no", "--to", "shop/db", "--port", "80"},
         0},
        {"and never what is expected", {"query", shop, "--from", "shop/no", "--to", "shop/db", "--expect", "deny"}, 1},
        {"no command", {}, 2},
        {"an unknown command", {"chart"}, 2},
        {"an unknown option", {"list", shop, "--nothing"}, 2},
        {"an unknown profile", {"list", shop, "--profile", "ipchains"}, 2},
        {"an unknown format", {"list", shop, "-o", "xml"}, 2},
        {"a format the command lacks", {"overview", shop, "-o", "dot"}, 2},
        {"an input that is not there", {"list", path("none.yaml")}, 3},
        {"an error in the input", {"list", "-q", broken}, 0},
        {"an error in the input under --strict", {"list", "-q", "--strict", broken}, 3},
        {"help", {"--help"}, 0},
        {"the version", {"--version"}, 0},
        {"findings of a severity", {"check", "-q", shop, "--inventory", "complete", "--fail-on", "info"}, 1},
        {"no finding of a severity", {"check", "-q", shop, "--fail-on", "critical"}, 0},
        {"proposals need evidence", {"propose", shop, "--to", path("out")}, 2},
    };
    for (const StatusRow& row : rows) EXPECT_EQ(run(row.arguments).exitCode, row.status) << row.what;
}

TEST_F(Cli, LogsOfNoKnownFormatCannotBeAnalysed) {
    const std::string shop = write("shop.yaml", kShop);
    const std::string text = write("notes.log", "dear diary\n");
    const std::string good = write("good.csv", "src_ns,src_workload,dst_ns,dst_workload,protocol,dst_port,verdict\n"
                                               "shop,web,shop,db,TCP,5432,allowed\n");
    fs::create_directories(path("logs"));
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"overview", shop, "--flows", text},
                                               {"usage", "-q", shop, "--flows", text},
                                               {"flows", text},
                                               {"propose", shop, "--flows", text, "--to", path("out")}}) {
        const auto out = run(command);
        EXPECT_EQ(out.exitCode, 3) << command.front();
        EXPECT_EQ(out.output, "") << command.front();
        EXPECT_NE(out.errors.find("notes.log:1: error: not a flow log of a known format; it begins: dear diary"),
                  std::string::npos)
            << out.errors;
    }
    EXPECT_EQ(run({"usage", shop, "--flows", path("logs")}).exitCode, 3);
    EXPECT_EQ(run({"usage", shop, "--flows", text, "--flows", good}).exitCode, 0);
    EXPECT_EQ(run({"usage", shop, "--flows", write("empty.jsonl", "")}).exitCode, 0);
}

TEST_F(Cli, InputsWithoutObjectsAreToldAndUnreadableOnesAreNotAnalysed) {
    const auto empty = run({"list", write("empty.yaml", "# nothing\n")});
    EXPECT_EQ(empty.exitCode, 0);
    EXPECT_NE(empty.errors.find("warning: no Kubernetes object in "), std::string::npos) << empty.errors;
    const auto binary = run({"list", write("core.yaml", std::string("\x7f"
                                                                    "ELF\0\1",
                                                                    6))});
    EXPECT_EQ(binary.exitCode, 3);
    EXPECT_NE(binary.errors.find("core.yaml: error: not text"), std::string::npos) << binary.errors;
    EXPECT_NE(binary.errors.find("portolan: nothing could be read from "), std::string::npos) << binary.errors;
    const auto refused = run({"check", write("refused.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: A}\n")});
    EXPECT_EQ(refused.exitCode, 0);
    EXPECT_NE(refused.output.find("PARSE-01"), std::string::npos) << refused.output;
}

TEST_F(Cli, WrongUsageIsToldInOneLineWithAWayOn) {
    const auto row = [](std::vector<std::string> arguments) { return run(std::move(arguments)).errors; };
    EXPECT_EQ(row({}), "portolan: no command is given\nportolan --help says more\n");
    EXPECT_EQ(row({"lst", "x"}), "portolan: there is no command lst\nportolan --help says more\n");
    EXPECT_EQ(row({"list"}), "portolan list: no input is given: files, directories, or - for standard input\n"
                             "portolan list --help says more\n");
    EXPECT_EQ(row({"overview", "x", "-o", "csv"}), "portolan: overview prints text and json, not csv\n");
    EXPECT_EQ(row({"usage", "-", "--flows", "-"}),
              "portolan: - can stand for one thing only: the manifests, the flow log or the batch\n");
}

TEST_F(Cli, NotesAreCountedAndShownOnRequest) {
    const std::string values = write("values.yaml", std::string(kShop) + "---\nimage: nginx\n");
    EXPECT_EQ(run({"list", values}).errors, "1 note, shown by --verbose\n");
    EXPECT_NE(run({"list", "-v", values}).errors.find("note: no Kubernetes object"), std::string::npos);
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

TEST_F(Cli, BatchAnswersInInputOrder) {
    const std::string batch = write(
        "batch.csv",
        "from,to,protocol,port\r\nshop/web,shop/db,TCP,5432\nshop/web,shop/db,udp,53\nshop/web,shop/db,TCP,\n"
        "shop/db,shop/web,TCP,http\nshop/web,shop/none,TCP,1\ninternet,shop/db,TCP,5432\nshop/web,shop/web,TCP,1\n");
    const auto out = run({"query", write("shop.yaml", kShop), "--batch", batch, "-o", "csv"});
    EXPECT_EQ(out.output,
              "from,to,protocol,port,verdict,reason\n"
              "shop/web,shop/db,TCP,5432,allow,\n"
              "shop/web,shop/db,udp,53,deny,\n"
              "shop/web,shop/db,TCP,,uncertain,partial: only TCP 5432 allowed\n"
              "shop/db,shop/web,TCP,http,allow,\n"
              "shop/web,shop/none,TCP,1,uncertain,not found: shop/none: no such pod or workload in the input\n"
              "internet,shop/db,TCP,5432,deny,\n"
              "shop/web,shop/web,TCP,1,allow,\n");
}

TEST_F(Cli, EvalSpeaksNetpolAnalyzer) {
    const auto out = run({"eval", "--dirpath", write("shop.yaml", kShop), "-s", "web", "-n", "shop", "-d", "db",
                          "--destination-namespace", "shop", "-p", "5432"});
    EXPECT_EQ(out.output, "shop/web => shop/db over tcp/5432: true\n");
}

TEST_F(Cli, AnEmptyResultIsAnEmptyOutput) {
    const auto out = run({"list", "--profile", "np-guard", write("empty.yaml", "# nothing\n")});
    EXPECT_EQ(out.output, "");
    EXPECT_EQ(out.exitCode, 0);
}

TEST_F(Cli, JsonOutputsAreVersionedDocuments) {
    const std::string shop = write("shop.yaml", kShop);
    for (const char* command : {"overview", "check", "usage", "list"}) {
        const auto out = run({command, "-q", shop, "-o", "json"});
        const auto document = nlohmann::json::parse(out.output, nullptr, false);
        ASSERT_TRUE(document.is_object()) << command;
        EXPECT_EQ(document["version"], 1) << command;
    }
}

TEST_F(Cli, NoValueOfASecretPlaceReachesAnyOutput) {
    const std::string input = write("canary.yaml", std::string(kShop) + R"(---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop, annotations: {note: CANARY1}}
spec:
  template:
    metadata: {labels: {app: api}}
    spec:
      containers:
      - {name: c, args: ["--token=CANARY2"], env: [{name: DB, value: "postgres://user:CANARY3@db.shop.svc:5432/CANARY4"}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c, namespace: shop}
data: {file: "password=CANARY5 http://db.shop.svc:80/CANARY6"}
---
apiVersion: v1
kind: Secret
metadata: {name: s, namespace: shop}
stringData: {key: CANARY7}
)");
    for (const std::vector<std::string>& command :
         std::vector<std::vector<std::string>>{{"overview", input},
                                               {"overview", input, "-o", "json"},
                                               {"list", input},
                                               {"check", input, "-o", "json"},
                                               {"usage", input},
                                               {"map", input, "-o", "dot"},
                                               {"map", input, "-o", "graphml"},
                                               {"map", input, "-o", "svg"}}) {
        const auto out = run(command);
        EXPECT_EQ(out.exitCode, 0) << command.front();
        EXPECT_EQ((out.output + out.errors).find("CANARY"), std::string::npos)
            << command.front() << ": " << out.output << out.errors;
    }
}

TEST_F(Cli, MapWritesTheFormatOfTheFileEnding) {
    const std::string shop = write("shop.yaml", kShop);
    for (const auto& [file, start] : std::vector<std::pair<std::string, std::string>>{
             {"m.svg", "<svg"}, {"m.dot", "digraph"}, {"m.graphml", "<?xml"}}) {
        EXPECT_EQ(run({"map", "-q", shop, "-f", path(file)}).exitCode, 0);
        std::ifstream in(path(file));
        std::stringstream text;
        text << in.rdbuf();
        EXPECT_TRUE(text.str().starts_with(start)) << file;
        EXPECT_NE(text.str().find("web"), std::string::npos) << file;
    }
}

TEST_F(Cli, TheSampleShowsWhatWasPlanted) {
    const auto out = run({"check", sample(), "--flows", sampleFlows(), "-o", "json", "-q"});
    const auto findings = nlohmann::json::parse(out.output)["findings"];
    const auto has = [&](const std::string& id, const std::string& object) {
        for (const auto& f : findings)
            if (f["id"] == id && f["object"].get<std::string>().find(object) != std::string::npos) return true;
        return false;
    };
    EXPECT_TRUE(has("COV-04", "legacy"));
    EXPECT_TRUE(has("RED-08", "messaging/schema-registry"));
    EXPECT_TRUE(has("SEL-04", "search/allow-prometheus"));
    EXPECT_TRUE(has("DNS-03", "reporting/default-deny"));
    EXPECT_TRUE(has("RED-07", "fulfilment/stock-import"));
    EXPECT_TRUE(has("FLOW-01", "data/orders-db"));
}

TEST_F(Cli, AProposalForTheSampleHoldsItsClaims) {
    const auto out = run({"propose", sample(), "--flows", sampleFlows(), "--to", path("proposal"), "-o", "json", "-q"});
    EXPECT_EQ(out.exitCode, 0) << out.errors;
    const auto certificate = nlohmann::json::parse(out.output);
    ASSERT_EQ(certificate["claims"].size(), 6U);
    for (const auto& claim : certificate["claims"]) EXPECT_NE(claim["status"], "fails") << claim.dump(1);
    EXPECT_TRUE(fs::exists(path("proposal/policies/legacy")));
    EXPECT_TRUE(fs::exists(path("proposal/certificate.json")));
    EXPECT_TRUE(fs::exists(path("proposal/README.md")));
}

TEST_F(Cli, TheFlowSummaryReadsBackTheSame) {
    const std::string summary = path("flows.csv");
    ASSERT_EQ(run({"flows", sampleFlows(), "--manifests", sample(), "-q", "-f", summary}).exitCode, 0);
    const auto again = run({"flows", summary, "--manifests", sample(), "-q"});
    std::ifstream in(summary);
    std::stringstream first;
    first << in.rdbuf();
    EXPECT_EQ(first.str(), again.output);
}

} // namespace
} // namespace portolan
