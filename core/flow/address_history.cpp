#include "core/flow/address_history.h"

#include "core/flow/time_text.h"

#include <algorithm>

namespace portolan {

AddressHistory::AddressHistory(std::span<const Snapshot> snapshots) {
    for (const Snapshot& snapshot : snapshots) {
        const Cluster& cluster = *snapshot.cluster;
        for (const Pod& pod : cluster.pods.all()) {
            if (pod.isHostNetwork || pod.isTemplate) continue;
            const Workload& workload = cluster.workloads[pod.workload];
            const Holder holder{std::string(cluster.text(cluster.namespaces[pod.ns].name)),
                                std::string(cluster.text(pod.name)), std::string(cluster.text(workload.name)),
                                std::string(cluster.text(workload.kind))};
            const std::int64_t from = pod.createdAt ? *pod.createdAt * kNanosecondsPerSecond : snapshot.takenAt;
            for (const IpAddress& address : pod.addresses) {
                auto& leases = m_leases[address];
                const auto same = std::ranges::find_if(
                    leases, [&](const Lease& l) { return l.holder == holder && (l.from == from || !pod.createdAt); });
                if (same == leases.end()) {
                    leases.push_back({from, snapshot.takenAt, holder});
                } else {
                    same->from = std::min(same->from, from);
                    same->to = std::max(same->to, snapshot.takenAt);
                }
            }
        }
    }
}

const AddressHistory::Holder* AddressHistory::holderAt(const IpAddress& address, std::int64_t time) const {
    const auto it = m_leases.find(address);
    if (it == m_leases.end()) return nullptr;
    const Holder* found = nullptr;
    for (const Lease& lease : it->second) {
        if (time < lease.from || time > lease.to) continue;
        if (found && *found != lease.holder) return nullptr;
        found = &lease.holder;
    }
    return found;
}

std::int64_t earliestTimeOf(const Cluster& cluster) {
    std::int64_t newest = 0;
    for (const Pod& pod : cluster.pods.all()) newest = std::max(newest, pod.createdAt.value_or(0));
    return newest * kNanosecondsPerSecond;
}

} // namespace portolan
