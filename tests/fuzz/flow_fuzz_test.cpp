#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

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

std::string mutated(std::string text, std::mt19937_64& random) {
    constexpr std::string_view kBytes = "\"\\{}[],:0n\n\xff\x00 ";
    for (auto changes = random() % 8 + 1; changes > 0; --changes) {
        const std::size_t at = text.empty() ? 0 : random() % text.size();
        switch (random() % 5) {
        case 0: text.insert(at, 1, kBytes[random() % kBytes.size()]); break;
        case 1: text.erase(at, random() % 9); break;
        case 2: text.insert(at, text.substr(random() % (text.size() + 1), random() % 40)); break;
        case 3: text.resize(at); break;
        default:
            if (!text.empty()) text[at] = static_cast<char>(random());
        }
    }
    return text;
}

void run(const std::string& text) {
    EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), 0);
}

TEST(FlowFuzz, SurvivesItsSeedsCutAtEveryByte) {
    for (const std::string_view seed : kSeeds)
        for (std::size_t i = 0; i <= seed.size(); ++i) run(std::string(seed.substr(0, i)));
}

TEST(FlowFuzz, SurvivesASecondOfChanges) {
    std::mt19937_64 random(20260301);
    std::vector<std::string> pool(std::begin(kSeeds), std::end(kSeeds));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (std::chrono::steady_clock::now() < end) {
        const std::string text = mutated(pool[random() % pool.size()], random);
        run(text);
        if (pool.size() < 200) pool.push_back(text);
    }
}

} // namespace
