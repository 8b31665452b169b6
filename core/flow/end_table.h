#pragma once

#include "core/flow/flow_record.h"
#include "core/model/cluster.h"
#include "core/net/address.h"

#include <compare>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace portolan {

/// What a log tells of an end that the inventory does not know.
struct EndName {
    std::string cluster;              ///< of another cluster; empty: this one
    std::string ns;                   ///< may be empty
    std::string name;                 ///< of the workload; or what the log calls a special end ("reserved:ingress")
    std::string kind;                 ///< of the workload, "Node", "Service" or kReusedAddress; may be empty
    std::string pod;                  ///< where no workload is known
    std::optional<IpAddress> address; ///< where nothing else names the end

    auto operator<=>(const EndName&) const = default;
};

/// EndName::kind of an address that another pod had when the flow was seen.
inline constexpr std::string_view kReusedAddress = "earlier pod";

/// An end that the inventory does not know, kept by whatever name the log gives. Copies share the name: there are many
/// edges to an end.
class UnresolvedEnd {
  public:
    explicit UnresolvedEnd(EndName name) : m_name(std::make_shared<const EndName>(std::move(name))) {}

    const EndName& operator*() const { return *m_name; }
    const EndName* operator->() const { return m_name.get(); }
    bool operator==(const UnresolvedEnd& other) const { return m_name == other.m_name || *m_name == *other.m_name; }
    auto operator<=>(const UnresolvedEnd& other) const { return *m_name <=> *other.m_name; }

  private:
    std::shared_ptr<const EndName> m_name;
};

/// What an end is: a workload, a node, an address outside (or the block it was folded to), or a mere name.
using EndValue = std::variant<WorkloadId, NodeId, Cidr, UnresolvedEnd>;

/// The ends that one reader met, each once. Addresses outside are kept one by one until `maxExternals` are exceeded;
/// coarsen() then folds them to blocks, so that a scan from the internet does not fill the memory.
class EndTable {
  public:
    static constexpr unsigned kMaxCoarseness = 4; ///< whole families

    EndTable() = default;
    EndTable(const EndTable&) = delete;
    EndTable& operator=(const EndTable&) = delete;
    EndTable(EndTable&&) = default;
    EndTable& operator=(EndTable&&) = default;

    EndIndex intern(const EndValue& value);
    const EndValue& operator[](EndIndex index) const { return *m_values[index.index()]; }
    std::size_t size() const { return m_values.size(); }
    std::size_t externals() const { return m_externals; }
    /// How often the table was coarsened.
    unsigned coarseness() const { return m_coarseness; }

    /// Folds addresses outside to the next shorter prefix (v4 24, 16, 8, 0; v6 64, 48, 32, 0) and returns the new index
    /// of every old one.
    std::vector<EndIndex> coarsen();
    /// The index today of an end that had that one when the table had been coarsened so often.
    EndIndex current(EndIndex index, unsigned coarseness) const;
    /// The place of each end in the order of ends.
    std::vector<EndIndex> ranks() const;

  private:
    std::map<EndValue, EndIndex> m_indices;
    std::vector<const EndValue*> m_values; ///< keys of m_indices
    std::size_t m_externals = 0;
    unsigned m_coarseness = 0;
    std::vector<std::vector<EndIndex>> m_renumbered; ///< by each time it was coarsened
};

} // namespace portolan
