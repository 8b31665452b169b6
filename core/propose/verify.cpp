#include "core/propose/verify.h"

#include "core/base/text.h"
#include "core/propose/apply_order.h"
#include "core/propose/effect.h"
#include "core/propose/resolve.h"
#include "core/propose/stable_selector.h"
#include "core/reach/workload_view.h"

#include <algorithm>
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

std::string displayName(const Reachability& r, ClassId id) {
    if (r.classes().isAddress(id)) return r.classes().range(id).text();
    const auto pods = r.classes().pods(id);
    std::set<std::string> names;
    for (const PodId pod : pods) names.insert(r.cluster().displayName(r.cluster().pods[pod].workload));
    std::string out;
    for (const std::string& n : names) out += (out.empty() ? "" : ", ") + n;
    return out;
}

/// The verdict of an edge whatever today says: Allow if all pairs of its ends pass.
Verdict verdictOf(const ProposalBasis& basis, const ResolvedEdge& e, const Reachability& after) {
    if (!e.allowed.empty() || !e.possible.empty()) return keptVerdict(e, after);
    Verdict out = Verdict::Allow;
    for (const ClassId s : portolan::classesOf(basis.before(), e.edge.from))
        for (const ClassId t : portolan::classesOf(basis.before(), e.edge.to))
            out = std::min(out, after.between(s, t).verdict(e.edge.protocol, e.edge.port));
    return out;
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
            const Verdict verdict = verdictOf(basis, e, after);
            if (verdict == Verdict::Deny) list(out.failures, text + " is shut");
            if (verdict == Verdict::Uncertain) {
                ++uncertain;
                list(out.exceptions, text + " is uncertain" + (e.allowed.empty() ? ", as it is today" : ""));
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
                   {"out of scope", proposal.count(EdgeOutcome::OutOfScope)}};
    if (uncertain > 0) out.status = ClaimStatus::Uncertain;
    close(out);
    return out;
}

/// Claim 2 over all pairs of classes of which one end's function changed; only what `after` admits is looked at.
class NothingOpened {
  public:
    NothingOpened(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after)
        : m_basis(basis), m_before(basis.before()), m_after(after), m_evidence(basis, proposal) {}

    bool run(const RunControl& control) {
        std::vector<bool> isChangedSource(m_after.classes().count(), false);
        for (const Direction d : {Direction::Egress, Direction::Ingress})
            for (std::uint32_t c = 0; c < m_after.classes().count(); ++c) {
                if (control.isStopped()) return false;
                const ClassId subject(c);
                if (isSame(subject, d, Certainty::Must) && isSame(subject, d, Certainty::May)) continue;
                if (d == Direction::Egress) isChangedSource[c] = true;
                std::uint32_t first = 0;
                for (const PairFunction::Run& run : m_after.function(subject, d, Certainty::May).runs()) {
                    if (run.traffic != TrafficTable::kNone)
                        for (std::uint32_t o = first; o < run.end; ++o) {
                            if (d == Direction::Ingress && isChangedSource[o]) continue;
                            d == Direction::Egress ? look(subject, ClassId(o)) : look(ClassId(o), subject);
                        }
                    first = run.end;
                }
            }
        return true;
    }

    Claim result() {
        m_claim.figures = {{"class pairs compared", m_compared},
                           {"exceptions for name lookups", m_dns},
                           {"exceptions by decision or doubt", m_decided},
                           {"opened", m_opened}};
        close(m_claim);
        return m_claim;
    }

  private:
    bool isSame(ClassId c, Direction d, Certainty certainty) const {
        const PairFunction& a = m_before.function(c, d, certainty);
        const PairFunction& b = m_after.function(c, d, certainty);
        return &a == &b || a == b;
    }

    void look(ClassId s, ClassId t) {
        if (s == t && m_after.classes().weight(s) < 2) return;
        ++m_compared;
        const PairTraffic before = m_before.between(s, t);
        const PairTraffic after = m_after.between(s, t);
        TrafficSet excess = after.must.minus(before.must).united(after.may.minus(before.may));
        if (excess.isEmpty()) return;
        const auto except = [&](const TrafficSet& allowed, std::uint64_t& count, std::string_view why) {
            const TrafficSet excepted = excess.intersected(allowed);
            if (excepted.isEmpty()) return;
            ++count;
            list(m_claim.exceptions, text(s, t, excepted) + std::string(why));
            excess = excess.minus(allowed);
        };
        if (m_evidence.isDns(t)) except(m_basis.dns().traffic, m_dns, ": name lookups are shut today");
        except(m_evidence.exceptions(s, t), m_decided,
               before.may.contains(excess) ? ": seen, and uncertain today" : ": accepted by decision");
        if (excess.isEmpty()) return;
        ++m_opened;
        list(m_claim.failures, text(s, t, excess));
    }

    std::string text(ClassId s, ClassId t, const TrafficSet& traffic) const {
        return displayName(m_after, s) + " -> " + displayName(m_after, t) + ' ' + traffic.text();
    }

    const ProposalBasis& m_basis;
    const Reachability& m_before;
    const Reachability& m_after;
    Evidence m_evidence;
    Claim m_claim{2, "admits nothing that is not admitted today", ClaimStatus::Holds, {}, {}, {}};
    std::uint64_t m_compared = 0;
    std::uint64_t m_dns = 0;
    std::uint64_t m_decided = 0;
    std::uint64_t m_opened = 0;
};

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

/// How the DNS pods answer all pods of a workload.
Verdict lookupsOf(const ProposalBasis& basis, const Reachability& r, WorkloadId id) {
    Verdict out = Verdict::Allow;
    for (const ClassId c : classesOf(r, id))
        for (const WorkloadId server : basis.dns().workloads)
            for (const ClassId t : classesOf(r, server)) {
                if (c == t) continue;
                const PairTraffic traffic = r.between(c, t);
                if (!traffic.may.contains(basis.dns().traffic)) return Verdict::Deny;
                if (!traffic.must.contains(basis.dns().traffic)) out = Verdict::Uncertain;
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
        const Verdict verdict = lookupsOf(basis, after, id);
        isolated += isOurs;
        if (isOurs && verdict == Verdict::Allow) ++open;
        const std::string who = basis.cluster().displayName(id);
        const bool isProposed = isOurs && basis.options().directions.contains(Direction::Egress);
        if (verdict == Verdict::Deny && (isProposed || lookupsOf(basis, basis.before(), id) != Verdict::Deny))
            list(out.failures, who + " cannot look up names");
        if (isOurs && verdict == Verdict::Uncertain) {
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
    NothingOpened nothingOpened(basis, proposal, after);
    if (!nothingOpened.run(control)) return cancelled();
    out.claims.push_back(nothingOpened.result());
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
