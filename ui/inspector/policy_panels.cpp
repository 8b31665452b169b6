#include "ui/inspector/policy_panels.h"

#include "core/ledger/observability.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "ui/inspector/panel_facts.h"
#include "ui/models/policy_words.h"
#include "ui/models/words.h"

#include <QCoreApplication>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>
#include <map>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

/// One line for a rule: what it matches, after what it does with it where that is not always the same.
QString ruleLine(const Reachability& reachability, const RuleRef& rule) {
    const QString what = say("%1 on %2").arg(peersText(reachability, rule), rulePortsText(reachability, rule));
    return isAdminPolicy(rule.policy) ? actionText(reachability, rule) + QStringLiteral(": ") + what : what;
}

/// The rules of one direction as links; a direction that is isolated without a rule says so.
void addRules(InspectorColumn& column, const Analysis& analysis, PolicyId id, Direction direction) {
    const Reachability& reachability = *analysis.reachability;
    if (!speaksOf(reachability, id, direction)) return;
    column.addSection(direction == Direction::Ingress ? say("Ingress rules") : say("Egress rules"));
    const std::size_t rules = ruleCount(reachability, id, direction);
    if (rules == 0) column.addSentence(say("None: this policy lets nothing through."));
    if (isAdminPolicy(id) && rules > 1) column.addSentence(say("The first that matches decides."));
    Facts links;
    for (std::uint32_t i = 0; i < std::min(rules, kMostPanelLines); ++i) {
        const RuleRef rule{id, direction, i};
        links.push_back({say("Rule %1").arg(i + 1), ruleLine(reachability, rule), FactStyle::TextLink,
                         linkTo(keyOf(reachability, rule))});
    }
    column.addFacts(std::move(links));
    if (rules > kMostPanelLines) column.addSentence(say("and %1 more").arg(rules - kMostPanelLines));
}

void addGoverned(InspectorColumn& column, const Analysis& analysis, PolicyId id) {
    const std::vector<WorkloadId> governed = governedWorkloads(*analysis.reachability, id);
    if (governed.empty()) {
        column.addSection(say("Governs"));
        column.addSentence(say("No workload of this input."));
        return;
    }
    addWorkloads(column, analysis, say("Governs %1").arg(countText(governed.size(), say("workload"))), governed);
}

/// The policies of one tier that govern the workload.
using Governing = std::map<PolicyId, Ternary>; // whether they do for certain

Governing governing(const Reachability& reachability, WorkloadId id, Direction direction) {
    Governing out;
    const auto take = [&](const Capture& capture) {
        const auto [it, isNew] = out.try_emplace(capture.policy, capture.certainty);
        if (!isNew) it->second = either(it->second, capture.certainty);
    };
    for (const ClassId c : classesOf(reachability, id)) {
        for (const Capture& capture : reachability.captures(c, direction)) take(capture);
        for (const Capture& capture : reachability.adminCaptures(c, direction)) take(capture);
    }
    return out;
}

/// Links to the policies of `among` for which `isWanted` holds, the first with `key`; "none" where there are none.
void addPolicyLinks(Facts& facts, const Analysis& analysis, const QString& key, const Governing& among,
                    const std::function<bool(PolicyId)>& isWanted) {
    const Reachability& reachability = *analysis.reachability;
    std::vector<PolicyId> policies;
    for (const auto& [policy, certainty] : among)
        if (isWanted(policy)) policies.push_back(policy);
    sortByEvaluation(reachability, policies);
    for (std::size_t i = 0; i < std::min(policies.size(), kMostPanelLines); ++i) {
        QString text = policyText(reachability, policies[i]);
        const AdminPolicy* admin = reachability.adminPolicy(policies[i]);
        if (admin != nullptr && admin->priority < AdminPolicy::kLastPriority)
            text += say(", priority %1").arg(admin->priority);
        if (among.at(policies[i]) == Ternary::Unknown) text += say(", perhaps");
        facts.push_back(
            {i == 0 ? key : QString(), text, FactStyle::TextLink, linkTo(keyOf(reachability, policies[i]))});
    }
    if (policies.size() > kMostPanelLines)
        facts.push_back({{}, say("and %1 more").arg(policies.size() - kMostPanelLines), FactStyle::Quiet});
    if (policies.empty()) facts.push_back({key, say("none"), FactStyle::Quiet});
}

