#include "core/propose/verify.h"

#include "core/base/text.h"
#include "core/ledger/workload_selector.h"
#include "core/propose/address_blocks.h"
#include "core/propose/apply_order.h"
#include "core/propose/effect.h"
#include "core/propose/openings.h"
#include "core/propose/resolve.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";

void list(std::vector<std::string>& lines, std::string line) {
    if (lines.size() < Claim::kMaxListed) lines.push_back(std::move(line));
}

void close(Claim& claim) {
    std::ranges::sort(claim.exceptions);
    std::ranges::sort(claim.failures);
    if (!claim.failures.empty())
        claim.status = ClaimStatus::Fails;
    else if (claim.status == ClaimStatus::Holds && !claim.exceptions.empty())
        claim.status = ClaimStatus::HoldsWithExceptions;
}

Claim checkKept(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after) {
    Claim out{1, "admits every edge that was to be kept", ClaimStatus::Holds, {}, {}, {}};
    std::uint64_t kept = 0;
    std::uint64_t uncertain = 0;
    for (std::size_t i = 0; i < proposal.edges.size(); ++i) {
        const ResolvedEdge& e = basis.edges()[i];
        const EdgeResult& result = proposal.edges[i];
        const std::string text = displayName(basis.cluster(), e.edge);
        if (result.outcome == EdgeOutcome::Admitted) {
            const Verdict verdict = verdictThen(basis, e, after);
            if (verdict == Verdict::Deny) list(out.failures, text + " is shut");
            if (verdict == Verdict::Uncertain) {
                ++uncertain;
                list(out.exceptions,
                     text + " is uncertain" + (e.allowed.empty() && !e.possible.empty() ? ", as it is today" : ""));
            }
            kept += verdict == Verdict::Allow;
        } else if (result.outcome != EdgeOutcome::NotNeeded && result.outcome != EdgeOutcome::OutOfScope) {
            list(out.exceptions,
                 text + ": " + std::string(name(result.outcome)) + (result.reason.empty() ? "" : ", " + result.reason));
        }
    }
    out.figures = {{"edges", proposal.edges.size()},
                   {"to keep", proposal.count(EdgeOutcome::Admitted)},
                   {"kept", kept},
                   {"uncertain", uncertain},
                   {"not needed", proposal.count(EdgeOutcome::NotNeeded)},
                   {"rejected", proposal.count(EdgeOutcome::Rejected)},
                   {"undecided", proposal.count(EdgeOutcome::Undecided)},
                   {"denied today", proposal.count(EdgeOutcome::DeniedToday)},
                   {"unresolvable", proposal.count(EdgeOutcome::Unresolvable)},
                   {"not expressible", proposal.count(EdgeOutcome::NotExpressible)},
                   {"out of scope", proposal.count(EdgeOutcome::OutOfScope)}};
    if (uncertain > 0) out.status = ClaimStatus::Uncertain;
    close(out);
    return out;
}

/// Why an opening may be there, and of whom it is a bystander.
std::string whyOf(const ProposalBasis& basis, const Proposal& proposal, const Opening& o) {
    const bool isDecided = o.cause == Opening::Cause::Decision;
    const auto isCause = [&](std::uint32_t e) { return !isDecided || proposal.edges[e].isByDecision; };
    std::string meant;
    for (const auto* edges : {&o.leaving, &o.arriving})
        if (const auto it = std::ranges::find_if(*edges, isCause); it != edges->end() && meant.empty())
            meant = "no rule can tell it from " + displayName(basis.cluster(), basis.edges()[*it].edge) + ", ";
    if (o.isMeant) meant.clear();
    switch (o.cause) {
    case Opening::Cause::NameLookups:
        return o.isMeant ? "name lookups are shut today" : "no rule can tell it from the DNS pods";
    case Opening::Cause::Decision: return meant + "accepted by decision";
    case Opening::Cause::Doubt: return o.isMeant ? "seen, and uncertain today" : meant + "uncertain today";
    case Opening::Cause::ByCatch: break;
    }
    return {};
}

