#include "tests/corpus/command.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/probes.h"

#include <gtest/gtest.h>

#include <algorithm>

/// Truth tables and queries of the other families, asked through `query --batch`.

namespace portolan {
namespace {

using nlohmann::json;

std::string judgeMatrix(const CorpusCase& c) {
    return judgeProbes({c.path / "manifests"}, "kube-network-policies", matrixProbes(c));
}

std::string judgeQueries(const CorpusCase& c, const std::string& profile) {
    const std::vector<Probe> probes = queryProbes(c);
    if (probes.size() != c.json("queries.json").size()) return "a question without a verdict\n";
    return judgeProbes({c.path / "manifests"}, profile, probes);
}

bool hasOtherPolicyKinds(const CorpusCase& c) {
    return std::ranges::any_of(c.features, [](const std::string& f) {
        return f == "anp" || f == "banp" || f == "cnp" || f == "livesim" || f.starts_with("calico") ||
               f.starts_with("istio") || f.starts_with("ingress");
    });
}

TEST(Verdicts, agreeWithTheKubernetesEndToEndTables) {
    judgeCases(corpusCases("k8s-e2e", [](const CorpusCase&) { return true; }), judgeMatrix);
}

TEST(Verdicts, agreeWithCyclonus) {
    judgeCases(corpusCases("cyclonus", [](const CorpusCase&) { return true; }), judgeMatrix);
}

TEST(Verdicts, agreeWithTheRecipes) {
    judgeCases(corpusCases("recipes", [](const CorpusCase&) { return true; }),
               [](const CorpusCase& c) { return judgeQueries(c, "kube-network-policies"); });
}

TEST(Verdicts, agreeWithTheTutorialsOnKubernetesPolicies) {
    judgeCases(corpusCases("calico-tutorials", [](const CorpusCase& c) { return !hasOtherPolicyKinds(c); }),
               [](const CorpusCase& c) { return judgeQueries(c, "calico"); });
}

TEST(Verdicts, agreeWithTheConformanceOfAdminPolicies) {
    judgeCases(corpusCases("anp-conformance", [](const CorpusCase&) { return true; }),
               [](const CorpusCase& c) { return judgeQueries(c, "kube-network-policies"); });
}

TEST(Verdicts, agreeWithThePolicyAssistant) {
    judgeCases(corpusCases("policy-assistant", [](const CorpusCase&) { return true; }), judgeMatrix);
}

} // namespace
} // namespace portolan
