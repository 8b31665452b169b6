#include "core/declared/declared.h"

#include "core/declared/collector.h"

namespace portolan {

std::string_view name(Confidence confidence) {
    switch (confidence) {
    case Confidence::Guess: return "guess";
    case Confidence::Likely: return "likely";
    case Confidence::Sure: return "sure";
    }
    return {};
}

std::string_view name(DeclaredBy by) {
    switch (by) {
    case DeclaredBy::Env: return "env";
    case DeclaredBy::Command: return "command";
    case DeclaredBy::Argument: return "argument";
    case DeclaredBy::ConfigMap: return "ConfigMap";
    case DeclaredBy::Annotation: return "annotation";
    case DeclaredBy::EntryPoint: return "entry point";
    case DeclaredBy::Probe: return "probe";
    case DeclaredBy::Webhook: return "webhook";
    case DeclaredBy::Scrape: return "scrape";
    }
    return {};
}

Result<DeclaredTable> findDeclared(const Cluster& cluster, const RunControl& control) {
    constexpr std::size_t kBetweenStops = 256;
    DeclaredCollector collector(cluster);
    const Settings settings(cluster);
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        if (i % kBetweenStops == 0 && control.isStopped()) return cancelled();
        for (const Setting& setting : settings.of(WorkloadId(i))) collector.addSetting(setting);
    }
    for (std::size_t i = 0; i < cluster.entryPoints.size(); ++i) {
        if (i % kBetweenStops == 0 && control.isStopped()) return cancelled();
        collector.addEntryPoint(EntryPointId(i));
    }
    for (const HostPortMention& m : cluster.declarations.mentions) {
        if (m.place != HostPortMention::Place::Annotation) continue;
        if (!m.workload)
            collector.addEntryAnnotation(m);
        else if (m.host.empty())
            collector.addScrape(m);
    }
    for (const ProbedPort& probe : cluster.declarations.probes) collector.addProbe(probe);
    for (const ApiServerCall& call : cluster.declarations.calls) collector.addCall(call);
    DeclaredTable out = collector.take();
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
        if (out.declares[i] && settings.discovers(WorkloadId(i))) out.declares[i] = false;
    return out;
}

std::string displayName(const Cluster& cluster, const DeclaredFrom& from) {
    if (const auto* workload = std::get_if<WorkloadId>(&from)) return cluster.displayName(*workload);
    if (const auto* id = std::get_if<EntryPointId>(&from)) {
        const EntryPoint& entry = cluster.entryPoints[*id];
        return std::string(cluster.text(cluster.namespaces[entry.ns].name)) + '/' +
               std::string(cluster.text(entry.name)) + '[' + std::string(cluster.text(entry.kind)) + ']';
    }
    if (std::holds_alternative<Kubelet>(from)) return "kubelet";
    return std::holds_alternative<ApiServer>(from) ? "API server" : "metrics collector";
}

std::string displayName(const Cluster& cluster, const DeclaredTo& to) {
    if (const auto* workload = std::get_if<WorkloadId>(&to)) return cluster.displayName(*workload);
    if (const auto* address = std::get_if<IpAddress>(&to)) return address->text();
    return std::get<NamedTarget>(to).name;
}

std::string textOf(const DeclaredDependency& dependency) {
    const bool isPair = !dependency.key.empty() && dependency.by != DeclaredBy::EntryPoint;
    return isPair ? dependency.key + '=' + dependency.text : dependency.text;
}

} // namespace portolan
