#pragma once

#include "core/declared/declared.h"
#include "core/declared/host_names.h"
#include "core/declared/settings.h"
#include "core/declared/targets.h"

#include <vector>

namespace portolan {

/// Makes dependencies of what was read, one function a source.
class DeclaredCollector {
  public:
    explicit DeclaredCollector(const Cluster& cluster) : m_cluster(cluster), m_names(cluster), m_targets(cluster) {}

    void addSetting(const Setting& setting);
    /// Backends and annotations of an Ingress, Route or route.
    void addEntryPoint(EntryPointId id);
    void addEntryAnnotation(const HostPortMention& mention);
    void addProbe(const ProbedPort& probe);
    void addScrape(const HostPortMention& mention);
    void addCall(const ApiServerCall& call);

    /// Sorted, each once.
    DeclaredTable take();

  private:
    /// What the text says beyond its target.
    struct Said {
        NamespaceId ns; ///< where names are looked up
        std::string_view host;
        std::uint16_t port = 0;
        std::string_view scheme;
        bool isAddress = false; ///< the key speaks of one
        bool isInFile = false;  ///< a line of a file, which may be a remark
    };
    void addHost(DeclaredDependency dependency, const Said& said);
    void addAddress(DeclaredDependency dependency, const Said& said, const IpAddress& address);
    void addService(DeclaredDependency dependency, const Said& said, const HostMeaning& meaning);
    void addEnds(const DeclaredDependency& dependency, const ServiceEnds& ends);
    void add(DeclaredDependency dependency);
    std::string serviceName(ServiceId id) const;

    const Cluster& m_cluster;
    HostNames m_names;
    Targets m_targets;
    std::vector<DeclaredDependency> m_out;
};

} // namespace portolan
