#include "core/flow/input/line_blocks.h"
#include "core/flow/input/unwrapping.h"
#include "tests/core/flow/flow_logs.h"
#include "tests/core/flow/text_source.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

struct Unwrapped {
    std::string text;
    std::string problem;
    bool isInRecords = false;
};

/// What is left of a log. Time marks show as "<nanoseconds>".
Unwrapped of(const std::string& text, std::size_t chunk) {
    Unwrapped out;
    auto source = unwrapped(std::make_unique<TextSource>(text, chunk));
    if (!source) return {"", source.error().message, false};
    std::string buffer(100, '\0');
    while (const auto count = source->bytes->read(buffer)) {
        if (*count == 0) break;
        out.text.append(buffer, 0, *count);
    }
    bool isOpen = false;
    for (char& c : out.text)
        if (c == '\x01') c = (isOpen = !isOpen) ? '<' : '>';
    out.problem = source->bytes->problem();
    out.isInRecords = source->isInRecords;
    return out;
}

struct Case {
    std::string text, lines;
    bool isInRecords = false;
    std::string problem = {};
};

void check(std::span<const Case> cases) {
    for (const Case& c : cases)
        for (const std::size_t chunk : {1U, 7U, 100'000U}) {
            const Unwrapped got = of(c.text, chunk);
            EXPECT_EQ(got.text, c.lines) << c.text;
            EXPECT_EQ(got.problem, c.problem) << c.text;
            EXPECT_EQ(got.isInRecords, c.isInRecords) << c.text;
        }
}

std::string jsonString(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? "\\\"" : c == '\n' ? "\\n" : c == '\\' ? "\\\\" : std::string(1, c);
    return out + '"';
}

/// A line that is known as Hubble's.
const std::string kFlow = R"({"flow":{"verdict":"DROPPED"}})";
const std::string kOther = R"({"flow":{"verdict":"ERROR"}})";

TEST(Unwrapping, LeavesPlainLinesAlone) {
    const Case cases[] = {
        {kFlow + "\n" + kOther + "\n", kFlow + "\n" + kOther + "\n"},
        {"\xef\xbb\xbf" + kFlow + "\n", kFlow + "\n"},
        {kFlow, kFlow},
        {"", ""},
        {"\n\n", "\n\n"},
        {"hello\nworld\n", "hello\nworld\n"},
        {"[2026-03-01T12:00:00Z] \"GET / HTTP/1.1\" 200\n", "[2026-03-01T12:00:00Z] \"GET / HTTP/1.1\" 200\n"},
        {"{\"flow\":{\"ver\n" + kFlow + "\n", "{\"flow\":{\"ver\n" + kFlow + "\n"},
        {R"({"message":"nothing we know"})"
         "\n",
         R"({"message":"nothing we know"})"
         "\n"},
    };
    check(cases);
}

TEST(Unwrapping, JoinsThePiecesOfContainerLines) {
    const std::string out = "2026-03-15T00:00:00Z stdout ";
    const std::string error = "2026-03-15T00:00:00Z stderr ";
    const std::string mark = "<1773532800000000000>";
    const Case cases[] = {
        {out + "F " + kFlow + "\n" + out + "F " + kOther + "\r\n", mark + kFlow + "\n" + mark + kOther + "\n"},
        {out + "P {\"flow\"\n" + out + "P :{\"verdict\":\n" + out + "F \"DROPPED\"}}\n", "\n\n" + mark + kFlow + "\n"},
        {out + "P {\"flow\"\n" + error + "P ab\n" + error + "F c\n" + out + "F :{}}\n",
         "\n\n" + mark + "abc\n" + mark + "{\"flow\":{}}\n"},
        {out + "F " + kFlow + "\nnot wrapped\n", mark + kFlow + "\nnot wrapped\n"},
        {"noise\n" + out + "F " + kFlow, "noise\n" + mark + kFlow},
        {out + "F " + kFlow + "\n" + out + "P {\"flow\":", mark + kFlow + "\n{\"flow\":"},
    };
    check(cases);
    const std::string stream = R"(,"stream":"stdout","time":"2026-03-15T00:00:00Z"})"
                               "\n";
    const Case docker[] = {
        {"{\"log\":" + jsonString(kFlow + "\n") + stream, mark + kFlow + "\n"},
        {R"({"log":"{\"flow\"")" + stream + R"({"log":":{}}\n")" + stream, "\n" + mark + "{\"flow\":{}}\n"},
    };
    check(docker);
}

TEST(Unwrapping, TakesEnvelopesOffLines) {
    const std::string time = R"("timestamp":"2026-03-15T00:00:00Z")";
    const std::string mark = "<1773532800000000000>";
    const Case cases[] = {
        {R"({"_index":"flows","_source":)" + kFlow + "}\n", kFlow + "\n"},
        {R"({"insertId":"a","jsonPayload":)" + kFlow + ",\"labels\":{\"a\":\"b\"}," + time + "}\n",
         mark + kFlow + "\n"},
        {R"({"textPayload":"a text\n",)" + time + "}\n", mark + "a text\n"},
        {R"({"preview":false,"result":{"_raw":)" + jsonString(kFlow) + R"(,"_time":"2026-03-15T00:00:00Z"}})" + "\n",
         mark + kFlow + "\n"},
        {R"({"labels":{"app":"x"},"line":)" + jsonString(kFlow) + "," + time + "}\n",
         mark + R"({"app":"x",)" + kFlow.substr(1) + "\n"},
        {R"({"log":)" + jsonString(kFlow + "\n") + R"(,"kubernetes":{"pod_name":"cilium-x"},"time":1773532800})" + "\n",
         mark + kFlow + "\n"},
        {R"({"message":)" + jsonString(kFlow) + R"(,"@timestamp":"2026-03-15T00:00:00Z"})" + "\n", mark + kFlow + "\n"},
        {R"({"message":"starting"})"
         "\n"
         R"({"message":)" +
             jsonString(kFlow) + "}\n",
         "starting\n" + kFlow + "\n"},
        {R"({"log_processed":1,"log":)" + kFlow + "}\n", kFlow + "\n"},
        {"<134>1 2026-03-15T00:00:00Z host prog 1 - - " + kFlow + "\n", mark + kFlow + "\n"},
        {"Mar  1 12:00:00 host prog[1]: " + kFlow + "\n", kFlow + "\n"},
        {"some-key\t" + kFlow + "\n", kFlow + "\n"},
        {"2026-03-15T00:00:00Z stdout F " + (R"({"_source":)" + kFlow) + "}\n", mark + kFlow + "\n"},
        {"2026-03-15T00:00:00Z stdout F {\"log\":" + jsonString(kFlow + "\n") + ",\"stream\":\"stdout\"}\n",
         mark + kFlow + "\n"},
    };
    check(cases);
}

TEST(Unwrapping, SplitsDocumentsIntoRecords) {
    const std::string both = kFlow + "\n" + kOther + "\n";
    const std::string pretty = "{\n  \"flow\": {\n    \"verdict\": \"DROPPED\"\n  }\n}\n";
    const Case cases[] = {
        {"[" + kFlow + "," + kOther + "]", both, true},
        {"[\n  " + pretty + ",\n  " + kOther + "\n]\n", both, true},
        {pretty + kOther + "\n", both, true},
        {kFlow + kOther, both, true},
        {kFlow + ",\n" + kOther + ",\n", both, true},
        {R"({"took":1,"hits":{"total":{"value":2},"hits":[{"_id":"1","_source":)" + kFlow + R"(},{"_source":)" +
             kOther + R"(}]},"end":{}})",
         both, true},
        {R"({"meta":{"totalPages":1},"items":[)" + kFlow + "," + kOther + "]}", both, true},
        {R"({"records":[)" + kFlow + "]}\n{\"records\":[" + kOther + "]}\n", both, true},
        {R"({"flows":[)" + kFlow + "," + kOther + "]}", both, true},
        {R"({"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","timestamp":1773532800000,"message":)" +
             jsonString(kFlow) +
             "}]}{\"logEvents\":[{\"id\":\"2\",\"timestamp\":1773532800000,\"message\":" + jsonString(kOther) + "}]}",
         "<1773532800000000000>" + kFlow + "\n<1773532800000000000>" + kOther + "\n", true},
        {R"({"events":[{"message":)" + jsonString(kFlow) + R"(,"timestamp":1773532800000}],"searchedLogStreams":[]})",
         "<1773532800000000000>" + kFlow + "\n", true},
        {R"({"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"x"},"values":[)"
         R"(["1773532800000000000",)" +
             jsonString(kFlow) + R"(],["1773532800000000000","text",{"more":"x"}]]},{"stream":{},"values":[["0",)" +
             jsonString(kOther) + "]]}]}}",
         R"(<1773532800000000000>{"app":"x",)" + kFlow.substr(1) + "\n<1773532800000000000>text\n" + kOther + "\n",
         true},
        {R"([{"flow":{"labels":["a","b",],},},])", "{\"flow\":{\"labels\":[\"a\",\"b\"]}}\n", true},
        {R"([{"flow":{"a":"]}\"{["}}])", "{\"flow\":{\"a\":\"]}\\\"{[\"}}\n", true},
    };
    check(cases);
}