/// The three tiers of one direction, in the order in which they are asked.
void addTiers(InspectorColumn& column, const Analysis& analysis, WorkloadId id, Direction direction) {
    const Reachability& reachability = *analysis.reachability;
    const Governing among = governing(reachability, id, direction);
    const auto isOfTier = [&](AdminTier tier) {
        return [&reachability, tier](PolicyId policy) {
            const AdminPolicy* admin = reachability.adminPolicy(policy);
            return admin != nullptr && admin->tier == tier;
        };
    };
    column.addSection(direction == Direction::Ingress ? say("Asked for ingress, in order")
                                                      : say("Asked for egress, in order"));
    Facts facts;
    addPolicyLinks(facts, analysis, say("Admin tier"), among, isOfTier(AdminTier::Admin));
    addPolicyLinks(facts, analysis, say("NetworkPolicies"), among,
                   [](PolicyId policy) { return !isAdminPolicy(policy); });
    addPolicyLinks(facts, analysis, say("Baseline tier"), among, isOfTier(AdminTier::Baseline));
    column.addFacts(std::move(facts));
}

QString usageText(const Ledger& ledger, const RuleUsage& usage) {
    switch (usage.state()) {
    case UsageState::NotObservable: return say("not observable: %1").arg(toText(reasonText(ledger, usage)));
    case UsageState::Unused: return say("never");
    case UsageState::Used: break;
    }
    return countText(usage.hits, say("connection"));
}

/// What the log says of the rule, and the layout for its narrower form.
QVBoxLayout* addUse(InspectorColumn& column, const Analysis& analysis, const RuleRef& ref) {
    const RuleUsage* usage = analysis.ledger ? analysis.ledger->usage(ref) : nullptr;
    column.addSection(say("Use"));
    if (usage == nullptr || !analysis.flows) {
        column.addSentence(say("Flows are not loaded: whether the rule is used is not known."));
        return nullptr;
    }
    Facts use{
        {say("Hits"), usageText(*analysis.ledger, *usage)},
        {say("Used pairs"), say("%1 of %2").arg(panelNumber(usage->usedPairs), panelNumber(usage->allowedPairs))}};
    if (usage->lastSeen != 0) use.push_back({say("Last hit"), timeText(usage->lastSeen)});
    column.addFacts(std::move(use));
    const std::vector<std::string> unused = usage->action == Action::Allow
                                                ? residue(*analysis.ledger, ref).describe(*analysis.cluster)
                                                : std::vector<std::string>();
    if (!unused.empty()) {
        column.addSection(say("Never used"));
        for (std::size_t i = 0; i < std::min(unused.size(), kMostPanelLines); ++i)
            column.addSentence(toText(unused[i]));
        if (unused.size() > kMostPanelLines)
            column.addSentence(say("and %1 more").arg(unused.size() - kMostPanelLines));
    }
    addFindings(column, analysis, [&](const Finding& finding) { return finding.rule == ref; });
    auto* narrower = new QVBoxLayout;
    narrower->setSpacing(2);
    column.layout().addLayout(narrower);
    return narrower;
}

} // namespace

void addGoverningPolicies(InspectorColumn& column, const Analysis& analysis, WorkloadId id) {
    const Reachability& reachability = *analysis.reachability;
    if (reachability.ordered() != nullptr) {
        for (const Direction direction : kDirections) addTiers(column, analysis, id, direction);
        return;
    }
    column.addSection(say("Policies that isolate it"));
    for (const Direction direction : kDirections) {
        Facts facts;
        addPolicyLinks(facts, analysis, directionText(direction), governing(reachability, id, direction),
                       [](PolicyId) { return true; });
        column.addFacts(std::move(facts));
    }
}

