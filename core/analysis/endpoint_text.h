#pragma once

#include "core/reach/reachability.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// What an endpoint's text means in a cluster (contract.md, Endpoints): the endpoints it stands for.
struct NamedEndpoint {
    enum class Kind : std::uint8_t { NotFound, Pod, Workload, Address, Block, Internet, Node, Service, EntryPoint };
    Kind kind = Kind::NotFound;
    std::string text;                       ///< as given
    std::vector<Endpoint> members;          ///< pods, or one address of each atom; empty where nothing was found
    std::optional<WorkloadId> workload;     ///< where kind is Pod or Workload
    std::optional<ServiceId> service;       ///< where kind is Service: `members` are the pods behind it
    std::optional<EntryPointId> entryPoint; ///< where kind is EntryPoint: `members` are the pods of its controller
    std::string problem;                    ///< why nothing was found

    bool isFound() const { return !members.empty() || kind == Kind::EntryPoint; }
};

/// Reads `ns/pod`, `ns/name[Kind]`, `ns/name`, each also as `cluster:ns/name`; `ip:ADDRESS` or a bare address;
/// `cidr:BLOCK`; `internet`; `node:NAME`. The kind may be Service, or that of an entry point (Ingress, Route,
/// HTTPRoute,
/// ...). An exact pod name wins over a workload of the same name; an address that is a known pod's
/// is that pod, and one that is a Service's own is that Service, unless the profile keeps addresses outside (np-guard).
NamedEndpoint findEndpoint(const Reachability& reachability, std::string_view text);

/// A protocol with a port number or a port name; both empty: every port of the protocol.
struct PortQuestion {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t number = 0;
    std::string name;

    bool isEveryPort() const { return number == 0 && name.empty(); }
    /// "tcp/80".
    std::string text() const;
};

/// Reads `tcp/8080`, `udp/53`, `tcp/http`, `8080` (TCP) or `tcp`. Usage error with what is wrong.
Result<PortQuestion> parsePort(std::string_view text);
/// As the two columns of a batch: protocol (empty: TCP) and port (empty: every port).
Result<PortQuestion> parsePort(std::string_view protocol, std::string_view port);

} // namespace portolan
