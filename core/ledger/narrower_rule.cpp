#include "core/ledger/narrower_rule.h"

#include "core/base/text.h"
#include "core/ledger/gates.h"
#include "core/ledger/group_selector.h"
#include "core/ledger/rule_needs.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace portolan {
namespace {

constexpr std::size_t kElements = 24; // more than this are better named by what they have in common
constexpr std::size_t kAddresses = 5; // single addresses that may stand for what lies outside

/// Blocks of more than 256 addresses (2^80 of IPv6) are wide enough to ask which of them were meant.
bool isWide(const Cidr& cidr) {
    return cidr.prefixLength() < (cidr.family() == AddressFamily::V4 ? 24U : 48U);
}

PolicyPeer blockPeer(const Cidr& cidr) {
    PolicyPeer peer;
    peer.ipBlock = IpBlock{cidr, {}};
    return peer;
}

/// The single addresses among these; nullopt where they are too many, or no single addresses.
std::optional<std::set<Cidr>> fewAddresses(const std::vector<LedgerEnd>& ends) {
    std::set<Cidr> out;
    for (const LedgerEnd& end : ends) {
        const auto* block = std::get_if<Cidr>(&end);
        if (!block || block->range().first != block->range().last) return std::nullopt;
        out.insert(*block);
    }
    return out.size() > kAddresses ? std::nullopt : std::optional(std::move(out));
}

std::string addressNote(const std::string& from, const std::set<Cidr>& addresses) {
    std::string list;
    for (const Cidr& a : addresses) list += (list.empty() ? "" : ", ") + a.address().text();
    return "of " + from + " the log saw " + list + " only; addresses outside may change, so ask whose they are";
}

class Narrowing {
  public:
    Narrowing(const Ledger& ledger, const RuleUsage& usage)
        : m_ledger(ledger), m_r(ledger.reachability()), m_compiled(*compiledRule(m_r, usage.rule)),
          m_policy(*m_r.policy(usage.rule.policy)), m_written(m_policy.rules(usage.rule.direction)[usage.rule.index]),
          m_needs(ledger, usage) {}

    std::optional<NarrowerRule> run() {
        m_out.rule.where = m_written.where;
        if (m_written.peers.empty() ? !replaceEveryPeer() : !narrowElements()) return std::nullopt;
        narrowPorts();
        return m_isNarrower ? std::optional(std::move(m_out)) : std::nullopt;
    }

  private:
    /// `from` or `to` is absent: the workloads seen, and the addresses where they are few.
    bool replaceEveryPeer() {
        auto parts = elementsFor({m_needs.peers.begin(), m_needs.peers.end()});
        if (!parts) return m_needs.peers.size() > kElements; // the peers stay as they are; the ports may get fewer
        if (const auto few = fewAddresses(m_needs.outside)) {
            for (const Cidr& address : *few) parts->push_back(blockPeer(address));
            if (!few->empty()) m_out.notes.push_back(addressNote("all addresses outside", *few));
        } else {
            for (const char* family : {"0.0.0.0/0", "::/0"}) {
                const Cidr whole = *Cidr::parse(family);
                const auto isOf = [&](const LedgerEnd& end) {
                    const auto* block = std::get_if<Cidr>(&end);
                    return !block || block->family() == whole.family();
                };
                if (std::ranges::any_of(m_needs.outside, isOf)) parts->push_back(blockPeer(whole));
            }
        }
        m_out.rule.peers = std::move(*parts);
        m_isNarrower = true;
        return true;
    }