TEST(Unwrapping, TellsWhatADocumentLacks) {
    const std::string half = kOther.substr(0, 20);
    const Case cases[] = {
        {"[" + kFlow + "," + half, kFlow + "\n", true,
         "the JSON document ends in the middle of a record: its last 20 bytes are left out"},
        {"[" + kFlow + ",", kFlow + "\n", true, "the JSON document is not closed"},
        {R"({"items":[)" + kFlow + "]", kFlow + "\n", true, "the JSON document is not closed"},
        {"[" + kFlow + ",\n{\"flow\":{\"verdict\":\"DRO\n" + kOther + "]\n",
         kFlow + "\n{\"flow\":{\"verdict\":\"DRO\n" + kOther + "\n]\n", true},
        {"[" + kFlow + "]\nand text\n", kFlow + "\nand text\n", true},
    };
    check(cases);
}

TEST(Unwrapping, LeavesOutRecordsThatAreTooLong) {
    const std::string text =
        "[" + kFlow + R"(,{"flow":{"a":")" + std::string(std::size_t{17} << 20U, 'x') + "\"}}," + kOther + "]";
    const Unwrapped got = of(text, 1U << 16U);
    EXPECT_EQ(got.text, kFlow + "\n" + kOther + "\n");
    EXPECT_EQ(got.problem, "1 record is longer than 16 MiB and left out");
}

