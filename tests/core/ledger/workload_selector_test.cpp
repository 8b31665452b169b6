#include "core/ledger/rule_text.h"
#include "core/ledger/workload_selector.h"
#include "core/model/selector_text.h"
#include "core/model/yaml_scalar.h"
#include "tests/core/ledger/story.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct SelectorCase {
    const char* name;
    const char* lines;
    const char* selector; ///< of shop/a; "": none
};

class WorkloadSelector : public testing::TestWithParam<SelectorCase> {};

TEST_P(WorkloadSelector, TakesTheFewestStableLabelsThatAreExact) {
    const auto joined = story::join(GetParam().lines);
    const auto out = selectorOf(*joined.cluster, joined.workload("shop/a"));
    EXPECT_EQ(out ? selectorText(*joined.cluster, *out) : "", GetParam().selector);
}

INSTANTIATE_TEST_SUITE_P(
    Ledger, WorkloadSelector,
    testing::Values(
        SelectorCase{"one label is enough", "pod shop/a app=a tier=x\npod shop/b app=b tier=x", "app=a"},
        SelectorCase{"customary names come first", "pod shop/a zzz=1 app.kubernetes.io/name=a aaa=1",
                     "app.kubernetes.io/name=a"},
        SelectorCase{"two where one is shared",
                     "pod shop/a app=x part=1\npod shop/b app=x part=2\npod shop/c app=y part=1", "app=x,part=1"},
        SelectorCase{"hashes are never used", "pod shop/a pod-template-hash=1\npod shop/b pod-template-hash=2", ""},
        SelectorCase{"other namespaces do not matter", "pod shop/a app=a\npod ops/b app=a", "app=a"},
        SelectorCase{"twins cannot be told apart", "pod shop/a app=a\npod shop/b app=a", ""}),
    [](const auto& row) {
        std::string out = row.param.name;
        std::erase_if(out, [](unsigned char ch) { return std::isalnum(ch) == 0; });
        return out;
    });

TEST(YamlScalar, QuotesWhatYamlWouldReadAsSomethingElse) {
    EXPECT_EQ(yamlScalar("web"), "web");
    EXPECT_EQ(yamlScalar("kubernetes.io/metadata.name"), "kubernetes.io/metadata.name");
    for (const char* text : {"true", "NO", "on", "8", "1e3", "0x1f", "", "null", "1.5"})
        EXPECT_EQ(yamlScalar(text), '"' + std::string(text) + '"');
    EXPECT_EQ(yamlScalar("10.0.0.0/8"), "10.0.0.0/8");
    EXPECT_EQ(yamlScalar("::/0"), "\"::/0\"");
}

} // namespace
} // namespace portolan
