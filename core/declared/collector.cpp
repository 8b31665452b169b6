#include "core/declared/collector.h"

#include "core/declared/schemes.h"
#include "core/model/service_backends.h"

#include <algorithm>
#include <tuple>

namespace portolan {
namespace {

using Place = HostPortMention::Place;

DeclaredBy sourceOf(Place place) {
    switch (place) {
    case Place::Env: return DeclaredBy::Env;
    case Place::Command: return DeclaredBy::Command;
    case Place::Argument: return DeclaredBy::Argument;
    case Place::ConfigMap: return DeclaredBy::ConfigMap;
    case Place::Annotation: return DeclaredBy::Annotation;
    }
    return DeclaredBy::Env;
}

/// "postgres://orders-db.data.svc:5432" as it was written.
std::string writtenText(const Cluster& cluster, const HostPortMention& m) {
    std::string out(cluster.text(m.scheme));
    if (!out.empty()) out += "://";
    out += m.host.find(':') == std::string::npos ? m.host : '[' + m.host + ']';
    if (m.portVariable != Symbol())
        out += ":$(" + std::string(cluster.text(m.portVariable)) + ')';
    else if (m.port != 0)
        out += ':' + std::to_string(m.port);
    return out;
}

/// Names of the API server's own Service, which no pods stand behind.
bool isApiServer(std::string_view host) {
    return host == "kubernetes" || host == "kubernetes.default" || host.starts_with("kubernetes.default.svc");
}

} // namespace

std::string DeclaredCollector::serviceName(ServiceId id) const {
    const Service& service = m_cluster.services[id];
    return std::string(m_cluster.text(m_cluster.namespaces[service.ns].name)) + '/' +
           std::string(m_cluster.text(service.name));
}

void DeclaredCollector::add(DeclaredDependency dependency) {
    m_out.push_back(std::move(dependency));
}

void DeclaredCollector::addEnds(const DeclaredDependency& dependency, const ServiceEnds& ends) {
    const auto* const self = std::get_if<WorkloadId>(&dependency.from);
    const bool isHeadless = dependency.service && m_cluster.services[*dependency.service].isHeadless;
    for (const ServiceEnd& end : ends.ends) {
        if (self != nullptr && *self == end.workload && !isHeadless) continue; // its own address
        DeclaredDependency out = dependency;
        out.to = end.workload;
        out.protocol = end.protocol;
        out.port = end.port;
        add(std::move(out));
    }
    if (!ends.ends.empty()) return;
    DeclaredDependency out = dependency;
    out.to = NamedTarget{serviceName(*dependency.service), true};
    add(std::move(out));
}

void DeclaredCollector::addService(DeclaredDependency dependency, const Said& said, const HostMeaning& meaning) {
    dependency.service = meaning.service;
    const Service& service = m_cluster.services[*meaning.service];
    if (service.type == Service::Type::ExternalName) {
        dependency.to = NamedTarget{serviceName(*meaning.service), false};
        dependency.confidence = Confidence::Likely;
        return add(std::move(dependency));
    }
    if (said.port == 0) {
        if (!said.isAddress && !meaning.hasNamespace && said.scheme.empty()) return;
        dependency.confidence = meaning.hasNamespace || !said.scheme.empty() ? Confidence::Likely : Confidence::Guess;
        return addEnds(dependency, m_targets.throughAny(*meaning.service));
    }
    const ServiceEnds& ends = m_targets.through(*meaning.service, said.port, dependency.protocol);
    if (ends.isPortKnown) {
        dependency.confidence = meaning.isFull || !said.scheme.empty() ? Confidence::Sure : Confidence::Likely;
    } else if (said.isAddress || !said.scheme.empty() || meaning.isFull) {
        dependency.confidence = Confidence::Guess; // it will not answer there, whatever the policies say
    } else {
        return; // "redis:7" is the name of an image
    }
    addEnds(dependency, ends);
}

void DeclaredCollector::addAddress(DeclaredDependency dependency, const Said& said, const IpAddress& address) {
    if (const auto service = m_names.find(address)) {
        HostMeaning meaning{HostMeaning::Kind::Service, service, true, false};
        return addService(std::move(dependency), said, meaning);
    }
    dependency.port = said.port;
    dependency.confidence = said.port != 0 ? Confidence::Likely : Confidence::Guess;
    dependency.to = address;
    if (const auto pod = m_cluster.findPodByAddress(address)) dependency.to = m_cluster.pods[*pod].workload;
    add(std::move(dependency));
}

void DeclaredCollector::addHost(DeclaredDependency dependency, const Said& written) {
    Said said = written;
    if (said.port == 0) said.port = defaultPort(said.scheme);
    dependency.protocol = protocolOf(said.scheme);
    if (const auto address = IpAddress::parse(said.host)) return addAddress(std::move(dependency), said, *address);
    const HostMeaning meaning = m_names.resolve(said.host, said.ns);
    dependency.port = said.port;
    const bool isSaid = said.port != 0 || !said.scheme.empty() || meaning.isFull;
    switch (meaning.kind) {
    case HostMeaning::Kind::Nothing: return;
    case HostMeaning::Kind::Service: return addService(std::move(dependency), said, meaning);
    case HostMeaning::Kind::NoService:
        if (isApiServer(said.host)) return; // it is no Service like others
        if (!isSaid && !said.isAddress) return;
        dependency.to = NamedTarget{std::string(said.host), true};
        break;
    case HostMeaning::Kind::Outside:
        if (said.scheme.empty() && !said.isAddress) return;
        if (dependency.by == DeclaredBy::Annotation) return; // full of links
        dependency.to = NamedTarget{std::string(said.host), false};
        break;
    }
    dependency.confidence = isSaid && !(said.isInFile && !said.isAddress) ? Confidence::Likely : Confidence::Guess;
    add(std::move(dependency));
}

void DeclaredCollector::addSetting(const Setting& setting) {
    const HostPortMention& m = *setting.mention;
    DeclaredDependency dependency;
    dependency.from = setting.workload;
    dependency.by = sourceOf(m.place);
    dependency.key = setting.key;
    dependency.text = writtenText(m_cluster, m);
    dependency.where = m.where;
    addHost(std::move(dependency), {.ns = m_cluster.workloads[setting.workload].ns,
                                    .host = setting.host,
                                    .port = setting.port,
                                    .scheme = setting.scheme,
                                    .isAddress = setting.hint == KeyHint::Address,
                                    .isInFile = m.place == Place::ConfigMap && m.line != Symbol()});
}

void DeclaredCollector::addEntryPoint(EntryPointId id) {
    const EntryPoint& entry = m_cluster.entryPoints[id];
    for (const EntryPoint::Backend& backend : entry.backends) {
        DeclaredDependency dependency;
        dependency.from = id;
        dependency.by = DeclaredBy::EntryPoint;
        dependency.confidence = Confidence::Sure;
        dependency.where = backend.where;
        const std::string ns(m_cluster.text(backend.ns == Symbol() ? m_cluster.namespaces[entry.ns].name : backend.ns));
        const std::string service(m_cluster.text(backend.service));
        dependency.key = "backend";
        dependency.text = service;
        if (backend.portName != Symbol()) dependency.text += ':' + std::string(m_cluster.text(backend.portName));
        if (backend.portNumber != 0) dependency.text += ':' + std::to_string(backend.portNumber);
        dependency.service = m_names.find(ns, service);
        if (!dependency.service) {
            dependency.to = NamedTarget{ns + '/' + service, true};
            dependency.port = backend.isTargetPort ? backend.portNumber : std::uint16_t{0};
            add(std::move(dependency));
            continue;
        }
        for (const ServicePort& port : m_cluster.services[*dependency.service].ports)
            if (leadsTo(backend, port)) addEnds(dependency, m_targets.through(*dependency.service, port));
    }
}

void DeclaredCollector::addEntryAnnotation(const HostPortMention& mention) {
    const auto all = m_cluster.entryPoints.all();
    const std::string_view object = m_cluster.text(mention.object);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const EntryPoint& e = all[i];
        const std::string kind(m_cluster.text(e.kind));
        if (e.ns != mention.ns || object != kind + ' ' + std::string(m_cluster.text(e.name))) continue;
        DeclaredDependency dependency;
        dependency.from = EntryPointId(i);
        dependency.by = DeclaredBy::Annotation;
        dependency.key = m_cluster.text(mention.key);
        dependency.text = writtenText(m_cluster, mention);
        dependency.where = mention.where;
        return addHost(std::move(dependency), {.ns = e.ns,
                                               .host = mention.host,
                                               .port = mention.port,
                                               .scheme = m_cluster.text(mention.scheme),
                                               .isAddress = true});
    }
}

