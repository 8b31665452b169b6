#include "tests/core/flow/formats/format_cases.h"

#include <gtest/gtest.h>

namespace portolan::flowtest {
namespace {

const std::string kConnect =
    R"({"process_kprobe":{"process":{"exec_id":"a","pid":446,"binary":"/usr/bin/psql","pod":{"namespace":"shop",)"
    R"("name":"web-6fb5694d48-5hmds","container":{"name":"web"},"pod_labels":{"app":"web"},"workload":"web",)"
    R"("workload_kind":"Deployment"}},"parent":{"pod":{"namespace":"other","name":"other"}},)"
    R"("function_name":"tcp_connect","args":[{"sock_arg":{"family":"AF_INET","type":"SOCK_STREAM",)"
    R"("protocol":"IPPROTO_TCP","saddr":"10.0.1.1","daddr":"10.0.1.3","sport":40000,"dport":5432,"cookie":"1",)"
    R"("state":"TCP_SYN_SENT"}}],"action":"KPROBE_ACTION_POST","policy_name":"connect","return_action":"KPROBE_ACTION_POST"},)"
    R"("node_name":"prod/worker-1","time":"2026-03-01T12:00:00.25Z"})"
    "\n";
const std::vector<std::string> kOnce{"shop/web => shop/db TCP 5432 observed 1"};

std::string call(std::string_view function) {
    return with(kConnect, "tcp_connect", function);
}
/// A call at the server's end.
std::string server(std::string_view function) {
    std::string line = with(call(function), "web-6fb5694d48-5hmds", "db-7848d6c4d5-th9v2");
    line = with(line, R"("workload":"web")", R"("workload":"db")");
    return with(line, R"("saddr":"10.0.1.1","daddr":"10.0.1.3","sport":40000,"dport":5432)",
                R"("saddr":"10.0.1.3","daddr":"10.0.1.1","sport":5432,"dport":40000)");
}

TEST(Tetragon, ReadsCallsThatHaveASocket) {
    expectCases(
        FlowFormat::Tetragon,
        {
            {"a connect", kConnect, kOnce},
            {"in a container's log", "2026-03-01T12:00:00.25Z stdout F " + kConnect, kOnce},
            {"its close was counted", kConnect + call("tcp_close"), kOnce},
            {"a close of a connection from before", call("tcp_close"), kOnce},
            {"a close at the server's end", server("tcp_close"), kOnce},
            {"packets show traffic", call("tcp_sendmsg"), kOnce},
            {"packets of the answer show it too", server("tcp_sendmsg"), kOnce},
            {"an accept gives the socket back",
             with(with(server("inet_csk_accept"), R"("args":[{"sock_arg")", R"("args":[],"return":{"sock_arg")"),
                  R"("TCP_SYN_SENT"}}])", R"("TCP_ESTABLISHED"}})"),
             kOnce},
            {"datagrams",
             with(with(with(call("udp_sendmsg"), "IPPROTO_TCP", "IPPROTO_UDP"), "10.0.1.3", "10.96.0.10"), "5432",
                  "53"),
             {"shop/web => dns/coredns UDP 5353 observed 1"}},
            {"an address without its socket says no protocol",
             kConnect + with(call("security_socket_connect"),
                             R"("sock_arg":{"family":"AF_INET","type":"SOCK_STREAM","protocol":"IPPROTO_TCP",)"
                             R"("saddr":"10.0.1.1","daddr":"10.0.1.3","sport":40000,"dport":5432)",
                             R"("sockaddr_arg":{"family":"AF_INET","addr":"10.0.1.3","port":5432)"),
             kOnce,
             {{SkipReason::NoTransport, 1}}},
            {"a workload whose pod is gone", with(kConnect, "web-6fb5694d48-5hmds", "web-x"), kOnce},
            {"a process of the node",
             with(kConnect,
                  R"("pod":{"namespace":"shop","name":"web-6fb5694d48-5hmds","container":{"name":"web"},)"
                  R"("pod_labels":{"app":"web"},"workload":"web","workload_kind":"Deployment"})",
                  R"("uid":0)"),
             {"node worker-1 => shop/db TCP 5432 observed 1"}},
            {"what a tracing policy stopped did not happen",
             kConnect + with(kConnect, "KPROBE_ACTION_POST", "KPROBE_ACTION_SIGKILL"),
             kOnce,
             {{SkipReason::NoPolicyReason, 1}}},
            {"traffic with oneself is none of the network's",
             kConnect + with(kConnect, "10.0.1.3", "127.0.0.1"),
             kOnce,
             {{SkipReason::OtherEvent, 1}}},
            {"other events",
             R"({"process_exec":{"process":{"pid":1}},"node_name":"worker-1"})"
             "\n" +
                 kConnect + with(kConnect, "sock_arg", "file_arg"),
             kOnce,
             {{SkipReason::OtherEvent, 2}}},
            {"damaged lines", kConnect + kConnect.substr(0, 400) + "\n", kOnce, {{SkipReason::Malformed, 1}}},
        });
}

TEST(Tetragon, TellsWhatWasDropped) {
    const auto cluster = shop();
    const FlowTable table =
        read(kConnect + R"({"rate_limit_info":{"number_of_dropped_process_events":"12"},"time":"x"})", *cluster);
    EXPECT_EQ(table.counts().lostEvents, 12U);
    EXPECT_EQ(table.edges().front().firstSeen, 1'772'366'400'250'000'000);
}

} // namespace
} // namespace portolan::flowtest
