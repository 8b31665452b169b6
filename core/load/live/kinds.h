#pragma once

#include "core/load/live.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::loading {

/// One kind that is asked of a live cluster.
struct LiveKind {
    enum class Scope : std::uint8_t { Namespaced, Cluster };
    /// What is missing where the kind cannot be listed.
    enum class Part : std::uint8_t {
        Policy,    ///< decides about traffic: verdicts are uncertain
        Inventory, ///< says what runs: the inventory is partial
        Other
    };
    std::string_view group;
    std::string_view version; ///< the one to ask for where the server has it
    std::string_view kind;
    std::string_view resource; ///< the kind's name in paths and roles
    Scope scope = Scope::Namespaced;
    Part part = Part::Other;

    std::string apiVersion(std::string_view v) const;
    /// "/apis/apps/v1/namespaces/shop/deployments"; of all namespaces where `ns` is empty.
    std::string path(std::string_view v, std::string_view ns) const;
    /// "deployments.apps", as kubectl names it.
    std::string qualifiedName() const;
};

/// Every kind that a live cluster is asked for, in the order of reading: namespaces first.
std::vector<LiveKind> liveKinds(const LiveSource& source);

/// The groups of an API server with their versions, the preferred one first.
class ServedGroups {
  public:
    /// Of the answer to /apis; nullopt where it is not one.
    static std::optional<ServedGroups> parse(const std::string& json);
    /// Where the answer may not be read: every kind is asked for in its own version.
    static ServedGroups unknown() { return {}; }

    /// The versions in which to ask for the kind, best first; none where its group is not served, or where another
    /// group serves the same objects.
    std::vector<std::string> versionsFor(const LiveKind& kind) const;

  private:
    struct Group {
        std::string name;
        std::vector<std::string> versions;
    };
    const Group* find(std::string_view name) const;

    bool m_isKnown = false;
    std::vector<Group> m_groups;
};

/// Whether the kind is among the resources of its group and version in `json`; nullopt where it is no such answer.
std::optional<bool> isAmongResources(const std::string& json, const LiveKind& kind);

} // namespace portolan::loading
