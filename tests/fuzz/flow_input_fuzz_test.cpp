#include "tests/fuzz/mutation.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr std::string_view kSeeds[] = {
    R"({"log":"{\"flow\":{\"verdict\":\"\u0041\"}}\n","stream":"stdout","time":"2026-03-15T00:06:32.47Z"})",
    "2026-03-15T00:06:32.47Z stdout P {\"flow\"\n2026-03-15T00:06:32.47Z stderr F x\n"
    "2026-03-15T00:06:32.47Z stdout F :{}}\n",
    R"([{"flow":{"a":[1,2,{"b":"\"]"}],}}, {"flow":{}}])",
    R"({"took":1,"hits":{"total":{"value":1},"hits":[{"_source":{"flow":{}}}]}})",
    R"({"logEvents":[{"timestamp":1773532800000,"message":"{\"flow\":{}}"}]}{"logEvents":[]})",
    R"({"status":"success","data":{"result":[{"stream":{"app":"x"},"values":[["1773532800000000000","{\"flow\":{}}"]]}]}})",
    R"({"labels":{"a":"b"},"line":"{\"flow\":{}}","timestamp":"2026-03-15T00:06:32Z"})",
    R"({"preview":false,"result":{"_raw":"{\"flow\":{}}","_time":"2026-03-15T00:06:32Z"}})",
    R"(<134>1 2026-03-15T00:06:32Z h p 1 - - {"jsonPayload":{"flow":{}}})",
    R"(Mar  1 12:00:00 h p[1]: {"flow":{}})",
    "key\t{\"flow\":{}}",
};

TEST(FlowInputFuzz, SurvivesItsSeedsCutAtEveryByte) {
    runCuts(kSeeds);
}

TEST(FlowInputFuzz, SurvivesASecondOfChanges) {
    using namespace std::string_view_literals;
    runChanges(kSeeds, "\"\\{}[],:0n\n\x01\xff\x00 "sv);
}

} // namespace
} // namespace portolan
