#pragma once

#include "core/model/cluster.h"
#include "core/net/address.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace portolan {

/// Who held which address when, told from earlier dumps of the cluster: the addresses of pods are used again within
/// seconds, and a log that names addresses alone speaks of whoever had them then (flows.md 0.1 rule 7). Immutable.
class AddressHistory {
  public:
    struct Snapshot {
        const Cluster* cluster = nullptr; ///< needed only while the history is made
        std::int64_t takenAt = 0;         ///< nanoseconds since 1970 UTC
    };
    /// Names, as the pod may be gone from the inventory at hand.
    struct Holder {
        std::string ns;
        std::string pod;
        std::string workload;
        std::string workloadKind;
        auto operator<=>(const Holder&) const = default;
    };

    AddressHistory() = default;
    explicit AddressHistory(std::span<const Snapshot> snapshots);

    /// The pod that had the address at that time for certain: created before, and in a dump taken then or later.
    /// nullptr where none is known, or dumps say it of more than one.
    const Holder* holderAt(const IpAddress& address, std::int64_t time) const;
    bool isEmpty() const { return m_leases.empty(); }

  private:
    struct Lease {
        std::int64_t from = 0;
        std::int64_t to = 0;
        Holder holder;
    };
    std::map<IpAddress, std::vector<Lease>> m_leases;
};

/// When a dump was taken at the earliest: the newest creation of its pods, ns since 1970 UTC; 0 where none is told.
std::int64_t earliestTimeOf(const Cluster& cluster);

} // namespace portolan
