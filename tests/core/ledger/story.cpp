#include "tests/core/ledger/story.h"

#include "core/flow/read_flows.h"
#include "core/load/load.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <set>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace portolan::story {
namespace {

std::string field(std::istringstream& line) {
    std::string out;
    line >> out;
    return out;
}

std::pair<std::string, std::string> split(const std::string& text, char at) {
    const auto i = text.find(at);
    if (i == std::string::npos) throw std::runtime_error("no '" + std::string(1, at) + "' in " + text);
    return {text.substr(0, i), text.substr(i + 1)};
}

std::string metadata(const std::string& name, const std::string& labels, const std::string& created) {
    const auto slash = name.find('/');
    std::string out = slash == std::string::npos
                          ? "{name: " + name
                          : "{namespace: " + name.substr(0, slash) + ", name: " + name.substr(slash + 1);
    if (!labels.empty()) out += ", labels: {" + labels + '}';
    if (!created.empty()) out += ", creationTimestamp: \"" + created + "T00:00:00Z\"";
    return out + '}';
}

/// What stands behind the name of a pod, node or namespace.
struct Words {
    std::string labels, ports, environment, address, node, created;
    bool isHost = false;

    explicit Words(std::istringstream& line) {
        for (std::string w = field(line); !w.empty(); w = field(line)) {
            if (w == "host")
                isHost = true;
            else if (w[0] == ':')
                ports += (ports.empty() ? "" : ", ") + std::string("{containerPort: ") + w.substr(1) + '}';
            else if (w.starts_with("env:"))
                environment += (environment.empty() ? "" : ", ") + std::string("{name: ") +
                               split(w.substr(4), '=').first + ", value: \"" + split(w, '=').second + "\"}";
            else if (w.starts_with("ip="))
                address = w.substr(3);
            else if (w.starts_with("node="))
                node = w.substr(5);
            else if (w.starts_with("created="))
                created = w.substr(8);
            else
                labels += (labels.empty() ? "" : ", ") + split(w, '=').first + ": \"" + split(w, '=').second + '"';
        }
    }
    std::string podSpec() const {
        return std::string("{") + (isHost ? "hostNetwork: true, " : "") +
               (node.empty() ? "" : "nodeName: " + node + ", ") + "containers: [{name: c, ports: [" + ports +
               "], env: [" + environment + "]}]}";
    }
};

std::string adminPolicy(const std::string& versionAndKind, const std::string& name, const std::string& spec) {
    return "{apiVersion: policy.networking.k8s.io/" + versionAndKind + ", metadata: {name: " + name +
           "}, spec: " + spec + '}';
}

std::string document(const std::string& text) {
    std::istringstream line(text);
    const std::string kind = field(line);
    const std::string name = field(line);
    if (kind == "ns")
        return "{apiVersion: v1, kind: Namespace, metadata: " + metadata(name, Words(line).labels, "") + '}';
    if (kind == "node")
        return "{apiVersion: v1, kind: Node, metadata: " + metadata(name, "", "") +
               ", status: {addresses: [{type: InternalIP, address: " + field(line) + "}]}}";
    if (kind == "pod") {
        const Words words(line);
        return "{apiVersion: v1, kind: Pod, metadata: " + metadata(name, words.labels, words.created) +
               ", spec: " + words.podSpec() + ", status: {phase: Running" +
               (words.address.empty() ? "" : ", podIP: " + words.address + ", podIPs: [{ip: " + words.address + "}]") +
               "}}";
    }
    if (kind == "deploy") {
        const std::string replicas = field(line);
        const Words words(line);
        return "{apiVersion: apps/v1, kind: Deployment, metadata: " + metadata(name, "", words.created) +
               ", spec: {replicas: " + replicas + ", selector: {matchLabels: {" + words.labels +
               "}}, template: {metadata: {labels: {" + words.labels + "}}, spec: " + words.podSpec() + "}}}";
    }
    if (kind == "cronjob") {
        const Words words(line);
        return "{apiVersion: batch/v1, kind: CronJob, metadata: " + metadata(name, "", words.created) +
               ", spec: {schedule: '0 3 * * *', jobTemplate: {spec: {template: {metadata: {labels: {" + words.labels +
               "}}, spec: " + words.podSpec() + "}}}}}";
    }
    std::string rest;
    std::getline(line >> std::ws, rest);
    if (kind == "service")
        return "{apiVersion: v1, kind: Service, metadata: " + metadata(name, "", "") + ", spec: " + rest + '}';
    if (kind == "ingress") {
        std::istringstream words(rest);
        const std::string service = field(words);
        return "{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: " + metadata(name, "", "") +
               ", spec: {defaultBackend: {service: {name: " + service + ", port: {number: " + field(words) + "}}}}}";
    }
    if (kind == "anp") return adminPolicy("v1alpha1, kind: AdminNetworkPolicy", name, rest);
    if (kind == "banp") return adminPolicy("v1alpha1, kind: BaselineAdminNetworkPolicy", name, rest);
    if (kind == "cnp") return adminPolicy("v1alpha2, kind: ClusterNetworkPolicy", name, rest);
    if (kind != "policy") throw std::runtime_error("cannot read: " + text);
    std::string created;
    if (rest.starts_with("created=")) {
        created = rest.substr(8, 10);
        rest = rest.substr(19);
    }
    return "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: " + metadata(name, "", created) +
           ", spec: " + rest + '}';
}

/// "ns,workload,pod,ip" of an end.
std::string endCells(const Cluster& cluster, const std::string& end) {
    if (end.starts_with("ip:")) return ",,," + end.substr(3);
    if (end.starts_with("unknown:")) {
        const auto [ns, pod] = split(end.substr(8), '/');
        return ns + ",," + pod + ',';
    }
    const auto [ns, name] = split(end, '/');
    const bool isPod = cluster.findPod(ns, name).has_value();
    return ns + ',' + (isPod ? "" : name) + ',' + (isPod ? name : "") + ',';
}

std::string dayAfter(const std::string& day) {
    std::tm date{};
    std::istringstream(day) >> std::get_time(&date, "%Y-%m-%d");
    ++date.tm_mday;
    const std::time_t time = timegm(&date);
    std::ostringstream out;
    out << std::put_time(std::gmtime(&time), "%Y-%m-%d");
    return out.str();
}

std::string csv(const Cluster& cluster, const std::string& flows) {
    std::string out = "first_seen,last_seen,src_ns,src_workload,src_pod,src_ip,dst_ns,dst_workload,dst_pod,dst_ip,"
                      "protocol,dst_port,verdict,count\n";
    std::istringstream lines(flows);
    std::set<std::string> days; // on which there was some traffic
    for (std::string text; std::getline(lines, text);) {
        std::istringstream line(text);
        const std::string from = field(line);
        if (from.empty()) continue;
        const std::string to = field(line);
        const auto [protocol, port] = split(field(line), '/');
        const std::string verdict = field(line);
        const std::string count = field(line);
        std::string first = field(line);
        std::string last = field(line);
        if (first.empty()) first = "2026-10-18";
        if (last.empty()) last = "2026-11-18";
        out += first + "T00:00:00Z," + last + "T00:00:00Z," + endCells(cluster, from) + ',' + endCells(cluster, to) +
               ',' + protocol + ',' + port + ',' + verdict + ',' + count + '\n';
        for (std::string day = first; day < last; day = dayAfter(day)) days.insert(day);
    }
    for (const std::string& day : days) // traffic without ports, which gives no edge
        out += day + "T01:00:00Z," + day + "T01:00:00Z,,,,192.0.2.1,,,,192.0.2.2,ICMP,,allowed,1\n";
    return out;
}

/// What portolan.yaml says beside the manifests.
std::string facts(const std::string& lines) {
    std::string out;
    std::string sensitive;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        std::istringstream words(line);
        const std::string word = field(words);
        if (word == "complete") out = "inventory: complete\n";
        if (word == "sensitive") sensitive += "  - " + field(words) + '\n';
    }
    return sensitive.empty() ? out : out + "sensitive:\n" + sensitive;
}

} // namespace

