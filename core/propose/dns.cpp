#include "core/propose/dns.h"

#include "core/reach/service_targets.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::uint16_t kDnsPort = 53;

void addPort(DnsService& dns, std::uint16_t port) {
    for (const Protocol p : {Protocol::Tcp, Protocol::Udp}) dns.traffic = dns.traffic.united(TrafficSet::of(p, port));
}

bool servesNames(const Service& service) {
    return std::ranges::any_of(service.ports, [](const ServicePort& p) { return p.number == kDnsPort; });
}

void addService(const Cluster& cluster, const Service& service, DnsService& dns) {
    std::set<WorkloadId> found(dns.workloads.begin(), dns.workloads.end());
    for (const ServicePort& port : service.ports) {
        if (port.number != kDnsPort) continue;
        for (const PodTarget& target : podTargets(cluster, service, port)) {
            found.insert(cluster.pods[target.pod].workload);
            addPort(dns, target.port);
        }
    }
    dns.workloads.assign(found.begin(), found.end());
    dns.source = "Service " + std::string(cluster.text(cluster.namespaces[service.ns].name)) + '/' +
                 std::string(cluster.text(service.name));
}

bool findByService(const Cluster& cluster, DnsService& dns) {
    for (const bool isByName : {true, false})
        for (const Service& s : cluster.services) {
            const std::string_view ns = cluster.text(cluster.namespaces[s.ns].name);
            const bool isWanted = isByName ? ns == "kube-system" && cluster.text(s.name) == "kube-dns"
                                           : ns == "kube-system" || ns == "openshift-dns";
            if (isWanted && servesNames(s)) addService(cluster, s, dns);
            if (!dns.workloads.empty()) return true;
        }
    return false;
}

bool findByLabel(const Cluster& cluster, DnsService& dns) {
    const auto key = cluster.symbols.find("k8s-app");
    const auto value = cluster.symbols.find("kube-dns");
    if (!key || !value) return false;
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
        for (const PodId pod : cluster.workloads[WorkloadId(i)].pods)
            if (const auto l = cluster.labelSets.find(cluster.pods[pod].labels, *key); l && l->value == *value) {
                dns.workloads.push_back(WorkloadId(i));
                break;
            }
    dns.source = "pods labelled k8s-app=kube-dns";
    return !dns.workloads.empty();
}

bool findByTraffic(std::span<const ObservedEdge> edges, DnsService& dns) {
    std::map<WorkloadId, std::uint64_t> asked;
    for (const ObservedEdge& e : edges)
        if (const auto* w = std::get_if<WorkloadId>(&e.to); w && e.port == kDnsPort) asked[*w] += e.passed;
    if (asked.empty()) return false;
    dns.workloads = {std::ranges::max_element(asked, {}, [](const auto& a) { return a.second; })->first};
    dns.source = "the workload asked most on port 53";
    return true;
}

} // namespace

DnsService findDns(const Cluster& cluster, std::span<const ObservedEdge> edges) {
    DnsService out;
    addPort(out, kDnsPort);
    if (!findByService(cluster, out) && !findByLabel(cluster, out)) findByTraffic(edges, out);
    const Cidr linkLocal = *Cidr::parse("169.254.0.0/16");
    for (const ObservedEdge& e : edges)
        if (const auto* c = std::get_if<Cidr>(&e.to); c && e.port == kDnsPort && linkLocal.contains(c->address()))
            out.nodeLocal.push_back(*c);
    std::ranges::sort(out.nodeLocal);
    out.nodeLocal.erase(std::unique(out.nodeLocal.begin(), out.nodeLocal.end()), out.nodeLocal.end());
    return out;
}

} // namespace portolan
