#include "core/flow/input/wrapping.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct WrapCase {
    std::string_view line, text;
    bool isPartial = false;
};

TEST(Wrapping, TakesOffWhatTheRuntimePutAround) {
    const WrapCase cases[] = {
        {R"({"flow":{}})", R"({"flow":{}})"},
        {"\xef\xbb\xbf{\"flow\":{}}", R"({"flow":{}})"},
        {R"(2026-03-15T00:06:32.47Z stdout F {"flow":{}})", R"({"flow":{}})"},
        {R"(2026-03-15T00:06:32.47Z stderr P {"flow":)", R"({"flow":)", true},
        {"2026-03-15T00:06:32.47Z stdout F", "2026-03-15T00:06:32.47Z stdout F"},
        {"2026,web,db", "2026,web,db"},
        {R"({"log":"{\"flow\":{}}\n","stream":"stdout"})", R"({"flow":{}})"},
        {R"({"log":"caf\u00e9 \ud83d\ude00\n"})", "caf\xc3\xa9 \xf0\x9f\x98\x80"},
        {R"({"log":"half","stream":"stdout"})", "half", true},
        {R"({"log":"open)", R"({"log":"open)"},
        {R"({"log":"bad \x escape\n"})", R"({"log":"bad \x escape\n"})"},
        {R"({"log":"\ud83d lone\n"})", R"({"log":"\ud83d lone\n"})"},
        {"", ""},
    };
    for (const WrapCase& c : cases) {
        std::string scratch;
        const UnwrappedLine line = unwrapped(c.line, scratch);
        EXPECT_EQ(line.text, c.text) << c.line;
        EXPECT_EQ(line.isPartial, c.isPartial) << c.line;
    }
}

} // namespace
} // namespace portolan