void addPolicyPanel(InspectorColumn& column, const Analysis& analysis, PolicyId id) {
    const Reachability& reachability = *analysis.reachability;
    column.addKind(kindText(reachability, id));
    column.addHeadline(policyText(reachability, id));
    if (reachability.ordered() != nullptr) column.addSentence(tierSentence(reachability, id));
    QStringList directions;
    for (const Direction d : kDirections)
        if (speaksOf(reachability, id, d)) directions << directionText(d);
    Facts facts{{say("Selects"), subjectText(reachability, id), FactStyle::Mono},
                {say("Pods"), panelNumber(selectedPods(reachability, id))},
                {isAdminPolicy(id) ? say("Speaks of") : say("Isolates"),
                 directions.isEmpty() ? say("nothing") : directions.join(QStringLiteral(", "))},
                {say("Rules"), panelNumber(ruleCount(reachability, id, Direction::Ingress) +
                                           ruleCount(reachability, id, Direction::Egress))}};
    if (isAdminPolicy(id)) facts.insert(facts.begin(), {say("Tier"), tierText(reachability, id)});
    addPlace(facts, analysis, whereOf(reachability, id));
    column.addSpace(8);
    column.addFacts(std::move(facts));
    for (const Direction direction : kDirections) addRules(column, analysis, id, direction);
    addGoverned(column, analysis, id);
    addFindings(column, analysis, [&](const Finding& finding) { return finding.policy == id; });
}

QVBoxLayout* addRulePanel(InspectorColumn& column, const Analysis& analysis, const RuleRef& ref) {
    const Reachability& reachability = *analysis.reachability;
    column.addKind((ref.direction == Direction::Ingress ? say("Ingress rule %1 of %2") : say("Egress rule %1 of %2"))
                       .arg(ref.index + 1)
                       .arg(ruleCount(reachability, ref.policy, ref.direction)));
    column.addHeadline(policyText(reachability, ref.policy));
    column.addSpace(8);
    Facts facts{{say("Policy"), say("All its rules"), FactStyle::TextLink, linkTo(keyOf(reachability, ref.policy))}};
    if (const QString name = ruleNameText(reachability, ref); !name.isEmpty()) facts.push_back({say("Name"), name});
    if (isAdminPolicy(ref.policy)) {
        facts.push_back({say("Tier"), tierText(reachability, ref.policy)});
        facts.push_back({say("Action"), actionText(reachability, ref)});
    }
    facts.push_back({say("Selects"), subjectText(reachability, ref.policy), FactStyle::Mono});
    facts.push_back({say("Pods"), panelNumber(selectedPods(reachability, ref.policy))});
    facts.push_back(
        {ref.direction == Direction::Ingress ? say("From") : say("To"), peersText(reachability, ref), FactStyle::Mono});
    facts.push_back({say("Ports"), rulePortsText(reachability, ref), FactStyle::Mono});
    addPlace(facts, analysis, whereOf(reachability, ref));
    column.addFacts(std::move(facts));
    return addUse(column, analysis, ref);
}

void addTightening(QVBoxLayout& layout, const Analysis& analysis, const std::vector<Tightening>& tightened) {
    if (tightened.empty()) return;
    const Tightening& best = tightened.front();
    const RuleUsage* usage = analysis.ledger->usage(best.rule);
    InspectorColumn column(layout, {});
    column.addSection(say("A narrower rule that keeps every flow"));
    if (usage != nullptr)
        column.addSentence(
            say("%1 pairs instead of %2.").arg(panelNumber(best.pairsAfter), panelNumber(usage->allowedPairs)));
    column.addCode(toText(best.yaml));
}

} // namespace portolan
