#pragma once

#include "core/flow/address_history.h"
#include "core/flow/end_table.h"
#include "core/flow/service_index.h"
#include "core/model/cluster.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace portolan {

/// What a log says an end is, apart from its names.
enum class EndClass : std::uint8_t {
    Unknown,   ///< nothing is said: the address decides, an unknown one is outside
    Endpoint,  ///< something with an identity in the cluster; an unknown address is not outside
    World,     ///< outside the cluster
    Node,      ///< a node or its host network
    ApiServer, ///< the Kubernetes API server, in or outside
    Health,    ///< the network plugin's health endpoint
    Proxy,     ///< the network plugin's ingress proxy
};

/// One end as a log line describes it; everything but the class may be empty. Views into the line.
struct EndFacts {
    EndClass endClass = EndClass::Unknown;
    std::string_view cluster;
    std::string_view ns;
    std::string_view pod;
    std::string_view workload;     ///< without its kind; of a node its name
    std::string_view workloadKind; ///< "Service" where the name is a Service's
    std::string_view podPrefix; ///< what the names of the pods begin with, the last dash included ("web-6fb5694d48-")
    std::vector<std::pair<std::string_view, std::string_view>> labels; ///< the pod's own, without a source prefix

    bool hasName() const { return !pod.empty() || !workload.empty() || !podPrefix.empty() || !labels.empty(); }
};

/// An end attributed as far as one line allows: a Service still needs the port (see translated()).
struct Attributed {
    AttributedEnd end;
    std::optional<ServiceId> service;
    std::int64_t validFrom = 0; ///< of a pod's address: before that time it was another's; ns since 1970 UTC
};

/// Turns the names and addresses of log lines into ends of a cluster, in this order (flows.md 2.1, 4.4):
/// namespace and pod name; the workload the log names; labels that one workload's pods alone have; the pod's name
/// without the suffix of its controller; the address of a pod, Service or node; an address outside. What has a name
/// that the inventory lacks stays unresolved under that name. One object a thread; results are remembered.
class Attribution {
  public:
    /// `history` may be nullptr; all must live as long as this.
    Attribution(const Cluster& cluster, const ServiceIndex& services, const AddressHistory* history = nullptr)
        : m_cluster(cluster), m_services(services), m_history(history) {}

    /// The end by its names alone; nullopt where there are none, so that the address has to decide.
    std::optional<AttributedEnd> byName(const EndFacts& facts);
    /// The Service that the facts name; nullopt where they name none, or one that the inventory lacks.
    std::optional<ServiceId> serviceByName(const EndFacts& facts) const;
    /// The end by its address text at that time (ns since 1970 UTC, 0: unknown, as of today); nullopt where that is
    /// none and the class says nothing either. An address whose pod was created later belonged to whom the history
    /// says, else to an unknown end.
    std::optional<Attributed> byAddress(EndClass endClass, std::string_view ns, std::string_view address,
                                        std::int64_t time = 0);
    /// The end and port behind a Service's address; the Service by name where nothing or more than one workload is.
    std::pair<AttributedEnd, std::uint16_t> translated(ServiceId service, Protocol protocol, std::uint16_t port);

    /// An end that was attributed before.
    AttributedEnd asKnown(const EndValue& value) { return {m_ends.intern(value), std::nullopt}; }

    /// The time that the envelope of the line at hand tells; it stands in where byAddress() is given none.
    void setEnvelopeTime(std::int64_t time) { m_envelopeTime = time; }

    const Cluster& cluster() const { return m_cluster; }
    const KnownPorts& knownPorts() const { return m_services.knownPorts(); }
    const EndTable& ends() const { return m_ends; }
    /// Folds addresses outside once more (see EndTable) and forgets what was remembered.
    std::vector<EndIndex> coarsen();

  private:
    std::optional<Attributed> lookUpAddress(EndClass endClass, std::string_view ns, std::string_view address);
    std::optional<Attributed> heldEarlier(EndClass endClass, std::string_view address, std::int64_t time);
    Attributed earlierHolder(std::string_view address, std::int64_t time);
    std::optional<WorkloadId> workloadByName(const EndFacts& facts) const;
    std::optional<WorkloadId> workloadByLabels(const EndFacts& facts) const;
    std::optional<WorkloadId> workloadByPodName(const EndFacts& facts) const;
    std::optional<WorkloadId> workloadByPodPrefix(const EndFacts& facts) const;
    AttributedEnd unresolved(const EndFacts& facts);
    AttributedEnd found(WorkloadId workload, std::optional<PodId> pod = std::nullopt);

    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    const Cluster& m_cluster;
    const ServiceIndex& m_services;
    const AddressHistory* m_history;
    std::int64_t m_envelopeTime = 0;
    EndTable m_ends;
    std::unordered_map<std::string, std::optional<Attributed>, TextHash, std::equal_to<>> m_byAddress;
    std::string m_key;
};

} // namespace portolan
