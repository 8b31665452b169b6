#include "tests/cli/cli_case.h"

namespace portolan {
namespace {

/// What a person new to it gets wrong, and what is said of it.
struct SlipRow {
    std::string what;
    std::vector<std::string> arguments;
    int status = 0;
    std::string errors; ///< a part of standard error; empty: nothing is said
    std::string output; ///< a part of standard output
};

std::vector<SlipRow> slips(const std::string& shop, const std::string& policies) {
    return {
        {"an unknown format",
         {"list", shop, "-o", "yaml"},
         2,
         "list prints text, json, csv, md and dot, not yaml\n",
         ""},
        {"an unknown ending of a picture", {"map", shop, "-f", "map.bmp"}, 2, "graphml, not bmp\n", ""},
        {"an unknown profile", {"list", shop, "--profile", "flannel"}, 2, "there are generic|calico|", ""},
        {"a focus on nothing",
         {"list", shop, "--focus", "shop/wbe"},
         0,
         "warning: nothing in the input has the name shop/wbe\n",
         ""},
        {"a focus on something", {"list", shop, "--focus", "shop/web"}, 0, "", "shop/web[Pod] => shop/db[Pod]"},
        {"a peer without a focus",
         {"list", shop, "--focus-peer", "shop/db"},
         0,
         "warning: --focus-peer and --direction narrow what --focus shows",
         "shop/web[Pod] => shop/db[Pod]"},
        {"a direction without a focus",
         {"list", shop, "--direction", "egress"},
         0,
         "without it they change nothing",
         ""},
        {"a picture of no namespace",
         {"map", shop, "--namespace", "shpo"},
         2,
         "there is no namespace shpo in the input\n",
         ""},
        {"a state of policies alone",
         {"diff", shop, policies},
         0,
         "so all is gone that the old state has; portolan compare with --topology compares policies alone\n",
         "removed"},
        {"usage without flows",
         {"usage", shop},
         0,
         "no flow log is loaded (--flows)",
         "no evidence: no flow log is loaded\n"},
        {"flows written to what is no server", {"flows", shop, "--to", "db"}, 2, "--to takes clickhouse://", ""},
        {"a bucket of nothing", {"flows", shop, "--bucket", "1h"}, 2, "--bucket says how --to writes", ""},
        {"a bucket of weeks",
         {"flows", shop, "--to", "clickhouse://127.0.0.1", "--bucket", "3w"},
         2,
         "--bucket is a number of m, h or d up to a day",
         ""},
        {"a password in a URL",
         {"usage", shop, "--flows", "clickhouse://reader:word@127.0.0.1/net"},
         2,
         "a password does not belong in a URL",
         ""},
        {"a URL with an unknown part",
         {"usage", shop, "--flows", "clickhouse://127.0.0.1/net?tabel=flows"},
         2,
         "there are table, from, to, kubernetes, cluster, mapping and ca",
         ""},
        {"two sets of one name",
         {"compare", "equivalence", "a=" + shop, "a=" + shop},
         2,
         "compare: two sets have the name a; write NAME=PATH\n",
         ""},
        {"two sets whose paths end alike",
         {"compare", "equivalence", shop, policies, "--topology", shop},
         0,
         "",
         shop + " and " + policies + " are equivalent\n"},
        {"a set question says what holds",
         {"compare", "disjointness", shop},
         0,
         "",
         "disjointness: it holds that no two policies select the same pod\n"},
    };
}

TEST_F(Cli, SaysWhatIsAmissWithAQuestion) {
    fs::create_directories(path("apart"));
    const std::string shop = write("shop.yaml", kShop);
    const std::string all = kShop;
    const std::string policies = write("apart/shop.yaml", all.substr(all.rfind("---\n")));
    for (const SlipRow& row : slips(shop, policies)) {
        const auto out = run(row.arguments);
        EXPECT_EQ(out.exitCode, row.status) << row.what;
        EXPECT_NE(out.errors.find(row.errors), std::string::npos) << row.what << ": " << out.errors;
        EXPECT_EQ(out.errors.empty(), row.errors.empty()) << row.what << ": " << out.errors;
        EXPECT_NE(out.output.find(row.output), std::string::npos) << row.what << ": " << out.output;
    }
}

TEST_F(Cli, AQuestionOfEveryPortTellsTheChainOfEach) {
    const std::string shop = write("shop.yaml", kShop);
    const auto partly = run({"query", shop, "--from", "shop/web", "--to", "shop/db"});
    EXPECT_TRUE(partly.output.starts_with(
        "shop/web => shop/db over every tcp port: uncertain (partial: only TCP 5432 allowed)\n  allow TCP 5432\n"))
        << partly.output;
    EXPECT_NE(partly.output.find("  deny TCP 1-5431,5433-65535\n"), std::string::npos) << partly.output;
    const auto closed = run({"query", shop, "--from", "internet", "--to", "shop/db"});
    EXPECT_NE(
        closed.output.find("  deny TCP 1-65535\n    egress  [outside the cluster] Allow\n    ingress [NP shop/db ("),
        std::string::npos)
        << closed.output;
}

TEST_F(Cli, AQuestionIsATableOfOneRow) {
    const std::vector<std::string> question{
        "query", write("shop.yaml", kShop), "--from", "shop/web", "--to", "shop/db", "--port", "tcp/5432", "-o"};
    const auto as = [&](const std::string& format) {
        std::vector<std::string> words = question;
        words.push_back(format);
        return run(words).output;
    };
    EXPECT_TRUE(as("csv").starts_with("from,to,protocol,port,verdict,reason\nshop/web,shop/db,tcp,5432,allow,"))
        << as("csv");
    EXPECT_TRUE(as("md").starts_with("| from ")) << as("md");
}

TEST_F(Cli, TwoProposalsAreNotMixedInOneFolder) {
    const std::vector<std::string> words{
        "propose", "samples/harbor", "--flows",    "samples/harbor/flows/hubble.jsonl.gz",
        "--to",    path("out"),      "--namespace"};
    const auto propose = [&](const std::string& ns) {
        std::vector<std::string> all = words;
        all.push_back(ns);
        return run(all);
    };
    EXPECT_EQ(propose("shop").exitCode, 0);
    EXPECT_EQ(propose("shop").exitCode, 0) << "the same again";
    const auto other = propose("data");
    EXPECT_EQ(other.exitCode, 2);
    EXPECT_NE(other.errors.find("are no part of this proposal: nothing is written"), std::string::npos) << other.errors;
    EXPECT_FALSE(fs::exists(path("out/policies/data")));
}

} // namespace
} // namespace portolan
