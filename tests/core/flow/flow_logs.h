#pragma once

#include "core/flow/read_flows.h"
#include "core/model/cluster_builder.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// What the flow tests share: one small cluster, Hubble lines from their parts, and edges as text.

namespace portolan::flowtest {

/// Namespace shop: Deployment web (web-6fb5694d48-5hmds 10.0.1.1, web-6fb5694d48-kt9fw 10.0.1.2), Deployment db
/// (db-7848d6c4d5-th9v2 10.0.1.3, port pg 5432), StatefulSet kafka (kafka-0 10.0.1.4). Namespace dns: DaemonSet
/// coredns (coredns-x7k2p 10.0.2.1, UDP 5353). Services shop/db 10.96.0.5:5433 -> pg, shop/all 10.96.0.6:80 (web and
/// db), dns/dns 10.96.0.10 UDP 53 -> 5353. Node worker-1 192.168.0.1.
std::shared_ptr<const Cluster> shop();

/// One end of a Hubble line. Empty parts are left out.
struct End {
    std::string ns, pod, workload, address;
    std::vector<std::string> labels;
    int identity = 0;
};
End web();
End web2();
End db();
End world(const std::string& address);

/// A flow of a Hubble line. Empty parts and zeros are left out, as protobuf's JSON form does.
struct Flow {
    std::string verdict = "FORWARDED";
    int type = 5;
    int subType = 0;
    std::string direction = "EGRESS";
    End from = web();
    End to = db();
    int fromPort = 40000;
    int toPort = 5432;
    std::string protocol = "TCP";
    std::string reply = {}; ///< "true", "false"
    std::string dropReason = {};
    std::string tracePoint = {};
    std::string flags = {}; ///< "SYN", "SYN,ACK"
    std::string time = "2026-03-01T12:00:00Z";
    std::string extra = {}; ///< further fields, as JSON with a comma before
};
/// The bare flow, as older versions print it.
std::string bare(const Flow& flow);
/// The line of an exporter.
std::string line(const Flow& flow);
std::string lines(const std::vector<Flow>& flows);

/// Reads text as one log. Asserts that it is readable.
FlowTable read(std::string_view text, const Cluster& cluster, const FlowOptions& options = {});
/// "shop/web => shop/db TCP 5432 allowed 1", one an edge, in the table's order.
std::vector<std::string> edges(const FlowTable& table, const Cluster& cluster);

} // namespace portolan::flowtest
