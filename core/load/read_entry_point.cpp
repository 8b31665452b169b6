#include "core/load/read_entry_point.h"

#include "core/load/read_metadata.h"

#include <limits>

namespace portolan::loading {
namespace {

using Backend = EntryPoint::Backend;

void setPort(Reading& reading, const TreeNode* node, Backend& out) {
    if (node == nullptr || node->isNull()) return;
    if (!node->isScalar()) return reading.wrongType(*node, "a number or a name");
    if (node->type() == ScalarType::String) {
        out.portName = reading.symbols().intern(node->text);
        return;
    }
    const auto number = integerValue(node->text, node->style);
    if (!number) return reading.wrongType(*node, "a number or a name", Reading::Show::Value);
    if (*number < 1 || *number > std::numeric_limits<std::uint16_t>::max())
        return reading.reject(*node, "invalid port", "is " + std::to_string(*number) + ", not in 1-65535");
    out.portNumber = static_cast<std::uint16_t>(*number);
}

void readBackend(Reading& reading, const TreeNode* node, std::vector<Backend>& out) {
    if (node == nullptr) return;
    Backend backend;
    backend.where = reading.at(*node);
    const TreeNode* const service = reading.map(node, "service");
    const auto name = service != nullptr ? reading.string(service, "name") : reading.string(node, "serviceName");
    if (!name) return; // a resource backend: no Service behind it
    backend.service = reading.symbols().intern(*name);
    if (service != nullptr) {
        const TreeNode* const port = reading.map(service, "port");
        if (port != nullptr) {
            setPort(reading, port->find("number"), backend);
            setPort(reading, port->find("name"), backend);
        }
    } else {
        setPort(reading, node->find("servicePort"), backend);
    }
    out.push_back(backend);
}

void readRouteTarget(Reading& reading, const TreeNode* node, const Backend& port, std::vector<Backend>& out) {
    if (node == nullptr) return;
    const auto kind = reading.string(node, "kind");
    const auto name = reading.string(node, "name");
    if (!name || (kind && !kind->empty() && *kind != "Service")) return;
    Backend backend = port;
    backend.service = reading.symbols().intern(*name);
    backend.where = reading.at(*node);
    out.push_back(backend);
}

/// One element of backendRefs.
void readBackendRef(Reading& reading, const TreeNode& node, std::string_view ns, std::vector<Backend>& out) {
    if (!node.isMap()) return reading.wrongType(node, "a map");
    const auto kind = reading.string(&node, "kind");
    const auto name = reading.string(&node, "name");
    const auto otherNs = reading.string(&node, "namespace");
    if (!name || (kind && *kind != "Service")) return;
    if (otherNs && *otherNs != ns)
        return reading.report(Diagnostic::Level::Warning, "", node.at,
                              "not followed: " + reading.path(node) + " names a Service in namespace " +
                                  quoted(*otherNs) + ", and what this route lets in there is not known");
    Backend backend;
    backend.service = reading.symbols().intern(*name);
    backend.where = reading.at(node);
    setPort(reading, node.find("port"), backend);
    out.push_back(backend);
}

} // namespace

void readGatewayRoute(Reading& reading, std::string_view kind) {
    const Metadata meta = readMetadata(reading, kind, Scope::Namespaced);
    EntryPoint out;
    out.name = reading.symbols().intern(meta.name);
    out.kind = reading.symbols().intern(kind);
    out.where = meta.where;
    for (const Member& rule : reading.list(reading.map(&reading.root(), "spec"), "rules"))
        for (const Member& ref : reading.list(&rule.value, "backendRefs"))
            readBackendRef(reading, ref.value, meta.ns, out.backends);
    if (reading.isRejected()) return;
    reading.batch().entryPoints.push_back({meta.ns, std::move(out)});
}

void readIngress(Reading& reading) {
    const Metadata meta = readMetadata(reading, "Ingress", Scope::Namespaced);
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    EntryPoint out;
    out.name = reading.symbols().intern(meta.name);
    out.kind = reading.symbols().intern("Ingress");
    out.where = meta.where;
    auto className = reading.string(spec, "ingressClassName");
    if (!className)
        className = reading.string(reading.map(reading.map(&reading.root(), "metadata"), "annotations"),
                                   "kubernetes.io/ingress.class", Reading::Show::TypeOnly);
    out.className = reading.symbols().intern(className.value_or(""));
    readBackend(reading, reading.map(spec, "defaultBackend"), out.backends);
    readBackend(reading, reading.map(spec, "backend"), out.backends);
    for (const Member& rule : reading.list(spec, "rules")) {
        const TreeNode* const http = reading.map(&rule.value, "http");
        for (const Member& path : reading.list(http, "paths"))
            readBackend(reading, reading.map(&path.value, "backend"), out.backends);
    }
    if (reading.isRejected()) return;
    reading.batch().entryPoints.push_back({meta.ns, std::move(out)});
}

void readRoute(Reading& reading) {
    const Metadata meta = readMetadata(reading, "Route", Scope::Namespaced);
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    EntryPoint out;
    out.name = reading.symbols().intern(meta.name);
    out.kind = reading.symbols().intern("Route");
    out.where = meta.where;
    Backend port;
    port.isTargetPort = true;
    if (const TreeNode* const written = reading.map(spec, "port")) setPort(reading, written->find("targetPort"), port);
    readRouteTarget(reading, reading.map(spec, "to"), port, out.backends);
    for (const Member& item : reading.list(spec, "alternateBackends"))
        readRouteTarget(reading, item.value.isMap() ? &item.value : nullptr, port, out.backends);
    if (reading.isRejected()) return;
    reading.batch().entryPoints.push_back({meta.ns, std::move(out)});
}

} // namespace portolan::loading
