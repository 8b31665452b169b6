#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kConnect =
    R"({"comm":"psql","dst":{"addr":"10.0.1.3","port":5432,"proto":6,"version":4},"k8s":{"containerName":"web",)"
    R"("hostnetwork":false,"namespace":"shop","node":"worker-1","podName":"web-6fb5694d48-5hmds",)"
    R"("owner":{"kind":"ReplicaSet","name":"web-6fb5694d48"}},"mntns_id":4026536533,"netns_id":4026535383,"pid":446,)"
    R"("src":{"addr":"10.0.1.1","port":40000,"proto":6,"version":4},"timestamp":"2026-03-01T13:00:00.5+01:00",)"
    R"("timestamp_raw":1772366400500000000,"type":"connect","type_raw":0,"uid":0})"
    "\n";
/// Of the server's end: the socket's own address is the source.
const std::string kAccept =
    R"({"dst":{"addr":"10.0.1.1","k8s":{"kind":"pod","name":"web-6fb5694d48-5hmds","namespace":"shop"},"port":40000,)"
    R"("proto":"TCP","version":4},"error":"","k8s":{"hostnetwork":false,"namespace":"shop","node":"worker-1",)"
    R"("podName":"db-7848d6c4d5-th9v2"},"netns_id":4026535384,"proc":{"comm":"postgres","pid":1},)"
    R"("src":{"addr":"10.0.1.3","port":5432,"proto":"TCP","version":4},"timestamp":"2026-03-01T12:00:00Z","type":"accept"})"
    "\n";
const std::string kFlat =
    R"({"node":"worker-1","namespace":"shop","pod":"web-6fb5694d48-5hmds","container":"web","timestamp":1772366400000000000,)"
    R"("type":"normal","mountnsid":4026536533,"pid":446,"comm":"psql","ipversion":4,"saddr":"10.0.1.1",)"
    R"("daddr":"10.0.1.3","dport":5432})"
    "\n";
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 observed 1"};

TEST(InspektorGadget, ReadsWhatSocketsDid) {
    const auto destination = [](const std::string& json) {
        return with(kConnect, R"({"addr":"10.0.1.3","port":5432,"proto":6,"version":4})", json);
    };
    expectCases(
        FlowFormat::InspektorGadget,
        {
            {"a connection that stands", kConnect, kOnce},
            {"the server's end tells of it too", kConnect + kAccept, kOnce},
            {"only the server's end", kAccept, kOnce},
            {"a close was counted where it began", kConnect + with(kConnect, R"("connect")", R"("close")"), kOnce},
            {"a close of a connection from before", with(kConnect, R"("connect")", R"("close")"), kOnce},
            {"a close at the server's end", with(kAccept, R"("accept")", R"("close")"), kOnce},
            {"a call that failed",
             kConnect + with(kConnect, R"("type")", R"("error":"ECONNREFUSED","type")"),
             kOnce,
             {{SkipReason::NoAnswer, 1}}},
            {"a Service becomes what is behind it",
             destination(R"({"addr":"10.96.0.5","port":5433,"proto":6,"version":4})"), kOnce},
            {"a Service by its name",
             destination(
                 R"({"addr":"10.9.9.9","port":5433,"proto":6,"k8s":{"kind":"svc","name":"db","namespace":"shop"}})"),
             kOnce},
            {"addresses mapped into IPv6",
             destination(R"({"addr":"::ffff:10.0.1.3","port":5432,"proto":6,"version":6})"), kOnce},
            {"an address outside",
             destination(R"({"addr":"203.0.113.7","port":443,"proto":6,"version":4,"k8s":{"kind":"raw"}})"),
             {"shop/web => 203.0.113.7 TCP 443 observed 1"}},
            {"a pod on the host network is the node",
             with(kConnect, R"("hostnetwork":false)", R"("hostnetwork":true)"),
             {"node worker-1 => shop/db TCP 5432 observed 1"}},
            {"traffic with oneself is none of the network's",
             kConnect + destination(R"({"addr":"127.0.0.1","port":9070,"proto":6,"version":4})"),
             kOnce,
             {{SkipReason::OtherEvent, 1}}},
            {"the older gadget", kFlat, kOnce},
            {"other gadgets",
             kConnect + with(kConnect, R"("connect")", R"("drop")"),
             kOnce,
             {{SkipReason::OtherEvent, 1}}},
            {"damaged lines", kConnect + kConnect.substr(0, 200) + "\n", kOnce, {{SkipReason::Malformed, 1}}},
        });
}

TEST(InspektorGadget, TellsWhenInTheZoneOfTheNode) {
    const auto cluster = shop();
    EXPECT_EQ(read(kConnect, *cluster).edges().front().firstSeen, 1'772'366'400'500'000'000);
    EXPECT_EQ(read(kFlat, *cluster).edges().front().firstSeen, 1'772'366'400'000'000'000);
    EXPECT_TRUE(read(kAccept, *cluster).edges().front().reportedBy.destination);
}

} // namespace
} // namespace portolan::flowtest
