#include "tests/core/flow/clickhouse/generated_log.h"

#include "core/flow/time_text.h"
#include "core/model/cluster_builder.h"
#include "tests/core/flow/flow_logs.h"

#include <array>
#include <random>

namespace portolan::clickhouse {
namespace {

constexpr int kNamespaces = 6;
constexpr int kWorkloads = 10;
constexpr int kPods = 3;
constexpr std::int64_t kStart = 1'704'067'200; // 2024-01-01T00:00:00Z
constexpr std::int64_t kDays = 40;

/// Small numbers, the same every time and everywhere.
class Dice {
  public:
    int roll(int sides) { return static_cast<int>(m_engine() % static_cast<unsigned>(sides)); }

  private:
    std::mt19937 m_engine{20260101};
};

std::string ns(int i) {
    return "team-" + std::to_string(i);
}
std::string podName(int workload, int pod) {
    constexpr std::array kSuffixes{"5hmds", "kt9fw", "th9v2"};
    return "app-" + std::to_string(workload) + "-6fb5694d48-" + kSuffixes[static_cast<std::size_t>(pod)];
}
std::string podAddress(int i, int workload, int pod) {
    return "10." + std::to_string(i) + '.' + std::to_string(workload) + '.' + std::to_string(pod + 1);
}

flowtest::End someEnd(Dice& dice) {
    const int i = dice.roll(kNamespaces);
    const int workload = dice.roll(kWorkloads);
    const int pod = dice.roll(kPods);
    switch (dice.roll(20)) {
    case 0: return flowtest::world("203.0.113." + std::to_string(dice.roll(200)));
    case 1: return {"", "", "", podAddress(i, workload, pod), {}, 0};
    case 2: return {"gone", "old-" + std::to_string(workload) + "-7848d6c4d5-th9v2", "", "", {}, 0};
    case 3: return {"", "", "", "192.168.0.1", {"reserved:host"}, 1};
    case 4: return {"", "", "", "", {"reserved:ingress"}, 8};
    default: return {ns(i), podName(workload, pod), "", podAddress(i, workload, pod), {}, 0};
    }
}

std::string timeText(Dice& dice) {
    const std::int64_t seconds = kStart + dice.roll(kDays * 86'400);
    return rfc3339Text(seconds * kNanosecondsPerSecond + dice.roll(1'000'000'000));
}

flowtest::Flow someFlow(Dice& dice) {
    flowtest::Flow flow;
    flow.from = someEnd(dice);
    flow.to = someEnd(dice);
    flow.fromPort = 32768 + dice.roll(28000);
    flow.toPort = 8000 + dice.roll(5);
    if (dice.roll(20) == 0) flow.toPort = 40000 + dice.roll(3); // as likely a client's
    flow.time = timeText(dice);
    flow.protocol = std::array{"TCP", "TCP", "TCP", "UDP", "SCTP", "ICMPv4"}[static_cast<std::size_t>(dice.roll(6))];
    flow.direction =
        std::array{"EGRESS", "INGRESS", "TRAFFIC_DIRECTION_UNKNOWN"}[static_cast<std::size_t>(dice.roll(3))];
    flow.reply = std::array{"", "true", "false", "false"}[static_cast<std::size_t>(dice.roll(4))];
    switch (dice.roll(6)) {
    case 0: // a packet of a connection
    case 1:
        flow.type = 4;
        flow.tracePoint = std::array{"TO_ENDPOINT", "TO_STACK", "FROM_NETWORK"}[static_cast<std::size_t>(dice.roll(3))];
        flow.flags = std::array{"SYN", "ACK", "SYN,ACK", ""}[static_cast<std::size_t>(dice.roll(4))];
        break;
    case 2:
        flow.type = 1;
        flow.verdict = "DROPPED";
        flow.dropReason = dice.roll(5) == 0 ? "STALE_OR_UNROUTABLE_IP" : "POLICY_DENIED";
        break;
    default:
        flow.verdict = std::array{"FORWARDED", "FORWARDED", "DROPPED", "AUDIT"}[static_cast<std::size_t>(dice.roll(4))];
        if (flow.verdict == "DROPPED") flow.dropReason = "POLICY_DENIED";
    }
    if (dice.roll(50) == 0) flow.extra = R"(,"aggregate":{"ingress_flow_count":7,"egress_flow_count":3})";
    return flow;
}

} // namespace

std::shared_ptr<const Cluster> teams() {
    ClusterBuilder builder;
    for (int i = 0; i < kNamespaces; ++i)
        for (int workload = 0; workload < kWorkloads; ++workload)
            for (int number = 0; number < kPods; ++number) {
                PodFact pod;
                pod.ns = ns(i);
                pod.name = podName(workload, number);
                pod.labels = {{"app", "app-" + std::to_string(workload)}};
                pod.owner = {"Deployment", "app-" + std::to_string(workload)};
                pod.addresses = {*IpAddress::parse(podAddress(i, workload, number))};
                builder.addPod(std::move(pod));
            }
    builder.addNode("worker-1", {}, {*IpAddress::parse("192.168.0.1")}, {});
    return builder.build();
}

std::string generatedLog(std::size_t lines) {
    Dice dice;
    std::string out;
    for (std::size_t i = 0; i < lines; ++i) {
        switch (dice.roll(400)) {
        case 0:
            out += R"({"lost_events":{"source":"PERF_EVENT_RING_BUFFER","num_events_lost":"5"},"time":")" +
                   timeText(dice) + "\"}\n";
            break;
        case 1: out += "{\"flow\":{\"time\":\n"; break;
        default: out += flowtest::line(someFlow(dice)) + '\n';
        }
    }
    return out;
}

std::vector<TheiaFlow> generatedTheia(std::size_t count) {
    Dice dice;
    std::vector<TheiaFlow> out;
    for (std::size_t n = 0; n < count; ++n) {
        TheiaFlow flow;
        flow.start = kStart + dice.roll(kDays * 86'400);
        flow.end = flow.start + dice.roll(600);
        const auto fill = [&](std::string& nsName, std::string& pod, std::string& address) {
            const int i = dice.roll(kNamespaces);
            const int workload = dice.roll(kWorkloads);
            const int number = dice.roll(kPods);
            address = podAddress(i, workload, number);
            const int what = dice.roll(12);
            if (what == 0) address = "198.51.100." + std::to_string(dice.roll(30));
            if (what <= 1) return;
            nsName = ns(i);
            pod = what == 2 ? "gone-" + std::to_string(workload) + "-7848d6c4d5-th9v2" : podName(workload, number);
        };
        fill(flow.fromNs, flow.fromPod, flow.fromAddress);
        fill(flow.toNs, flow.toPod, flow.toAddress);
        flow.protocol = std::array{6, 6, 6, 17, 132, 1}[static_cast<std::size_t>(dice.roll(6))];
        flow.port = 8000 + dice.roll(4);
        flow.egress = dice.roll(4);
        flow.ingress = dice.roll(4);
        out.push_back(flow);
    }
    return out;
}

std::string loggerLine(const TheiaFlow& f) {
    const auto number = [](auto value) { return std::to_string(value); };
    std::string out = number(f.start) + ',' + number(f.end) + ',' + f.fromAddress + ',' + f.toAddress + ",40000," +
                      number(f.port) + ',' + number(f.protocol) + ',' + f.fromPod + ',' + f.fromNs + ",node-a," +
                      f.toPod + ',' + f.toNs + ",node-b"; // 13 fields
    for (std::size_t field = 13; field < 30; ++field)
        out += ',' + (field == 20 ? number(f.ingress) : field == 25 ? number(f.egress) : std::string());
    return out;
}

std::string theiaRow(const TheiaFlow& f) {
    const auto text = [](const std::string& value) { return ",'" + value + '\''; };
    // All pods of one name have the same labels, whatever their namespace; some workloads share theirs.
    const auto labels = [](const std::string& pod) {
        return pod.empty() ? std::string() : R"({"app":")" + pod.substr(0, 4) + R"("})";
    };
    const auto zero = std::to_string(f.end + 1);
    return '(' + zero + ',' + std::to_string(f.start) + ',' + std::to_string(f.end) + text(f.fromAddress) +
           text(f.toAddress) + ",40000," + std::to_string(f.port) + ',' + std::to_string(f.protocol) + text(f.fromPod) +
           text(f.fromNs) + text(f.toPod) + text(f.toNs) + ',' + std::to_string(f.ingress) + ',' +
           std::to_string(f.egress) + text("ESTABLISHED") + text(labels(f.fromPod)) + text(labels(f.toPod)) +
           text("11111111-2222-3333-4444-555555555555") + ')';
}

std::string theiaTable(const std::string& name) {
    return "CREATE TABLE " + name +
           " (timeInserted DateTime, flowStartSeconds DateTime, flowEndSeconds DateTime, sourceIP String, "
           "destinationIP String, sourceTransportPort UInt16, destinationTransportPort UInt16, protocolIdentifier "
           "UInt8, sourcePodName String, sourcePodNamespace String, destinationPodName String, "
           "destinationPodNamespace String, ingressNetworkPolicyRuleAction UInt8, egressNetworkPolicyRuleAction UInt8, "
           "tcpState String, sourcePodLabels String, destinationPodLabels String, clusterUUID String) ENGINE = "
           "MergeTree() ORDER BY (timeInserted, flowEndSeconds)";
}

} // namespace portolan::clickhouse
