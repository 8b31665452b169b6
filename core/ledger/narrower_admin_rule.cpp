#include "core/ledger/gates.h"
#include "core/ledger/group_selector.h"
#include "core/ledger/narrower_rule.h"
#include "core/ledger/rule_needs.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kElements = 24; // as many as the schema allows, nearly

/// Whether the element may be for some class of the end.
bool isFor(const Ledger& ledger, const Match& element, const LedgerEnd& end) {
    const auto classes = classesOf(ledger.reachability(), ledger.workloadClasses(), end);
    return classes.empty() || std::ranges::any_of(classes, [&](ClassId c) { return element.may->contains(c); });
}

/// A port's name is written once and stands for every protocol: it stays for all of them or goes.
void keepNames(const std::vector<PolicyPort>& written, std::vector<PolicyPort>& ports) {
    const auto isNamedSo = [](Symbol name) { return [name](const PolicyPort& p) { return p.name == name; }; };
    std::vector<PolicyPort> out;
    for (const PolicyPort& port : ports) {
        if (port.isNamed() && std::ranges::any_of(out, isNamedSo(port.name))) continue;
        if (port.isNamed())
            std::ranges::copy_if(written, std::back_inserter(out), isNamedSo(port.name));
        else
            out.push_back(port);
    }
    ports = std::move(out);
}

} // namespace

std::optional<NarrowerAdminRule> narrowerAdminRule(const Ledger& ledger, const RuleUsage& usage) {
    const Reachability& r = ledger.reachability();
    const CompiledRule& compiled = *compiledRule(r, usage.rule);
    const AdminRule& written = r.adminPolicy(usage.rule.policy)->rules(usage.rule.direction)[usage.rule.index];
    const RuleNeeds needs(ledger, usage);
    NarrowerAdminRule out{written, {}};
    out.rule.peers.clear();
    bool isNarrower = false;
    for (std::size_t e = 0; e < written.peers.size(); ++e) {
        const AdminPeer& peer = written.peers[e];
        const Match& match = compiled.peerMatches[e];
        // These cannot be written anew.
        if (peer.kind == AdminPeer::Kind::Nothing || peer.kind == AdminPeer::Kind::Unreadable) return std::nullopt;
        if (peer.related) {
            out.rule.peers.push_back(peer);
            continue;
        }
        std::vector<WorkloadId> needed;
        for (const WorkloadId id : needs.peers)
            if (isFor(ledger, match, id)) needed.push_back(id);
        const bool isOutsideNeeded =
            std::ranges::any_of(needs.outside, [&](const LedgerEnd& end) { return isFor(ledger, match, end); });
        if (needed.empty() && !isOutsideNeeded) {
            isNarrower = true;
            continue;
        }
        const bool isPods = peer.kind == AdminPeer::Kind::Pods && !isOutsideNeeded && match.isCertain();
        const bool isLess = needed.size() < ledger.workloadClasses().in(*match.must).size();
        const auto parts = isPods && isLess ? adminPeersFor(r.cluster(), needed) : std::nullopt;
        if (!parts || parts->size() > kElements) {
            out.rule.peers.push_back(peer);
            continue;
        }
        out.rule.peers.insert(out.rule.peers.end(), parts->begin(), parts->end());
        isNarrower = true;
    }
    if (out.rule.peers.empty()) return std::nullopt;
    if (!written.isEveryPort) {
        out.rule.ports = narrowedPorts(r, needs, written.ports, isNarrower);
        keepNames(written.ports, out.rule.ports);
    }
    return isNarrower ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace portolan
