#include "tests/corpus/command.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/expander.h"
#include "tests/corpus/probes.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

/// The manifests of a case, written another way.
class Expanded {
  public:
    Expanded(const CorpusCase& c, Expansion expansion) {
        for (const auto& [file, text] : expanded(documentsBelow(c.path / "manifests"), expansion))
            m_folder.write("manifests/" + file, text);
    }
    std::filesystem::path folder() const { return m_folder.path(); }
    std::filesystem::path manifests() const { return m_folder.path() / "manifests"; }

  private:
    TemporaryFolder m_folder;
};

std::string judgeList(const CorpusCase& c, Expansion expansion) {
    const Expanded input(c, expansion);
    return judgeOutput(runPortolan({"list", "manifests", "--profile", "np-guard"}, input.folder()),
                       c.text("expected.txt"));
}

std::string judgeQueries(const CorpusCase& c, Expansion expansion, const std::string& profile) {
    return judgeProbes({Expanded(c, expansion).manifests()}, profile, queryProbes(c));
}

/// Judges each case in every way to write it.
void judgeExpansions(const std::vector<CorpusCase>& cases,
                     const std::function<std::string(const CorpusCase&, Expansion)>& judge) {
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases)
        for (const Expansion e : kExpansions)
            jobs.push_back({c.name + ' ' + name(e), [&c, e, &judge] { return judge(c, e); }});
    judgeJobs(jobs);
}

bool isReadable(const CorpusCase& c) {
    return !c.description.contains("unparsable_files") && !c.description.contains("expected_errors");
}

/// Every list case again, its documents shuffled, split, merged, as JSON, with an unrelated namespace: same answer.
// Covers Y-17, V30.
TEST(Expanders, leaveEveryListAsItIs) {
    judgeExpansions(
        corpusCases("netpol-analyzer",
                    [](const CorpusCase& c) { return c.isPlain() && c.hasFile("expected.txt") && isReadable(c); }),
        judgeList);
}

TEST(Expanders, leaveListsWithAdminPoliciesAsTheyAre) {
    const auto isWanted = [](const CorpusCase& c) { // Portolan lists addresses in networks, netpol-analyzer does not
        return !c.isPlain() && !c.hasFeature("anp-networks") && c.hasFile("expected.txt") && isReadable(c);
    };
    judgeExpansions(corpusCases("netpol-analyzer", isWanted), judgeList);
}

TEST(Expanders, leaveAnswersAboutAdminPoliciesAsTheyAre) {
    const auto isWanted = [](const CorpusCase& c) {
        return !c.isPlain() && c.hasFile("queries.json") && isReadable(c) && !queryProbes(c).empty();
    };
    judgeExpansions(corpusCases("netpol-analyzer", isWanted),
                    [](const CorpusCase& c, Expansion e) { return judgeQueries(c, e, "np-guard"); });
}

TEST(Expanders, leaveTheConformanceOfAdminPoliciesAsItIs) {
    judgeExpansions(corpusCases("anp-conformance", [](const CorpusCase&) { return true; }),
                    [](const CorpusCase& c, Expansion e) { return judgeQueries(c, e, "kube-network-policies"); });
}

TEST(Expanders, leaveThePolicyAssistantsTablesAsTheyAre) {
    judgeExpansions(corpusCases("policy-assistant", [](const CorpusCase&) { return true; }),
                    [](const CorpusCase& c, Expansion e) {
                        return judgeProbes({Expanded(c, e).manifests()}, "kube-network-policies", matrixProbes(c));
                    });
}

TEST(Expanders, readDocumentsAsKubernetesDoes) {
    EXPECT_EQ(jsonOf("a: 1\nb: '1'\nc: true\nd: \"true\"\ne:\nf: [x, {g: -3}]\n").dump(),
              R"({"a":1,"b":"1","c":true,"d":"true","e":null,"f":["x",{"g":-3}]})");
    EXPECT_TRUE(jsonOf("# nothing but a comment\n").is_null());
    const auto files = expanded({"a: 1\n", "b: 2"}, Expansion::Merged);
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].second, "---\na: 1\n---\nb: 2\n");
}

} // namespace
} // namespace portolan
