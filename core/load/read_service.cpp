#include "core/load/read_service.h"

#include "core/load/names.h"
#include "core/load/read_selector.h"

#include <algorithm>
#include <limits>

namespace portolan::loading {
namespace {

void addAddress(const TreeNode* node, std::vector<IpAddress>& out) {
    if (node == nullptr || !node->isScalar()) return;
    const auto address = IpAddress::parse(node->text);
    if (address && std::ranges::find(out, *address) == out.end()) out.push_back(*address);
}

/// A port number of that field, 0 where it is absent or zero; out of range rejects.
std::uint16_t readNumber(Reading& reading, const TreeNode& node, std::string_view key) {
    const auto number = reading.integer(&node, key);
    if (!number) return 0;
    if (*number >= 0 && *number <= std::numeric_limits<std::uint16_t>::max())
        return static_cast<std::uint16_t>(*number);
    reading.reject(*node.find(key), "invalid port", "is " + std::to_string(*number) + ", not in 1-65535");
    return 0;
}

void readTarget(Reading& reading, const TreeNode& node, ServicePort& out) {
    const TreeNode* const target = node.find("targetPort");
    if (target == nullptr || target->isNull()) return;
    if (!target->isScalar() || target->type() != ScalarType::String) {
        out.targetNumber = readNumber(reading, node, "targetPort");
        return;
    }
    if (target->text.empty()) return;
    if (!isPortName(target->text))
        return reading.reject(*target, "invalid port",
                              "is the string " + quoted(target->text) + ", which is no port name",
                              "write a number without quotes, or a port name");
    out.targetName = reading.symbols().intern(target->text);
}

std::optional<ServicePort> readPort(Reading& reading, const TreeNode& node) {
    if (!node.isMap()) {
        reading.wrongType(node, "a map");
        return std::nullopt;
    }
    ServicePort out;
    out.name = reading.symbols().intern(reading.string(&node, "name").value_or(""));
    out.number = readNumber(reading, node, "port");
    if (out.number == 0 && !reading.isRejected()) reading.missing(node, "port");
    out.nodePort = readNumber(reading, node, "nodePort");
    const auto protocol = reading.string(&node, "protocol");
    if (protocol && !protocol->empty()) {
        const auto parsed = parseProtocol(*protocol);
        if (parsed)
            out.protocol = *parsed;
        else
            reading.reject(*node.find("protocol"), "invalid protocol", "is " + quoted(*protocol),
                           "write TCP, UDP or SCTP in capital letters");
    }
    readTarget(reading, node, out);
    return out;
}

void readType(Reading& reading, const TreeNode* spec, Service& out) {
    const auto type = reading.string(spec, "type");
    if (!type || type->empty() || *type == "ClusterIP") return;
    if (*type == "NodePort")
        out.type = Service::Type::NodePort;
    else if (*type == "LoadBalancer")
        out.type = Service::Type::LoadBalancer;
    else if (*type == "ExternalName")
        out.type = Service::Type::ExternalName;
    else
        reading.reject(*spec->find("type"), "invalid value", "is " + quoted(*type),
                       "write ClusterIP, NodePort, LoadBalancer or ExternalName");
}

void readAddresses(Reading& reading, const TreeNode* spec, Service& out) {
    if (spec != nullptr) {
        const TreeNode* const ip = spec->find("clusterIP");
        out.isHeadless = ip != nullptr && ip->text == "None";
        addAddress(ip, out.addresses);
        addAddress(spec->find("loadBalancerIP"), out.externalAddresses);
    }
    for (const Member& item : reading.list(spec, "clusterIPs")) {
        out.isHeadless = out.isHeadless || item.value.text == "None";
        addAddress(&item.value, out.addresses);
    }
    for (const Member& item : reading.list(spec, "externalIPs")) addAddress(&item.value, out.externalAddresses);
    const TreeNode* const status = reading.map(&reading.root(), "status");
    for (const Member& item : reading.list(reading.map(status, "loadBalancer"), "ingress"))
        addAddress(item.value.find("ip"), out.externalAddresses);
}

} // namespace

void readService(Reading& reading) {
    const Metadata meta = readMetadata(reading, "Service", Scope::Namespaced, NameRule::Label);
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    Service out;
    out.name = reading.symbols().intern(meta.name);
    out.where = meta.where;
    readType(reading, spec, out);
    out.selector = readMapSelector(reading, spec, "selector");
    out.isInternalTrafficLocal = reading.string(spec, "internalTrafficPolicy") == "Local";
    out.isExternalTrafficLocal = reading.string(spec, "externalTrafficPolicy") == "Local";
    for (const Member& item : reading.list(spec, "ports"))
        if (const auto port = readPort(reading, item.value)) out.ports.push_back(*port);
    readAddresses(reading, spec, out);
    if (reading.isRejected()) return;
    reading.batch().services.push_back({meta.ns, std::move(out)});
}

void readEndpoints(Reading& reading) {
    const Metadata meta = readMetadata(reading, "Endpoints", Scope::Namespaced);
    std::vector<IpAddress> addresses;
    for (const Member& subset : reading.list(&reading.root(), "subsets"))
        for (const Member& item : reading.list(&subset.value, "addresses"))
            addAddress(item.value.find("ip"), addresses);
    if (reading.isRejected() || addresses.empty()) return;
    reading.batch().endpoints.push_back({meta.ns, meta.name, std::move(addresses)});
}

void readEndpointSlice(Reading& reading) {
    const Metadata meta = readMetadata(reading, "EndpointSlice", Scope::Namespaced);
    const auto service =
        std::ranges::find(meta.labels, "kubernetes.io/service-name", &std::pair<std::string, std::string>::first);
    std::vector<IpAddress> addresses;
    for (const Member& endpoint : reading.list(&reading.root(), "endpoints")) {
        const TreeNode* const conditions = reading.map(&endpoint.value, "conditions");
        if (!reading.boolean(conditions, "ready").value_or(true)) continue;
        for (const Member& item : reading.list(&endpoint.value, "addresses")) addAddress(&item.value, addresses);
    }
    if (reading.isRejected() || addresses.empty() || service == meta.labels.end()) return;
    reading.batch().endpoints.push_back({meta.ns, service->second, std::move(addresses)});
}

} // namespace portolan::loading