void DeclaredCollector::addProbe(const ProbedPort& probe) {
    DeclaredDependency dependency;
    dependency.from = Kubelet{};
    dependency.to = probe.workload;
    dependency.by = DeclaredBy::Probe;
    dependency.confidence = Confidence::Sure;
    dependency.key = "probe";
    dependency.where = probe.where;
    if (probe.port != 0) {
        dependency.port = probe.port;
        dependency.text = std::to_string(probe.port);
        return add(std::move(dependency));
    }
    dependency.text = m_cluster.text(probe.portName);
    std::vector<std::uint16_t> numbers;
    for (const PodId pod : m_cluster.workloads[probe.workload].pods)
        for (const ContainerPort& port : m_cluster.portLists[m_cluster.pods[pod].ports])
            if (port.name == probe.portName && port.protocol == Protocol::Tcp) numbers.push_back(port.number);
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    for (const std::uint16_t number : numbers) {
        dependency.port = number;
        add(dependency);
    }
}

void DeclaredCollector::addScrape(const HostPortMention& mention) {
    DeclaredDependency dependency;
    dependency.from = Scraper{};
    dependency.to = *mention.workload;
    dependency.port = mention.port;
    dependency.by = DeclaredBy::Scrape;
    dependency.confidence = Confidence::Sure;
    dependency.key = m_cluster.text(mention.key);
    dependency.text = std::to_string(mention.port);
    dependency.where = mention.where;
    add(std::move(dependency));
}

