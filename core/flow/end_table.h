#pragma once

#include "core/flow/flow_record.h"
#include "core/model/cluster.h"
#include "core/net/address.h"

#include <compare>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace portolan {

/// An end that the inventory does not know, kept by whatever name the log gives.
struct UnresolvedEnd {
    std::string cluster;              ///< of another cluster; empty: this one
    std::string ns;                   ///< may be empty
    std::string name;                 ///< of the workload; or what the log calls a special end ("reserved:ingress")
    std::string kind;                 ///< of the workload, "Node", "Service" or kReusedAddress; may be empty
    std::string pod;                  ///< where no workload is known
    std::optional<IpAddress> address; ///< where nothing else names the end

    auto operator<=>(const UnresolvedEnd&) const = default;
};

/// UnresolvedEnd::kind of an address that another pod had when the flow was seen.
inline constexpr std::string_view kReusedAddress = "earlier pod";

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

  private:
    std::map<EndValue, EndIndex> m_indices;
    std::vector<const EndValue*> m_values; ///< keys of m_indices
    std::size_t m_externals = 0;
    unsigned m_coarseness = 0;
};

} // namespace portolan
