#include "tests/core/flow/flow_logs.h"

#include <gtest/gtest.h>

#include <functional>

namespace portolan::flowtest {
namespace {

using Edges = std::vector<std::string>;

/// One pitfall of the format: what is logged, and what follows. `skipped` is the reason that takes the other lines.
struct Pitfall {
    std::string name;
    std::vector<Flow> flows;
    Edges edges;
};

Flow verdictEvent() {
    return {.reply = "false"};
}
Flow ingressEvent() {
    return {.direction = "INGRESS", .reply = "false"};
}
Flow drop() {
    return {.verdict = "DROPPED", .type = 1, .subType = 133, .dropReason = "POLICY_DENIED", .flags = "SYN"};
}
Flow deniedEvent() {
    return {.verdict = "DROPPED", .type = 5, .dropReason = "POLICY_DENIED", .flags = "SYN"};
}
Flow trace(const std::string& point) {
    return {.type = 4, .reply = "false", .tracePoint = point, .flags = "SYN"};
}
Flow with(Flow flow, const std::function<void(Flow&)>& change) {
    change(flow);
    return flow;
}
/// A reply, which also shows that the file knows the direction of packets.
Flow reply() {
    return {.type = 4,
            .direction = "INGRESS",
            .from = db(),
            .to = web(),
            .fromPort = 5432,
            .toPort = 40000,
            .reply = "true",
            .tracePoint = "TO_ENDPOINT",
            .flags = "SYN,ACK"};
}

const Edges kAllowedOnce{"shop/web => shop/db TCP 5432 allowed 1"};
const Edges kDeniedOnce{"shop/web => shop/db TCP 5432 denied 1"};
const Edges kObservedOnce{"shop/web => shop/db TCP 5432 observed 1"};

std::vector<Pitfall> verdictPitfalls() {
    return {
        {"a forwarded verdict event is allowed", {verdictEvent()}, kAllowedOnce},
        {"a redirected verdict event is allowed",
         {with(verdictEvent(), [](Flow& f) { f.verdict = "REDIRECTED"; })},
         kAllowedOnce},
        {"a forwarded trace is observed, not allowed", {trace("TO_ENDPOINT")}, kObservedOnce},
        {"forwarded without event_type is observed",
         {with(verdictEvent(), [](Flow& f) { f.type = 0; })},
         kObservedOnce},
        {"both ends report one connection", {verdictEvent(), ingressEvent()}, kAllowedOnce},
        {"the end that saw more counts",
         {verdictEvent(), ingressEvent(), ingressEvent()},
         {"shop/web => shop/db TCP 5432 allowed 2"}},
        {"a denial and its drop are one", {deniedEvent(), drop()}, kDeniedOnce},
        {"denials at both ends are two connections",
         {deniedEvent(), with(deniedEvent(), [](Flow& f) { f.direction = "INGRESS"; })},
         {"shop/web => shop/db TCP 5432 denied 2"}},
        {"allowed at the source and denied at the destination are two facts",
         {verdictEvent(), with(deniedEvent(), [](Flow& f) { f.direction = "INGRESS"; })},
         {"shop/web => shop/db TCP 5432 allowed 1", "shop/web => shop/db TCP 5432 denied 1"}},
        {"an explicit deny rule is a denial",
         {with(drop(), [](Flow& f) { f.dropReason = "POLICY_DENY"; })},
         kDeniedOnce},
        {"missing authentication is a denial",
         {with(drop(), [](Flow& f) { f.dropReason = "AUTH_REQUIRED"; })},
         kDeniedOnce},
        {"an error with a policy reason is a denial",
         {with(drop(), [](Flow& f) { f.verdict = "ERROR"; })},
         kDeniedOnce},
        {"a drop without policy reason is noise",
         {with(drop(), [](Flow& f) { f.dropReason = "STALE_OR_UNROUTABLE_IP"; })},
         {}},
        {"the deprecated reason number counts",
         {with(drop(),
               [](Flow& f) {
                   f.dropReason.clear();
                   f.subType = 0;
                   f.extra = R"(,"drop_reason":181)";
               })},
         kDeniedOnce},
        {"the sub type of a drop is its reason", {with(drop(), [](Flow& f) { f.dropReason.clear(); })}, kDeniedOnce},
        {"audit is would-deny",
         {with(verdictEvent(), [](Flow& f) { f.verdict = "AUDIT"; })},
         {"shop/web => shop/db TCP 5432 would-deny 1"}},
        {"audit at both ends is one",
         {with(verdictEvent(), [](Flow& f) { f.verdict = "AUDIT"; }),
          with(ingressEvent(), [](Flow& f) { f.verdict = "AUDIT"; })},
         {"shop/web => shop/db TCP 5432 would-deny 1"}},
        {"traced is no verdict", {with(trace(""), [](Flow& f) { f.verdict = "TRACED"; })}, {}},
        {"translated at a socket is no verdict",
         {with(trace(""),
               [](Flow& f) {
                   f.verdict = "TRANSLATED";
                   f.type = 7;
               })},
         {}},
        {"a verdict of a newer version is skipped",
         {with(verdictEvent(), [](Flow& f) { f.verdict = "PONDERED"; })},
         {}},
        {"no verdict at all is skipped",
         {verdictEvent(), with(verdictEvent(), [](Flow& f) { f.verdict.clear(); })},
         kAllowedOnce},
        {"a field-masked drop is a denial",
         {with(drop(),
               [](Flow& f) {
                   f.type = 0;
                   f.direction.clear();
                   f.flags = "SYN";
               })},
         kDeniedOnce},
    };
}

std::vector<Pitfall> tracePitfalls() {
    const auto port = [](Flow flow, int fromPort) {
        flow.fromPort = fromPort;
        return flow;
    };
    return {
        {"a packet passes many points",
         {trace("FROM_ENDPOINT"), trace("TO_STACK"), trace("TO_NETWORK"), trace("FROM_NETWORK"), trace("TO_ENDPOINT")},
         kObservedOnce},
        {"packets of two connections are two",
         {trace("TO_ENDPOINT"), trace("TO_ENDPOINT"), port(trace("TO_ENDPOINT"), 40001)},
         {"shop/web => shop/db TCP 5432 observed 2"}},
        {"the same client port on another day is another connection",
         {trace("TO_ENDPOINT"), with(trace("TO_ENDPOINT"), [](Flow& f) { f.time = "2026-03-02T12:00:00Z"; })},
         {"shop/web => shop/db TCP 5432 observed 2"}},
        {"verdict events outrank traces",
         {verdictEvent(), trace("TO_ENDPOINT"), port(trace("TO_ENDPOINT"), 40001)},
         kAllowedOnce},
        {"traces on the way to a denial are the denied connection",
         {trace("FROM_ENDPOINT"), trace("TO_STACK"), with(drop(), [](Flow& f) { f.direction = "INGRESS"; })},
         kDeniedOnce},
        {"a delivered packet got past the denial of another time",
         {trace("TO_ENDPOINT"), drop()},
         {"shop/web => shop/db TCP 5432 denied 1", "shop/web => shop/db TCP 5432 observed 1"}},
        {"a packet that left towards outside got past the denial",
         {with(trace("TO_STACK"), [](Flow& f) { f.to = world("203.0.113.7"); }),
          with(drop(), [](Flow& f) { f.to = world("203.0.113.7"); })},
         {"shop/web => 203.0.113.7 TCP 5432 denied 1", "shop/web => 203.0.113.7 TCP 5432 observed 1"}},
        {"a request seen by the proxy is observed",
         {with(trace(""),
               [](Flow& f) {
                   f.type = 129;
                   f.verdict = "REDIRECTED";
               })},
         kObservedOnce},
        {"the observation point is told by the sub type too",
         {with(trace(""), [](Flow& f) { f.subType = 3; }), trace("TO_ENDPOINT")},
         kObservedOnce},
    };
}

std::vector<Pitfall> replyPitfalls() {
    const auto unsaid = [](Flow flow) {
        flow.reply.clear();
        return flow;
    };
    const auto turned = [](Flow flow, int fromPort, int toPort) {
        flow.fromPort = fromPort;
        flow.toPort = toPort;
        std::swap(flow.from, flow.to);
        flow.flags.clear();
        return flow;
    };
    return {
        {"a reply is no edge", {reply()}, {}},
        {"the deprecated reply field counts",
         {with(reply(),
               [](Flow& f) {
                   f.reply.clear();
                   f.extra = R"(,"reply":true)";
               })},
         {}},
        {"SYN with ACK answers", {with(unsaid(reply()), [](Flow& f) { f.flags = "SYN,ACK"; })}, {}},
        {"SYN alone opens, whatever the ports",
         {with(unsaid(trace("TO_ENDPOINT")),
               [](Flow& f) {
                   f.fromPort = 5432;
                   f.toPort = 40000;
               })},
         {"shop/web => shop/db TCP 40000 observed 1"}},
        {"the known port is the server's", {unsaid(turned(trace("TO_ENDPOINT"), 5432, 6000))}, {}},
        {"the port below the ephemeral range is the server's",
         {with(unsaid(trace("TO_ENDPOINT")),
               [](Flow& f) {
                   f.flags.clear();
                   f.toPort = 9999;
               })},
         {"shop/web => shop/db TCP 9999 observed 1"}},
        {"a UDP answer is told by its ports",
         {with(unsaid(turned(trace("TO_ENDPOINT"), 5353, 40000)), [](Flow& f) { f.protocol = "UDP"; })},
         {}},
        {"two high ports say nothing",
         {with(unsaid(trace("TO_ENDPOINT")),
               [](Flow& f) {
                   f.flags.clear();
                   f.toPort = 50051;
               })},
         {}},
        {"is_reply null is unknown",
         {with(trace("TO_ENDPOINT"),
               [](Flow& f) {
                   f.reply = "null";
                   f.flags.clear();
                   f.toPort = 50051;
               })},
         {}},
        {"false is trusted where the file has a true",
         {reply(), with(trace("TO_ENDPOINT"),
                        [](Flow& f) {
                            f.flags.clear();
                            f.toPort = 50051;
                        })},
         {"shop/web => shop/db TCP 50051 observed 1"}},
        {"false is not trusted where the file has none (Retina)",
         {with(turned(trace("TO_ENDPOINT"), 5432, 40000), [](Flow& f) { f.reply = "false"; }), trace("TO_ENDPOINT")},
         kObservedOnce},
        {"two nodes of Retina report the same packets",
         {with(trace("TO_ENDPOINT"), [](Flow& f) { f.extra = R"(,"node_name":"worker-1")"; }),
          with(trace("TO_ENDPOINT"), [](Flow& f) { f.extra = R"(,"node_name":"worker-2")"; })},
         kObservedOnce},
        {"a verdict event is of the first packet",
         {with(verdictEvent(),
               [](Flow& f) {
                   f.reply.clear();
                   f.toPort = 50051;
               })},
         {"shop/web => shop/db TCP 50051 allowed 1"}},
        {"a dropped answer of a forgotten connection is no denial",
         {with(turned(drop(), 5353, 40000), [](Flow& f) { f.protocol = "UDP"; })},
         {}},
    };
}

std::vector<Pitfall> endPitfalls() {
    const auto to = [](End end, int port = 443) {
        Flow flow = verdictEvent();
        flow.to = std::move(end);
        flow.toPort = port;
        return flow;
    };
    const auto edge = [](const std::string& end) { return Edges{"shop/web => " + end + " TCP 443 allowed 1"}; };
    return {
        {"the world is an address", {to(world("203.0.113.7"))}, edge("203.0.113.7")},
        {"a CIDR identity is an address",
         {to({"", "", "", "203.0.113.7", {"cidr:203.0.113.0/24", "reserved:world"}, 16777217})},
         edge("203.0.113.7")},
        {"the world by its number", {to({"", "", "", "203.0.113.7", {}, 2})}, edge("203.0.113.7")},
        {"the world without address",
         {to({"", "", "", "", {"reserved:world"}, 2})},
         edge("internet (not in the inventory)")},
        {"the host is a node", {to({"", "", "", "192.168.0.1", {"reserved:host"}, 1})}, edge("node worker-1")},
        {"an unknown node stays one",
         {to({"", "", "", "192.168.0.9", {"reserved:remote-node"}, 6})},
         edge("node 192.168.0.9 (not in the inventory)")},
        {"the API server on a node",
         {to({"", "", "", "192.168.0.1", {"reserved:kube-apiserver", "reserved:remote-node"}, 7})},
         edge("node worker-1")},
        {"the API server outside",
         {to({"", "", "", "198.51.100.1", {"reserved:kube-apiserver"}, 7})},
         edge("198.51.100.1")},
        {"health checks are left out", {to({"", "", "", "10.0.3.3", {"reserved:health"}, 4})}, {}},
        {"the workload where the pod is unknown",
         {to({"shop", "web-77-zzzzz", "db", "10.0.9.9", {}, 0})},
         edge("shop/db")},
        {"labels where pod and workload are unknown",
         {to({"shop", "", "", "10.0.9.9", {"k8s:app=kafka", "k8s:io.kubernetes.pod.namespace=shop"}, 300})},
         edge("shop/kafka")},
        {"the namespace out of the labels",
         {to({"", "", "", "10.0.9.9", {"k8s:app=kafka", "k8s:io.kubernetes.pod.namespace=shop"}, 300})},
         edge("shop/kafka")},
        {"a restarted pod by its name", {to({"shop", "db-5d4f9c7b68-q2w4x", "", "10.0.9.9", {}, 0})}, edge("shop/db")},
        {"an unknown pod stays under its name",
         {to({"shop", "gone", "", "10.0.1.3", {}, 0})},
         edge("shop/gone (not in the inventory)")},
        {"pods of an unknown Deployment are one",
         {to({"old", "api-7848d6c4d5-th9v2", "", "", {}, 0}), to({"old", "api-7848d6c4d5-x2b4c", "", "", {}, 0})},
         {"shop/web => old/api (not in the inventory) TCP 443 allowed 2"}},
        {"a nameless end by its address", {to({"", "", "", "10.0.1.3", {}, 0})}, edge("shop/db")},
        {"a nameless end inside that nobody knows",
         {to({"", "", "", "10.0.7.7", {}, 5000})},
         edge("10.0.7.7 (not in the inventory)")},
        {"a Service's address becomes its pods and their port",
         {to({"", "", "", "10.96.0.5", {}, 0}, 5433)},
         {"shop/web => shop/db TCP 5432 allowed 1"}},
        {"a Service of several workloads stays a Service",
         {to({"", "", "", "10.96.0.6", {}, 0}, 80)},
         {"shop/web => shop/all (not in the inventory) TCP 80 allowed 1"}},
        {"neither name nor address is no end", {to({})}, {}},
        {"ICMP is no edge", {with(verdictEvent(), [](Flow& f) { f.protocol = "ICMPv4"; })}, {}},
        {"no transport is no edge", {with(verdictEvent(), [](Flow& f) { f.protocol.clear(); })}, {}},
        {"SCTP is an edge",
         {with(verdictEvent(), [](Flow& f) { f.protocol = "SCTP"; })},
         {"shop/web => shop/db SCTP 5432 allowed 1"}},
    };
}

class HubblePitfall : public testing::TestWithParam<Pitfall> {};

TEST_P(HubblePitfall, GivesTheEdges) {
    const auto cluster = shop();
    const Pitfall& pitfall = GetParam();
    std::string bareLines;
    for (const Flow& flow : pitfall.flows) bareLines += bare(flow) + '\n';
    for (const std::string& text : {lines(pitfall.flows), bareLines}) {
        const FlowTable table = read(text, *cluster);
        EXPECT_EQ(edges(table, *cluster), pitfall.edges) << pitfall.name << '\n' << text;
        const FlowCounts& counts = table.counts();
        std::uint64_t skipped = 0;
        for (std::size_t i = 0; i < kSkipReasonCount; ++i) skipped += counts.skipped[i];
        EXPECT_EQ(counts.flows, pitfall.flows.size());
        EXPECT_EQ(counts.counted + counts.duplicates + counts.replies + counts.unknownOrientation + skipped,
                  counts.flows)
            << pitfall.name;
    }
}

std::string testName(const testing::TestParamInfo<Pitfall>& info) {
    std::string out;
    for (const char c : info.param.name) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return out;
}

INSTANTIATE_TEST_SUITE_P(Verdicts, HubblePitfall, testing::ValuesIn(verdictPitfalls()), testName);
INSTANTIATE_TEST_SUITE_P(Traces, HubblePitfall, testing::ValuesIn(tracePitfalls()), testName);
INSTANTIATE_TEST_SUITE_P(Replies, HubblePitfall, testing::ValuesIn(replyPitfalls()), testName);
INSTANTIATE_TEST_SUITE_P(Ends, HubblePitfall, testing::ValuesIn(endPitfalls()), testName);

TEST(Hubble, TellsWhatIsNoFlow) {
    const auto cluster = shop();
    const FlowTable table = read(line(verdictEvent()) + "\n\n" +
                                     R"({"lost_events":{"source":"PERF_EVENT_RING_BUFFER","num_events_lost":"17"}})"
                                     "\n"
                                     R"({"lost_events":{"num_events_lost":3}})"
                                     "\n"
                                     R"({"node_status":{"state_change":"NODE_CONNECTED"},"node_name":"a"})"
                                     "\n"
                                     R"({"agent_event":{"type":"POLICY_UPDATED"}})"
                                     "\n"
                                     R"({"hello":1})"
                                     "\nnonsense\n",
                                 *cluster);
    EXPECT_EQ(table.counts().lostEvents, 20U);
    EXPECT_EQ(table.counts().lossNotices, 2U);
    EXPECT_EQ(table.counts().skips(SkipReason::OtherEvent), 2U);
    EXPECT_EQ(table.counts().skips(SkipReason::Malformed), 2U);
    EXPECT_EQ(table.counts().lines, 7U);
    EXPECT_TRUE(table.isLossy());
    ASSERT_FALSE(table.diagnostics().empty());
    bool isPlaceTold = false;
    for (const Diagnostic& d : table.diagnostics())
        isPlaceTold = isPlaceTold || (d.where.line == 7 && d.message.starts_with("2 lines left out"));
    EXPECT_TRUE(isPlaceTold);
}

TEST(Hubble, TellsWhenAndWhere) {
    const auto cluster = shop();
    const auto at = [](const std::string& time) { return with(verdictEvent(), [&](Flow& f) { f.time = time; }); };
    const FlowTable table = read(
        lines({reply(), at("2026-03-02T23:59:59.5Z"), at("2026-03-01T01:00:00+02:00"), at("2026-03-02T01:00:00Z")}),
        *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    const FlowEdge& edge = table.edges().front();
    EXPECT_EQ(edge.firstSeen, 1'772'319'600'000'000'000);
    EXPECT_EQ(edge.lastSeen, 1'772'495'999'500'000'000);
    EXPECT_EQ(edge.days, 2U);
    EXPECT_EQ(table.files().line(edge.origin).substr(table.files().line(edge.origin).rfind(':')), ":2");
    EXPECT_EQ(edge.fromPod, cluster->findPod("shop", "web-6fb5694d48-5hmds"));
    EXPECT_EQ(edge.toPod, cluster->findPod("shop", "db-7848d6c4d5-th9v2"));
    EXPECT_TRUE(edge.reportedBy.source);
    EXPECT_FALSE(edge.reportedBy.destination);
    EXPECT_EQ(table.window().days, 3U);
    EXPECT_FALSE(table.window().isDaysAtLeast);
}

TEST(Hubble, TracesKeepALongConnectionAlive) {
    const auto cluster = shop();
    const FlowTable table = read(
        lines({verdictEvent(), with(trace("TO_ENDPOINT"), [](Flow& f) { f.time = "2026-03-09T12:00:00Z"; }), reply()}),
        *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().verdict, FlowVerdict::Allowed);
    EXPECT_EQ(table.edges().front().count, 1U);
    EXPECT_EQ(table.edges().front().days, 2U);
    EXPECT_TRUE(table.edges().front().reportedBy.delivery);
}

TEST(Hubble, CountsTheWindowsOfAnExporter) {
    const auto cluster = shop();
    const FlowTable table = read(
        lines({with(verdictEvent(),
                    [](Flow& f) { f.extra = R"(,"aggregate":{"egress_flow_count":12,"ingress_flow_count":"11"})"; })}),
        *cluster);
    ASSERT_EQ(table.edges().size(), 1U);
    EXPECT_EQ(table.edges().front().count, 12U);
    EXPECT_TRUE(table.edges().front().hasAggregates);
    EXPECT_EQ(table.counts().aggregates, 1U);
}

TEST(Hubble, CountsWindowsByTheEndThatSawMost) {
    const auto cluster = shop();
    const auto windows = [&](const std::string& extra) {
        const FlowTable table = read(lines({with(verdictEvent(), [&](Flow& f) { f.extra = extra; })}), *cluster);
        EXPECT_EQ(table.counts().aggregates, 1U) << extra;
        return edges(table, *cluster);
    };
    const Edges seven{"shop/web => shop/db TCP 5432 allowed 7"};
    EXPECT_EQ(windows(R"(,"aggregate":{"ingress_flow_count":7})"), seven);
    EXPECT_EQ(windows(R"(,"aggregate":{"unknown_direction_flow_count":"7","egress_flow_count":2})"), seven);
    EXPECT_EQ(windows(R"(,"extensions":{"@type":"type.googleapis.com/flow.Aggregate","ingress_flow_count":"7"})"),
              seven);
    EXPECT_EQ(windows(R"(,"aggregate":{"ingress_flow_count":0})"), kAllowedOnce);
    const FlowTable other =
        read(lines({with(verdictEvent(), [](Flow& f) { f.extra = R"(,"extensions":{"a":1})"; })}), *cluster);
    EXPECT_EQ(edges(other, *cluster), kAllowedOnce);
    EXPECT_EQ(other.counts().aggregates, 0U);
}

TEST(Hubble, UndoesEscapesInNames) {
    const auto cluster = shop();
    std::string text = line(verdictEvent()) + '\n';
    text.replace(text.find("\"shop\""), 6, "\"sh\\u006fp\"");
    EXPECT_EQ(edges(read(text, *cluster), *cluster), kAllowedOnce);
}

TEST(Hubble, SaysWhichFieldsTheMaskLeavesOut) {
    const auto cluster = shop();
    const FlowTable table = read(lines({with(drop(),
                                             [](Flow& f) {
                                                 f.type = 0;
                                                 f.direction.clear();
                                             })}),
                                 *cluster);
    bool isSaid = false;
    for (const Diagnostic& d : table.diagnostics())
        isSaid = isSaid || (d.message.find("event_type") != std::string::npos &&
                            d.message.find("traffic_direction") != std::string::npos);
    EXPECT_TRUE(isSaid);
}

} // namespace
} // namespace portolan::flowtest
