#include "ui/policies/rule_preview.h"

#include "core/ledger/removal.h"
#include "core/ledger/tighten.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("RulePreview", text);
}

QString number(std::uint64_t n) {
    return groupedNumber(static_cast<long long>(n));
}

std::optional<RulePreview> tightened(const Analysis& analysis, const RuleRef& rule, const RunControl& control) {
    const auto found = tighten(*analysis.ledger, std::span(&rule, 1), control);
    if (!found || found->empty()) return std::nullopt;
    const Tightening& best = found->front();
    RulePreview out;
    out.title = say("A tighter rule");
    out.proof = say("Keeps all %1; %2 of %3 pairs remain")
                    .arg(countText(best.connections, say("connection")), number(best.pairsAfter),
                         number(analysis.ledger->usage(rule)->allowedPairs));
    for (const std::string& note : best.notes) out.notes << toText(note);
    out.diff = toText(best.diff);
    out.yaml = toText(best.yaml);
    out.edits.push_back(draftEdit(*analysis.reachability, rule, RuleChange::Tighten));
    return out;
}

std::optional<RulePreview> removed(const Analysis& analysis, const RuleRef& rule, const RunControl& control) {
    // The other unused rules of the policy go along where the policy can.
    std::vector<RuleRef> rules;
    for (const RuleUsage& usage : analysis.ledger->usages())
        if (usage.rule.policy == rule.policy && usage.state() == UsageState::Unused) rules.push_back(usage.rule);
    const auto all = removals(*analysis.ledger, rules, control);
    const bool isWhole = all && !all->empty() && all->front().isWholePolicy;
    const auto found = isWhole ? all : removals(*analysis.ledger, std::span(&rule, 1), control);
    if (!found || found->empty()) return std::nullopt;
    const Removal& best = found->front();
    RulePreview out;
    out.title = isWhole ? say("The policy can go") : say("The rule can go");
    out.proof =
        say("Keeps all %1 through the gates it governs; closes %2")
            .arg(countText(best.connections, say("connection")), countText(best.closedPairs, say("unused pair")));
    out.notes << (isWhole ? say("Other policies isolate its pods as well.")
                          : say("The policy stays and goes on to isolate its pods."));
    out.diff = toText(best.diff);
    for (const RuleRef& gone : best.rules)
        out.edits.push_back(draftEdit(*analysis.reachability, gone, RuleChange::Remove));
    return out;
}

} // namespace

std::optional<RulePreview> rulePreview(const Analysis& analysis, const RuleRef& rule, const RunControl& control) {
    const RuleUsage* const usage = analysis.ledger ? analysis.ledger->usage(rule) : nullptr;
    if (usage == nullptr || !whyNoPreview(analysis, *usage).isEmpty()) return std::nullopt;
    return usage->state() == UsageState::Used ? tightened(analysis, rule, control) : removed(analysis, rule, control);
}

QString whyNoPreview(const Analysis& analysis, const RuleUsage& usage) {
    const RuleChange change = usage.state() == UsageState::Unused ? RuleChange::Remove : RuleChange::Tighten;
    QString why = toText(whyNoEdit(*analysis.ledger, {usage.rule, change}));
    if (why.isEmpty()) return why;
    why[0] = why[0].toUpper();
    return why + QLatin1Char('.');
}

} // namespace portolan