/// Openings as lines; addresses that share a line are put together.
std::vector<std::string> linesOf(const ProposalBasis& basis, const Proposal& proposal,
                                 const std::vector<const Opening*>& openings) {
    const Reachability& r = basis.before();
    std::map<std::array<std::string, 3>, AddressSet> byText; // before, after the addresses, and why
    std::set<std::string> lines;
    for (const Opening* o : openings) {
        const std::string why = whyOf(basis, proposal, *o);
        const std::string end = ' ' + o->traffic.text() + (why.empty() ? "" : ": " + why);
        const bool isFromAddress = r.classes().isAddress(o->from);
        const ClassId address = isFromAddress ? o->from : o->to;
        if (!r.classes().isAddress(address)) {
            lines.insert(displayName(r, o->from) + " -> " + displayName(r, o->to) + end);
            continue;
        }
        AddressSet& set = byText[isFromAddress ? std::array<std::string, 3>{"", " -> " + displayName(r, o->to), end}
                                               : std::array<std::string, 3>{displayName(r, o->from) + " -> ", "", end}];
        set = set.united(AddressSet::of(o->node ? AddressRange{*o->node, *o->node} : r.classes().range(address)));
    }
    for (const auto& [text, addresses] : byText) lines.insert(text[0] + addressesText(addresses) + text[1] + text[2]);
    return {lines.begin(), lines.end()};
}

/// Claim 2.
Claim checkOpenings(const ProposalBasis& basis, const Proposal& proposal, const Openings& openings) {
    Claim out{2, "admits nothing that is not admitted today", ClaimStatus::Holds, {}, {}, {}};
    std::vector<const Opening*> excused;
    std::vector<const Opening*> failures;
    std::uint64_t names = 0;
    for (const Opening& o : openings.items) {
        (o.cause == Opening::Cause::ByCatch ? failures : excused).push_back(&o);
        names += o.cause == Opening::Cause::NameLookups;
    }
    for (std::string& line : linesOf(basis, proposal, excused)) list(out.exceptions, std::move(line));
    for (std::string& line : linesOf(basis, proposal, failures)) list(out.failures, std::move(line));
    out.figures = {{"class pairs whose gates opened", openings.pairs},
                   {"exceptions for name lookups", names},
                   {"exceptions by decision or doubt", excused.size() - names},
                   {"opened", failures.size()}};
    close(out);
    return out;
}

Claim checkOverReach(const OverReach& overReach) {
    Claim out{3, "counts and lists what it admits beyond the evidence", ClaimStatus::Holds, {}, {}, {}};
    out.figures = {{"entries", overReach.entries.size()},
                   {"pairs beyond the evidence", overReach.pairs},
                   {"pairs admitted", overReach.admittedPairs}};
    for (const OverReachEntry& e : overReach.entries)
        list(out.exceptions, e.from + " -> " + e.to + ' ' + e.traffic.text() + " (" + countText(e.pairs) +
                                 (e.pairs == 1 ? " pair)" : " pairs)"));
    close(out);
    return out;
}

Claim checkStability(const ProposalBasis& basis, const Proposal& proposal) {
    Claim out{4, "selects by labels that no rollout, ordinal, zone or node changes", ClaimStatus::Holds, {}, {}, {}};
    const Cluster& cluster = basis.cluster();
    std::uint64_t selectors = 0;
    std::set<std::string> keys;
    const auto look = [&](const LabelSelector& selector, const std::string& where) {
        ++selectors;
        for (const Requirement& r : selector.requirements) {
            const std::string key(cluster.text(r.key));
            keys.insert(key);
            if (key != kMetadataName && !isStableLabelKey(key)) list(out.failures, where + " selects by " + key);
        }
    };
    for (const ProposedPolicy& p : proposal.policies) {
        const std::string where = std::string(cluster.text(cluster.namespaces[p.policy.ns].name)) + '/' +
                                  std::string(cluster.text(p.policy.name));
        look(p.policy.podSelector, where);
        for (const Direction d : kDirections)
            for (const PolicyRule& rule : p.policy.rules(d))
                for (const PolicyPeer& peer : rule.peers) {
                    if (peer.podSelector) look(*peer.podSelector, where);
                    if (peer.namespaceSelector) look(*peer.namespaceSelector, where);
                    if (peer.ipBlock && cluster.findNodeByAddress(peer.ipBlock->cidr.address()))
                        list(out.exceptions, where + " names the node address " + peer.ipBlock->cidr.text() +
                                                 ", which a new node does not have");
                }
    }
    out.figures = {{"selectors", selectors}, {"label keys", keys.size()}};
    close(out);
    return out;
}

