#include "core/propose/directory.h"

#include "core/base/text.h"
#include "core/propose/apply_order.h"
#include "core/propose/policy_writer.h"
#include "core/propose/review.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace portolan {
namespace {

using Json = nlohmann::ordered_json;

std::string policyName(const Cluster& cluster, const NetworkPolicy& policy) {
    return std::string(cluster.text(cluster.namespaces[policy.ns].name)) + '/' + std::string(cluster.text(policy.name));
}

Json names(const Cluster& cluster, const std::vector<WorkloadId>& workloads) {
    Json out = Json::array();
    for (const WorkloadId w : workloads) out.push_back(cluster.displayName(w));
    return out;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return countText(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string claimsText(const Certificate& certificate) {
    std::string out;
    for (const Claim& c : certificate.claims) {
        out += std::to_string(c.number) + ". It " + c.title + ": **" + std::string(name(c.status)) + "**";
        std::string figures;
        for (const auto& [what, number] : c.figures)
            if (number > 0) figures += (figures.empty() ? " (" : ", ") + countText(number) + ' ' + what;
        out += figures.empty() ? "\n" : figures + ")\n";
    }
    return out;
}

std::string listOf(std::string_view title, const std::vector<std::string>& lines) {
    constexpr std::size_t kShown = 40;
    if (lines.empty()) return {};
    std::string out = "\n### " + std::string(title) + "\n\n";
    for (std::size_t i = 0; i < std::min(kShown, lines.size()); ++i) out += "- " + lines[i] + '\n';
    if (lines.size() > kShown) out += "- and " + std::to_string(lines.size() - kShown) + " more in certificate.json\n";
    return out;
}

Json reviewJson(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                const Reachability& after) {
    Json out = Json::array();
    for (const ReviewRow& row : reviewRows(basis)) {
        const ObservedEdge& first = basis.edges()[row.edges.front()].edge;
        Json addresses = Json::array();
        if (row.outside)
            for (const std::uint32_t e : row.edges) {
                const ObservedEdge& edge = basis.edges()[e].edge;
                addresses.push_back(
                    displayName(basis.cluster(), row.outside == Direction::Ingress ? edge.from : edge.to));
            }
        const EdgeResult& result = proposal.edges[row.edges.front()];
        out.push_back({{"from", sourceText(basis, row)},
                       {"to", destinationText(basis, row)},
                       {"protocol", name(first.protocol)},
                       {"port", first.port},
                       {"outcome", name(result.outcome)},
                       {"connections", row.passed},
                       {"refused", row.refused},
                       {"days", row.days},
                       {"mayBeMoreDays", row.isMoreDays},
                       {"overReach", overReachText(basis, row, certificate.overReach)},
                       {"attention", attention(basis, row, certificate.overReach, after)},
                       {"addresses", std::move(addresses)}});
    }
    return out;
}

std::string readme(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                   const Reachability& after) {
    const Cluster& cluster = basis.cluster();
    std::string out = "# Proposed NetworkPolicies\n\n";
    out += counted(proposal.policies.size(), "policy", "policies") + " for " +
           counted(basis.groups().size(), "workload", "workloads") + ", made from " +
           counted(basis.edges().size(), "edge", "edges") + " of evidence" +
           (basis.options().evidence.empty() ? std::string() : " (" + basis.options().evidence + ")") +
           ". They take the place of " + counted(proposal.replaced.size(), "policy", "policies") +
           " (delete.txt): policies add up, so nothing gets tighter while the old ones stay.\n";
    out += "\n## What is proved\n\nComputed on these policies together with every policy outside the scope.\n\n" +
           claimsText(certificate);
    for (const Claim& c : certificate.claims) {
        out += listOf("Claim " + std::to_string(c.number) + " fails at", c.failures);
        out += listOf("Claim " + std::to_string(c.number) + ": to look at", c.exceptions);
    }
    const std::vector<std::string> decisions = decisionLines(basis, certificate.overReach, after);
    if (!decisions.empty())
        out += "\n## To decide\n\nWhat is done with these is a default that nobody decided on; addresses that one rule "
               "stands for are one decision.\n" +
               listOf(counted(decisions.size(), "decision", "decisions"), decisions);
    out += "\n## Apply\n\nIn this order; no state in between shuts a kept edge.\n\n";
    std::size_t step = 0;
    for (const ApplyStep& s : certificate.order) {
        out += std::to_string(++step) + ". ";
        if (s.action == ApplyStep::Action::Apply) {
            out += "`kubectl apply -f policies/" + policyName(cluster, proposal.policies[s.index].policy) + ".yaml`\n";
        } else {
            const NetworkPolicy& policy = *basis.before().policy(PolicyId(s.index));
            out += "`kubectl delete networkpolicy -n " + std::string(cluster.text(cluster.namespaces[policy.ns].name)) +
                   ' ' + std::string(cluster.text(policy.name)) + "`\n";
        }
    }
    out += "\n## Go back\n\n";
    if (!proposal.replaced.empty()) out += "1. `kubectl apply -f rollback.txt` (the deleted policies as they were)\n";
    out += std::string(proposal.replaced.empty() ? "1" : "2") + ". `kubectl delete -R -f policies`\n";
    std::vector<std::string> silent;
    for (const WorkloadId w : proposal.silent) silent.push_back(cluster.displayName(w));
    out += listOf("Workloads without kept traffic, now denied", silent);
    std::vector<std::string> indistinct;
    for (const Indistinct& i : proposal.indistinct) {
        std::string line = i.workloads.size() > 1 ? "one policy for " : "selecting ";
        for (std::size_t w = 0; w < i.workloads.size(); ++w)
            line += (w == 0 ? "" : ", ") + cluster.displayName(i.workloads[w]);
        for (std::size_t w = 0; w < i.alsoSelected.size(); ++w)
            line += (w == 0 ? " also selects " : ", ") + cluster.displayName(i.alsoSelected[w]);
        indistinct.push_back(std::move(line));
    }
    std::ranges::sort(indistinct);
    indistinct.erase(std::unique(indistinct.begin(), indistinct.end()), indistinct.end());
    out += listOf("Workloads that labels cannot tell apart", indistinct);
    std::vector<std::string> kept;
    for (const KeptPolicy& k : proposal.kept)
        kept.push_back(policyName(cluster, *basis.before().policy(k.policy)) + ": " + k.reason);
    out += listOf("Policies that stay", kept);
    out += listOf("Remarks", proposal.remarks);
    return out;
}

} // namespace

std::string certificateJson(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                            const Reachability& after) {
    const Cluster& cluster = basis.cluster();
    Json out{{"version", 1}, {"status", name(certificate.status())}, {"claims", Json::array()}};
    for (const Claim& c : certificate.claims) {
        Json figures = Json::object();
        for (const auto& [what, number] : c.figures) figures[what] = number;
        out["claims"].push_back({{"claim", c.number},
                                 {"title", c.title},
                                 {"status", name(c.status)},
                                 {"figures", std::move(figures)},
                                 {"exceptions", c.exceptions},
                                 {"failures", c.failures}});
    }
    out["overReach"] = Json::array();
    for (const OverReachEntry& e : certificate.overReach.entries)
        out["overReach"].push_back({{"from", e.from}, {"to", e.to}, {"traffic", e.traffic.text()}, {"pairs", e.pairs}});
    out["edges"] = Json::array();
    for (std::size_t i = 0; i < proposal.edges.size(); ++i) {
        const ObservedEdge& e = basis.edges()[i].edge;
        out["edges"].push_back({{"from", displayName(cluster, e.from)},
                                {"to", displayName(cluster, e.to)},
                                {"protocol", name(e.protocol)},
                                {"port", e.port},
                                {"outcome", name(proposal.edges[i].outcome)},
                                {"reason", proposal.edges[i].reason},
                                {"connections", e.passed},
                                {"days", e.days}});
    }
    out["review"] = reviewJson(basis, proposal, certificate, after);
    out["applyOrder"] = Json::array();
    for (const ApplyStep& s : certificate.order) {
        const bool isApply = s.action == ApplyStep::Action::Apply;
        const NetworkPolicy& policy =
            isApply ? proposal.policies[s.index].policy : *basis.before().policy(PolicyId(s.index));
        out["applyOrder"].push_back(
            {{"action", isApply ? "apply" : "delete"}, {"policy", policyName(cluster, policy)}});
    }
    out["deleted"] = Json::array();
    for (const PolicyId id : proposal.replaced)
        out["deleted"].push_back(policyName(cluster, *basis.before().policy(id)));
    out["kept"] = Json::array();
    for (const KeptPolicy& k : proposal.kept)
        out["kept"].push_back(
            {{"policy", policyName(cluster, *basis.before().policy(k.policy))}, {"reason", k.reason}});
    out["silent"] = names(cluster, proposal.silent);
    out["indistinct"] = Json::array();
    for (const Indistinct& i : proposal.indistinct)
        out["indistinct"].push_back(
            {{"workloads", names(cluster, i.workloads)}, {"alsoSelected", names(cluster, i.alsoSelected)}});
    out["remarks"] = proposal.remarks;
    return out.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

DirectoryText directoryText(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                            const Reachability& after) {
    const Cluster& cluster = basis.cluster();
    DirectoryText out;
    for (const ProposedPolicy& p : proposal.policies)
        out["policies/" + policyName(cluster, p.policy) + ".yaml"] = policyYaml(cluster, p.policy, p.header, p.notes);
    std::string& deletions = out["delete.txt"];
    for (const PolicyId id : proposal.replaced) deletions += policyName(cluster, *basis.before().policy(id)) + '\n';
    if (!proposal.replaced.empty()) {
        std::string& rollback = out["rollback.txt"];
        for (const PolicyId id : proposal.replaced)
            rollback += (rollback.empty() ? "" : "---\n") + policyYaml(cluster, *basis.before().policy(id));
    }
    out["certificate.json"] = certificateJson(basis, proposal, certificate, after);
    out["README.md"] = readme(basis, proposal, certificate, after);
    return out;
}

} // namespace portolan
