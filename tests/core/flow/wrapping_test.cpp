#include "core/flow/input/wrapping.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct ContainerCase {
    std::string_view line, text, time;
    bool isPartial = false;
    bool isError = false;
};

TEST(Wrapping, KnowsContainerLines) {
    const ContainerCase cri[] = {
        {R"(2026-03-15T00:06:32.47Z stdout F {"flow":{}})", R"({"flow":{}})", "2026-03-15T00:06:32.47Z"},
        {R"(2026-03-15T00:06:32.47+02:00 stderr P {"flow":)", R"({"flow":)", "2026-03-15T00:06:32.47+02:00", true,
         true},
        {"2026-03-15T00:06:32.47Z stdout F:tag two", "two", "2026-03-15T00:06:32.47Z"},
        {"2026-03-15T00:06:32.47Z stdout F ", "", "2026-03-15T00:06:32.47Z"},
        {"2026-03-15T00:06:32.47Z stdout F", "none", ""},
        {"2026-03-15T00:06:32.47Z stdout X text", "none", ""},
        {"2026,web,db", "none", ""},
        {"", "none", ""},
    };
    const ContainerCase docker[] = {
        {R"({"log":"{\"flow\":{}}\n","stream":"stdout","time":"2026-03-15T00:06:32Z"})", R"({\"flow\":{}}\n)",
         "2026-03-15T00:06:32Z"},
        {R"({"log":"half","stream":"stderr"})", "half", "", true, true},
        {R"({"log":"x\n","stream":"stdout","attrs":{"tag":"a"},"time":"2026-03-15T00:06:32Z"})", R"(x\n)",
         "2026-03-15T00:06:32Z"},
        {R"({"log":"x\n","kubernetes":{"pod_name":"a"}})", "none", ""},
        {R"({"log":"open)", "none", ""},
        {R"({"log":"x\)", "none", ""},
    };
    const auto check = [](const ContainerCase& c, const std::optional<ContainerLine>& line) {
        ASSERT_EQ(line.has_value(), c.text != "none") << c.line;
        if (!line) return;
        EXPECT_EQ(line->text, c.text) << c.line;
        EXPECT_EQ(line->time, c.time) << c.line;
        EXPECT_EQ(line->isPartial, c.isPartial) << c.line;
        EXPECT_EQ(line->isError, c.isError) << c.line;
    };
    for (const ContainerCase& c : cri) check(c, criLine(c.line));
    for (const ContainerCase& c : docker) check(c, dockerLine(c.line));
}

TEST(Wrapping, TakesPrefixesOffObjects) {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {R"(<134>1 2026-03-15T00:06:32Z host prog 1 - - {"a":1})", R"({"a":1})"},
        {R"(<13>Mar  1 12:00:00 host prog[1]: {"a":1})", R"({"a":1})"},
        {R"(Mar 11 12:00:00 host prog[1]: {"a":1})", R"({"a":1})"},
        {R"(data: {"a":1})", R"({"a":1})"},
        {"shop/web\t{\"a\":1}", R"({"a":1})"},
        {R"(Mar 11 12:00:00 host prog[1]: {"a":1)", ""},
        {R"(Max 1 {"a":1})", ""},
        {R"(<x>1 2026 {"a":1})", ""},
        {R"({"a":1})", ""},
        {"", ""},
    };
    for (const auto& [line, text] : cases) {
        const auto prefixed = prefixedObject(line);
        EXPECT_EQ(prefixed ? prefixed->text : "", text) << line;
    }
    EXPECT_EQ(prefixedObject(R"(<134>1 1970-01-01T00:00:02Z h p 1 - - {})")->time, 2'000'000'000);
}

TEST(Wrapping, UndoesEscapes) {
    const std::tuple<std::string_view, std::string_view, bool> cases[] = {
        {R"(caf\u00e9 \ud83d\ude00\n)", "caf\xc3\xa9 \xf0\x9f\x98\x80\n", true},
        {R"(\"\\\/\b\f\r\t)", "\"\\/\b\f\r\t", true},
        {"", "", true},
        {R"(bad \x)", "bad ", false},
        {R"(\ud83d lone)", "", false},
        {R"(end\)", "end", false},
    };
    for (const auto& [escaped, text, isWhole] : cases) {
        std::string out;
        EXPECT_EQ(appendUnescaped(escaped, out), isWhole) << escaped;
        EXPECT_EQ(out, text) << escaped;
    }
}

} // namespace
} // namespace portolan
