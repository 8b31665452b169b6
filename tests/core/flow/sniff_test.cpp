#include "core/flow/formats/sniff.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

struct SniffCase {
    std::string_view line;
    std::optional<FlowFormat> format;
};

TEST(Sniff, TellsTheFormatByOneLine) {
    const SniffCase cases[] = {
        {R"({"flow":{"verdict":"FORWARDED"}})", FlowFormat::Hubble},
        {R"({"time":"","verdict":"DROPPED","IP":{},"l4":{}})", FlowFormat::Hubble},
        {R"({"lost_events":{"num_events_lost":"3"}})", FlowFormat::Hubble},
        {R"({"node_status":{}})", FlowFormat::Hubble},
        {R"({"src_ns":"shop","dst_port":80})", FlowFormat::JsonLines},
        {"time,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,protocol,dst_port,verdict,count",
         FlowFormat::Csv},
        {"SRC_POD;DST_POD;DST_PORT", FlowFormat::Csv},
        {"\"src_ip\"\t\"dst_ip\"\t\"dst_port\"", FlowFormat::Csv},
        {"src_ip,dst_ip", std::nullopt},
        {R"({"flow":{"verd)", std::nullopt},
        {R"({"hello":"world"})", std::nullopt},
        {"hello, world", std::nullopt},
    };
    for (const SniffCase& c : cases) {
        const auto sniffed = sniffLine(c.line);
        ASSERT_EQ(sniffed.has_value(), c.format.has_value()) << c.line;
        if (!sniffed) continue;
        EXPECT_EQ(sniffed->format, *c.format) << c.line;
    }
}

} // namespace
} // namespace portolan
