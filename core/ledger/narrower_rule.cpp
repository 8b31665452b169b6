#include "core/ledger/narrower_rule.h"

#include "core/ledger/gates.h"
#include "core/ledger/workload_selector.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace portolan {
namespace {

constexpr std::size_t kElements = 24; // more workloads than this are better named by what they have in common
constexpr std::size_t kAddresses = 8; // single addresses worth writing down
constexpr std::size_t kPorts = 16;

class Narrowing {
  public:
    Narrowing(const Ledger& ledger, const RuleUsage& usage)
        : m_ledger(ledger), m_r(ledger.reachability()), m_rule(usage.rule), m_compiled(*compiledRule(m_r, m_rule)),
          m_policy(*m_r.policy(m_rule.policy)), m_written(m_policy.rules(m_rule.direction)[m_rule.index]) {
        for (const std::uint32_t i : usage.edges) {
            const LedgerEdge& edge = ledger.edges()[i];
            const LedgerEnd& peer = m_rule.direction == Direction::Egress ? edge.to : edge.from;
            m_ports.emplace(edge.protocol, edge.port);
            if (const auto* workload = std::get_if<WorkloadId>(&peer))
                m_workloads.insert(*workload);
            else
                m_outside.push_back(peer);
            for (const ClassId c : classesOf(m_r, ledger.workloadClasses(), edge.to)) m_destinations.insert(c);
        }
    }

    std::optional<PolicyRule> run() {
        PolicyRule out;
        out.where = m_written.where;
        if (m_written.peers.empty() ? !replaceEveryPeer(out) : !narrowElements(out)) return std::nullopt;
        narrowPorts(out);
        return m_isNarrower ? std::optional(out) : std::nullopt;
    }

  private:
    /// `from` or `to` is absent: the workloads seen, and the addresses where they are few.
    bool replaceEveryPeer(PolicyRule& out) {
        if (m_workloads.size() > kElements) return true; // the peers stay as they are; the ports may get fewer
        for (const WorkloadId id : m_workloads)
            if (!addWorkload(out, id)) return false;
        if (!addOutside(out, m_outside)) {
            for (const char* family : {"0.0.0.0/0", "::/0"}) {
                const auto isOf = [&](const LedgerEnd& end) {
                    const auto* block = std::get_if<Cidr>(&end);
                    return !block || block->family() == Cidr::parse(family)->family();
                };
                if (std::ranges::any_of(m_outside, isOf)) addBlock(out, *Cidr::parse(family));
            }
        }
        m_isNarrower = true;
        return true;
    }

