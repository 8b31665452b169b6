#include "core/propose/edited_policies.h"

#include "core/base/text.h"
#include "core/ledger/edit_text.h"
#include "core/ledger/rule_text.h"
#include "core/propose/policy_writer.h"

#include <algorithm>

namespace portolan {
namespace {

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
    return countText(number) + ' ' + std::string(number == 1 ? one : many);
}

std::string edgeText(const Cluster& cluster, const LedgerEdge& edge) {
    return displayName(cluster, edge.from) + " -> " + displayName(cluster, edge.to) + ' ' +
           std::string(name(edge.protocol)) + ' ' + std::to_string(edge.port);
}

EditedPolicy editedAdmin(const Reachability& today, const PolicyEdit& edit) {
    const Cluster& cluster = today.cluster();
    const AdminPolicy& policy = *today.adminPolicy(*edit.id);
    EditedPolicy out;
    out.id = *edit.id;
    out.name = shortName(today, out.id);
    out.path = "edits/cluster-wide/" + std::string(shortName(policy.kind)) + '-' +
               std::string(cluster.text(policy.name)) + ".yaml";
    out.before = adminPolicyYaml(cluster, policy);
    out.isGone = edit.adminPolicy == nullptr;
    if (!out.isGone) out.after = adminPolicyYaml(cluster, *edit.adminPolicy);
    return out;
}

EditedPolicy editedNetworkPolicy(const Reachability& today, const PolicyEdit& edit) {
    const Cluster& cluster = today.cluster();
    const NetworkPolicy& policy = *today.policy(*edit.id);
    EditedPolicy out;
    out.id = *edit.id;
    out.name =
        std::string(cluster.text(cluster.namespaces[policy.ns].name)) + '/' + std::string(cluster.text(policy.name));
    out.path = "edits/" + out.name + ".yaml";
    out.before = policyYaml(cluster, policy);
    out.isGone = edit.policy == nullptr;
    if (!out.isGone) out.after = policyYaml(cluster, *edit.policy);
    return out;
}

std::string linesOf(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) out += "- " + line + '\n';
    return out;
}

std::string breakLines(const Ledger& ledger, const RuleEdits& edits) {
    std::vector<std::string> lines;
    for (const std::uint32_t i : edits.wouldBreak)
        lines.push_back(edgeText(ledger.reachability().cluster(), ledger.edges()[i]));
    return linesOf(lines);
}

std::string story(const Ledger& ledger, const RuleEdits& edits, std::span<const EditedPolicy> policies) {
    const Reachability& today = ledger.reachability();
    std::string out = "# Edits of rules\n\n";
    std::vector<std::string> lines;
    for (const RuleEdit& edit : edits.rules) lines.push_back(lineOf(today, edit));
    out += linesOf(lines) + "\n## What is proved\n\n" + linesOf(proofLines(ledger, edits));
    if (!edits.wouldBreak.empty()) out += "\n### Would break\n\n" + breakLines(ledger, edits);
    out += "\n## Apply\n\nThe files hold what Portolan read: comments, labels and annotations of the originals are not "
           "in them.\nWhere the originals have some, take the changes over by hand (changes.diff).\n\n";
    std::size_t step = 0;
    for (const EditedPolicy& p : policies) {
        if (p.isWritable())
            out += std::to_string(++step) + ". `kubectl apply -f " + p.path + "`\n";
        else if (!p.isGone)
            out += std::to_string(++step) + ". Edit " + p.name + " by hand: parts of it were not read\n";
    }
    for (const EditedPolicy& p : policies) {
        const auto slash = p.name.find('/');
        if (p.isGone && slash != std::string::npos)
            out += std::to_string(++step) + ". `kubectl delete networkpolicy -n " + p.name.substr(0, slash) + ' ' +
                   p.name.substr(slash + 1) + "`\n";
    }
    return out + "\n## Go back\n\n1. `kubectl apply -f rollback.txt` (the policies as they were)\n";
}

void addDocument(std::string& documents, const std::string& document) {
    if (!document.empty()) documents += (documents.empty() ? "" : "---\n") + document;
}

void addFiles(std::span<const EditedPolicy> policies, DirectoryText& out) {
    std::string& deletions = out["delete.txt"];
    std::string& rollback = out["rollback.txt"];
    for (const EditedPolicy& p : policies) {
        if (p.isGone) deletions += p.name + '\n';
        if (p.isWritable()) out[p.path] = p.after;
        if (p.isGone || p.isWritable()) addDocument(rollback, p.before);
    }
    out["changes.diff"] = diffText(policies);
}

} // namespace

std::vector<EditedPolicy> editedPolicies(const Reachability& today, std::span<const PolicyEdit> edits) {
    std::vector<EditedPolicy> out;
    for (const PolicyEdit& edit : edits)
        out.push_back(edit.isAdmin() ? editedAdmin(today, edit) : editedNetworkPolicy(today, edit));
    return out;
}

std::string diffText(std::span<const EditedPolicy> policies) {
    std::string out;
    for (const EditedPolicy& p : policies)
        if (!p.before.empty() && (p.isGone || p.isWritable())) out += documentDiff(p.path, p.before, p.after);
    return out;
}

std::vector<std::string> proofLines(const Ledger& ledger, const RuleEdits& edits) {
    std::vector<std::string> out;
    const std::size_t broken = edits.wouldBreak.size();
    if (!ledger.evidence())
        out.emplace_back("There is no flow log: nothing is proved.");
    else if (broken == 0)
        out.push_back("Keeps all " + counted(edits.observed, "observed edge that passes", "observed edges that pass") +
                      " today.");
    else
        out.push_back("Would break " + countText(broken) + " of " +
                      counted(edits.observed, "observed edge that passes", "observed edges that pass") + " today.");
    if (edits.pairs.opened == 0)
        out.emplace_back("Admits nothing that is not admitted today.");
    else
        out.push_back("Would open " + counted(edits.pairs.opened, "pair", "pairs") + " of pods.");
    out.push_back("Closes " + counted(edits.pairs.closed, "pair", "pairs") + " of pods.");
    return out;
}

std::string lineOf(const Reachability& today, const RuleEdit& edit) {
    std::string out = displayName(today, edit.wish.rule) + ": ";
    if (!edit.isPart()) return out + "left out, " + edit.refusal;
    if (edit.wish.change == RuleChange::Tighten)
        out += "tighter, " + countText(edit.pairsAfter) + " of " + counted(edit.pairsBefore, "pair", "pairs") +
               " remain, keeps all " + counted(edit.connections, "connection", "connections");
    else
        out += std::string(edit.isWholePolicy ? "goes with its policy" : "goes") + ", closes " +
               counted(edit.pairsBefore, "unused pair", "unused pairs");
    if (!edit.breaks.empty())
        out += "; together with the others it would break " + counted(edit.breaks.size(), "edge", "edges");
    return out;
}

DirectoryText directoryText(const Ledger& ledger, const RuleEdits& edits) {
    DirectoryText out;
    const auto policies = editedPolicies(ledger.reachability(), edits.policies);
    addFiles(policies, out);
    out["README.md"] = story(ledger, edits, policies);
    return out;
}

void addEdits(const Ledger& ledger, const RuleEdits& edits, DirectoryText& proposal) {
    const auto policies = editedPolicies(ledger.reachability(), edits.policies);
    addFiles(policies, proposal);
    proposal["EDITS.md"] =
        story(ledger, edits, policies) +
        "\nThe default-deny policies of README.md were drafted on top of these edits: apply the edits "
        "first.\n";
}

} // namespace portolan
