#include "core/net/traffic_set.h"

#include <algorithm>

namespace portolan {

TrafficSet TrafficSet::all() {
    TrafficSet out;
    out.m_ports.fill(PortSet::all());
    return out;
}

TrafficSet TrafficSet::of(Protocol protocol, PortSet ports) {
    TrafficSet out;
    out.m_ports[static_cast<std::size_t>(protocol)] = std::move(ports);
    return out;
}

bool TrafficSet::isEmpty() const {
    return std::all_of(m_ports.begin(), m_ports.end(), [](const PortSet& p) { return p.isEmpty(); });
}

bool TrafficSet::isAll() const {
    return std::all_of(m_ports.begin(), m_ports.end(), [](const PortSet& p) { return p.isAll(); });
}

TrafficSet TrafficSet::united(const TrafficSet& other) const {
    TrafficSet out;
    for (std::size_t i = 0; i < kProtocolCount; ++i) out.m_ports[i] = m_ports[i].united(other.m_ports[i]);
    return out;
}

TrafficSet TrafficSet::intersected(const TrafficSet& other) const {
    TrafficSet out;
    for (std::size_t i = 0; i < kProtocolCount; ++i) out.m_ports[i] = m_ports[i].intersected(other.m_ports[i]);
    return out;
}

TrafficSet TrafficSet::minus(const TrafficSet& other) const {
    TrafficSet out;
    for (std::size_t i = 0; i < kProtocolCount; ++i) out.m_ports[i] = m_ports[i].minus(other.m_ports[i]);
    return out;
}

std::string TrafficSet::text() const {
    if (isAll()) return "All Connections";
    if (isEmpty()) return "No Connections";
    std::string out;
    for (const Protocol p : kProtocols) {
        if (ports(p).isEmpty()) continue;
        if (!out.empty()) out += ',';
        out += std::string(name(p)) + ' ' + ports(p).text();
    }
    return out;
}

} // namespace portolan
