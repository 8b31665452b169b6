#include "tests/oracle/service_world.h"

#include <algorithm>

namespace portolan::world {
namespace {

using Type = portolan::Service::Type;
using Texts = std::vector<std::string>;

portolan::Service service(const Service& from, ClusterBuilder& builder) {
    portolan::Service out;
    out.ns = builder.namespaceId(from.ns);
    out.name = builder.symbols().intern(from.name);
    out.type = from.type;
    out.isHeadless = from.isHeadless;
    if (!from.selector.empty()) {
        out.selector.emplace();
        for (const auto& [key, value] : from.selector)
            out.selector->requirements.push_back(
                {builder.symbols().intern(key), Requirement::Operator::In, {builder.symbols().intern(value)}});
        std::ranges::sort(out.selector->requirements);
    }
    for (const ServicePort& p : from.ports) {
        portolan::ServicePort& port = out.ports.emplace_back();
        port.protocol = p.protocol;
        port.number = p.number;
        port.targetNumber = p.targetNumber;
        port.targetName = builder.symbols().intern(p.targetName);
    }
    return out;
}

Service randomService(RandomWorld& random, const World& base, const std::string& name) {
    Service out;
    out.name = name;
    out.ns = base.namespaces[random.below(base.namespaces.size())].name;
    out.type = static_cast<Type>(random.below(4));
    out.isHeadless = out.type == Type::ClusterIp && random.isChosen(30);
    if (random.isChosen(75) && out.type != Type::ExternalName) {
        out.selector = random.labels({"app", "tier"});
        if (random.isChosen(5)) out.selector.emplace_back("pod-template-hash", "a");
    }
    for (std::size_t n = random.below(4); n > 0; --n) {
        ServicePort& port = out.ports.emplace_back();
        port.protocol = static_cast<Protocol>(random.below(kProtocolCount));
        if (random.isChosen(60)) port.protocol = Protocol::Tcp;
        port.number = static_cast<std::uint16_t>(std::vector{80, 443, 53}[random.below(3)]);
        if (random.isChosen(40)) port.targetNumber = static_cast<std::uint16_t>(random.isChosen(50) ? 8080 : 80);
        if (port.targetNumber == 0 && random.isChosen(70)) port.targetName = random.pick({"http", "dns", "nobody"});
    }
    if (!out.selector.empty()) return out;
    for (std::size_t n = random.below(4); n > 0; --n) {
        const Pod* const pod = base.pods.empty() ? nullptr : &base.pods[random.below(base.pods.size())];
        if (pod != nullptr && !pod->addresses.empty() && random.isChosen(70))
            out.endpoints.push_back(pod->addresses[random.below(pod->addresses.size())]);
        else
            out.endpoints.push_back(random.pick({"203.0.113.9", "10.9.0.1", "2001:db8::9", "10.0.1.250"}));
    }
    return out;
}

/// Whether an endpoint address is this pod's. What a hostNetwork pod has is its node's, where that is known (M-1).
bool hasEndpoint(const Cluster& cluster, const portolan::Pod& pod, const IpAddress& address) {
    if (std::ranges::find(pod.addresses, address) == pod.addresses.end()) return false;
    const auto isOthers = [&](const portolan::Node& n) {
        return std::ranges::find(n.addresses, address) != n.addresses.end();
    };
    return !pod.isHostNetwork || std::ranges::none_of(cluster.nodes, isOthers);
}

} // namespace

std::shared_ptr<const Cluster> build(const ServiceWorld& world) {
    ClusterBuilder builder;
    add(world.base, builder);
    for (const Service& s : world.services) {
        builder.addService(service(s, builder));
        std::vector<IpAddress> addresses;
        for (const std::string& a : s.endpoints) addresses.push_back(IpAddress::parse(a).value());
        builder.addEndpoints(s.ns, s.name, std::move(addresses));
    }
    return builder.build();
}

std::string text(const ServiceWorld& world) {
    std::string out = text(world.base);
    for (const Service& s : world.services) {
        out += "Service " + s.ns + '/' + s.name + (s.isHeadless ? ", headless" : "") + ", selector {";
        for (const auto& [key, value] : s.selector) out += ' ' + key + '=' + value;
        out += " }, ports";
        for (const ServicePort& p : s.ports)
            out += ' ' + std::string(name(p.protocol)) + ' ' + std::to_string(p.number) + "->" +
                   (p.targetName.empty() ? std::to_string(p.targetNumber) : p.targetName);
        out += ", endpoints";
        for (const std::string& e : s.endpoints) out += ' ' + e;
        out += '\n';
    }
    return out;
}

ServiceWorld randomServiceWorld(RandomWorld& random) {
    ServiceWorld out{random.world(), {}};
    for (std::size_t i = 0, n = 1 + random.below(4); i < n; ++i)
        out.services.push_back(randomService(random, out.base, "svc" + std::to_string(i)));
    return out;
}

std::vector<PodTarget> naiveTargets(const Cluster& cluster, const portolan::Service& service,
                                    const portolan::ServicePort& port) {
    std::vector<PodTarget> out;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) {
        const portolan::Pod& pod = cluster.pods[PodId(i)];
        bool isBehind = service.selector && !service.selector->requirements.empty() && pod.ns == service.ns;
        if (isBehind)
            for (const Requirement& r : service.selector->requirements) { // key = value, one value each
                const auto label = cluster.labelSets.find(pod.labels, r.key);
                isBehind = isBehind && label && label->isValueKnown && label->value == r.values.front();
            }
        for (const IpAddress& a : service.endpointAddresses) isBehind = isBehind || hasEndpoint(cluster, pod, a); // S-3
        if (!isBehind) continue;
        if (port.targetName == Symbol()) { // S-1: absent means the same number
            out.push_back({PodId(i), port.targetNumber == 0 ? port.number : port.targetNumber});
            continue;
        }
        for (const portolan::ContainerPort& p : cluster.portLists[pod.ports]) // S-1: a name is each pod's own
            if (p.name == port.targetName && p.protocol == port.protocol) out.push_back({PodId(i), p.number});
    }
    std::ranges::sort(out);
    return out;
}

} // namespace portolan::world
