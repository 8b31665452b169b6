#include "tests/cli/cli_case.h"

#include <nlohmann/json.hpp>

/// `declared`, and what declarations do in other commands.

namespace portolan {
namespace {

constexpr const char* kInput = R"(
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop, labels: {app: web}}, spec: {containers: [{name: c, env: [{name: DB_URL, value: "postgres://me:hunter2@db:5432/x"}, {name: API, value: "https://api.example.com"}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: db, namespace: shop, labels: {app: db}}, spec: {containers: [{name: c, ports: [{containerPort: 5432}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: old, namespace: shop, labels: {app: old}}, spec: {containers: [{name: c}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: db, namespace: shop}, spec: {selector: {app: db}, ports: [{port: 5432}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: db, namespace: shop}, spec: {podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress]}}
)";
constexpr const char* kLog = "time,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,protocol,"
                             "dst_port,verdict,count\n"
                             "2026-11-01T00:00:00Z,shop,,web,,shop,,old,,TCP,80,allowed,3\n";

TEST_F(Cli, DeclaredTellsWhereAndWhatBecomesOfIt) {
    const auto out = run({"declared", write("in.yaml", kInput), "--flows", write("log.csv", kLog)});
    EXPECT_EQ(out.exitCode, 0) << out.errors;
    EXPECT_EQ(out.output.find("hunter2"), std::string::npos);
    EXPECT_NE(out.output.find("2 declared edges, 1 not permitted, 1 never seen"), std::string::npos) << out.output;
    EXPECT_NE(out.output.find("DB_URL=postgres://db:5432"), std::string::npos) << out.output;
    EXPECT_NE(out.output.find("in.yaml:4"), std::string::npos) << out.output;
    EXPECT_NE(out.output.find("Observed, not declared\n"), std::string::npos) << out.output;
}

TEST_F(Cli, DeclaredWritesItsDocument) {
    const auto out = run({"declared", write("in.yaml", kInput), "--flows", write("log.csv", kLog), "-o", "json"});
    const auto json = nlohmann::json::parse(out.output);
    EXPECT_EQ(json["version"], 1);
    ASSERT_EQ(json["declared"].size(), 2U);
    const auto& db = json["declared"][0];
    EXPECT_EQ(db["from"], "shop/web");
    EXPECT_EQ(db["to"], "shop/db");
    EXPECT_EQ(db["port"], 5432);
    EXPECT_EQ(db["permitted"], "deny");
    EXPECT_EQ(db["connections"], 0);
    EXPECT_EQ(db["places"][0]["line"], 4);
    EXPECT_TRUE(json["declared"][1]["connections"].is_null()) << "no log shows names";
    ASSERT_EQ(json["not_declared"].size(), 1U);
    EXPECT_EQ(json["not_declared"][0]["to"], "shop/old");
}

TEST_F(Cli, DeclaredWritesTables) {
    const std::string input = write("in.yaml", kInput);
    const auto csv = run({"declared", input, "-o", "csv"}).output;
    EXPECT_TRUE(csv.starts_with("from,to,port,confidence,declared_by,text,where,permitted,connections,last_seen\n"
                                "shop/web,shop/db,TCP 5432,sure,env,DB_URL=postgres://db:5432,"))
        << csv;
    EXPECT_TRUE(run({"declared", input, "-o", "md"}).output.starts_with("| from |"));
}

TEST_F(Cli, CheckTellsWhatIsDeclaredAndDenied) {
    const auto out = run({"check", write("in.yaml", kInput), "-o", "json"}).output;
    EXPECT_NE(out.find("SVC-01"), std::string::npos) << out;
    EXPECT_EQ(out.find("hunter2"), std::string::npos);
}

TEST_F(Cli, OverviewCountsWhatIsDeclared) {
    const std::string input = write("in.yaml", kInput);
    const auto out = run({"overview", input, "--flows", write("log.csv", kLog)}).output;
    EXPECT_NE(out.find("2 edges, 1 of them not permitted, 1 never seen; 1 seen and not declared"), std::string::npos)
        << out;
    EXPECT_EQ(nlohmann::json::parse(run({"overview", input, "-o", "json"}).output)["declared"]["edges"], 2);
}

TEST_F(Cli, ProposeKeepsWhatIsDeclaredAsFarAsItIsTold) {
    const std::string input = write("in.yaml", std::string(kInput).substr(0, std::string(kInput).rfind("---")));
    const std::string log = write("log.csv", kLog);
    const auto admitted = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"propose", input, "--flows", log, "--to", path("out"), "-o", "json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const auto out = run(arguments);
        EXPECT_EQ(out.exitCode, 0) << out.errors;
        return out.output.find("DB_URL") == std::string::npos
                   ? nlohmann::json::parse(out.output)["claims"][0]["figures"]["to keep"].get<int>()
                   : -1;
    };
    EXPECT_EQ(admitted({}), 2);
    EXPECT_EQ(admitted({"--keep-declared", "none"}), 1);
    EXPECT_EQ(run({"propose", input, "--flows", log, "--to", path("out"), "--keep-declared", "some"}).exitCode, 2);
}

} // namespace
} // namespace portolan
