#pragma once

#include "core/analysis/analysis.h"

#include <QString>

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// Entry points (Ingresses, Routes, routes of the Gateway API, Services of the types LoadBalancer and NodePort) as the
/// window shows them: what each lets in to which workload, by the evaluator's lines.

namespace portolan {

/// What one entry point lets in to one workload.
struct EntryFact {
    std::string object; ///< "shop/web[Ingress]"; empty: a pod on the network of its node, which nothing stands before
    WorkloadId to;
    TrafficSet traffic;
    std::string uncertain; ///< the missing fact; empty: certain
    QString via;           ///< of what has no object: "the host network of edge/nginx"
};

/// By object, then workload.
std::vector<EntryFact> entryFacts(const Reachability& reachability);
/// The names of all entry points, those that let nothing in included; sorted.
std::vector<std::string> entryObjects(const Cluster& cluster);

/// What an entry point is, by its name.
using EntryObject = std::variant<EntryPointId, ServiceId>;
std::optional<EntryObject> findEntry(const Cluster& cluster, const std::string& object);
/// The workloads that carry its traffic, ascending; none of a Service.
std::vector<WorkloadId> controllersOf(const Cluster& cluster, const std::string& object);
/// "Ingress", "HTTPRoute", "Service of type LoadBalancer".
QString entryKindText(const Cluster& cluster, const EntryObject& entry);
/// Where it was written.
SourceRef whereOf(const Cluster& cluster, const EntryObject& entry);
/// Why an entry point's line is uncertain, as a sentence.
QString entryDoubtText(const std::string& uncertain);

} // namespace portolan
