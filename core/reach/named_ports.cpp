#include "core/reach/named_ports.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

/// Calls `visit` with every element of `ports` in a rule of that direction.
template <typename Visitor>
void forEachPort(const Cluster& cluster, Direction direction, Visitor visit) {
    for (const NetworkPolicy& policy : cluster.policies)
        for (const PolicyRule& rule : policy.rules(direction))
            for (const PolicyPort& port : rule.ports) visit(port);
    for (const AdminPolicy& policy : cluster.adminPolicies)
        for (const AdminRule& rule : policy.rules(direction))
            for (const PolicyPort& port : rule.ports) visit(port);
}

/// The longest range that the numbers in rules do not divide.
PortRange widestRange(const Cluster& cluster, Protocol protocol) {
    std::set<unsigned> starts{1};
    for (const Direction d : kDirections)
        forEachPort(cluster, d, [&](const PolicyPort& port) {
            if (port.protocol != protocol || port.first == 0) return;
            starts.insert(port.first);
            starts.insert(port.last + 1U);
        });
    PortRange best;
    unsigned width = 0;
    for (auto it = starts.begin(); it != starts.end() && *it <= 65535; ++it) {
        const auto next = std::next(it);
        const unsigned last = next == starts.end() ? 65535 : *next - 1;
        if (last - *it + 1 <= width) continue;
        width = last - *it + 1;
        best = {static_cast<std::uint16_t>(*it), static_cast<std::uint16_t>(last)};
    }
    return best;
}

/// "80,http" of one protocol; "" where nothing passes.
std::string portsText(const Cluster& cluster, const TrafficByName& traffic, Protocol protocol,
                      const std::set<Symbol>& nameless) {
    std::string out = traffic.numbers.ports(protocol).text();
    std::set<std::string> names;
    for (const NamedPort& n : traffic.names)
        if (n.protocol == protocol && !nameless.contains(n.name)) names.emplace(cluster.text(n.name));
    for (const std::string& n : names) out += (out.empty() ? "" : ",") + n;
    return out;
}

} // namespace

std::string text(const Cluster& cluster, const TrafficByName& traffic) {
    if (traffic.numbers.isAll() || traffic.names.empty()) return traffic.numbers.text();
    std::set<Symbol> nameless;
    for (const NamedPort& n : traffic.names)
        if (std::ranges::count(traffic.names, n.name, &NamedPort::name) == static_cast<long>(kProtocolCount))
            nameless.insert(n.name);
    std::set<std::string> everywhere;
    for (const Symbol s : nameless) everywhere.emplace(cluster.text(s));
    std::vector<std::string> parts;
    std::string first;
    for (const std::string& n : everywhere) first += (first.empty() ? " " : ",") + n;
    if (!first.empty()) parts.push_back(first);
    for (const Protocol p : kProtocols)
        if (const std::string ports = portsText(cluster, traffic, p, nameless); !ports.empty())
            parts.push_back(std::string(name(p)) + ' ' + ports);
    std::ranges::sort(parts);
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
    return out;
}

NamedPorts::NamedPorts(const Cluster& cluster) {
    std::set<NamedPort> names;
    forEachPort(cluster, Direction::Egress, [&](const PolicyPort& port) {
        if (port.isNamed()) names.insert({port.protocol, port.name});
    });
    if (names.empty()) return;
    for (const Protocol p : kProtocols) {
        const PortRange range = widestRange(cluster, p);
        unsigned next = range.first;
        for (const NamedPort& n : names)
            if (n.protocol == p && next < range.last)
                m_ports.push_back({n.name, p, static_cast<std::uint16_t>(next++)});
        m_plain[static_cast<std::size_t>(p)] = static_cast<std::uint16_t>(next);
    }
}

TrafficByName NamedPorts::named(TrafficSet traffic) const {
    TrafficByName out;
    for (const ContainerPort& port : m_ports) {
        const bool isPlain = traffic.contains(port.protocol, m_plain[static_cast<std::size_t>(port.protocol)]);
        const TrafficSet number = TrafficSet::of(port.protocol, port.number);
        if (isPlain) {
            traffic = traffic.united(number);
        } else if (traffic.contains(number)) {
            traffic = traffic.minus(number);
            out.names.push_back({port.protocol, port.name});
        }
    }
    std::ranges::sort(out.names);
    out.numbers = std::move(traffic);
    return out;
}

} // namespace portolan