void DeclaredCollector::addCall(const ApiServerCall& call) {
    DeclaredDependency dependency;
    dependency.from = ApiServer{};
    dependency.by = DeclaredBy::Webhook;
    dependency.confidence = Confidence::Sure;
    dependency.key = std::string(m_cluster.text(call.kind)) + ' ' + std::string(m_cluster.text(call.name));
    dependency.where = call.where;
    dependency.port = call.port;
    if (!call.host.empty()) {
        dependency.text = call.host + ':' + std::to_string(call.port);
        dependency.to = NamedTarget{call.host, false};
        return add(std::move(dependency));
    }
    const std::string ns(m_cluster.text(call.ns));
    const std::string service(m_cluster.text(call.service));
    dependency.text = service + '.' + ns + ":" + std::to_string(call.port);
    dependency.service = m_names.find(ns, service);
    if (dependency.service)
        return addEnds(dependency, m_targets.through(*dependency.service, call.port, Protocol::Tcp));
    dependency.to = NamedTarget{ns + '/' + service, true};
    add(std::move(dependency));
}

DeclaredTable DeclaredCollector::take() {
    const auto key = [](const DeclaredDependency& d) {
        return std::tuple(d.from, d.to, d.protocol, d.port,
                          static_cast<int>(Confidence::Sure) - static_cast<int>(d.confidence), d.where,
                          std::string_view(d.key), std::string_view(d.text));
    };
    std::ranges::stable_sort(m_out, [&](const auto& a, const auto& b) { return key(a) < key(b); });
    m_out.erase(std::unique(m_out.begin(), m_out.end()), m_out.end());
    DeclaredTable out;
    out.declares.resize(m_cluster.workloads.size());
    for (const DeclaredDependency& d : m_out)
        if (const auto* workload = std::get_if<WorkloadId>(&d.from)) out.declares[workload->index()] = true;
    out.dependencies = std::move(m_out);
    return out;
}

} // namespace portolan
