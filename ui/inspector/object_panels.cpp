#include "ui/inspector/object_panels.h"

#include "core/findings/catalogue.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "ui/models/words.h"
#include "ui/widgets/severity.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <set>

namespace portolan {

namespace {

constexpr std::size_t kMostLines = 12;

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString number(std::uint64_t value) {
    return groupedNumber(static_cast<long long>(value));
}

/// What a link to the place reports.
QString placeTarget(const Analysis& analysis, SourceRef where) {
    return toText(analysis.cluster->files.line(where));
}

void addPlace(Facts& facts, const Analysis& analysis, SourceRef where) {
    const QString target = placeTarget(analysis, where);
    if (!target.isEmpty()) facts.push_back({say("File"), placeText(analysis, where), FactStyle::Link, target});
}

QString isolationWord(Ternary value) {
    switch (value) {
    case Ternary::Yes: return say("isolated");
    case Ternary::No: return say("open");
    case Ternary::Unknown: break;
    }
    return say("cannot be decided");
}

std::vector<PolicyId> policiesOn(const Analysis& analysis, WorkloadId id, Direction direction) {
    std::set<PolicyId> out;
    for (const ClassId c : classesOf(*analysis.reachability, id))
        for (const Capture& capture : analysis.reachability->captures(c, direction)) out.insert(capture.policy);
    return {out.begin(), out.end()};
}

void addPolicies(InspectorColumn& column, const Analysis& analysis, WorkloadId id, Direction direction) {
    const std::vector<PolicyId> policies = policiesOn(analysis, id, direction);
    Facts facts;
    for (const PolicyId policy : policies) {
        if (facts.size() == kMostLines) break;
        facts.push_back({facts.empty() ? directionText(direction) : QString(),
                         policyText(*analysis.reachability, policy), FactStyle::TextLink,
                         linkTo(keyOf(*analysis.reachability, policy))});
    }
    if (policies.size() > facts.size())
        facts.push_back({{}, say("and %1 more").arg(policies.size() - facts.size()), FactStyle::Quiet});
    if (facts.empty()) facts.push_back({directionText(direction), say("none"), FactStyle::Quiet});
    column.addFacts(std::move(facts));
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

Facts workloadLinks(const Cluster& cluster, const std::vector<WorkloadId>& workloads) {
    Facts links;
    for (const WorkloadId id : workloads) {
        if (links.size() == kMostLines) break;
        links.push_back({{}, toText(cluster.displayName(id)), FactStyle::TextLink, linkTo(keyOf(cluster, id))});
    }
    return links;
}

void addFindings(InspectorColumn& column, const Analysis& analysis,
                 const std::function<bool(const Finding&)>& isWanted) {
    Facts links;
    for (const Finding& finding : analysis.findings) {
        if (links.size() == kMostLines) break;
        if (isWanted(finding))
            links.push_back({toText(finding.id), toText(finding.message), FactStyle::TextLink, linkTo(keyOf(finding))});
    }
    if (links.empty()) return;
    column.addSection(say("Findings"));
    column.addFacts(std::move(links));
}

/// The rules of one direction as links; a direction that is isolated without a rule says so.
void addRules(InspectorColumn& column, const Analysis& analysis, PolicyId id, Direction direction) {
    const NetworkPolicy& policy = *analysis.reachability->policy(id);
    if (!policy.isolates(direction)) return;
    column.addSection(direction == Direction::Ingress ? say("Ingress rules") : say("Egress rules"));
    const auto& rules = policy.rules(direction);
    if (rules.empty()) column.addSentence(say("None: this policy lets nothing through."));
    Facts links;
    for (std::uint32_t i = 0; i < rules.size(); ++i) {
        if (links.size() == kMostLines) break;
        links.push_back(
            {say("Rule %1").arg(i + 1),
             say("%1 on %2").arg(peersText(*analysis.cluster, rules[i]), rulePortsText(*analysis.cluster, rules[i])),
             FactStyle::TextLink, linkTo(keyOf(*analysis.reachability, RuleRef{id, direction, i}))});
    }
    column.addFacts(std::move(links));
    if (rules.size() > kMostLines) column.addSentence(say("and %1 more").arg(rules.size() - kMostLines));
}

QString usageText(const RuleUsage& usage) {
    if (!usage.isObservable) return say("no flow of the log touches the namespace");
    if (!usage.isUsed()) return say("never");
    return countText(usage.hits, say("connection"));
}

} // namespace

QVBoxLayout* addWorkloadPanel(InspectorColumn& column, const Analysis& analysis, WorkloadId id) {
    const Cluster& cluster = *analysis.cluster;
    const Workload& workload = cluster.workloads[id];
    const Ternary in = isolation(*analysis.reachability, id, Direction::Ingress);
    const Ternary out = isolation(*analysis.reachability, id, Direction::Egress);
    column.addKind(toText(cluster.text(workload.kind)));
    column.addHeadline(toText(cluster.displayName(id)));
    const auto& sensitive = cluster.facts.sensitive;
    if (std::ranges::find(sensitive, cluster.displayName(id)) != sensitive.end())
        column.addSentence(say("A crown jewel: the input names it as sensitive."));
    column.addSpace(8);
    Facts facts{{say("Pods"), number(workload.replicas)},
                {say("Ingress"), isolationWord(in)},
                {say("Egress"), isolationWord(out)}};
    QStringList ports;
    if (analysis.ledger)
        for (const auto& [protocol, port] : analysis.ledger->listeningPorts(id)) ports << portText(protocol, port);
    if (!ports.isEmpty()) facts.push_back({say("Listens on"), ports.join(QStringLiteral(", ")), FactStyle::Mono});
    addPlace(facts, analysis, workload.where);
    column.addFacts(std::move(facts));
    column.addSection(say("Policies that isolate it"));
    for (const Direction direction : kDirections) addPolicies(column, analysis, id, direction);
    column.addSection(say("Seen"));
    if (analysis.flows) {
        const SeenPeers seen = seenPeers(analysis, id);
        column.addFacts({{say("Callers"), number(seen.in.size())},
                         {say("Calls"), number(seen.out.size())},
                         {say("Connections"), number(seen.connections)}});
    } else {
        column.addSentence(say("Flows are not loaded."));
    }
    addFindings(column, analysis,
                [&](const Finding& finding) { return std::ranges::binary_search(finding.workloads, id); });
    auto* exposure = new QVBoxLayout;
    exposure->setSpacing(2);
    column.layout().addLayout(exposure);
    return exposure;
}

void addPolicyPanel(InspectorColumn& column, const Analysis& analysis, PolicyId id) {
    const NetworkPolicy& policy = *analysis.reachability->policy(id);
    column.addKind(say("NetworkPolicy"));
    column.addHeadline(policyText(*analysis.reachability, id));
    QStringList directions;
    for (const Direction d : kDirections)
        if (policy.isolates(d)) directions << directionText(d);
    Facts facts{{say("Selects"), subjectText(*analysis.cluster, policy), FactStyle::Mono},
                {say("Pods"), number(selectedPods(*analysis.reachability, id))},
                {say("Isolates"), directions.isEmpty() ? say("nothing") : directions.join(QStringLiteral(", "))},
                {say("Rules"), number(policy.ingress.size() + policy.egress.size())}};
    addPlace(facts, analysis, policy.where);
    column.addSpace(8);
    column.addFacts(std::move(facts));
    for (const Direction direction : kDirections) addRules(column, analysis, id, direction);
    addFindings(column, analysis, [&](const Finding& finding) { return finding.policy == id; });
}

QVBoxLayout* addRulePanel(InspectorColumn& column, const Analysis& analysis, const RuleRef& ref) {
    const Cluster& cluster = *analysis.cluster;
    const NetworkPolicy& policy = *analysis.reachability->policy(ref.policy);
    const PolicyRule& rule = policy.rules(ref.direction)[ref.index];
    column.addKind((ref.direction == Direction::Ingress ? say("Ingress rule %1 of %2") : say("Egress rule %1 of %2"))
                       .arg(ref.index + 1)
                       .arg(policy.rules(ref.direction).size()));
    column.addHeadline(policyText(*analysis.reachability, ref.policy));
    column.addSpace(8);
    Facts facts{
        {say("Policy"), say("All its rules"), FactStyle::TextLink, linkTo(keyOf(*analysis.reachability, ref.policy))},
        {say("Selects"), subjectText(cluster, policy), FactStyle::Mono},
        {say("Pods"), number(selectedPods(*analysis.reachability, ref.policy))},
        {ref.direction == Direction::Ingress ? say("From") : say("To"), peersText(cluster, rule), FactStyle::Mono},
        {say("Ports"), rulePortsText(cluster, rule), FactStyle::Mono}};
    addPlace(facts, analysis, rule.where);
    column.addFacts(std::move(facts));
    const RuleUsage* usage = analysis.ledger ? analysis.ledger->usage(ref) : nullptr;
    column.addSection(say("Use"));
    if (usage == nullptr || !analysis.flows) {
        column.addSentence(say("Flows are not loaded: whether the rule is used is not known."));
        return nullptr;
    }
    Facts use{{say("Hits"), usageText(*usage)},
              {say("Used pairs"), say("%1 of %2").arg(number(usage->usedPairs), number(usage->allowedPairs))}};
    if (usage->lastSeen != 0) use.push_back({say("Last hit"), timeText(usage->lastSeen)});
    column.addFacts(std::move(use));
    const std::vector<std::string> unused = residue(*analysis.ledger, ref).describe(cluster);
    if (!unused.empty()) {
        column.addSection(say("Never used"));
        for (std::size_t i = 0; i < std::min(unused.size(), kMostLines); ++i) column.addSentence(toText(unused[i]));
        if (unused.size() > kMostLines) column.addSentence(say("and %1 more").arg(unused.size() - kMostLines));
    }
    addFindings(column, analysis, [&](const Finding& finding) { return finding.rule == ref; });
    auto* narrower = new QVBoxLayout;
    narrower->setSpacing(2);
    column.layout().addLayout(narrower);
    return narrower;
}

void addTightening(QVBoxLayout& layout, const Analysis& analysis, const std::vector<Tightening>& tightened) {
    if (tightened.empty()) return;
    const Tightening& best = tightened.front();
    const RuleUsage* usage = analysis.ledger->usage(best.rule);
    InspectorColumn column(layout, {});
    column.addSection(say("A narrower rule that keeps every flow"));
    if (usage != nullptr)
        column.addSentence(say("%1 pairs instead of %2.").arg(number(best.pairsAfter), number(usage->allowedPairs)));
    column.addCode(toText(best.yaml));
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
    if (!finding.workloads.empty()) {
        column.addSection(countText(finding.workloads.size(), say("workload")));
        column.addList(workloadLinks(*analysis.cluster, finding.workloads));
        if (finding.workloads.size() > kMostLines)
            column.addSentence(say("and %1 more").arg(finding.workloads.size() - kMostLines));
    }
    if (entry == nullptr || entry->references.empty()) return;
    column.addSection(say("References"));
    column.addSentence(toText(entry->references));
}

} // namespace portolan
