#include "core/load/live/page.h"

#include <gtest/gtest.h>

#include <string>

namespace portolan::loading {
namespace {

/// The texts of the objects, each behind its name; "no list" for a page that is none.
std::string textsOf(const std::string& page) {
    PageReader reader;
    std::string out;
    const auto end = reader.read(page, "v1", "Pod", [&](const LiveObject& object) {
        out += std::string(object.ns) + '/' + std::string(object.name) + '\n' + std::string(object.text) + '\n';
    });
    return end ? out : "no list";
}

TEST(LivePage, writesAnObjectAsKubectlPrintsIt) {
    const std::string page = R"({"items":[{"spec":{"b":[1,-2,0.5,true,null],"a":{},"c":[]},"metadata":)"
                             R"({"namespace":"shop","name":"web","managedFields":[{"manager":"m"}]}}]})";
    EXPECT_EQ(textsOf(page), R"(shop/web
{
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {
        "name": "web",
        "namespace": "shop"
    },
    "spec": {
        "a": {},
        "b": [
            1,
            -2,
            0.5,
            true,
            null
        ],
        "c": []
    }
}
)");
}

TEST(LivePage, keepsTheTypeThatAnItemStates) {
    EXPECT_EQ(textsOf(R"({"items":[{"kind":"Node","apiVersion":"v2","metadata":{"name":"n"}}]})"), R"(/n
{
    "apiVersion": "v2",
    "kind": "Node",
    "metadata": {
        "name": "n"
    }
}
)");
}

TEST(LivePage, writesStringsThatReadBackAsTheyWere) {
    EXPECT_EQ(textsOf("{\"items\":[{\"kind\":\"a\\n\\u0001\\\"\\\\\xc3\xa4\",\"apiVersion\":\"\"}]}"),
              R"(/
{
    "apiVersion": "",
    "kind": "a\u000a\u0001\"\\)"
              "\xc3\xa4\"\n}\n");
}

struct Case {
    const char* name;
    const char* page;
    const char* token; ///< "-": no list
};

class LivePages : public testing::TestWithParam<Case> {};

TEST_P(LivePages, tellHowTheyEnd) {
    PageReader reader;
    const auto end = reader.read(GetParam().page, "v1", "Pod", [](const LiveObject&) {});
    EXPECT_EQ(end ? end->continueToken : "-", GetParam().token);
}

INSTANTIATE_TEST_SUITE_P(All, LivePages,
                         testing::Values(Case{"last", R"({"metadata":{},"items":[]})", ""},
                                         Case{"withoutItems", R"({"metadata":{"continue":""},"items":null})", ""},
                                         Case{"more", R"({"items":[],"metadata":{"continue":"x=="}})", "x=="},
                                         Case{"cutShort", R"({"metadata":{"continue":"x"},"items":[{)", "-"},
                                         Case{"status", R"({"kind":"Status","code":403})", "-"},
                                         Case{"itemsThatAreNone", R"({"items":"x"})", "-"}, Case{"empty", "", "-"},
                                         Case{"page", "<html></html>", "-"}),
                         [](const auto& row) { return std::string(row.param.name); });

} // namespace
} // namespace portolan::loading
