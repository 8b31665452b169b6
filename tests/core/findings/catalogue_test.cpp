#include "core/findings/catalogue.h"
#include "tests/core/findings/finding_case.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan {
namespace {

TEST(Catalogue, IsSortedWithoutDuplicatesAndComplete) {
    const auto entries = catalogue();
    EXPECT_TRUE(std::ranges::is_sorted(entries, {}, &CatalogueEntry::id));
    EXPECT_EQ(std::ranges::adjacent_find(entries, {}, &CatalogueEntry::id), entries.end());
    for (const CatalogueEntry& entry : entries) {
        EXPECT_FALSE(entry.title.empty()) << entry.id;
        EXPECT_FALSE(entry.rationale.empty()) << entry.id;
        EXPECT_EQ(catalogueEntry(entry.id), &entry);
    }
    EXPECT_EQ(catalogueEntry("COV-99"), nullptr);
}

TEST(Severity, IsReadInAnyCase) {
    EXPECT_EQ(parseSeverity("High"), Severity::High);
    EXPECT_EQ(parseSeverity("worst"), std::nullopt);
}

TEST(Findings, AreSortedBySeverityThenIdThenObject) {
    const auto findings = allFindings("complete\nns a\nns b\npod a/x app=x\npod b/y app=y\n"
                                      "policy a/typo {podSelector: {matchLabels: {app: z}}, policyTypes: [Ingress]}\n");
    const auto key = [](const Finding& f) { return std::tie(f.severity, f.id, f.object); };
    EXPECT_GT(findings.size(), 3U);
    EXPECT_TRUE(std::ranges::is_sorted(findings, {}, key));
}

class Parse : public testing::TestWithParam<FindingCase> {};
TEST_P(Parse, TakesOverWhatTheReadersSay) {
    EXPECT_EQ(findingsOf(GetParam()), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Findings, Parse,
    testing::Values(
        FindingCase{"rejected", "PARSE-01", "policy a/x {podSelector: {}, ingress: [{ports: [{port: 70000}]}]}", "",
                    "high NetworkPolicy a/x"},
        FindingCase{"valid", "PARSE-01", "policy a/x {podSelector: {}, ingress: [{ports: [{port: 700}]}]}", "", ""},
        FindingCase{"a field that resembles a known one", "PARSE-04",
                    "policy a/x {podSelector: {}, ingress: [{from: [{podselector: {}, namespaceSelector: {}}]}]}", "",
                    "high NetworkPolicy a/x"},
        FindingCase{"a field that resembles none", "PARSE-04", "policy a/x {podSelector: {}, colour: red}", "",
                    "low NetworkPolicy a/x"},
        FindingCase{"twice and different", "PARSE-05",
                    "policy a/x {podSelector: {}}\npolicy a/x {podSelector: {}, policyTypes: [Egress]}", "",
                    "medium NetworkPolicy a/x"},
        FindingCase{"null rule", "PARSE-08", "policy a/x {podSelector: {}, ingress: [null]}", "",
                    "high NetworkPolicy a/x"}),
    caseName);

} // namespace
} // namespace portolan
