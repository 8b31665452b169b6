#pragma once

#include "core/reach/explain.h"
#include "core/reach/reachability.h"

#include <memory>
#include <string>
#include <vector>

namespace portolan {

/// A cluster of namespaces a (team: x), b (team: y) and c (team: x), all with pods "web" (app: web, port http = 80, in
/// b 8080) and "db" (app: db, port sql = TCP 5432), nodes n1 and n2, and a hostNetwork pod b/agent on n2; plus what a
/// test adds as documents of the manifest.
class Story {
  public:
    /// Each text is one document.
    explicit Story(const std::vector<std::string>& documents, const std::string& profile = "kube-network-policies");

    const Cluster& cluster() const { return *m_cluster; }
    const std::shared_ptr<const Cluster>& clusterPtr() const { return m_cluster; }
    const Reachability& reach() const { return *m_reach; }
    /// "a/web", or an address.
    Endpoint endpoint(const std::string& text) const;
    /// Of "a/web => b/web tcp/80": "allow", "deny" or "uncertain: REASONS".
    std::string ask(const std::string& question) const;
    Explanation why(const std::string& question) const;
    /// The chains of both gates: "egress: ...; ingress: ...".
    std::string chains(const std::string& question) const;

  private:
    std::shared_ptr<const Cluster> m_cluster;
    std::shared_ptr<const Reachability> m_reach;
};

/// Manifests in flow style; `spec` without its outer braces.
std::string anp(const std::string& name, int priority, const std::string& spec);
std::string banp(const std::string& spec);
std::string cnp(const std::string& name, const std::string& tier, int priority, const std::string& spec);
std::string np(const std::string& ns, const std::string& name, const std::string& spec);

} // namespace portolan
