#pragma once

#include "core/model/cluster.h"

#include <cstddef>
#include <memory>
#include <string>

namespace portolan::clickhouse {

/// Six namespaces ("team-0" and on) of ten Deployments ("app-0" and on) with three pods each.
std::shared_ptr<const Cluster> teams();

/// That many lines of a Hubble log over forty days: every verdict from every reporter, drops, packets at every point
/// of the datapath with and without is_reply, replies, losses, folded windows, ICMP, ends that nobody knows, addresses
/// outside, broken lines. The same every time.
std::string generatedLog(std::size_t lines);

/// One flow as Antrea's flow aggregator has it.
struct TheiaFlow {
    std::int64_t start = 0; ///< seconds since 1970 UTC
    std::int64_t end = 0;
    std::string fromNs, fromPod, fromAddress, toNs, toPod, toAddress;
    int protocol = 6;
    int port = 0;
    int egress = 0, ingress = 0;
};
/// That many, of the pods above, of outside, and of pods that are gone; the same every time.
std::vector<TheiaFlow> generatedTheia(std::size_t count);
/// As the aggregator's flow logger writes it to a file.
std::string loggerLine(const TheiaFlow& flow);
/// As a row for INSERT INTO flows (theiaTable()) VALUES.
std::string theiaRow(const TheiaFlow& flow);
/// CREATE TABLE of the columns of Theia's table that matter, and some that do not.
std::string theiaTable(const std::string& name);

} // namespace portolan::clickhouse