    /// Each peer that was seen is kept by the narrowest element that covers it; elements nobody needs go.
    bool narrowElements() {
        const auto count = m_written.peers.size();
        std::vector<std::vector<WorkloadId>> covered(count);
        for (std::size_t e = 0; e < count; ++e)
            covered[e] = m_ledger.workloadClasses().in(*m_compiled.peerMatches[e].must);
        std::vector<std::size_t> order(count);
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t e) { return covered[e].size(); });
        std::vector<std::vector<WorkloadId>> needed(count);
        std::vector<std::vector<LedgerEnd>> outside(count);
        for (const WorkloadId id : m_needs.peers) {
            const auto e =
                std::ranges::find_if(order, [&](std::size_t i) { return std::ranges::binary_search(covered[i], id); });
            if (e == order.end()) return false;
            needed[*e].push_back(id);
        }
        for (const LedgerEnd& end : m_needs.outside) {
            const auto classes = classesOf(m_r, m_ledger.workloadClasses(), end);
            const auto e = std::ranges::find_if(order, [&](std::size_t i) {
                return std::ranges::all_of(classes,
                                           [&](ClassId c) { return m_compiled.peerMatches[i].must->contains(c); });
            });
            if (e == order.end()) return false;
            outside[*e].push_back(end);
        }
        for (std::size_t e = 0; e < count; ++e)
            if (!narrowElement(m_written.peers[e], covered[e], needed[e], outside[e])) return false;
        return !m_out.rule.peers.empty();
    }

    /// False where labels do not name what was seen.
    bool narrowElement(const PolicyPeer& written, const std::vector<WorkloadId>& covered,
                       const std::vector<WorkloadId>& needed, const std::vector<LedgerEnd>& outside) {
        if (needed.empty() && outside.empty()) {
            m_isNarrower = true;
            return true;
        }
        if (written.ipBlock) {
            narrowBlock(written, needed, outside);
            return true;
        }
        if (needed.size() == covered.size() || !outside.empty()) {
            m_out.rule.peers.push_back(written);
            return true;
        }
        const auto parts = elementsFor(needed);
        if (!parts && needed.size() <= kElements) return false;
        if (!parts) {
            m_out.rule.peers.push_back(written);
            return true;
        }
        m_out.rule.peers.insert(m_out.rule.peers.end(), parts->begin(), parts->end());
        m_isNarrower = true;
        return true;
    }

    void narrowBlock(const PolicyPeer& written, const std::vector<WorkloadId>& needed,
                     const std::vector<LedgerEnd>& outside) {
        const auto few = fewAddresses(outside);
        if (!isWide(written.ipBlock->cidr) || !needed.empty() || !few) {
            m_out.rule.peers.push_back(written);
            return;
        }
        for (const Cidr& address : *few) m_out.rule.peers.push_back(blockPeer(address));
        m_out.notes.push_back(addressNote(written.ipBlock->cidr.text(), *few));
        m_isNarrower = true;
    }

    /// nullopt where no labels name them, or too many elements would be needed.
    std::optional<std::vector<PolicyPeer>> elementsFor(const std::vector<WorkloadId>& workloads) const {
        auto out = peersFor(m_r.cluster(), workloads, m_policy.ns);
        return out && out->size() <= kElements ? std::move(out) : std::nullopt;
    }

    void narrowPorts() {
        if (!m_written.ports.empty()) {
            m_out.rule.ports = narrowedPorts(m_r, m_needs, m_written.ports, m_isNarrower);
            return;
        }
        m_out.rule.ports = neededPorts(m_r, m_needs);
        if (m_out.rule.ports.empty()) return;
        m_out.notes.emplace_back("a rule without ports admits ICMP too, of which the log says nothing; with ports it "
                                 "does not");
        m_isNarrower = true;
    }

    const Ledger& m_ledger;
    const Reachability& m_r;
    const CompiledRule& m_compiled;
    const NetworkPolicy& m_policy;
    const PolicyRule& m_written;
    RuleNeeds m_needs;
    NarrowerRule m_out;
    bool m_isNarrower = false;
};

} // namespace

std::optional<NarrowerRule> narrowerRule(const Ledger& ledger, const RuleUsage& usage) {
    return Narrowing(ledger, usage).run();
}

} // namespace portolan
