#pragma once

#include "core/base/symbols.h"
#include "core/net/protocol.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace portolan {

/// A container port as a pod declares it; `name` is the empty symbol where it has none.
struct ContainerPort {
    Symbol name;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t number = 0;
    auto operator<=>(const ContainerPort&) const = default;
};

using PortListId = Id<struct PortListTag>;

/// Interned lists of declared container ports (init containers included), sorted, without duplicates. Id 0 is empty.
class PortLists {
  public:
    PortLists() { intern({}); }
    PortListId intern(std::vector<ContainerPort> ports);
    std::span<const ContainerPort> operator[](PortListId id) const { return m_lists[id.index()]; }
    std::size_t size() const { return m_lists.size(); }

  private:
    std::vector<std::vector<ContainerPort>> m_lists;
    std::map<std::vector<ContainerPort>, PortListId> m_ids;
};

} // namespace portolan
