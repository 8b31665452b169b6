#pragma once

#include "core/model/cluster_builder.h"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace portolan::loading {

/// A spot in a value that has the form of a host, perhaps with a port.
struct HostPort {
    std::string_view host;              ///< of an IPv6 address without brackets; empty: only a port, behind its label
    std::uint16_t port = 0;             ///< 0: none
    bool isAddressed = false;           ///< with a port, or as the host of a URL
    bool isWhole = false;               ///< nothing but separators around it
    std::string_view scheme = {};       ///< of the URL; empty: none
    std::string_view label = {};        ///< what stands before '=' or ':': "host" of "host=db", "to" of "--to=db"
    std::string_view portVariable = {}; ///< NAME of "$(NAME)" in the place of the port
    std::size_t at = 0;                 ///< where in the value
};

/// Calls `found` for every spot of a value that could name something to connect to: lower case DNS names, IP addresses,
/// and references to variables as part of either; but no user part of a URL, no address of the machine itself, no
/// bucket. Cost: one pass.
void findHosts(std::string_view value, const std::function<void(const HostPort&)>& found);

/// The Services and namespaces that were loaded. Decides which hosts are mentions; all other text is forgotten.
class ServiceNames {
  public:
    void addService(std::string_view ns, std::string_view name) { m_services.emplace(ns, name); }
    void addNamespace(std::string_view ns) { m_namespaces.emplace(ns); }

    /// True for a name that leads to a Service: NAME:PORT and, where the key says that it is an address or a ConfigMap
    /// says nothing else, NAME of one in the mention's own namespace, NAME.NS and POD.NAME.NS of a loaded Service,
    /// NAME.NS:PORT of a known namespace, and every NAME.NS.svc with or without a cluster domain. True for other names
    /// and for addresses where a URL or the key says that it is one; never in an annotation, which is full of links.
    bool isMention(const MentionFact& mention) const;

  private:
    bool isServiceName(const MentionFact& mention) const;
    bool hasService(std::string_view ns, std::string_view name) const {
        return m_services.contains({std::string(ns), std::string(name)});
    }
    std::set<std::pair<std::string, std::string>> m_services;
    std::set<std::string, std::less<>> m_namespaces;
};

} // namespace portolan::loading
