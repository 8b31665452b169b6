#include "core/ledger/rule_needs.h"

#include "core/ledger/gates.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kPorts = 16; // entries worth writing down

/// Ascending ports as at most kPorts ranges: the widest gaps stay out.
std::vector<PolicyPort> asRanges(Protocol protocol, const std::vector<std::uint16_t>& ports) {
    std::vector<std::size_t> gaps; // by the place before which they lie
    for (std::size_t i = 1; i < ports.size(); ++i) gaps.push_back(i);
    std::ranges::stable_sort(gaps, std::greater(), [&](std::size_t i) { return ports[i] - ports[i - 1]; });
    gaps.resize(std::min(gaps.size(), kPorts - 1));
    std::ranges::sort(gaps);
    gaps.push_back(ports.size());
    std::vector<PolicyPort> out;
    std::size_t first = 0;
    for (const std::size_t end : gaps) {
        out.push_back({protocol, ports[first], ports[end - 1], Symbol(), {}});
        first = end;
    }
    return out;
}

/// The ports as entries; empty where only ranges would do and the plugin does not know them.
std::vector<PolicyPort> entries(const Reachability& r, Protocol protocol, const std::vector<std::uint16_t>& ports) {
    if (ports.size() > kPorts) return r.profile().hasEndPort ? asRanges(protocol, ports) : std::vector<PolicyPort>();
    std::vector<PolicyPort> out;
    for (const std::uint16_t port : ports) out.push_back({protocol, port, port, Symbol(), {}});
    return out;
}

bool matchesPort(const Reachability& r, const RuleNeeds& needs, const PolicyPort& written, Protocol protocol,
                 std::uint16_t port) {
    if (written.protocol != protocol) return false;
    if (written.isWholeProtocol()) return true;
    if (!written.isNamed()) return written.first <= port && port <= written.last;
    const EndpointClasses& classes = r.classes();
    return std::ranges::any_of(needs.destinations, [&](ClassId c) {
        return !classes.isAddress(c) &&
               resolve({written.protocol, written.name}, classes.portList(classes.ports(c))).contains(protocol, port);
    });
}

} // namespace

RuleNeeds::RuleNeeds(const Ledger& ledger, const RuleUsage& usage) {
    for (const std::uint32_t i : usage.edges) {
        const LedgerEdge& edge = ledger.edges()[i];
        const LedgerEnd& peer = usage.rule.direction == Direction::Egress ? edge.to : edge.from;
        ports.emplace(edge.protocol, edge.port);
        if (const auto* workload = std::get_if<WorkloadId>(&peer))
            peers.insert(*workload);
        else
            outside.push_back(peer);
        for (const ClassId c : classesOf(ledger.reachability(), ledger.workloadClasses(), edge.to))
            destinations.insert(c);
    }
}

std::vector<PolicyPort> neededPorts(const Reachability& reachability, const RuleNeeds& needs) {
    std::vector<PolicyPort> out;
    for (const Protocol protocol : kProtocols) {
        std::vector<std::uint16_t> ports;
        for (const auto& [p, port] : needs.ports)
            if (p == protocol) ports.push_back(port);
        const auto more = entries(reachability, protocol, ports);
        if (more.empty() && !ports.empty()) return {};
        out.insert(out.end(), more.begin(), more.end());
    }
    return out;
}

std::vector<PolicyPort> narrowedPorts(const Reachability& reachability, const RuleNeeds& needs,
                                      const std::vector<PolicyPort>& written, bool& isNarrower) {
    std::vector<PolicyPort> out;
    for (const PolicyPort& w : written) {
        std::vector<std::uint16_t> used;
        for (const auto& [protocol, port] : needs.ports)
            if (matchesPort(reachability, needs, w, protocol, port)) used.push_back(port);
        const bool isSingle = w.isNamed() || (w.first != 0 && w.first == w.last);
        std::vector<PolicyPort> narrowed;
        if (!isSingle) narrowed = entries(reachability, w.protocol, used);
        const bool isSame =
            narrowed.size() == 1 && narrowed.front().first == w.first && narrowed.front().last == w.last;
        if (!used.empty() && (narrowed.empty() || isSame)) narrowed.assign(1, w);
        isNarrower = isNarrower || used.empty() || (!isSingle && !isSame && narrowed.front().first != w.first) ||
                     (!isSingle && !isSame && narrowed.back().last != w.last) || narrowed.size() > 1;
        for (const PolicyPort& port : narrowed)
            if (std::ranges::none_of(out, [&](const PolicyPort& p) {
                    return !p.isNamed() && !port.isNamed() && p.protocol == port.protocol && p.first <= port.first &&
                           port.last <= p.last;
                }))
                out.push_back(port);
    }
    return out;
}

} // namespace portolan
