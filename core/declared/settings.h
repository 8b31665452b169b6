#pragma once

#include "core/declared/declared.h"

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace portolan {

/// A mention as the workload that reads it sees it: ConfigMaps looked up, variables put in, the port found that stands
/// in a variable or line beside.
struct Setting {
    WorkloadId workload;
    const HostPortMention* mention = nullptr; ///< where it is written
    std::string host;
    std::uint16_t port = 0; ///< 0: none said
    std::string_view scheme;
    KeyHint hint = KeyHint::None;
    bool isPortBeside = false; ///< the port is another value's
    std::string key{};         ///< of DeclaredDependency
};

/// What the declarations of a Cluster, which must outlive it, say for each workload.
class Settings {
  public:
    explicit Settings(const Cluster& cluster);
    /// In the order of their places; what refers to unknown variables is left out, as are ports alone.
    std::vector<Setting> of(WorkloadId id) const;
    /// A text that the workload reads says that it finds its targets by itself.
    bool discovers(WorkloadId id) const;

  private:
    /// A mention and how one container comes to see it.
    struct Seen {
        const HostPortMention* mention = nullptr;
        Symbol container;
        Symbol variable; ///< the environment variable it is there; empty: none
    };
    std::vector<Seen> seenBy(WorkloadId id) const;
    const Seen* variable(std::span<const Seen> seen, Symbol container, std::string_view name) const;
    bool putInVariables(std::span<const Seen> seen, const Seen& self, Setting& setting) const;
    std::uint16_t portBeside(std::span<const Seen> seen, const Seen& self) const;

    const Cluster& m_cluster;
    std::vector<std::vector<std::uint32_t>> m_mentions; // by workload
    std::vector<std::vector<std::uint32_t>> m_uses;     // by workload
    std::map<std::pair<NamespaceId, Symbol>, std::vector<std::uint32_t>> m_configMaps;
};

} // namespace portolan
