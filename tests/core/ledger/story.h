#pragma once

#include "core/flow/flow_table.h"
#include "core/ledger/ledger.h"

#include <memory>
#include <string>

/// Small clusters with flows as lines of text, through the same doors as real input.
///
///   ns NAME k=v ...                      a Namespace
///   pod NS/NAME k=v ... :PORT env:KEY=VALUE ip=A node=N created=DATE host
///   deploy NS/NAME REPLICAS k=v ... :PORT  a Deployment's template
///   cronjob NS/NAME k=v ...              a CronJob
///   node NAME ADDRESS
///   policy NS/NAME [created=DATE] SPEC   a NetworkPolicy, its spec as flow YAML
///   anp|banp|cnp NAME SPEC               an AdminNetworkPolicy, a BaselineAdminNetworkPolicy, a ClusterNetworkPolicy
///   service NS/NAME SPEC
///   ingress NS/NAME SERVICE PORT
///   complete                             the inventory is complete
///   sensitive NS/NAME                    the workload is marked sensitive
/// and for flows, one a line, ends being NS/POD, ip:ADDRESS or unknown:NS/POD:
///   FROM TO PROTOCOL/PORT VERDICT COUNT [FIRST LAST]

namespace portolan::story {

struct Joined {
    std::shared_ptr<const Cluster> cluster;
    std::shared_ptr<const Reachability> reachability;
    std::shared_ptr<const FlowTable> flows; ///< nullptr: no log was given
    std::shared_ptr<const Ledger> ledger;

    WorkloadId workload(const std::string& displayName) const;
    PolicyId policy(const std::string& displayName) const;
    /// The observed edge between two workloads; fails the test where there is none.
    const LedgerEdge& edge(const std::string& from, const std::string& to, std::uint16_t port) const;
    const RuleUsage& usage(const std::string& policy, Direction direction, std::uint32_t index = 0) const;
};

/// The lines as manifests.
std::string manifests(const std::string& lines);
/// Loads, evaluates and joins; no flows: none are loaded. Throws std::runtime_error on a line it cannot read.
Joined join(const std::string& lines, const std::string& flows = {}, const Profile& profile = {});

} // namespace portolan::story
