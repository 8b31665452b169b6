#include "tests/fuzz/mutation.h"

#include <gtest/gtest.h>

namespace portolan {
namespace {

constexpr std::string_view kSeeds[] = {
    R"({"flow":{"time":"2026-03-01T12:00:00Z","verdict":"DROPPED","IP":{"source":"10.0.1.1","destination":"10.0.1.3"},)"
    R"("l4":{"TCP":{"source_port":40000,"destination_port":5432,"flags":{"SYN":true}}},"source":{"identity":300,)"
    R"("namespace":"shop","labels":["k8s:app=web"],"pod_name":"web-6fb5694d48-5hmds","workloads":[{"name":"web",)"
    R"("kind":"Deployment"}]},"destination":{"labels":["reserved:world"]},"event_type":{"type":1,"sub_type":133},)"
    R"("drop_reason_desc":"POLICY_DENIED","is_reply":false,"aggregate":{"egress_flow_count":"3"}},"node_name":"n"})",
    R"({"lost_events":{"num_events_lost":"12"}})",
    R"({"time":"1970-01-01T00:20:34.5Z","verdict":"FORWARDED","IP":{"source":"::1"},"l4":{"UDP":{"destination_port":53}}})",
    "time,src_ns,src_pod,dst_ip,protocol,dst_port,verdict,count\n1772366400,shop,\"we\"\"b\",10.0.0.1,tcp,80,allowed,"
    "3\n",
    R"({"src_ns":"shop","src_workload":"web[Deployment]","dst_ip":"10.0.0.0/8","protocol":17,"dst_port":"53"})",
    R"({"log":"{\"flow\":{\"verdict\":\"\u0041\"}}\n","stream":"stdout"})",
    R"(2026-03-15T00:06:32.47Z stdout F {"flow":{}})",
};

TEST(FlowFuzz, SurvivesItsSeedsCutAtEveryByte) {
    runCuts(kSeeds);
}

TEST(FlowFuzz, SurvivesASecondOfChanges) {
    using namespace std::string_view_literals;
    runChanges(kSeeds, "\"\\{}[],:0n\n\xff\x00 "sv);
}

} // namespace
} // namespace portolan
