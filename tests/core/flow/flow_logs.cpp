#include "tests/core/flow/flow_logs.h"

#include "core/flow/flow_cells.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace portolan::flowtest {
namespace {

struct PodText {
    std::string ns, name, kind, owner, address, portName;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
};

void addPod(ClusterBuilder& builder, const PodText& text) {
    PodFact pod;
    pod.ns = text.ns;
    pod.name = text.name;
    pod.labels = {{"app", text.owner}};
    pod.owner = {text.kind, text.owner};
    pod.addresses = {*IpAddress::parse(text.address)};
    if (text.port != 0) pod.ports = {{builder.symbols().intern(text.portName), text.protocol, text.port}};
    builder.addPod(std::move(pod));
}

void addService(ClusterBuilder& builder, std::string_view ns, std::string_view name, const std::string& address,
                std::vector<std::string> apps, ServicePort port) {
    Service service;
    service.ns = builder.namespaceId(ns);
    service.name = builder.symbols().intern(name);
    service.addresses = {*IpAddress::parse(address)};
    Requirement requirement;
    requirement.key = builder.symbols().intern("app");
    for (const std::string& app : apps) requirement.values.push_back(builder.symbols().intern(app));
    std::ranges::sort(requirement.values);
    service.selector = LabelSelector{{requirement}, {}};
    service.ports = {port};
    builder.addService(std::move(service));
}

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

std::string endJson(const End& end) {
    std::string out;
    const auto field = [&](const std::string& name, const std::string& json) {
        out += (out.empty() ? "" : ",") + quoted(name) + ':' + json;
    };
    if (end.identity != 0) field("identity", std::to_string(end.identity));
    if (!end.ns.empty()) field("namespace", quoted(end.ns));
    std::string labels;
    for (const std::string& label : end.labels) labels += (labels.empty() ? "" : ",") + quoted(label);
    if (!labels.empty()) field("labels", '[' + labels + ']');
    if (!end.pod.empty()) field("pod_name", quoted(end.pod));
    if (!end.workload.empty()) field("workloads", R"([{"name":)" + quoted(end.workload) + R"(,"kind":"Deployment"}])");
    return '{' + out + '}';
}

std::string transportJson(const Flow& flow) {
    if (flow.protocol.starts_with("ICMP")) return quoted(flow.protocol) + R"(:{"type":8})";
    std::string out = quoted(flow.protocol) + R"(:{"source_port":)" + std::to_string(flow.fromPort) +
                      R"(,"destination_port":)" + std::to_string(flow.toPort);
    if (flow.flags == "SYN") out += R"(,"flags":{"SYN":true})";
    if (flow.flags == "ACK") out += R"(,"flags":{"ACK":true})";
    if (flow.flags == "SYN,ACK") out += R"(,"flags":{"SYN":true,"ACK":true})";
    return out + '}';
}

} // namespace

std::shared_ptr<const Cluster> shop() {
    ClusterBuilder builder;
    addPod(builder, {"shop", "web-6fb5694d48-5hmds", "Deployment", "web", "10.0.1.1", "http", Protocol::Tcp, 8080});
    addPod(builder, {"shop", "web-6fb5694d48-kt9fw", "Deployment", "web", "10.0.1.2", "http", Protocol::Tcp, 8080});
    addPod(builder, {"shop", "db-7848d6c4d5-th9v2", "Deployment", "db", "10.0.1.3", "pg", Protocol::Tcp, 5432});
    addPod(builder, {"shop", "kafka-0", "StatefulSet", "kafka", "10.0.1.4", "", Protocol::Tcp, 0});
    addPod(builder, {"dns", "coredns-x7k2p", "DaemonSet", "coredns", "10.0.2.1", "dns", Protocol::Udp, 5353});
    ServicePort pg;
    pg.number = 5433;
    pg.targetName = builder.symbols().intern("pg");
    addService(builder, "shop", "db", "10.96.0.5", {"db"}, pg);
    ServicePort http;
    http.number = 80;
    addService(builder, "shop", "all", "10.96.0.6", {"web", "db"}, http);
    ServicePort dns;
    dns.protocol = Protocol::Udp;
    dns.number = 53;
    dns.targetNumber = 5353;
    addService(builder, "dns", "dns", "10.96.0.10", {"coredns"}, dns);
    builder.addNode("worker-1", {}, {*IpAddress::parse("192.168.0.1")}, {});
    return builder.build();
}

End web() {
    return {"shop", "web-6fb5694d48-5hmds", "", "10.0.1.1", {}, 0};
}
End web2() {
    return {"shop", "web-6fb5694d48-kt9fw", "", "10.0.1.2", {}, 0};
}
End db() {
    return {"shop", "db-7848d6c4d5-th9v2", "", "10.0.1.3", {}, 0};
}
End world(const std::string& address) {
    return {"", "", "", address, {"reserved:world"}, 2};
}

std::string bare(const Flow& flow) {
    std::string out = R"({"time":)" + quoted(flow.time);
    const auto text = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) out += ',' + quoted(name) + ':' + quoted(value);
    };
    text("verdict", flow.verdict);
    std::string addresses;
    if (!flow.from.address.empty()) addresses += R"("source":)" + quoted(flow.from.address);
    if (!flow.to.address.empty())
        addresses += (addresses.empty() ? "" : ",") + std::string(R"("destination":)") + quoted(flow.to.address);
    if (!addresses.empty()) out += R"(,"IP":{)" + addresses + '}';
    if (!flow.protocol.empty()) out += R"(,"l4":{)" + transportJson(flow) + '}';
    out += R"(,"source":)" + endJson(flow.from) + R"(,"destination":)" + endJson(flow.to);
    if (flow.type != 0) {
        out += R"(,"event_type":{"type":)" + std::to_string(flow.type);
        if (flow.subType != 0) out += R"(,"sub_type":)" + std::to_string(flow.subType);
        out += '}';
    }
    text("traffic_direction", flow.direction);
    text("trace_observation_point", flow.tracePoint);
    text("drop_reason_desc", flow.dropReason);
    if (!flow.reply.empty()) out += R"(,"is_reply":)" + flow.reply;
    return out + flow.extra + '}';
}

std::string line(const Flow& flow) {
    return R"({"flow":)" + bare(flow) + R"(,"node_name":"worker-1","time":)" + quoted(flow.time) + '}';
}

std::string lines(const std::vector<Flow>& flows) {
    std::string out;
    for (const Flow& flow : flows) out += line(flow) + '\n';
    return out;
}

FlowTable read(std::string_view text, const Cluster& cluster, const FlowOptions& options) {
    const TemporaryFolder folder;
    auto table = readFlows({folder.write("flows.log", text).string()}, cluster, options, {});
    EXPECT_TRUE(table.has_value()) << table.error().message;
    return table ? std::move(*table) : FlowTable();
}

std::vector<std::string> edges(const FlowTable& table, const Cluster& cluster) {
    std::vector<std::string> out;
    for (const FlowEdge& edge : table.edges())
        out.push_back(endText(table[edge.from], cluster) + " => " + endText(table[edge.to], cluster) + ' ' +
                      std::string(name(edge.protocol)) + ' ' + std::to_string(edge.port) + ' ' +
                      std::string(name(edge.verdict)) + ' ' + std::to_string(edge.count));
    return out;
}

} // namespace portolan::flowtest
