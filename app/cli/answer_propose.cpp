#include "app/cli/command.h"
#include "app/cli/common_options.h"
#include "app/cli/run_analysis.h"
#include "core/base/text.h"
#include "core/propose/directory.h"
#include "core/propose/keep_declared.h"
#include "core/propose/observed_edges.h"
#include "core/propose/review.h"
#include "core/propose/verify.h"

#include <algorithm>
#include <filesystem>
#include <set>

namespace portolan::cli {
namespace {

namespace fs = std::filesystem;

/// Policies of another proposal in the folder, which would be taken for a part of this one: an error that names them.
Result<void> checkFolder(const fs::path& folder, const DirectoryText& files) {
    std::set<fs::path> own;
    for (const auto& [path, text] : files) own.insert((folder / path).lexically_normal());
    std::vector<std::string> others;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder / "policies", error), end; !error && it != end; it.increment(error))
        if (!it->is_directory() && !own.contains(it->path().lexically_normal())) others.push_back(it->path().string());
    if (others.empty()) return {};
    std::ranges::sort(others);
    const std::string more = others.size() == 1 ? "" : " and " + std::to_string(others.size() - 1) + " more";
    return fail(Error::Kind::Usage, others.front() + more + (others.size() == 1 ? " is" : " are") +
                                        " no part of this proposal: nothing is written; choose an empty folder, or "
                                        "remove what an earlier run wrote");
}

/// Writes every file below a folder; the path that could not be written is the error.
Result<void> writeAll(const fs::path& folder, const DirectoryText& files, const Console& console) {
    for (const auto& [path, text] : files) {
        const fs::path target = folder / path;
        std::error_code error;
        fs::create_directories(target.parent_path(), error);
        if (error) return fail(Error::Kind::Unreadable, "cannot write " + target.string() + ": " + error.message());
        if (const auto written = console.write(text, target.string()); !written) return written;
    }
    return {};
}

std::string summary(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                    const Reachability& after) {
    std::string out = std::to_string(proposal.policies.size()) + " policies for " +
                      std::to_string(basis.groups().size()) + " workloads, in place of " +
                      std::to_string(proposal.replaced.size()) + '\n';
    for (const EdgeOutcome o : {EdgeOutcome::Admitted, EdgeOutcome::DeniedToday, EdgeOutcome::NotExpressible,
                                EdgeOutcome::NotNeeded, EdgeOutcome::Unresolvable})
        if (const std::size_t n = proposal.count(o))
            out += "  " + std::to_string(n) + (n == 1 ? " edge " : " edges ") + std::string(name(o)) + '\n';
    for (const Claim& claim : certificate.claims) {
        out += "  claim " + std::to_string(claim.number) + ", " + claim.title + ": " + std::string(name(claim.status)) +
               '\n';
        for (const std::string& e : claim.exceptions) out += "      exception: " + e + '\n';
        for (const std::string& e : claim.failures) out += "      fails: " + e + '\n';
    }
    if (const auto decisions = decisionLines(basis, certificate.overReach, after); !decisions.empty()) {
        out += "  " + std::to_string(decisions.size()) + (decisions.size() == 1 ? " decision" : " decisions") +
               " for a person, taken as said here until then\n";
        for (const std::string& line : decisions) out += "      " + line + '\n';
    }
    for (const std::string& remark : proposal.remarks) out += "  " + remark + '\n';
    return out;
}

Result<ProposalScope> scopeOf(const Request& request, const Cluster& cluster) {
    if (request.namespaces.empty()) return ProposalScope::ofCluster(cluster);
    ProposalScope out;
    for (const std::string& wanted : request.namespaces) {
        const auto ns = cluster.findNamespace(wanted);
        if (!ns) return fail(Error::Kind::Usage, "there is no namespace " + wanted + " in the input");
        out.namespaces.push_back(*ns);
    }
    return out;
}

void declare(OptionSet& options, Request& request) {
    addManifests(options, request);
    addFlows(options, request);
    options.text("--to", request.directory, "Folder to write to", "DIR", OptionSet::Need::Required);
    options.texts("--namespace", request.namespaces, "Only for this namespace", kNamespaces,
                  OptionSet::List::CommaSeparated);
    options.text("--keep-declared", request.keptDeclared,
                 "Also admit what manifests declare and no flow shows, of this confidence or more (default sure)",
                 "none|sure|likely|all");
}

std::optional<std::string> understand(Request& request) {
    if (request.keptDeclared.empty() || parseKeepDeclared(request.keptDeclared)) return std::nullopt;
    return "--keep-declared is none, sure, likely or all";
}

/// Whether any edge was seen that a workload of the input has part in.
bool hasEvidence(const Ledger& ledger) {
    return std::ranges::any_of(ledger.edges(), [](const LedgerEdge& edge) {
        return std::holds_alternative<WorkloadId>(edge.from) || std::holds_alternative<WorkloadId>(edge.to);
    });
}

int answerPropose(const Request& request, Console& console) {
    if (request.analysis.flows.empty()) {
        console.say("portolan propose: needs evidence: --flows LOG");
        return kWrongUsage;
    }
    const auto analysis = runAnalysis(request, Options::Depth::Evidence, console);
    if (!analysis) return analysis.error();
    if (!hasEvidence(*(*analysis)->ledger)) {
        console.say("portolan propose: no flow of the logs has an end among the workloads of the input: what would be "
                    "proposed would shut all of them off");
        return kNotAnalysed;
    }
    const auto scope = scopeOf(request, *(*analysis)->cluster);
    if (!scope) return tell(scope.error(), console);
    ProposalOptions options;
    if (const auto& window = (*analysis)->ledger->evidence()) {
        options.windowDays = window->days;
        options.evidence = dateText(window->first) + " to " + dateText(window->last);
    }
    std::vector<ObservedEdge> edges = observedEdges(*(*analysis)->ledger);
    const KeepDeclared keep = parseKeepDeclared(request.keptDeclared).value_or(KeepDeclared::Sure);
    keepDeclared(*(*analysis)->declared, *(*analysis)->cluster, keep, edges);
    const auto basis =
        ProposalBasis::create((*analysis)->reachability, std::move(edges), *scope, options, console.control());
    if (!basis) return tell(basis.error(), console);
    const Proposal proposal = propose(**basis, {});
    const auto after = evaluated(**basis, proposal, console.control());
    if (!after) return tell(after.error(), console);
    const auto certificate = verify(**basis, proposal, **after, console.control());
    if (!certificate) return tell(certificate.error(), console);
    const DirectoryText files = directoryText(**basis, proposal, *certificate, **after);
    if (const auto checked = checkFolder(request.directory, files); !checked) return tell(checked.error(), console);
    if (const auto written = writeAll(request.directory, files, console); !written)
        return tell(written.error(), console);
    const std::string result = request.format == Format::Json
                                   ? certificateJson(**basis, proposal, *certificate, **after)
                                   : summary(**basis, proposal, *certificate, **after);
    const int status = finish(result, request, console);
    return status == kDone && certificate->status() == ClaimStatus::Fails ? kDoesNotHold : status;
}

} // namespace

const Command kProposeCommand{
    "propose",
    "text|json",
    "Least-privilege default-deny policies with proof",
    "portolan propose samples/harbor --flows samples/harbor/flows/hubble.jsonl.gz --to proposal",
    declare,
    understand,
    answerPropose};

} // namespace portolan::cli
