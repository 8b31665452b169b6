#include "core/model/ports.h"

#include <algorithm>

namespace portolan {

PortListId PortLists::intern(std::vector<ContainerPort> ports) {
    std::sort(ports.begin(), ports.end());
    ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
    const auto [it, isNew] = m_ids.try_emplace(ports, PortListId(m_lists.size()));
    if (isNew) m_lists.push_back(std::move(ports));
    return it->second;
}

} // namespace portolan
