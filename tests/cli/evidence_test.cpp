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

} // namespace
} // namespace portolan
