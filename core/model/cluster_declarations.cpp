#include "core/model/cluster_assembly.h"

#include <algorithm>
#include <tuple>

/// The part of ClusterBuilder::build() that ties what manifests declare to the workloads it is said of. What several
/// pods of one workload and their controller say alike is kept once, with its first place.

namespace portolan {
namespace {

auto keyOf(const HostPortMention& m) {
    return std::tie(m.ns, m.workload, m.place, m.object, m.key, m.line, m.scheme, m.host, m.port, m.portVariable,
                    m.isWhole);
}
auto keyOf(const ConfigMapUse& u) {
    return std::tie(u.workload, u.container, u.configMap, u.key, u.variable);
}
auto keyOf(const ProbedPort& p) {
    return std::tie(p.workload, p.port, p.portName);
}
auto keyOf(const ApiServerCall& c) {
    return std::tie(c.kind, c.name, c.ns, c.service, c.host, c.port);
}

/// Keeps the first place of equal facts; sorts by place.
template <typename T>
void settle(std::vector<T>& items) {
    std::ranges::stable_sort(items, [](const T& a, const T& b) { return keyOf(a) < keyOf(b); });
    std::vector<T> out;
    for (T& item : items) {
        if (out.empty() || keyOf(out.back()) != keyOf(item))
            out.push_back(std::move(item));
        else
            out.back().where = std::min(out.back().where, item.where);
    }
    std::ranges::stable_sort(out, {}, &T::where);
    out.shrink_to_fit();
    items = std::move(out);
}

} // namespace

void ClusterBuilder::declare(ClusterAssembly& assembly) {
    Cluster& c = *m_cluster;
    const auto workloadOf = [&](const DeclaringObject& owner) {
        return owner.name.empty() ? std::nullopt : assembly.workloadOfOwner(owner.ns, owner.kind, owner.name);
    };
    for (MentionFact& m : m_mentions) {
        const auto ns = c.findNamespace(m.owner.ns);
        const auto workload = workloadOf(m.owner);
        if (!ns || (!workload && !m.owner.name.empty())) continue; // nothing runs that could read it
        c.declarations.mentions.push_back({.ns = *ns,
                                           .workload = workload,
                                           .host = std::move(m.host),
                                           .port = m.port,
                                           .where = m.where,
                                           .place = m.place,
                                           .isWhole = m.isWhole,
                                           .object = symbols().intern(m.object),
                                           .key = symbols().intern(m.key),
                                           .line = symbols().intern(m.line),
                                           .scheme = symbols().intern(m.scheme),
                                           .portVariable = symbols().intern(m.portVariable)});
    }
    for (const ConfigMapUseFact& u : m_configMapUses)
        if (const auto workload = workloadOf(u.owner))
            c.declarations.configMaps.push_back({*workload, symbols().intern(u.container),
                                                 symbols().intern(u.configMap), symbols().intern(u.key),
                                                 symbols().intern(u.variable), u.where});
    for (const ProbeFact& p : m_probes)
        if (const auto workload = workloadOf(p.owner))
            c.declarations.probes.push_back({*workload, p.port, symbols().intern(p.portName), p.where});
    for (const ApiServerCallFact& call : m_apiServerCalls)
        c.declarations.calls.push_back({symbols().intern(call.kind), symbols().intern(call.name),
                                        symbols().intern(call.ns), symbols().intern(call.service), call.host, call.port,
                                        call.where});
    settle(c.declarations.mentions);
    settle(c.declarations.configMaps);
    settle(c.declarations.probes);
    settle(c.declarations.calls);
}

} // namespace portolan
