#pragma once

#include "core/load/batch.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace portolan::loading {

/// A spot in a value that has the form of a host, perhaps with a port.
struct HostPort {
    std::string_view host;
    std::uint16_t port = 0;   ///< 0: none
    bool isAddressed = false; ///< with a port, or as the host of a URL
};

/// Calls `found` for every spot of a value that could name a Service: lower case DNS names, but no IP addresses, no
/// user part of a URL, no localhost. Cost: one pass.
void findHosts(std::string_view value, const std::function<void(const HostPort&)>& found);

/// The Services and namespaces that were loaded. Decides which hosts are mentions; all other text is forgotten.
class ServiceNames {
  public:
    void addService(std::string_view ns, std::string_view name) { m_services.emplace(ns, name); }
    void addNamespace(std::string_view ns) { m_namespaces.emplace(ns); }

    /// True for NAME:PORT of a Service in the mention's own namespace, NAME.NS and POD.NAME.NS of a loaded Service,
    /// NAME.NS:PORT of a known namespace, and every NAME.NS.svc with or without a cluster domain.
    bool isMention(const Batch::MentionFact& mention) const;

  private:
    bool hasService(std::string_view ns, std::string_view name) const {
        return m_services.contains({std::string(ns), std::string(name)});
    }
    std::set<std::pair<std::string, std::string>> m_services;
    std::set<std::string, std::less<>> m_namespaces;
};

} // namespace portolan::loading
