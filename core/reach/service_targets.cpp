#include "core/reach/service_targets.h"

#include <algorithm>

namespace portolan {

std::vector<EntryTarget> entryTargets(const Cluster& cluster, const EntryPoint& entry) {
    std::vector<EntryTarget> out;
    for (const EntryPoint::Backend& backend : entry.backends) {
        const Service* const service = serviceOf(cluster, entry, backend);
        if (service == nullptr) continue;
        for (const ServicePort& port : service->ports)
            if (leadsTo(backend, port))
                for (const PodTarget& target : podTargets(cluster, *service, port))
                    out.push_back({target, port.protocol});
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace portolan