TEST(Unwrapping, KeepsNoMoreOfALineThanMayBeRead) {
    const std::string prefix = "2026-03-15T00:00:00Z stdout F ";
    const std::string text =
        prefix + kFlow + "\n" + prefix + std::string(std::size_t{17} << 20U, 'x') + "\n" + prefix + kOther + "\n";
    const Unwrapped got = of(text, 1U << 16U);
    EXPECT_GT(got.text.size(), kMaxLineBytes);
    EXPECT_TRUE(got.text.ends_with("x\n<1773532800000000000>" + kOther + "\n"));
    const auto cluster = shop();
    const FlowTable table = read(prefix + line({}) + "\n" + text + prefix + line({}) + "\n", *cluster);
    EXPECT_EQ(table.counts().skips(SkipReason::TooLong), 1U);
    EXPECT_EQ(edges(table, *cluster), (Edges{"shop/web => shop/db TCP 5432 allowed 2"}));
}

TEST(Unwrapping, HandsTimesAndRecordNumbersOn) {
    const auto cluster = shop();
    Flow flow;
    flow.time = "";
    const std::string event = R"({"timestamp":1773532800000,"message":)" + jsonString(line(flow)) + "}";
    const FlowTable table =
        read(R"({"logEvents":[)" + event + R"(,{"message":"{\"flow\":"},)" + event + "]}", *cluster);
    ASSERT_EQ(edges(table, *cluster), (Edges{"shop/web => shop/db TCP 5432 allowed 2"}));
    EXPECT_EQ(table.edges().front().firstSeen, 1773532800000000000);
    EXPECT_TRUE(table.sources().front().isInRecords);
    ASSERT_FALSE(table.diagnostics().empty());
    EXPECT_EQ(table.diagnostics().back().message, "1 record left out: not a line of this format; this is the first");
    EXPECT_EQ(table.diagnostics().back().where.line, 2U);
}

TEST(Unwrapping, FreesOtherFormatsToo) {
    const auto cluster = shop();
    constexpr std::int64_t kTime = 1'773'532'800'000'000'000;
    const std::string agent = "Node: worker-1;SIP: 10.0.1.1;SPORT: 40000;DIP: 10.0.1.3;DPORT: 5432;PROTOCOL: TCP;"
                              "PolicyVerdict: DENY";
    const std::string table = R"({"src_ip":"10.0.1.1","dst_ip":"10.0.1.3","dst_port":5432,"protocol":"tcp"})";
    const std::tuple<std::string, std::string, std::int64_t> cases[] = {
        {R"({"events":[{"timestamp":1773532800000,"message":)" + jsonString(agent) + "}]}",
         "shop/web => shop/db TCP 5432 denied 1", kTime},
        {R"({"timestamp":1773532800,"log":)" + jsonString(agent + "\n") + R"(,"kubernetes":{}})",
         "shop/web => shop/db TCP 5432 denied 1", kTime},
        {R"({"records":[{"flowLogVersion":4,"flowRecords":{"flows":[{"aclID":"a","flowGroups":[{"rule":"r",)"
         R"("flowTuples":["1773532800000,10.0.1.1,10.0.1.3,40000,5432,6,O,B,NX,1,1,1,1"]}]}]}}]})",
         "shop/web => shop/db TCP 5432 observed 1", kTime},
        {"2026-03-15T00:00:00Z stdout F " + table + "\n", "shop/web => shop/db TCP 5432 observed 1", kTime},
        {R"({"hits":{"hits":[{"_source":)" + table + "}]}}", "shop/web => shop/db TCP 5432 observed 1", 0},
        {"[\n " + table + "\n]", "shop/web => shop/db TCP 5432 observed 1", 0},
    };
    for (const auto& [text, edge, time] : cases) {
        const FlowTable found = read(text, *cluster);
        ASSERT_EQ(edges(found, *cluster), (Edges{edge})) << text;
        EXPECT_EQ(found.edges().front().firstSeen, time) << text;
    }
}

TEST(Unwrapping, KeepsLineNumbersOfContainerLogs) {
    const auto cluster = shop();
    const std::string text = line({});
    const std::string prefix = "2026-03-15T00:00:00Z stdout ";
    const FlowTable table =
        read(prefix + "F noise\n" + prefix + "P " + text.substr(0, 50) + "\n" + prefix + "F " + text.substr(50) + "\n",
             *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().origin.line, 3U);
}

} // namespace
} // namespace portolan::flowtest
