#include "tests/cli/cli_case.h"

/// What asks whether something holds does not pass on nothing.

namespace portolan {
namespace {

struct GateRow {
    std::string what;
    std::vector<std::string> arguments;
    int status = 0;
    std::string errors; ///< a part of standard error
};

TEST_F(Cli, NothingPassesAGateForWantOfInput) {
    const std::string shop = write("shop.yaml", kShop);
    const std::string half = write("half.yaml", std::string("kind: [\n---\n") + kShop);
    const std::string nothing = write("nothing.yaml", "# nothing\n");
    const std::string intents = write("intents.csv", "name,from,to,port,expect\nweb,shop/web,shop/db,5432,allow\n");
    const std::string none = write("none.csv", "name,from,to,port,expect\n");
    fs::create_directories(path("empty"));
    const std::string noObject = "nothing is asked of no Kubernetes object: ";
    const std::string lost = "could not be read: it does not pass, whatever the rest says\n";
    for (const GateRow& row : std::vector<GateRow>{
             {"check of nothing", {"check", path("empty"), "--fail-on", "info"}, 3, noObject},
             {"check of nothing without a gate", {"check", path("empty")}, 0, ""},
             {"check of a part", {"check", half, "--fail-on", "critical"}, 3, lost},
             {"check of a part that fails", {"check", half, "--fail-on", "info"}, 1, "not valid YAML"},
             {"check of all", {"check", shop, "--fail-on", "critical"}, 0, ""},
             {"diff of nothing", {"diff", path("empty"), nothing, "--exit-code"}, 3, noObject + path("empty")},
             {"diff with nothing", {"diff", shop, nothing, "--exit-code"}, 1, ""},
             {"diff of a part", {"diff", half, half, "--exit-code"}, 3, lost},
             {"diff of nothing without a gate", {"diff", path("empty"), nothing}, 0, ""},
             {"diff of the same", {"diff", shop, shop, "--exit-code"}, 0, ""},
             {"sets of nothing", {"compare", "equivalence", path("empty"), nothing, "--exit-code"}, 3, noObject},
             {"sets of all", {"compare", "equivalence", "a=" + shop, "b=" + shop, "--exit-code"}, 0, ""},
             {"no intent", {"assert", none, shop}, 3, "no intent in " + none + ", so that nothing is asserted\n"},
             {"intents of a part", {"assert", intents, half}, 3, lost},
             {"intents of all", {"assert", intents, shop}, 0, ""},
             {"a query of a part",
              {"query", half, "--from", "shop/web", "--to", "shop/db", "--port", "tcp/5432", "--expect", "allow"},
              3,
              lost},
             {"two clusters",
              {"overview", shop, write("portolan.yaml", "cluster: one\n"), path("two")},
              3,
              "objects of several clusters are not read as one"},
         }) {
        fs::create_directories(path("two"));
        write("two/portolan.yaml", "cluster: two\n");
        const auto out = run(row.arguments);
        EXPECT_EQ(out.exitCode, row.status) << row.what << ": " << out.errors;
        EXPECT_NE(out.errors.find(row.errors), std::string::npos) << row.what << ": " << out.errors;
    }
}

TEST_F(Cli, PathsSayHowFarTheyWentAndGoAsFarAsAsked) {
    const std::string h = "samples/harbor";
    const auto near = run({"paths", h, "--from", "internet"});
    EXPECT_NE(near.output.find("; no further than 3 hops, and more is reached beyond: --hops goes on to 16\n"),
              std::string::npos)
        << near.output;
    const auto far = run({"paths", h, "--from", "internet", "--hops", "16"});
    EXPECT_EQ(far.output.find("no further than"), std::string::npos);
    const auto json = run({"paths", h, "--from", "internet", "-o", "json"});
    EXPECT_NE(json.output.find("\"max_hops\": 3,\n \"more_beyond\": true,"), std::string::npos) << json.output;
    const auto csv = run({"paths", h, "--from", "internet", "-o", "csv"});
    EXPECT_NE(csv.errors.find("paths: no further than 3 hops"), std::string::npos) << csv.errors;

    const auto routes = run({"paths", h, "--from", "internet", "--to", "data/orders-db", "-o", "csv"});
    EXPECT_TRUE(routes.output.starts_with("route,hop,from,to,port,traffic,certain,egress,ingress\n1,1,internet,"))
        << routes.output;
    EXPECT_EQ(run({"paths", h, "--from", "internet", "--to", "data/orders-db", "-o", "md"}).exitCode, 0);
    const auto one = run({"paths", h, "--from", "internet", "--to", "data/orders-db", "--hops", "1"});
    EXPECT_EQ(one.output, "no route from internet to data/orders-db within 1 hop\n");
}

} // namespace
} // namespace portolan
