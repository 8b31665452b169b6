#include "ui/models/entries.h"

#include "core/paths/entries.h"
#include "core/report/entry_lines.h"
#include "ui/models/words.h"

#include <algorithm>

namespace portolan {

namespace {

bool isDoor(const Service& service) {
    return service.type == Service::Type::LoadBalancer || service.type == Service::Type::NodePort;
}

std::string serviceName(const Cluster& cluster, const Service& service) {
    return std::string(cluster.text(cluster.namespaces[service.ns].name)) + '/' +
           std::string(cluster.text(service.name)) + "[Service]";
}

} // namespace

std::vector<EntryFact> entryFacts(const Reachability& reachability) {
    std::vector<EntryFact> out;
    std::vector<std::string> warnings; // the lists of the command line tell them
    for (EntryLine& line : entryLines(reachability, warnings))
        out.push_back({std::move(line.from), line.to, std::move(line.traffic), std::move(line.uncertain), {}});
    for (const Entry& entry : findEntries(reachability))
        if (entry.kind == Entry::Kind::HostNetwork)
            out.push_back({{}, entry.to, entry.traffic, "externalSourceSeen", toText(entry.via)});
    std::ranges::stable_sort(out, {}, [](const EntryFact& e) { return std::tie(e.object, e.to); });
    return out;
}

std::vector<std::string> entryObjects(const Cluster& cluster) {
    std::vector<std::string> out;
    for (const EntryPoint& entry : cluster.entryPoints) out.push_back(entryName(cluster, entry));
    for (const Service& service : cluster.services)
        if (isDoor(service)) out.push_back(serviceName(cluster, service));
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::optional<EntryObject> findEntry(const Cluster& cluster, const std::string& object) {
    for (std::size_t i = 0; i < cluster.entryPoints.size(); ++i)
        if (entryName(cluster, cluster.entryPoints[EntryPointId(i)]) == object) return EntryPointId(i);
    for (std::size_t i = 0; i < cluster.services.size(); ++i)
        if (isDoor(cluster.services[ServiceId(i)]) && serviceName(cluster, cluster.services[ServiceId(i)]) == object)
            return ServiceId(i);
    return std::nullopt;
}

std::vector<WorkloadId> controllersOf(const Cluster& cluster, const std::string& object) {
    const auto entry = findEntry(cluster, object);
    if (!entry || !std::holds_alternative<EntryPointId>(*entry)) return {};
    return entryControllers(cluster, cluster.entryPoints[std::get<EntryPointId>(*entry)], ingressControllers(cluster));
}

QString entryKindText(const Cluster& cluster, const EntryObject& entry) {
    if (const auto* point = std::get_if<EntryPointId>(&entry))
        return toText(cluster.text(cluster.entryPoints[*point].kind));
    const bool isBalancer = cluster.services[std::get<ServiceId>(entry)].type == Service::Type::LoadBalancer;
    return isBalancer ? QStringLiteral("Service of type LoadBalancer") : QStringLiteral("Service of type NodePort");
}

SourceRef whereOf(const Cluster& cluster, const EntryObject& entry) {
    if (const auto* point = std::get_if<EntryPointId>(&entry)) return cluster.entryPoints[*point].where;
    return cluster.services[std::get<ServiceId>(entry)].where;
}

QString entryDoubtText(const std::string& uncertain) {
    if (uncertain == "entryController") return QStringLiteral("The input does not show which pods carry its traffic.");
    if (uncertain == "externalSourceSeen")
        return QStringLiteral("Only if the pods see a client or a node that the policies let in.");
    return QStringLiteral("Uncertain: %1").arg(toText(uncertain));
}

} // namespace portolan
