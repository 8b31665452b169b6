#include "core/report/overview.h"

#include "core/base/text.h"
#include "core/reach/workload_view.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace portolan {
namespace {

constexpr std::size_t kTopFindings = 12;

void countIsolation(const Analysis& analysis, Overview& out) {
    const Cluster& cluster = *analysis.cluster;
    const Reachability& reach = *analysis.reachability;
    std::vector<std::pair<std::size_t, std::size_t>> byNamespace(cluster.namespaces.size()); // workloads, touched
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const WorkloadId id(i);
        if (isNodeLike(reach, id)) continue;
        const bool in = isolation(reach, id, Direction::Ingress) == Ternary::Yes;
        const bool eg = isolation(reach, id, Direction::Egress) == Ternary::Yes;
        ++out.policed;
        out.ingressIsolated += in ? 1 : 0;
        out.egressIsolated += eg ? 1 : 0;
        out.bothIsolated += in && eg ? 1 : 0;
        auto& [workloads, touched] = byNamespace[cluster.workloads[id].ns.index()];
        ++workloads;
        touched += in || eg ? 1 : 0;
    }
    for (std::size_t n = 0; n < byNamespace.size(); ++n)
        if (byNamespace[n].first > 0 && byNamespace[n].second == 0)
            out.openNamespaces.emplace_back(cluster.text(cluster.namespaces[NamespaceId(n)].name));
}

std::string percent(std::size_t part, std::size_t whole) {
    if (whole == 0) return "0 %";
    return std::to_string((part * 100 + whole / 2) / whole) + " %";
}

std::string line(const std::string& label, const std::string& text) {
    std::string out = "  " + label;
    out.resize(std::max<std::size_t>(out.size() + 1, 20), ' ');
    return out + text + '\n';
}

std::string ratio(const std::string& label, std::size_t part, const Overview& o) {
    return line(label, std::to_string(part) + " of " + std::to_string(o.policed) + " workloads (" +
                           percent(part, o.policed) + ')');
}

std::string evidenceText(const Analysis& analysis) {
    if (!analysis.flows) return "Evidence\n" + line("flows", "none loaded: nothing is called unused");
    const auto& window = analysis.ledger->evidence();
    if (!window) return "Evidence\n" + line("flows", "the logs hold no flow");
    std::string out = "Evidence\n";
    out += line("window", dateText(window->first) + " to " + dateText(window->last) + ", " +
                              std::to_string(window->days) + (window->days == 1 ? " day" : " days") + " with flows");
    out += line("connections", countText(window->connections) + " on " + countText(analysis.ledger->edges().size()) +
                                   (analysis.ledger->edges().size() == 1 ? " edge" : " edges"));
    if (window->lostEvents > 0) out += line("lost", countText(window->lostEvents) + " events, by the log's own count");
    return out;
}

struct DeclaredCounts {
    std::size_t edges = 0, denied = 0, unseen = 0, undeclared = 0;
};

DeclaredCounts declaredCounts(const Analysis& analysis) {
    DeclaredCounts out;
    if (!analysis.declared) return out;
    out.edges = analysis.declared->edges().size();
    out.undeclared = analysis.declared->undeclared().size();
    for (const DeclaredEdge& e : analysis.declared->edges()) {
        out.denied += e.isJudged && e.edge.verdict == Verdict::Deny ? 1 : 0;
        out.unseen += e.isObservable && !e.isSeen() ? 1 : 0;
    }
    return out;
}

std::string declaredText(const Analysis& analysis) {
    const DeclaredCounts c = declaredCounts(analysis);
    if (c.edges == 0) return {};
    std::string out =
        countText(c.edges) + (c.edges == 1 ? " edge, " : " edges, ") + countText(c.denied) + " of them not permitted";
    if (analysis.ledger->evidence())
        out += ", " + countText(c.unseen) + " never seen; " + countText(c.undeclared) + " seen and not declared";
    return line("declared", out);
}

std::string notReadText(const Cluster& cluster) {
    std::string out;
    for (const UnreadKind& k : cluster.unreadKinds)
        if (k.isPolicy)
            out += line(k.kind,
                        std::to_string(k.count) + " of " + k.apiVersion + ", verdicts they may touch are uncertain");
    std::string ignored;
    for (const UnreadKind& k : cluster.unreadKinds)
        if (!k.isPolicy) ignored += (ignored.empty() ? "" : ", ") + k.kind + ' ' + std::to_string(k.count);
    if (!ignored.empty()) out += line("of no concern", ignored);
    return out.empty() ? "" : "Not read\n" + out;
}

} // namespace

Overview overview(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    Overview out;
    out.namespaces = cluster.namespaces.size();
    out.workloads = cluster.workloads.size();
    for (std::size_t i = 0; i < cluster.pods.size(); ++i) out.pods += cluster.weight(PodId(i));
    out.policies = cluster.policies.size();
    out.services = cluster.services.size();
    out.finishedPods = cluster.finishedPods;
    out.adminPolicies = cluster.adminPolicies.size();
    for (const AdminPolicy& p : cluster.adminPolicies) out.rules += p.ingress.size() + p.egress.size();
    for (const NetworkPolicy& p : cluster.policies) out.rules += p.ingress.size() + p.egress.size();
    out.pairs = analysis.pairs;
    for (const Diagnostic& d : cluster.diagnostics) out.brokenObjects += d.level == Diagnostic::Level::Error ? 1 : 0;
    for (const Finding& f : analysis.findings) ++out.findings[static_cast<std::size_t>(f.severity)];
    countIsolation(analysis, out);
    return out;
}

