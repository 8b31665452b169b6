#include "tests/corpus/command.h"
#include "tests/corpus/corpus.h"
#include "tests/corpus/expander.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

std::string judgeExpansion(const CorpusCase& c, Expansion expansion) {
    const TemporaryFolder folder;
    const std::vector<std::string> documents = documentsBelow(c.path / "manifests");
    for (const auto& [file, text] : expanded(documents, expansion)) folder.write("manifests/" + file, text);
    return judgeOutput(runPortolan({"list", "manifests", "--profile", "np-guard"}, folder.path()),
                       c.text("expected.txt"));
}

/// Every list case again, its documents shuffled, split, merged, as JSON, with an unrelated namespace: same answer.
TEST(Expanders, leaveEveryListAsItIs) {
    const auto isReadable = [](const CorpusCase& c) {
        return c.isPlain() && c.hasFile("expected.txt") && !c.description.contains("unparsable_files") &&
               !c.description.contains("expected_errors");
    };
    const std::vector<CorpusCase> cases = corpusCases("netpol-analyzer", isReadable);
    std::vector<Job> jobs;
    for (const CorpusCase& c : cases)
        for (const Expansion e : kExpansions)
            jobs.push_back({c.name + ' ' + name(e), [&c, e] { return judgeExpansion(c, e); }});
    judgeJobs(jobs);
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
