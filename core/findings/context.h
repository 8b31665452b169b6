#pragma once

#include "core/base/text.h"
#include "core/findings/findings.h"
#include "core/ledger/workload_classes.h"

#include <span>

namespace portolan {

/// The pods that answer the cluster's DNS, and where.
struct DnsServers {
    std::vector<PodId> pods;            ///< ascending; empty where they are not known
    ListeningPorts ports;               ///< of the pods
    std::optional<IpAddress> nodeLocal; ///< of a DNS cache on each node, where one runs
};

/// What the checks have in common: gates and tags, worked out once.
class FindingContext {
  public:
    explicit FindingContext(const Inputs& inputs);

    const Reachability& reachability() const { return m_reachability; }
    const Cluster& cluster() const { return m_reachability.cluster(); }
    const Ledger& ledger() const { return m_ledger; }
    /// nullptr where declarations were not looked at.
    const DeclaredEdges* declared() const { return m_declared; }
    const FindingOptions& options() const { return m_options; }
    const WorkloadClasses& classes() const { return m_ledger.workloadClasses(); }

    /// G-POD and G-NS: missing pods and namespaces may be concluded from.
    bool isInventoryComplete() const { return cluster().isInventoryComplete(); }
    /// True where hygiene findings of the namespace are wanted.
    bool isInScope(NamespaceId ns) const { return m_isInScope[ns.index()]; }
    std::span<const WorkloadId> workloadsOf(NamespaceId ns) const;
    std::span<const Pod> podsOf(NamespaceId ns) const;
    /// A workload all of whose pods policies govern.
    bool isGoverned(WorkloadId id) const;

    /// How traffic from outside the cluster is led to the workload: "LoadBalancer Service edge/ingress"; may be empty.
    const std::vector<std::string>& exposures(WorkloadId id) const { return m_exposures[id.index()]; }
    bool isSensitive(WorkloadId id) const { return m_isSensitive[id.index()]; }
    const DnsServers& dns() const { return m_dns; }
    bool isDnsServer(WorkloadId id) const;

    /// Length that the window of evidence must have.
    unsigned windowDays() const { return m_windowDays; }
    /// G-FLOW: flows are loaded and cover the window.
    bool hasFullWindow() const;

    std::string namespaceName(NamespaceId id) const {
        return std::string(cluster().text(cluster().namespaces[id].name));
    }
    /// "NetworkPolicy shop/allow-web".
    std::string objectName(PolicyId id) const;
    /// "shop/web[Deployment]".
    std::string objectName(WorkloadId id) const;

    // Findings with the catalogue's class and severity filled in.
    Finding make(std::string_view id, std::string message) const;
    Finding make(std::string_view id, WorkloadId workload, std::string message) const;
    Finding make(std::string_view id, PolicyId policy, std::string message) const;
    /// The place is that of the rule.
    Finding make(std::string_view id, const RuleRef& rule, std::string message) const;
    /// Raises the severity one step where a workload is marked sensitive or led to from outside, and says so.
    void raise(Finding& finding, std::span<const WorkloadId> workloads) const;

  private:
    void findExposures();
    void findDns();

    const Reachability& m_reachability;
    const Ledger& m_ledger;
    const DeclaredEdges* m_declared;
    FindingOptions m_options;
    unsigned m_windowDays;
    std::vector<bool> m_isInScope; // by namespace
    std::vector<WorkloadId> m_workloads;
    std::vector<std::vector<std::string>> m_exposures; // by workload
    std::vector<bool> m_isSensitive;                   // by workload
    DnsServers m_dns;
};

/// "shop/web, shop/api and 3 more".
std::string namesOf(const Cluster& cluster, std::span<const WorkloadId> workloads);
/// "1 flow", "12 flows".
std::string counted(std::uint64_t n, const std::string& noun);

} // namespace portolan
