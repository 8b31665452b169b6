#include "core/report/entry_lines.h"

#include "core/model/cluster_builder.h"
#include "core/paths/entries.h"
#include "core/reach/service_targets.h"
#include "core/reach/workload_view.h"
#include "core/report/list.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// True where a backend of an entry point speaks of that port of its Service.
bool isAskedFor(const EntryPoint::Backend& backend, const ServicePort& port) {
    if (backend.portNumber == 0 && backend.portName == Symbol()) return true;
    if (backend.isTargetPort) {
        if (backend.portNumber != 0)
            return port.targetNumber == backend.portNumber ||
                   (port.targetNumber == 0 && port.targetName == Symbol() && port.number == backend.portNumber);
        return port.targetName == backend.portName || port.name == backend.portName;
    }
    // np-guard takes the number of a target port as well, which the API does not.
    return backend.portNumber != 0 ? port.number == backend.portNumber || port.targetNumber == backend.portNumber
                                   : port.name == backend.portName;
}

/// The TCP ports of a pod that a Service port means, where the pod declares them.
TrafficSet declaredTargets(const Cluster& cluster, const Pod& pod, const ServicePort& port) {
    TrafficSet out;
    if (port.protocol != Protocol::Tcp) return out;
    const std::uint16_t number = port.targetNumber != 0        ? port.targetNumber
                                 : port.targetName == Symbol() ? port.number
                                                               : 0;
    for (const ContainerPort& p : cluster.portLists[pod.ports]) {
        if (p.protocol != Protocol::Tcp) continue;
        if ((number != 0 && p.number == number) || (number == 0 && p.name == port.targetName))
            out = out.united(TrafficSet::of(Protocol::Tcp, p.number));
    }
    return out;
}

std::string whyOf(const PairTraffic& traffic, const Doubts& doubts) {
    if (traffic.isCertain()) return {};
    return doubts.isEmpty() ? "mixed: pods of the workload differ" : doubts.text();
}

/// Lines of what is certain and of what is possible beyond.
void add(const std::string& from, WorkloadId to, const PairTraffic& traffic, const std::string& why,
         std::vector<EntryLine>& out) {
    if (!traffic.must.isEmpty()) out.push_back({from, to, traffic.must, ""});
    const TrafficSet rest = traffic.may.minus(traffic.must);
    if (!rest.isEmpty()) out.push_back({from, to, rest, why});
}

/// What one of the controllers' pods gets through to the workload.
void addForwarded(const Reachability& r, const EntryPoint& entry, std::span<const WorkloadId> controllers,
                  std::vector<EntryLine>& out) {
    std::map<WorkloadId, TrafficSet> targets;
    for (const EntryTarget& t : entryTargets(r.cluster(), entry)) {
        TrafficSet& set = targets[r.cluster().pods[t.target.pod].workload];
        set = set.united(TrafficSet::of(t.protocol, t.target.port));
    }
    const auto own = entryControllers(r.cluster(), entry, controllers);
    for (const auto& [workload, asked] : targets) {
        PairTraffic passing;
        Doubts doubts;
        for (const WorkloadId controller : own) {
            const WorkloadTraffic t = between(r, controller, workload);
            passing.must = passing.must.united(t.traffic.must.intersected(asked));
            passing.may = passing.may.united(t.traffic.may.intersected(asked));
            doubts |= t.doubts;
        }
        if (own.empty())
            add(entryName(r.cluster(), entry), workload, {{}, asked}, "entryController", out);
        else
            add(entryName(r.cluster(), entry), workload, passing, whyOf(passing, doubts), out);
    }
}

std::vector<EntryLine> linesByObject(const Reachability& r) {
    std::vector<EntryLine> out;
    const auto controllers = ingressControllers(r.cluster());
    for (const EntryPoint& entry : r.cluster().entryPoints) addForwarded(r, entry, controllers, out);
    for (const Entry& entry : findEntries(r))
        if (entry.kind == Entry::Kind::LoadBalancer || entry.kind == Entry::Kind::NodePort)
            out.push_back({entry.object, entry.to, entry.traffic, entry.isCertain ? "" : "externalSourceSeen"});
    return out;
}

} // namespace

bool isIngressController(const Cluster& cluster, WorkloadId id) {
    const Workload& w = cluster.workloads[id];
    return cluster.text(w.name) == kIngressControllerName &&
           cluster.text(cluster.namespaces[w.ns].name) == kIngressControllerNamespace;
}

std::vector<PodId> selectedPods(const Cluster& cluster, const Service& service) {
    std::vector<PodId> out;
    if (!service.selector || service.selector->isEmpty()) return out;
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) {
        const Pod& pod = cluster.pods[PodId(i)];
        if (pod.ns == service.ns && matches(*service.selector, cluster.labelSets[pod.labels]) == Ternary::Yes)
            out.emplace_back(i);
    }
    return out;
}

std::vector<EntryLine> entryLines(const Reachability& reachability, std::vector<std::string>& warnings) {
    if (reachability.profile().name != "np-guard") return linesByObject(reachability);
    const Cluster& cluster = reachability.cluster();
    const auto controller = cluster.findPod(kIngressControllerNamespace, kIngressControllerName);
    std::map<WorkloadId, TrafficSet> asked;
    std::map<WorkloadId, std::string> entryOf;
    for (const EntryPoint& entry : cluster.entryPoints) {
        for (const EntryPoint::Backend& backend : entry.backends) {
            const Service* service = serviceOf(cluster, entry, backend);
            if (!service) continue;
            for (const PodId pod : selectedPods(cluster, *service))
                for (const ServicePort& port : service->ports) {
                    if (!isAskedFor(backend, port)) continue;
                    const TrafficSet targets = declaredTargets(cluster, cluster.pods[pod], port);
                    if (targets.isEmpty()) continue;
                    TrafficSet& traffic = asked[cluster.pods[pod].workload];
                    traffic = traffic.united(targets);
                    entryOf[cluster.pods[pod].workload] = std::string(cluster.text(entry.kind)) + ' ' +
                                                          std::string(cluster.text(cluster.namespaces[entry.ns].name)) +
                                                          '/' + std::string(cluster.text(entry.name));
                }
        }
    }
    std::vector<EntryLine> out;
    if (!controller) return out;
    for (const auto& [workload, traffic] : asked) {
        const TrafficSet allowed =
            traffic.intersected(between(reachability, cluster.pods[*controller].workload, workload).traffic.must);
        if (allowed.isEmpty())
            warnings.push_back(entryOf[workload] + " forwards to " + listName(cluster, workload) +
                               ", whose policies let nothing in from an ingress controller");
        else
            out.push_back({"{ingress-controller}", workload, allowed, ""});
    }
    return out;
}

} // namespace portolan
