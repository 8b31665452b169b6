#include "core/load/load.h"
#include "core/reach/potential_labels.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct ChoiceCase {
    const char* selector;
    const char* choices; ///< joined by " | "
};
void PrintTo(const ChoiceCase& c, std::ostream* out) {
    *out << c.selector;
}

class LabelChoices : public testing::TestWithParam<ChoiceCase> {};

TEST_P(LabelChoices, AreTheSmallestSetsThatMeetASelector) {
    const auto cluster = loadText(
        {{"in.yaml", story::manifests("policy shop/p {podSelector: " + std::string(GetParam().selector) + "}\n")}}, {});
    ASSERT_EQ((*cluster)->policies.size(), 1U);
    std::string out;
    for (const PotentialLabels& labels : labelChoices(**cluster, (*cluster)->policies[PolicyId(0U)].podSelector, 4))
        out += (out.empty() ? "" : " | ") + (labels.empty() ? std::string("none") : text(labels));
    EXPECT_EQ(out, GetParam().choices);
}

INSTANTIATE_TEST_SUITE_P(
    Reach, LabelChoices,
    testing::Values(
        ChoiceCase{"{}", "none"}, ChoiceCase{"{matchLabels: {a: b, c: d}}", "a=b,c=d"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: In, values: [y, x]}]}", "a=x | a=y"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: In, values: [x, y, z, u, v]}]}", "a=u | a=v | a=x | a=y"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: Exists}]}", "a=*"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: Exists}, {key: a, operator: NotIn, values: [y, x]}]}",
                   "a=* (not x, y)"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: NotIn, values: [x]}]}", "none"},
        ChoiceCase{"{matchExpressions: [{key: a, operator: DoesNotExist}]}", "none"},
        ChoiceCase{"{matchLabels: {a: x}, matchExpressions: [{key: a, operator: NotIn, values: [x]}]}", ""},
        ChoiceCase{"{matchLabels: {a: x}, matchExpressions: [{key: a, operator: DoesNotExist}]}", ""},
        ChoiceCase{"{matchLabels: {a: x}, matchExpressions: [{key: a, operator: In, values: [x, y]}]}", "a=x"}));

TEST(PotentialLabels, AreUnitedWhereTheyAgree) {
    const PotentialLabel any{"a", std::string(kAnyValue)};
    const PotentialLabel notX{"a", std::string(kAnyValue), {"x"}};
    const PotentialLabel x{"a", "x"};
    const PotentialLabel y{"a", "y"};
    const PotentialLabel other{"b", "x"};
    EXPECT_EQ(united({x}, {other}), (PotentialLabels{x, other}));
    EXPECT_EQ(united({any}, {x}), PotentialLabels{x});
    EXPECT_EQ(united({x}, {any}), PotentialLabels{x});
    EXPECT_EQ(united({x}, {y}), std::nullopt);
    EXPECT_EQ(united({notX}, {x}), std::nullopt);
    EXPECT_EQ(united({x}, {notX}), std::nullopt);
    EXPECT_EQ(united({any}, {notX}), PotentialLabels{notX});
}

TEST(PotentialLabels, ArePartOfOthersThatSayAsMuch) {
    const PotentialLabel any{"a", std::string(kAnyValue)};
    const PotentialLabel x{"a", "x"};
    const PotentialLabel other{"b", "x"};
    EXPECT_TRUE(isPartOf({}, {x}));
    EXPECT_TRUE(isPartOf({x}, {x, other}));
    EXPECT_TRUE(isPartOf({any}, {x}));
    EXPECT_FALSE(isPartOf({x}, {any}));
    EXPECT_FALSE(isPartOf({other}, {x}));
}

} // namespace
} // namespace portolan
