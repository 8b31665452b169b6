#include "tests/coverage/rule_ids.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

/// Every rule of the specification has a test that names it, or a reason why it cannot have one.

namespace portolan {
namespace {

const std::filesystem::path kSource = PORTOLAN_SOURCE_DIR;

/// Beside the checkout, or where PORTOLAN_DESIGN says.
std::filesystem::path specification() {
    const char* const named = std::getenv("PORTOLAN_DESIGN");
    const std::filesystem::path folder = named ? std::filesystem::path(named) : kSource.parent_path() / "shared/design";
    return folder / "semantics.md";
}

std::set<std::string> idsOf(const std::vector<ListedRule>& rules) {
    std::set<std::string> out;
    for (const ListedRule& rule : rules) out.insert(rule.id);
    return out;
}

TEST(SemanticsCoverage, namesATestForEveryRule) {
    const auto rules = listedRules(kSource / "tests/coverage/semantics_ids.txt");
    ASSERT_GT(rules.size(), 100U);
    std::set<std::string> unknown;
    const auto mentions = mentionsBelow(kSource / "tests", idsOf(rules), unknown);
    for (const auto& [id, reason] : rules) {
        const auto it = mentions.find(id);
        const std::size_t count = it == mentions.end() ? 0 : it->second.count();
        std::cout << id << std::string(id.size() < 8 ? 8 - id.size() : 1, ' ') << count << "  "
                  << (count > 0 ? it->second.text() : "none: " + reason) << '\n';
        EXPECT_TRUE(count > 0 || !reason.empty()) << "no test names " << id;
        EXPECT_TRUE(count == 0 || reason.empty()) << id << " has a test and a reason to have none";
    }
    for (const std::string& id : unknown) ADD_FAILURE() << "a test names " << id << ", which is no rule";
}

TEST(SemanticsCoverage, listsTheRulesOfTheSpecification) {
    if (!std::filesystem::exists(specification())) GTEST_SKIP() << "no specification: set PORTOLAN_DESIGN";
    EXPECT_EQ(idsOf(listedRules(kSource / "tests/coverage/semantics_ids.txt")), definedRules(specification()));
}

TEST(SemanticsCoverage, readsBothWaysOfNamingARule) {
    const std::set<std::string> known{"NP-1", "L-2", "V10"};
    struct Row {
        const char* line;
        std::vector<std::string> ids;
        std::set<std::string> unknown;
    };
    for (const Row& row : std::vector<Row>{
             {"// Covers NP-1, L-2.", {"NP-1", "L-2"}, {}},
             {"    // Covers V10: equal priorities, as L-2 does not say.", {"V10"}, {}},
             {"// Covers NP-99.", {"NP-99"}, {"NP-99"}},
             {"// NP-1 is mentioned, not covered", {}, {}},
             {R"({"NP-1, V10 what a row is called", "L-2 and another"},)", {"NP-1", "V10", "L-2"}, {}},
             {R"({"not NP-1", "NP-123", "V10x", "PARSE-01"},)", {}, {}},
         }) {
        std::set<std::string> unknown;
        EXPECT_EQ(rulesNamedIn(row.line, known, unknown), row.ids) << row.line;
        EXPECT_EQ(unknown, row.unknown) << row.line;
    }
}

} // namespace
} // namespace portolan