    /// Each peer that was seen is kept by the narrowest element that covers it; elements nobody needs go.
    bool narrowElements(PolicyRule& out) {
        const auto count = m_written.peers.size();
        std::vector<std::vector<WorkloadId>> covered(count);
        for (std::size_t e = 0; e < count; ++e)
            covered[e] = m_ledger.workloadClasses().in(*m_compiled.peerMatches[e].must);
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t e) { return covered[e].size(); });
        std::vector<std::vector<WorkloadId>> needed(count);
        std::vector<std::vector<LedgerEnd>> outside(count);
        for (const WorkloadId id : m_workloads) {
            const auto e =
                std::ranges::find_if(order, [&](std::size_t i) { return std::ranges::binary_search(covered[i], id); });
            if (e == order.end()) return false;
            needed[*e].push_back(id);
        }
        for (const LedgerEnd& end : m_outside) {
            const auto classes = classesOf(m_r, m_ledger.workloadClasses(), end);
            const auto e = std::ranges::find_if(order, [&](std::size_t i) {
                return std::ranges::all_of(classes,
                                           [&](ClassId c) { return m_compiled.peerMatches[i].must->contains(c); });
            });
            if (e == order.end()) return false;
            outside[*e].push_back(end);
        }
        for (std::size_t e = 0; e < count; ++e)
            if (!narrowElement(out, e, covered[e], needed[e], outside[e])) return false;
        return !out.peers.empty();
    }

    bool narrowElement(PolicyRule& out, std::size_t e, const std::vector<WorkloadId>& covered,
                       const std::vector<WorkloadId>& needed, const std::vector<LedgerEnd>& outside) {
        const PolicyPeer& written = m_written.peers[e];
        if (needed.empty() && outside.empty()) {
            m_isNarrower = true;
            return true;
        }
        const bool isWide = written.ipBlock ? written.ipBlock->cidr.isWholeFamily() : needed.size() < covered.size();
        if (!isWide || needed.size() > kElements) {
            out.peers.push_back(written);
            return true;
        }
        PolicyRule parts;
        if (!addOutside(parts, outside) || (written.ipBlock && !needed.empty())) {
            out.peers.push_back(written);
            return true;
        }
        for (const WorkloadId id : needed)
            if (!addWorkload(parts, id)) return false;
        out.peers.insert(out.peers.end(), parts.peers.begin(), parts.peers.end());
        m_isNarrower = true;
        return true;
    }

    bool addWorkload(PolicyRule& out, WorkloadId id) const {
        auto peer = peerFor(m_r.cluster(), id, m_policy.ns);
        if (!peer) return false;
        out.peers.push_back(std::move(*peer));
        return true;
    }

    static void addBlock(PolicyRule& out, const Cidr& cidr) {
        PolicyPeer peer;
        peer.ipBlock = IpBlock{cidr, {}};
        out.peers.push_back(std::move(peer));
    }

    /// False where the addresses are too many, or no single addresses.
    static bool addOutside(PolicyRule& out, const std::vector<LedgerEnd>& ends) {
        std::set<Cidr> blocks;
        for (const LedgerEnd& end : ends) {
            const auto* block = std::get_if<Cidr>(&end);
            if (!block || block->range().first != block->range().last) return false;
            blocks.insert(*block);
        }
        if (blocks.size() > kAddresses) return false;
        for (const Cidr& block : blocks) addBlock(out, block);
        return true;
    }

    void narrowPorts(PolicyRule& out) {
        if (m_written.ports.empty()) {
            if (m_ports.size() > kPorts) return;
            for (const auto& [protocol, port] : m_ports) out.ports.push_back({protocol, port, port, Symbol(), {}});
            m_isNarrower = true;
            return;
        }
        for (const PolicyPort& written : m_written.ports) {
            std::vector<PolicyPort> used;
            for (const auto& [protocol, port] : m_ports)
                if (isOf(written, protocol, port)) used.push_back({protocol, port, port, Symbol(), {}});
            const bool isSingle = written.isNamed() || (written.first != 0 && written.first == written.last);
            const bool isKept = !used.empty() && (isSingle || used.size() > kPorts);
            if (isKept) used.assign(1, written);
            m_isNarrower = m_isNarrower || !isKept;
            for (PolicyPort& port : used)
                if (std::ranges::none_of(out.ports, [&](const PolicyPort& p) {
                        return isOf(p, port.protocol, port.first) && !port.isNamed();
                    }))
                    out.ports.push_back(port);
        }
    }

    bool isOf(const PolicyPort& written, Protocol protocol, std::uint16_t port) const {
        if (written.protocol != protocol) return false;
        if (written.isWholeProtocol()) return true;
        if (!written.isNamed()) return written.first <= port && port <= written.last;
        const EndpointClasses& classes = m_r.classes();
        return std::ranges::any_of(m_destinations, [&](ClassId c) {
            return !classes.isAddress(c) &&
                   resolve({written.protocol, written.name}, classes.portList(classes.ports(c)))
                       .contains(protocol, port);
        });
    }

    const Ledger& m_ledger;
    const Reachability& m_r;
    RuleRef m_rule;
    const CompiledRule& m_compiled;
    const NetworkPolicy& m_policy;
    const PolicyRule& m_written;
    std::set<WorkloadId> m_workloads;
    std::vector<LedgerEnd> m_outside;
    std::set<std::pair<Protocol, std::uint16_t>> m_ports;
    std::set<ClassId> m_destinations;
    bool m_isNarrower = false;
};

} // namespace

std::optional<PolicyRule> narrowerRule(const Ledger& ledger, const RuleUsage& usage) {
    return Narrowing(ledger, usage).run();
}

} // namespace portolan
