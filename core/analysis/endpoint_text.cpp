#include "core/analysis/endpoint_text.h"

#include "core/paths/entries.h"
#include "core/reach/service_targets.h"

#include <algorithm>
#include <charconv>

namespace portolan {
namespace {

NamedEndpoint notFound(NamedEndpoint out, std::string problem) {
    out.problem = std::move(problem);
    return out;
}

/// What a Service stands for; `id` is one of the cluster's.
NamedEndpoint serviceEndpoint(const Reachability& r, NamedEndpoint out, ServiceId id) {
    const Cluster& cluster = r.cluster();
    const Service& service = cluster.services[id];
    if (service.type == Service::Type::ExternalName)
        return notFound(std::move(out), "the Service stands for a name outside the cluster");
    for (const PodId pod : podsBehind(cluster, service)) out.members.emplace_back(pod);
    for (const IpAddress& address : service.endpointAddresses) // which may lie outside (semantics S-3)
        if (!cluster.findPodByAddress(address)) out.members.emplace_back(address);
    if (out.members.empty()) return notFound(std::move(out), "the input has no pod behind the Service");
    out.kind = NamedEndpoint::Kind::Service;
    out.service = id;
    return out;
}

/// The Service whose own address this is, where pods of the input stand behind it.
std::optional<ServiceId> serviceAt(const Cluster& cluster, const IpAddress& address) {
    for (std::size_t i = 0; i < cluster.services.size(); ++i) {
        const Service& service = cluster.services[ServiceId(i)];
        if (std::ranges::count(service.addresses, address) > 0 && !podsBehind(cluster, service).empty())
            return ServiceId(i);
    }
    return std::nullopt;
}

NamedEndpoint addressEndpoint(const Reachability& r, NamedEndpoint out, const IpAddress& address) {
    const bool isOutside = r.profile().name == "np-guard";
    const auto pod = isOutside ? std::nullopt : r.cluster().findPodByAddress(address);
    if (pod) {
        out.kind = NamedEndpoint::Kind::Pod;
        out.members = {*pod};
        out.workload = r.cluster().pods[*pod].workload;
        return out;
    }
    if (const auto service = isOutside ? std::nullopt : serviceAt(r.cluster(), address))
        return serviceEndpoint(r, std::move(out), *service);
    out.kind = NamedEndpoint::Kind::Address;
    out.members = {address};
    return out;
}

NamedEndpoint blockEndpoint(const Reachability& r, NamedEndpoint out, const Cidr& cidr) {
    out.kind = NamedEndpoint::Kind::Block;
    const ClassId first = r.classes().classOf(cidr.range().first);
    const ClassId last = r.classes().classOf(cidr.range().last);
    for (std::uint32_t c = first.value; c <= last.value; ++c)
        out.members.emplace_back(std::max(r.classes().range(ClassId(c)).first, cidr.range().first));
    return out;
}

NamedEndpoint nodeEndpoint(const Reachability& r, NamedEndpoint out, std::string_view name) {
    const Cluster& cluster = r.cluster();
    const auto node = std::ranges::find(cluster.nodes, name, [&](const Node& n) { return cluster.text(n.name); });
    if (node == cluster.nodes.end()) return notFound(std::move(out), "no such node in the input");
    if (node->addresses.empty()) return notFound(std::move(out), "the input gives no address of the node");
    out.kind = NamedEndpoint::Kind::Node;
    out.members.assign(node->addresses.begin(), node->addresses.end());
    return out;
}

NamedEndpoint serviceEndpoint(const Reachability& r, NamedEndpoint out, std::string_view ns, std::string_view name) {
    const Cluster& cluster = r.cluster();
    for (std::size_t i = 0; i < cluster.services.size(); ++i) {
        const Service& service = cluster.services[ServiceId(i)];
        if (cluster.text(service.name) != name || cluster.text(cluster.namespaces[service.ns].name) != ns) continue;
        return serviceEndpoint(r, std::move(out), ServiceId(i));
    }
    return notFound(std::move(out), "no such Service in the input");
}

NamedEndpoint entryEndpoint(const Reachability& r, NamedEndpoint out, EntryPointId id) {
    const Cluster& cluster = r.cluster();
    out.kind = NamedEndpoint::Kind::EntryPoint;
    out.entryPoint = id;
    const auto controllers = ingressControllers(cluster);
    for (const WorkloadId w : entryControllers(cluster, cluster.entryPoints[id], controllers))
        for (const PodId pod : cluster.workloads[w].pods) out.members.emplace_back(pod);
    return out;
}

NamedEndpoint workloadEndpoint(const Reachability& r, NamedEndpoint out, std::string_view name) {
    const Cluster& cluster = r.cluster();
    const std::size_t slash = name.find('/');
    if (slash == std::string_view::npos)
        return notFound(std::move(out), "not ns/name, an address, cidr:..., node:... or internet");
    const std::string_view ns = name.substr(0, slash);
    std::string_view rest = name.substr(slash + 1);
    std::string_view kind;
    if (const std::size_t bracket = rest.find('['); bracket != std::string_view::npos && rest.ends_with(']')) {
        kind = rest.substr(bracket + 1, rest.size() - bracket - 2);
        rest = rest.substr(0, bracket);
    }
    if (kind == "Service") return serviceEndpoint(r, std::move(out), ns, rest);
    for (std::size_t i = 0; !kind.empty() && i < cluster.entryPoints.size(); ++i) {
        const EntryPoint& entry = cluster.entryPoints[EntryPointId(i)];
        if (cluster.text(entry.kind) == kind && entryName(cluster, entry) == name)
            return entryEndpoint(r, std::move(out), EntryPointId(i));
    }
    if (kind.empty() || kind == "Pod") {
        if (const auto pod = cluster.findPod(ns, rest)) {
            out.kind = NamedEndpoint::Kind::Pod;
            out.members = {*pod};
            out.workload = cluster.pods[*pod].workload;
            return out;
        }
    }
    const auto workloads = cluster.findWorkloads(ns, rest, kind);
    if (workloads.size() > 1)
        return notFound(std::move(out),
                        "several workloads have this name; add the kind, as in " + cluster.identity(workloads.front()));
    if (workloads.empty()) return notFound(std::move(out), "no such pod or workload in the input");
    out.kind = NamedEndpoint::Kind::Workload;
    out.workload = workloads.front();
    for (const PodId pod : cluster.workloads[workloads.front()].pods) out.members.emplace_back(pod);
    return out;
}

} // namespace

NamedEndpoint findEndpoint(const Reachability& reachability, std::string_view text) {
    NamedEndpoint out;
    out.text = text;
    if (text == "internet") {
        out.kind = NamedEndpoint::Kind::Internet;
        for (const ClassId c : reachability.internet()) out.members.emplace_back(reachability.classes().range(c).first);
        return out;
    }
    if (text.starts_with("node:")) return nodeEndpoint(reachability, std::move(out), text.substr(5));
    if (text.starts_with("cidr:")) {
        const auto cidr = Cidr::parse(text.substr(5));
        if (!cidr) return notFound(std::move(out), "not a CIDR");
        return blockEndpoint(reachability, std::move(out), *cidr);
    }
    const std::string_view bare = text.starts_with("ip:") ? text.substr(3) : text;
    if (const auto address = IpAddress::parse(bare)) return addressEndpoint(reachability, std::move(out), *address);
    if (text.starts_with("ip:")) return notFound(std::move(out), "not an address");
    const std::string prefix = reachability.cluster().name + ':';
    if (prefix.size() > 1 && text.starts_with(prefix)) text.remove_prefix(prefix.size());
    return workloadEndpoint(reachability, std::move(out), text);
}

std::string PortQuestion::text() const {
    std::string out(portolan::name(protocol));
    std::ranges::transform(out, out.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    if (!name.empty()) return out + '/' + name;
    return number == 0 ? out : out + '/' + std::to_string(number);
}

Result<PortQuestion> parsePort(std::string_view protocol, std::string_view port) {
    PortQuestion out;
    if (!protocol.empty()) {
        const auto parsed = parseProtocolAnyCase(protocol);
        if (!parsed)
            return fail(Error::Kind::Usage,
                        "unknown protocol \"" + std::string(protocol) + "\"; there are TCP, UDP and SCTP");
        out.protocol = *parsed;
    }
    if (port.empty()) return out;
    unsigned number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    const bool isNumber = error == std::errc() && end == port.data() + port.size();
    if (isNumber && (number < 1 || number > 65535))
        return fail(Error::Kind::Usage, "port " + std::string(port) + " is not in 1..65535");
    if (isNumber)
        out.number = static_cast<std::uint16_t>(number);
    else
        out.name = port;
    return out;
}

Result<PortQuestion> parsePort(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) return parsePort(text.substr(0, slash), text.substr(slash + 1));
    if (parseProtocolAnyCase(text)) return parsePort(text, "");
    return parsePort("", text);
}

} // namespace portolan