std::string overviewText(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    const Overview o = overview(analysis);
    std::string out = (cluster.name.empty() ? "Cluster" : cluster.name) + ": " + countText(o.workloads) +
                      " workloads, " + countText(o.pods) + " pods, " + countText(o.namespaces) + " namespaces, " +
                      countText(o.policies) + " policies" +
                      (o.adminPolicies > 0 ? " and " + countText(o.adminPolicies) +
                                                 (o.adminPolicies == 1 ? " cluster-wide one" : " cluster-wide ones")
                                           : "") +
                      " with " + countText(o.rules) + " rules\n";
    if (o.finishedPods > 0) out += line("finished pods", countText(o.finishedPods) + " left out");
    out += "Isolation\n" + ratio("ingress", o.ingressIsolated, o) + ratio("egress", o.egressIsolated, o) +
           ratio("both ways", o.bothIsolated, o);
    if (!o.openNamespaces.empty()) {
        std::string names;
        for (const std::string& n : o.openNamespaces) names += (names.empty() ? "" : ", ") + n;
        out += line("no policy", names);
    }
    char flat[160];
    std::snprintf(flat, sizeof flat, "%.1f %% of pod pairs can talk (%s of %s)", o.flatness() * 100,
                  countText(o.pairs.must).c_str(), countText(o.pairs.total).c_str());
    out += "Flatness\n" + line("certain", flat);
    if (o.pairs.may != o.pairs.must)
        out += line("possible", countText(o.pairs.may) + " pairs, if the facts that are missing say so");
    out += evidenceText(analysis) + declaredText(analysis);
    out += "Findings\n";
    std::string bySeverity;
    for (const Severity s : kSeverities)
        if (const std::size_t n = o.findings[static_cast<std::size_t>(s)])
            bySeverity += (bySeverity.empty() ? "" : ", ") + std::to_string(n) + ' ' + std::string(name(s));
    out += line("in all", bySeverity.empty() ? "none" : bySeverity);
    for (std::size_t i = 0; i < analysis.findings.size() && i < kTopFindings; ++i) {
        const Finding& f = analysis.findings[i];
        std::string where = cluster.files.line(f.where);
        out += line(std::string(name(f.severity)) + ' ' + f.id,
                    f.object + ": " + f.message + (where.empty() ? "" : " (" + where + ')'));
    }
    if (analysis.findings.size() > kTopFindings)
        out += line("", "and " + std::to_string(analysis.findings.size() - kTopFindings) + " more: portolan check");
    out += notReadText(cluster);
    out += "Profile\n";
    std::string knobs;
    for (const auto& [knob, value] : analysis.reachability->profile().settings())
        knobs += (knobs.empty() ? "" : ", ") + knob + '=' + value;
    out += line(analysis.reachability->profile().name, knobs);
    return analysis.profileEvidence.empty() ? out : out + line("seen by", analysis.profileEvidence);
}

std::string overviewJson(const Analysis& analysis) {
    const Cluster& cluster = *analysis.cluster;
    const Overview o = overview(analysis);
    nlohmann::ordered_json j;
    j["version"] = 1;
    j["cluster"] = cluster.name;
    j["counts"] = {{"namespaces", o.namespaces},      {"workloads", o.workloads},         {"pods", o.pods},
                   {"finished_pods", o.finishedPods}, {"policies", o.policies},           {"rules", o.rules},
                   {"services", o.services},          {"admin_policies", o.adminPolicies}};
    j["counts"]["kinds"] = cluster.counts;
    j["isolation"] = {{"workloads", o.policed},
                      {"ingress", o.ingressIsolated},
                      {"egress", o.egressIsolated},
                      {"both", o.bothIsolated},
                      {"open_namespaces", o.openNamespaces}};
    j["flatness"] = {
        {"pairs", o.pairs.total}, {"allowed", o.pairs.must}, {"possible", o.pairs.may}, {"share", o.flatness()}};
    for (const Severity s : kSeverities) j["findings"][std::string(name(s))] = o.findings[static_cast<std::size_t>(s)];
    j["not_read"] = nlohmann::ordered_json::array();
    for (const UnreadKind& k : cluster.unreadKinds)
        j["not_read"].push_back(
            {{"apiVersion", k.apiVersion}, {"kind", k.kind}, {"count", k.count}, {"is_policy", k.isPolicy}});
    j["diagnostics"] = nlohmann::ordered_json::array();
    for (const Diagnostic& d : cluster.diagnostics)
        j["diagnostics"].push_back({{"level", d.level == Diagnostic::Level::Error     ? "error"
                                              : d.level == Diagnostic::Level::Warning ? "warning"
                                                                                      : "note"},
                                    {"code", d.code},
                                    {"where", cluster.files.text(d.where)},
                                    {"object", d.object},
                                    {"message", d.message},
                                    {"fix", d.fix}});
    if (analysis.ledger && analysis.ledger->evidence()) {
        const EvidenceWindow& w = *analysis.ledger->evidence();
        j["evidence"] = {{"first", timeText(w.first)},
                         {"last", timeText(w.last)},
                         {"days", w.days},
                         {"connections", w.connections},
                         {"edges", analysis.ledger->edges().size()},
                         {"lost_events", w.lostEvents}};
    }
    const DeclaredCounts declared = declaredCounts(analysis);
    j["declared"] = {{"edges", declared.edges}, {"not_permitted", declared.denied}};
    if (analysis.ledger && analysis.ledger->evidence()) {
        j["declared"]["never_seen"] = declared.unseen;
        j["declared"]["not_declared"] = declared.undeclared;
    }
    j["profile"] = {{"name", analysis.reachability->profile().name}, {"seen_by", analysis.profileEvidence}};
    for (const auto& [knob, value] : analysis.reachability->profile().settings()) j["profile"]["knobs"][knob] = value;
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace portolan
