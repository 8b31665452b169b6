#include "tests/cli/cli_case.h"

/// What is said of the manifests and dumps that flow logs are read with.

namespace portolan {
namespace {

constexpr const char* kFlows = "samples/harbor/flows/hubble.jsonl.gz";
constexpr const char* kBroken = "kind: [\n";

struct EvidenceRow {
    std::string what;
    std::vector<std::string> arguments;
    int status = 0;
    std::string errors; ///< a part of standard error; empty: nothing is said
};

TEST_F(Cli, ManifestsAndDumpsBesideFlowsAreToldOf) {
    const std::string flows = kFlows;
    const std::string bad = write("bad.yaml", kBroken);
    const std::string half = write("half.yaml", std::string(kBroken) + "---\n" + kShop);
    const std::string shop = write("shop.yaml", kShop);
    fs::create_directories(path("empty"));
    const std::string nothing = "nothing could be read from ";
    for (const EvidenceRow& row : std::vector<EvidenceRow>{
             {"broken manifests", {"flows", flows, "--manifests", bad}, 3, "portolan: " + nothing + bad + '\n'},
             {"a broken document", {"flows", flows, "--manifests", half}, 0, "half.yaml:2:"},
             {"a broken document, strictly", {"flows", flows, "--manifests", half, "--strict"}, 3, "half.yaml:2:"},
             {"a broken document, quietly", {"flows", flows, "--manifests", half, "-q"}, 0, ""},
             {"an empty folder",
              {"flows", flows, "--manifests", path("empty")},
              0,
              "warning: no Kubernetes object in " + path("empty")},
             {"a broken dump",
              {"usage", shop, "--flows", flows, "--snapshot", bad + "@2026-11-01T06:00:00Z"},
              3,
              "portolan: " + nothing + "the earlier dump " + bad},
             {"a broken dump of flows",
              {"flows", flows, "--snapshot", bad + "@2026-11-01T06:00:00Z"},
              3,
              "portolan: " + nothing + "the earlier dump " + bad},
             {"a dump without addresses",
              {"usage", shop, "--flows", flows, "--snapshot", half + "@2026-11-01"},
              0,
              half + ": warning: no pod with an address"},
             {"a dump with a broken document, strictly",
              {"usage", shop, "--flows", flows, "--snapshot", half + "@2026-11-01", "--strict"},
              3,
              "half.yaml:2:"},
             {"a dump without flows",
              {"usage", shop, "--snapshot", shop},
              2,
              "portolan: --snapshot says something about flow logs: it goes with --flows\n"},
             {"a zone without flows", {"check", shop, "--log-zone", "Z"}, 2, "--log-zone says something about flow"},
         }) {
        const auto out = run(row.arguments);
        EXPECT_EQ(out.exitCode, row.status) << row.what << ": " << out.errors;
        EXPECT_NE(out.errors.find(row.errors), std::string::npos) << row.what << ": " << out.errors;
        EXPECT_EQ(out.errors.empty(), row.errors.empty()) << row.what << ": " << out.errors;
    }
}

TEST_F(Cli, WhatIsAmissWithAMappingIsToldWithItsPlace) {
    const std::string table = write("t.csv", "who,whom,dst_port,protocol,said\n10.0.0.1,10.0.0.2,80,tcp,BLOCK\n");
    const std::string ends = "columns: {src_ip: who, dst_ip: whom";
    const std::string wrong = write("wrong.yaml", "columns:\n  nosuch: who\n");
    const std::string word = write("word.yaml", ends + "}\nvalues: {verdict: {BLOCK: maybe}}\n");
    const std::string broken = write("broken.yaml", "columns:\n  src_ip: [\n");
    const std::string lacking = write("lacking.yaml", ends + ", verdict: nosuch}\n");
    const std::string right = write("right.yaml", ends + ", verdict: said}\nvalues: {verdict: {block: denied}}\n");
    for (const EvidenceRow& row : std::vector<EvidenceRow>{
             {"no such column of ours", {wrong}, 2, "portolan: " + wrong + ":2:3: there is no column nosuch"},
             {"no such word", {word}, 2, "portolan: " + word + ":2:27: verdict: maybe is not understood"},
             {"no YAML", {broken}, 3, "portolan: " + broken + ":3:1: not valid YAML: "},
             {"no file", {path("none.yaml")}, 3, "portolan: " + path("none.yaml") + ": cannot be opened"},
             {"no such column of the table", {lacking}, 3, table + ":1: error: a table without the column nosuch"},
             {"all right", {right}, 0, ""},
         }) {
        const auto out = run({"flows", table, "--flow-mapping", row.arguments.front()});
        EXPECT_EQ(out.exitCode, row.status) << row.what << ": " << out.errors;
        EXPECT_NE(out.errors.find(row.errors), std::string::npos) << row.what << ": " << out.errors;
        EXPECT_EQ(out.output.find(",denied,") != std::string::npos, row.status == 0) << row.what << ": " << out.output;
    }
}

TEST_F(Cli, TheMappingOfTheReadmeReadsItsRow) {
    std::ifstream in("README.md");
    std::string mapping;
    std::string row;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("    columns: ") || !mapping.empty())
            mapping += line.empty() ? "\n" : line.substr(4) + '\n';
        if (mapping.ends_with("\n\n")) break;
    }
    for (std::string line; row.empty() && std::getline(in, line);)
        if (const auto at = line.find("That reads `"); at != std::string::npos)
            row = line.substr(at + 12, line.find('`', at + 12) - at - 12);
    const auto out = run({"flows", write("t.csv", row + '\n'), "--flow-mapping", write("m.yaml", mapping)});
    EXPECT_EQ(out.exitCode, 0) << out.errors << mapping;
    EXPECT_NE(out.output.find("2026-03-02T04:00:00Z"), std::string::npos) << out.output << row;
    EXPECT_NE(out.output.find(",TCP,5432,allowed,1"), std::string::npos) << out.output << row;
}

} // namespace
} // namespace portolan
