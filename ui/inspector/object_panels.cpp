#include "ui/inspector/object_panels.h"

#include "core/findings/catalogue.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "ui/inspector/declared_panel.h"
#include "ui/inspector/panel_facts.h"
#include "ui/inspector/policy_panels.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"
#include "ui/widgets/severity.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString isolationWord(const Reachability& reachability, WorkloadId id, Direction direction) {
    const auto byNetworkPolicies = [&](ClassId c) {
        return reachability.networkPolicyIsolation(c, direction) == Ternary::Yes;
    };
    switch (isolation(reachability, id, direction)) {
    case Ternary::Yes:
        return std::ranges::all_of(classesOf(reachability, id), byNetworkPolicies)
                   ? say("isolated")
                   : say("cluster-wide rules deny some");
    case Ternary::No: return say("open");
    case Ternary::Unknown: break;
    }
    return say("cannot be decided");
}

struct SeenPeers {
    std::set<LedgerEnd> in;
    std::set<LedgerEnd> out;
    std::uint64_t connections = 0;
};

SeenPeers seenPeers(const Analysis& analysis, WorkloadId id) {
    SeenPeers seen;
    for (const std::uint32_t i : analysis.ledger->edgesOf(id)) {
        const LedgerEdge& edge = analysis.ledger->edges()[i];
        seen.connections += edge.seen.total();
        if (edge.to == LedgerEnd(id)) seen.in.insert(edge.from);
        if (edge.from == LedgerEnd(id)) seen.out.insert(edge.to);
    }
    return seen;
}

} // namespace

QVBoxLayout* addWorkloadPanel(InspectorColumn& column, const Analysis& analysis, WorkloadId id) {
    const Cluster& cluster = *analysis.cluster;
    const Workload& workload = cluster.workloads[id];
    column.addKind(toText(cluster.text(workload.kind)));
    column.addHeadline(toText(cluster.displayName(id)));
    const auto& sensitive = cluster.facts.sensitive;
    if (std::ranges::find(sensitive, cluster.displayName(id)) != sensitive.end())
        column.addSentence(say("A crown jewel: the input names it as sensitive."));
    column.addSpace(8);
    Facts facts{{say("Pods"), panelNumber(workload.replicas)},
                {say("Ingress"), isolationWord(*analysis.reachability, id, Direction::Ingress)},
                {say("Egress"), isolationWord(*analysis.reachability, id, Direction::Egress)}};
    QStringList ports;
    if (analysis.ledger)
        for (const auto& [protocol, port] : analysis.ledger->listeningPorts(id)) ports << portText(protocol, port);
    if (!ports.isEmpty()) facts.push_back({say("Listens on"), ports.join(QStringLiteral(", ")), FactStyle::Mono});
    addPlace(facts, analysis, workload.where);
    column.addFacts(std::move(facts));
    addGoverningPolicies(column, analysis, id);
    column.addSection(say("Seen"));
    if (analysis.flows) {
        const SeenPeers seen = seenPeers(analysis, id);
        column.addFacts({{say("Callers"), panelNumber(seen.in.size())},
                         {say("Calls"), panelNumber(seen.out.size())},
                         {say("Connections"), panelNumber(seen.connections)}});
    } else {
        column.addSentence(say("Flows are not loaded."));
    }
    addDeclared(column, analysis, id);
    addFindings(column, analysis,
                [&](const Finding& finding) { return std::ranges::binary_search(finding.workloads, id); });
    auto* exposure = new QVBoxLayout;
    exposure->setSpacing(2);
    column.layout().addLayout(exposure);
    return exposure;
}

void addFindingPanel(InspectorColumn& column, const Analysis& analysis, const Finding& finding) {
    const CatalogueEntry* entry = catalogueEntry(finding.id);
    column.addKind(severityName(severityLevelOf(finding.severity)) + QStringLiteral("  \u00b7  ") + toText(finding.id));
    column.addHeadline(toText(finding.message));
    if (entry != nullptr) column.addSentence(toText(entry->rationale));
    column.addSpace(8);
    Facts facts{{say("Object"), toText(finding.object)},
                {say("Holds"),
                 finding.proof == Proof::Structural ? say("whatever pods run") : say("for the pods of this input")}};
    if (finding.rule)
        facts.push_back({say("Rule"), toText(displayName(*analysis.reachability, *finding.rule)), FactStyle::TextLink,
                         linkTo(keyOf(*analysis.reachability, *finding.rule))});
    else if (finding.policy)
        facts.push_back({say("Policy"), policyText(*analysis.reachability, *finding.policy), FactStyle::TextLink,
                         linkTo(keyOf(*analysis.reachability, *finding.policy))});
    addPlace(facts, analysis, finding.where);
    column.addFacts(std::move(facts));
    if (!finding.evidence.empty()) {
        column.addSection(say("Evidence"));
        for (const std::string& line : finding.evidence) column.addSentence(toText(line));
    }
    if (!finding.fix.empty()) {
        column.addSection(say("What to do"));
        if (finding.fix.find('\n') == std::string::npos)
            column.addSentence(toText(finding.fix));
        else
            column.addCode(toText(finding.fix));
    }
    if (!finding.workloads.empty())
        addWorkloads(column, analysis, countText(finding.workloads.size(), say("workload")), finding.workloads);
    if (entry == nullptr || entry->references.empty()) return;
    column.addSection(say("References"));
    column.addSentence(toText(entry->references));
}

} // namespace portolan
