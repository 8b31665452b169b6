#include "core/propose/rule_edges.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kMaxPorts = 1024;

} // namespace

RuleEdges::Behind RuleEdges::at(ClassId subject, Direction direction, ClassId other, const PortKey& port) const {
    Behind out;
    if (m_after.classes().isAddress(subject)) return out;
    const std::size_t first = m_basis.before().policyCount(); // editsOf() adds the proposed policies in their order
    for (const Capture& capture : m_after.captures(subject, direction)) {
        if (capture.policy.index() < first) continue;
        const ProposedPolicy& policy = m_proposal.policies[capture.policy.index() - first];
        for (const CompiledRule& rule : m_after.compiled(capture.policy)->rulesIn(direction)) {
            if (!rule.traffic.contains(port.protocol, port.port)) continue;
            if (!rule.peerMatches.empty() && !rule.peers.may->contains(other)) continue;
            const auto note = std::ranges::find_if(
                policy.notes, [&](const RuleNote& n) { return n.direction == direction && n.index == rule.ref.index; });
            if (note == policy.notes.end()) continue;
            addEdges(rule, *note, other, port, out.edges);
            out.isForNames =
                out.isForNames || (note->isForNames && m_basis.dns().traffic.contains(port.protocol, port.port));
        }
    }
    std::ranges::sort(out.edges);
    out.edges.erase(std::unique(out.edges.begin(), out.edges.end()), out.edges.end());
    return out;
}

void RuleEdges::addEdges(const CompiledRule& rule, const RuleNote& note, ClassId other, const PortKey& port,
                         std::vector<std::uint32_t>& edges) const {
    for (std::size_t i = 0; i < note.peerEdges.size(); ++i) {
        if (!rule.peerMatches.empty() && !rule.peerMatches[i].may->contains(other)) continue;
        for (const std::uint32_t e : note.peerEdges[i]) {
            const ObservedEdge& edge = m_basis.edges()[e].edge;
            if (edge.protocol == port.protocol && edge.port == port.port) edges.push_back(e);
        }
    }
}

std::vector<PortKey> namedPorts(const TrafficSet& traffic) {
    std::size_t count = 0;
    for (const Protocol p : kProtocols) count += traffic.ports(p).count();
    return count > kMaxPorts ? std::vector<PortKey>() : portKeys(traffic);
}

} // namespace portolan
