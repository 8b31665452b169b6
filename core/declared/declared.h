#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/model/cluster.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Dependencies that manifests declare: who is set up to talk to whom, on which port, said where.
///
///   variables, arguments, ConfigMaps, annotations ──> host and port ──names──> Service ──> workload, pods' port
///   Ingress and routes, probes, webhooks, scrape annotations ────────────────────┘
///
/// Takes a Cluster, which keeps of each text what has the form of an address (core/model/declarations.h), and gives one
/// table. Decides nothing about traffic and knows no flows: that is the ledger's. A text that names nothing certain
/// gives no dependency. Cost: linear in the declarations and Services. Thread-safe: nothing is kept.

namespace portolan {

/// How sure it is that the text names the target and that the workload connects to it.
enum class Confidence : std::uint8_t {
    Guess,  ///< a bare name that equals a Service, where the key speaks of an address; or a port the Service has not
    Likely, ///< a host with a port, or a name with its namespace; something outside the cluster
    Sure,   ///< a URL or full name with a port that the Service has; what the API itself means as an address
};
/// "guess", "likely" or "sure".
std::string_view name(Confidence confidence);

/// What it was read from.
enum class DeclaredBy : std::uint8_t {
    Env,
    Command,
    Argument,
    ConfigMap,
    Annotation,
    EntryPoint, ///< a backend of an Ingress, Route or route of the Gateway API
    Probe,
    Webhook, ///< or the Service of an APIService or of a CustomResourceDefinition's conversion
    Scrape,  ///< an annotation that asks to be scraped for metrics
};
/// "env", "command", "argument", "ConfigMap", "annotation", "entry point", "probe", "webhook" or "scrape".
std::string_view name(DeclaredBy by);

/// The kubelet of whatever node the pods are on.
struct Kubelet {
    auto operator<=>(const Kubelet&) const = default;
};
struct ApiServer {
    auto operator<=>(const ApiServer&) const = default;
};
/// Whoever collects metrics; the manifests do not say who.
struct Scraper {
    auto operator<=>(const Scraper&) const = default;
};
/// A name without pods: outside the cluster, or a Service that has none or that the input does not hold.
struct NamedTarget {
    std::string name;
    bool isInside = false; ///< a Service's
    auto operator<=>(const NamedTarget&) const = default;
};

using DeclaredFrom = std::variant<WorkloadId, EntryPointId, Kubelet, ApiServer, Scraper>;
using DeclaredTo = std::variant<WorkloadId, IpAddress, NamedTarget>;

struct DeclaredDependency {
    DeclaredFrom from;
    DeclaredTo to;
    std::optional<ServiceId> service; ///< through which
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0; ///< the pods' (semantics S-1); 0: not said
    Confidence confidence = Confidence::Guess;
    DeclaredBy by = DeclaredBy::Env;
    std::string key;  ///< variable, option, "ConfigMap settings/db.url"; what stands for it of other kinds
    std::string text; ///< "postgres://orders-db.data.svc:5432": never a user, password or path
    SourceRef where;

    bool operator==(const DeclaredDependency&) const = default;
};

struct DeclaredTable {
    /// By from, to, protocol, port, the surest first, place.
    std::vector<DeclaredDependency> dependencies;
    /// By workload: its own texts declare something, and none says that it finds other targets by itself.
    std::vector<bool> declares;
};

/// Fails only with Cancelled.
Result<DeclaredTable> findDeclared(const Cluster& cluster, const RunControl& control);

/// "shop/web", "shop/shop[Ingress]", "kubelet", "API server", "metrics collector".
std::string displayName(const Cluster& cluster, const DeclaredFrom& from);
/// "data/orders-db", "203.0.113.7", "api.example.com".
std::string displayName(const Cluster& cluster, const DeclaredTo& to);
/// "CART_URL=http://cart:7070": key and text as one.
std::string textOf(const DeclaredDependency& dependency);

} // namespace portolan
