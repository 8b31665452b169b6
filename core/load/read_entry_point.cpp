#include "core/load/read_entry_point.h"

#include "core/load/read_declarations.h"
#include "core/load/read_metadata.h"

#include <algorithm>
#include <iterator>
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
    Backend backend;
    if (otherNs && *otherNs != ns) backend.ns = reading.symbols().intern(*otherNs);
    backend.service = reading.symbols().intern(*name);
    backend.where = reading.at(node);
    setPort(reading, node.find("port"), backend);
    out.push_back(backend);
}

/// The Gateways of parentRefs; a route may also be attached to a Service (a mesh), which lets nothing in.
void readParents(Reading& reading, const TreeNode* spec, std::string_view ns, EntryPoint& out) {
    for (const Member& ref : reading.list(spec, "parentRefs")) {
        if (!ref.value.isMap()) {
            reading.wrongType(ref.value, "a map");
            continue;
        }
        const auto kind = reading.string(&ref.value, "kind");
        const auto name = reading.string(&ref.value, "name");
        if (!name || (kind && *kind != "Gateway")) continue;
        const auto otherNs = reading.string(&ref.value, "namespace");
        out.gateways.push_back({reading.symbols().intern(otherNs.value_or(ns)), reading.symbols().intern(*name)});
    }
}

/// True where every parent is something else than a Gateway: the route then steers traffic inside the cluster only.
bool isInsideOnly(Reading& reading, const TreeNode* spec, const EntryPoint& route) {
    return route.gateways.empty() && !reading.list(spec, "parentRefs").empty();
}

} // namespace

void readReferenceGrant(Reading& reading) {
    const Metadata meta = readMetadata(reading, "ReferenceGrant", Scope::Namespaced);
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    std::vector<Batch::GrantFact> grants;
    for (const Member& from : reading.list(spec, "from"))
        for (const Member& to : reading.list(spec, "to")) {
            const auto fromKind = reading.string(&from.value, "kind");
            const auto fromNs = reading.string(&from.value, "namespace");
            const auto toKind = reading.string(&to.value, "kind");
            const auto toName = reading.string(&to.value, "name");
            if (!fromKind || !fromNs || !toKind || *toKind != "Service") continue;
            grants.push_back({meta.ns, std::string(*fromKind), std::string(*fromNs), std::string(toName.value_or(""))});
        }
    if (reading.isRejected()) return;
    auto& all = reading.batch().grants;
    std::ranges::move(grants, std::back_inserter(all));
}

void readGatewayRoute(Reading& reading, std::string_view kind) {
    const Metadata meta = readMetadata(reading, kind, Scope::Namespaced);
    EntryPoint out;
    out.name = reading.symbols().intern(meta.name);
    out.kind = reading.symbols().intern(kind);
    out.where = meta.where;
    const TreeNode* const spec = reading.map(&reading.root(), "spec");
    readParents(reading, spec, meta.ns, out);
    for (const Member& rule : reading.list(spec, "rules"))
        for (const Member& ref : reading.list(&rule.value, "backendRefs"))
            readBackendRef(reading, ref.value, meta.ns, out.backends);
    if (reading.isRejected() || isInsideOnly(reading, spec, out)) return;
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
    DeclaredFacts declared;
    readAnnotations(reading, reading.root().find("metadata"), {meta.ns, {}, {}}, "Ingress " + meta.name, declared);
    keep(reading, {meta.ns, "Ingress", meta.name}, std::move(declared));
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