/// How name lookups of all pods of a workload fare.
struct Lookups {
    Verdict verdict = Verdict::Allow;
    bool isShutAtSource = false; ///< some of them by the workload's own gate
};

Lookups lookupsOf(const ProposalBasis& basis, const Reachability& r, WorkloadId id) {
    Lookups out;
    const TrafficSet& wanted = basis.dns().traffic;
    for (const ClassId c : classesOf(r, id))
        for (const WorkloadId server : basis.dns().workloads)
            for (const ClassId t : classesOf(r, server)) {
                if (c == t && r.classes().weight(c) < 2) continue;
                const PairTraffic traffic = r.between(c, t);
                if (traffic.must.contains(wanted)) continue;
                const bool isShut = !traffic.may.contains(wanted);
                out.verdict = std::min(out.verdict, isShut ? Verdict::Deny : Verdict::Uncertain);
                const TrafficId leaving = r.function(c, Direction::Egress, Certainty::May).at(t);
                out.isShutAtSource = out.isShutAtSource || (isShut && !r.traffics()[leaving].contains(wanted));
            }
    return out;
}

Claim checkDns(const ProposalBasis& basis, const Reachability& after) {
    Claim out{5, "keeps name lookups open wherever egress is isolated", ClaimStatus::Holds, {}, {}, {}};
    const DnsService& dns = basis.dns();
    std::uint64_t isolated = 0;
    std::uint64_t open = 0;
    for (std::size_t i = 0; i < basis.cluster().workloads.size(); ++i) {
        const WorkloadId id(i);
        const bool isOurs = basis.isInScope(id) && isolation(after, id, Direction::Egress) != Ternary::No;
        const Lookups now = lookupsOf(basis, after, id);
        const bool wasShut = lookupsOf(basis, basis.before(), id).verdict == Verdict::Deny;
        isolated += isOurs;
        if (isOurs && now.verdict == Verdict::Allow) ++open;
        const std::string who = basis.cluster().displayName(id);
        const bool isProposed = isOurs && basis.options().directions.contains(Direction::Egress);
        if (now.verdict == Verdict::Deny && wasShut && !now.isShutAtSource) {
            if (isProposed) list(out.exceptions, who + ": policies of the DNS pods shut it out, today as well");
        } else if (now.verdict == Verdict::Deny && (isProposed || !wasShut)) {
            list(out.failures, who + " cannot look up names");
        } else if (isOurs && now.verdict == Verdict::Uncertain) {
            out.status = ClaimStatus::Uncertain;
            list(out.exceptions, "name lookups of " + who + " are uncertain");
        }
    }
    out.figures = {{"workloads with isolated egress", isolated}, {"with name lookups open", open}};
    if (dns.workloads.empty() && dns.nodeLocal.empty() && isolated > 0) {
        out.status = ClaimStatus::Uncertain;
        list(out.exceptions, "the cluster's DNS pods are not in the inventory; the rules name the usual labels");
    } else if (isolated > 0) {
        out.title += " (" + dns.source + ", " + dns.traffic.text() + ')';
    }
    close(out);
    return out;
}

} // namespace

std::string_view name(ClaimStatus status) {
    switch (status) {
    case ClaimStatus::Holds: return "holds";
    case ClaimStatus::HoldsWithExceptions: return "holds with exceptions";
    case ClaimStatus::Uncertain: return "uncertain";
    case ClaimStatus::Fails: return "fails";
    }
    return {};
}

ClaimStatus Certificate::status() const {
    ClaimStatus out = ClaimStatus::Holds;
    for (const Claim& c : claims) out = std::max(out, c.status);
    return out;
}

Result<Certificate> verify(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                           const RunControl& control) {
    Certificate out;
    out.claims.push_back(checkKept(basis, proposal, after));
    const auto openings = findOpenings(basis, proposal, after, control);
    if (!openings) return cancelled();
    out.claims.push_back(checkOpenings(basis, proposal, *openings));
    auto reach = overReach(basis, proposal, after, control);
    if (!reach) return cancelled();
    out.overReach = std::move(*reach);
    out.claims.push_back(checkOverReach(out.overReach));
    out.claims.push_back(checkStability(basis, proposal));
    out.claims.push_back(checkDns(basis, after));
    out.order = applyOrder(proposal);
    auto order = checkOrder(basis, proposal, out.order, control);
    if (!order) return cancelled();
    out.claims.push_back(std::move(*order));
    return out;
}

} // namespace portolan
