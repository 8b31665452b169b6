#include "tests/cli/cli_case.h"

#include <nlohmann/json.hpp>

#include <sstream>

namespace portolan {
namespace {

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

TEST_F(Cli, SaysWhichLabelsANewPodWouldNeed) {
    const std::string shop = write("shop.yaml", kShop);
    const auto text = run({"query", shop, "--who-could", "shop/db", "--port", "tcp/5432"});
    EXPECT_EQ(text.exitCode, 0) << text.errors;
    EXPECT_TRUE(text.output.starts_with("Who could reach shop/db over tcp/5432, if it were created:\n")) << text.output;
    const auto json =
        nlohmann::json::parse(run({"query", shop, "--who-could", "shop/db", "--port", "5432", "-o", "json"}).output);
    EXPECT_EQ(json["version"], 1);
    EXPECT_FALSE(json["sources"].empty());
    const auto csv = run({"query", shop, "--who-could", "shop/db", "--port", "5432", "-o", "csv"});
    EXPECT_TRUE(csv.output.starts_with("pod,namespace,needs,uncertain,rules\n")) << csv.output;
}

TEST_F(Cli, ListsTheExposureInEveryFormat) {
    const std::string shop = write("shop.yaml", kShop);
    const auto text = run({"list", shop, "--exposure"});
    EXPECT_NE(text.output.find("\n\nWhat new pods and namespaces"), std::string::npos) << text.output << text.errors;
    const auto json = nlohmann::json::parse(run({"list", shop, "--exposure", "-o", "json"}).output);
    EXPECT_TRUE(json.contains("connections") && json.contains("exposure") && json.contains("unprotected"));
    EXPECT_TRUE(run({"list", shop, "--exposure", "-o", "csv"}).output.starts_with("workload,direction,peer,"));
    EXPECT_NE(run({"list", shop, "--exposure", "-o", "dot"}).output.find("style=dotted"), std::string::npos);
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
        {"who could reach what is not there", {"query", shop, "--who-could", "shop/no", "--port", "80"}, 3},
        {"who could, of a pair", {"query", shop, "--who-could", "shop/db", "--from", "shop/web"}, 2},
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

TEST_F(Cli, NotesAreCountedAndShownOnRequest) {
    const std::string values = write("values.yaml", std::string(kShop) + "---\nimage: nginx\n");
    EXPECT_EQ(run({"list", values}).errors, "1 note, shown by --verbose\n");
    EXPECT_NE(run({"list", "-v", values}).errors.find("note: no Kubernetes object"), std::string::npos);
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

TEST_F(Cli, ATableIsShownAsItsMappingSays) {
    const std::string table =
        write("table.csv", "who,whom,where,said\n10.0.0.1,10.0.0.2,5432,PASS\n10.0.0.1,x,1,PASS\n");
    const std::string mapping = write("mapping.yaml", "columns: {src_ip: who, dst_ip: whom, dst_port: where, "
                                                      "protocol: =tcp, verdict: said}\n"
                                                      "values: {verdict: {PASS: allowed}}\n");
    const auto shown = run({"flows", table, "--flow-mapping", mapping, "--preview", "2", "-o", "csv"});
    EXPECT_EQ(shown.exitCode, 0) << shown.errors;
    EXPECT_EQ(shown.output, "time,from,to,port,verdict,read as\n"
                            ",10.0.0.1,10.0.0.2,TCP 5432,allowed,stated by the table\n"
                            ",,,,,left out: neither name nor address of an end\n");
    EXPECT_EQ(run({"flows", table, "--flow-mapping", path("none.yaml")}).exitCode, 3);
    const auto without = run({"flows", table});
    EXPECT_EQ(without.exitCode, 3);
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