std::string manifests(const std::string& lines) {
    std::string out;
    std::istringstream in(lines);
    for (std::string line; std::getline(in, line);) {
        const auto first = line.find_first_not_of(' ');
        if (first == std::string::npos) continue;
        if (line.substr(first) == "complete" || line.substr(first).starts_with("sensitive ")) continue;
        out += "---\n" + document(line.substr(first)) + '\n';
    }
    return out;
}

Joined join(const std::string& lines, const std::string& flows, const Profile& profile) {
    std::vector<std::pair<std::string, std::string>> texts{{"story.yaml", manifests(lines)}};
    if (const std::string known = facts(lines); !known.empty()) texts.emplace_back("portolan.yaml", known);
    Joined out;
    out.cluster = loadText(texts).value();
    out.reachability = Reachability::create(out.cluster, profile, {}).value();
    if (!flows.empty()) {
        const auto path = std::filesystem::temp_directory_path() / ("story-" + std::to_string(getpid()) + ".csv");
        std::ofstream(path) << csv(*out.cluster, flows);
        out.flows = std::make_shared<const FlowTable>(readFlows({path.string()}, *out.cluster, {}, {}).value());
        std::filesystem::remove(path);
    }
    out.ledger = Ledger::create(out.reachability, out.flows.get(), {}).value();
    return out;
}

WorkloadId Joined::workload(const std::string& displayName) const {
    const auto [ns, name] = split(displayName, '/');
    const auto found = cluster->findWorkloads(ns, name);
    if (found.empty()) throw std::runtime_error("no workload " + displayName);
    return found.front();
}

PolicyId Joined::policy(const std::string& displayName) const {
    for (std::size_t i = 0; i < cluster->policies.size(); ++i)
        if (cluster->displayName(PolicyId(i)) == displayName) return PolicyId(i);
    throw std::runtime_error("no policy " + displayName);
}

const LedgerEdge& Joined::edge(const std::string& from, const std::string& to, std::uint16_t port) const {
    for (const LedgerEdge& e : ledger->edges())
        if (e.port == port && portolan::displayName(*cluster, e.from) == from &&
            portolan::displayName(*cluster, e.to) == to)
            return e;
    throw std::runtime_error("no edge from " + from + " to " + to);
}

const RuleUsage& Joined::usage(const std::string& name, Direction direction, std::uint32_t index) const {
    const RuleUsage* out = ledger->usage({policy(name), direction, index});
    if (!out) throw std::runtime_error("no such rule of " + name);
    return *out;
}

} // namespace portolan::story
