#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <string>

/// Writes Hubble policy verdicts of about 1 kB with as many distinct edges as wanted, to measure memory:
/// `make_flows LINES EDGES | bench_flow -`. Edges lie between 2,000 workloads of 50 namespaces, some to addresses
/// outside with --outside; each is told of about LINES / EDGES times, in an order without pattern. The same arguments
/// give the same bytes.

namespace {

constexpr std::uint64_t kWorkloads = 2000;
constexpr std::uint64_t kNamespaces = 50;

void appendEnd(std::uint64_t number, std::string& out) {
    const std::string app = "app-" + std::to_string(number);
    const std::string ns = "team-" + std::to_string(number % kNamespaces);
    out += R"({"ID":)" + std::to_string(number + 1) + R"(,"identity":)" + std::to_string(number + 300) +
           R"(,"cluster_name":"default","namespace":")" + ns + R"(","labels":["k8s:app.kubernetes.io/name=)" + app +
           R"(","k8s:io.cilium.k8s.namespace.labels.kubernetes.io/metadata.name=)" + ns +
           R"(","k8s:io.cilium.k8s.policy.serviceaccount=default","k8s:io.kubernetes.pod.namespace=)" + ns +
           R"("],"pod_name":")" + app + R"(-6fb5694d48-5hmds","workloads":[{"name":")" + app +
           R"(","kind":"Deployment"}]})";
}

std::string addressText(std::uint64_t number) {
    return "10." + std::to_string(number >> 16U & 0xffU) + '.' + std::to_string(number >> 8U & 0xffU) + '.' +
           std::to_string(number & 0xffU);
}

void appendLine(std::uint64_t edge, std::uint64_t line, bool isToOutside, std::string& out) {
    const std::uint64_t from = edge % kWorkloads;
    const std::uint64_t to = edge / kWorkloads % kWorkloads;
    const std::uint64_t port = 1000 + edge / (kWorkloads * kWorkloads);
    const std::string time = "2026-03-" + std::to_string(10 + line / 86'400'000 % 20) + "T12:00:00." +
                             std::to_string(100'000'000 + line % 900'000'000) + "Z";
    out += R"({"flow":{"time":")" + time + R"(","verdict":"FORWARDED","IP":{"source":")" + addressText(from) +
           R"(","destination":")" +
           (isToOutside ? "203.0." + std::to_string(to / 250) + '.' + std::to_string(to % 250) : addressText(to)) +
           R"(","ipVersion":"IPv4"},"l4":{"TCP":{"source_port":)" + std::to_string(32768 + line % 28'000) +
           R"(,"destination_port":)" + std::to_string(port) + R"(,"flags":{"SYN":true}}},"source":)";
    appendEnd(from, out);
    out += R"(,"destination":)";
    if (isToOutside)
        out += R"({"identity":2,"labels":["reserved:world"]})";
    else
        appendEnd(to, out);
    out +=
        R"(,"Type":"L3_L4","node_name":"default/worker-1","event_type":{"type":5},"traffic_direction":"EGRESS",)"
        R"("policy_match_type":2,"is_reply":false,"Summary":"TCP Flags: SYN"},"node_name":"default/worker-1","time":")" +
        time + "\"}\n";
}

std::uint64_t number(const char* text) {
    std::uint64_t out = 0;
    std::from_chars(text, text + std::strlen(text), out);
    return out;
}

} // namespace

int main(int argc, char** argv) {
    const bool isToOutside = argc > 3 && std::strcmp(argv[3], "--outside") == 0;
    const std::uint64_t lines = argc > 2 ? number(argv[1]) : 0;
    const std::uint64_t edges = argc > 2 ? number(argv[2]) : 0;
    if (lines == 0 || edges == 0) {
        std::cerr << "usage: make_flows LINES EDGES [--outside]\n";
        return 2;
    }
    constexpr std::uint64_t kStep = 2'147'483'647; // a prime, so that every edge comes up
    std::string out;
    for (std::uint64_t line = 0; line < lines; ++line) {
        appendLine(line * kStep % edges, line, isToOutside, out);
        if (out.size() < std::size_t{1} << 20U && line + 1 < lines) continue;
        if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return 1;
        out.clear();
    }
    return 0;
}
