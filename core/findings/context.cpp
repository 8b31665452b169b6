#include "core/findings/context.h"

#include "core/findings/catalogue.h"
#include "core/reach/service_targets.h"

#include <algorithm>
#include <chrono>

namespace portolan {
namespace {

constexpr const char* kNodeLocalDns =
    "169.254.20.10"; // the address that NodeLocal DNSCache takes unless told otherwise

std::vector<PodId> podsSelectedBy(const Cluster& cluster, const Service& service) {
    std::vector<PodId> out;
    if (!service.selector || service.selector->isEmpty()) return out;
    const auto range = std::ranges::equal_range(cluster.pods.all(), service.ns, {}, &Pod::ns);
    for (auto it = range.begin(); it != range.end(); ++it)
        if (matches(*service.selector, cluster.labelSets[it->labels]) == Ternary::Yes)
            out.emplace_back(static_cast<std::size_t>(it - cluster.pods.all().begin()));
    return out;
}

} // namespace

FindingContext::FindingContext(const Inputs& inputs)
    : m_reachability(inputs.reachability), m_ledger(inputs.ledger), m_declared(inputs.declared),
      m_options(inputs.options),
      m_windowDays(inputs.reachability.cluster().facts.evidenceDays.value_or(inputs.options.windowDays)) {
    const Cluster& c = cluster();
    for (const Namespace& ns : c.namespaces)
        m_isInScope.push_back(m_options.includeSystem ||
                              std::ranges::find(m_options.systemNamespaces, c.text(ns.name)) ==
                                  m_options.systemNamespaces.end());
    for (std::size_t i = 0; i < c.workloads.size(); ++i) {
        m_workloads.emplace_back(i);
        m_isSensitive.push_back(!c.facts.sensitive.empty() &&
                                std::ranges::find(c.facts.sensitive, c.displayName(WorkloadId(i))) !=
                                    c.facts.sensitive.end());
    }
    findExposures();
    findDns();
}

std::span<const WorkloadId> FindingContext::workloadsOf(NamespaceId ns) const {
    const auto range =
        std::ranges::equal_range(m_workloads, ns, {}, [&](WorkloadId id) { return cluster().workloads[id].ns; });
    return {range.begin(), range.end()};
}

std::span<const Pod> FindingContext::podsOf(NamespaceId ns) const {
    const auto range = std::ranges::equal_range(cluster().pods.all(), ns, {}, &Pod::ns);
    return {range.begin(), range.end()};
}

bool FindingContext::isGoverned(WorkloadId id) const {
    const auto of = classes().of(id);
    return !of.empty() && std::ranges::none_of(of, [&](ClassId c) { return m_reachability.classes().isNodeLike(c); });
}

bool FindingContext::isDnsServer(WorkloadId id) const {
    return std::ranges::any_of(m_dns.pods, [&](PodId pod) { return cluster().pods[pod].workload == id; });
}

bool FindingContext::hasFullWindow() const {
    return m_ledger.evidence() && m_ledger.evidence()->days >= m_windowDays;
}

void FindingContext::findExposures() {
    const Cluster& c = cluster();
    m_exposures.resize(c.workloads.size());
    const auto expose = [&](const Service& service, const std::string& how) {
        for (const PodId pod : podsSelectedBy(c, service)) {
            auto& list = m_exposures[c.pods[pod].workload.index()];
            if (std::ranges::find(list, how) == list.end()) list.push_back(how);
        }
    };
    const auto fullName = [&](NamespaceId ns, Symbol name) {
        return namespaceName(ns) + '/' + std::string(c.text(name));
    };
    for (const Service& service : c.services) {
        if (service.type == Service::Type::LoadBalancer)
            expose(service, "LoadBalancer Service " + fullName(service.ns, service.name));
        if (service.type == Service::Type::NodePort)
            expose(service, "NodePort Service " + fullName(service.ns, service.name));
    }
    for (const EntryPoint& entry : c.entryPoints) {
        for (const EntryPoint::Backend& backend : entry.backends)
            if (const Service* const service = serviceOf(c, entry, backend))
                expose(*service, std::string(c.text(entry.kind)) + ' ' + fullName(entry.ns, entry.name));
    }
    for (auto& list : m_exposures) std::ranges::sort(list);
}

void FindingContext::findDns() {
    const Cluster& c = cluster();
    const auto system = c.findNamespace("kube-system");
    if (!system) return;
    for (const Service& service : c.services) {
        if (service.ns != *system || c.text(service.name) != "kube-dns") continue;
        m_dns.pods = podsSelectedBy(c, service);
        for (const PodId pod : m_dns.pods) {
            for (const ServicePort& port : service.ports) {
                if (port.number != 53) continue;
                if (port.targetName == Symbol())
                    m_dns.ports.emplace_back(port.protocol, port.targetNumber != 0 ? port.targetNumber : port.number);
                for (const ContainerPort& declared : c.portLists[c.pods[pod].ports])
                    if (port.targetName != Symbol() && declared.name == port.targetName &&
                        declared.protocol == port.protocol)
                        m_dns.ports.emplace_back(port.protocol, declared.number);
            }
        }
    }
    std::ranges::sort(m_dns.ports);
    m_dns.ports.erase(std::unique(m_dns.ports.begin(), m_dns.ports.end()), m_dns.ports.end());
    if (!c.findWorkloads("kube-system", "node-local-dns", "DaemonSet").empty())
        m_dns.nodeLocal = IpAddress::parse(kNodeLocalDns);
}

std::string FindingContext::objectName(PolicyId id) const {
    if (const AdminPolicy* const admin = m_reachability.adminPolicy(id))
        return std::string(portolan::name(admin->kind)) + ' ' + std::string(cluster().text(admin->name));
    const NetworkPolicy& policy = *m_reachability.policy(id);
    return "NetworkPolicy " + namespaceName(policy.ns) + '/' + std::string(cluster().text(policy.name));
}

std::string FindingContext::objectName(WorkloadId id) const {
    return cluster().displayName(id) + '[' + std::string(cluster().text(cluster().workloads[id].kind)) + ']';
}

Finding FindingContext::make(std::string_view id, std::string message) const {
    Finding out;
    out.id = id;
    out.message = std::move(message);
    if (const CatalogueEntry* entry = catalogueEntry(id)) {
        out.severity = entry->severity;
        out.findingClass = entry->findingClass;
    }
    return out;
}

Finding FindingContext::make(std::string_view id, WorkloadId workload, std::string message) const {
    Finding out = make(id, std::move(message));
    out.ns = namespaceName(cluster().workloads[workload].ns);
    out.object = objectName(workload);
    out.workloads = {workload};
    out.where = cluster().workloads[workload].where;
    return out;
}

Finding FindingContext::make(std::string_view id, PolicyId policy, std::string message) const {
    Finding out = make(id, std::move(message));
    out.object = objectName(policy);
    out.policy = policy;
    if (const AdminPolicy* const admin = m_reachability.adminPolicy(policy)) {
        out.where = admin->where;
        return out;
    }
    out.ns = namespaceName(m_reachability.policy(policy)->ns);
    out.where = m_reachability.policy(policy)->where;
    return out;
}

Finding FindingContext::make(std::string_view id, const RuleRef& rule, std::string message) const {
    Finding out = make(id, rule.policy, std::move(message));
    out.rule = rule;
    out.where = whereOf(m_reachability, rule);
    return out;
}

void FindingContext::raise(Finding& finding, std::span<const WorkloadId> workloads) const {
    const auto sensitive = std::ranges::find_if(workloads, [&](WorkloadId id) { return isSensitive(id); });
    const auto exposed = std::ranges::find_if(workloads, [&](WorkloadId id) { return !exposures(id).empty(); });
    if (sensitive == workloads.end() && exposed == workloads.end()) return;
    if (finding.severity == Severity::Critical) return;
    const std::string from(name(finding.severity));
    finding.severity = static_cast<Severity>(static_cast<unsigned>(finding.severity) - 1);
    finding.evidence.push_back(
        "raised from " + from + " to " + std::string(name(finding.severity)) + ": " +
        (sensitive != workloads.end()
             ? cluster().displayName(*sensitive) + " is marked sensitive"
             : cluster().displayName(*exposed) + " is exposed by " + exposures(*exposed).front()));
}

std::string namesOf(const Cluster& cluster, std::span<const WorkloadId> workloads) {
    constexpr std::size_t kNamed = 8;
    std::string out;
    const std::size_t shown = workloads.size() > kNamed + 1 ? kNamed : workloads.size();
    for (std::size_t i = 0; i < shown; ++i)
        out += (i == 0 ? "" : i + 1 == workloads.size() ? " and " : ", ") + cluster.displayName(workloads[i]);
    if (shown < workloads.size()) out += " and " + std::to_string(workloads.size() - shown) + " more";
    return out;
}

std::string counted(std::uint64_t n, const std::string& noun) {
    return std::to_string(n) + ' ' + noun + (n == 1 ? "" : "s");
}

} // namespace portolan
