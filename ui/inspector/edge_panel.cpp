#include "ui/inspector/edge_panel.h"

#include "core/reach/rule_match.h"
#include "ui/inspector/closing_edits.h"
#include "ui/inspector/declared_panel.h"
#include "ui/models/words.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/label.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QHBoxLayout>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString shortName(const Cluster& cluster, const LedgerEnd& end) {
    if (const auto* workload = std::get_if<WorkloadId>(&end))
        return toText(cluster.text(cluster.workloads[*workload].name));
    return toText(displayName(cluster, end));
}

QString headline(const Cluster& cluster, const LedgerEdge& edge) {
    const QString from = shortName(cluster, edge.from);
    const QString to = shortName(cluster, edge.to);
    switch (edge.verdict) {
    case Verdict::Allow: return say("%1 may reach %2").arg(from, to);
    case Verdict::Deny: return say("%1 may not reach %2").arg(from, to);
    case Verdict::Uncertain: break;
    }
    return say("%1 to %2 cannot be decided").arg(from, to);
}

QString summary(const Analysis& analysis, const LedgerEdge& edge) {
    const auto& window = analysis.ledger->evidence();
    const QString days = window ? countText(window->days, say("day")) : QString();
    switch (edge.state) {
    case EdgeState::Used: return say("Permitted and used.");
    case EdgeState::UnusedAllow:
        return window ? say("Permitted, and never used in %1.").arg(days) : say("Permitted; flows are not loaded.");
    case EdgeState::Open: return say("Used, and open because neither end is isolated.");
    case EdgeState::OpenUnseen:
        return window ? say("Open because neither end is isolated, and never used in %1.").arg(days)
                      : say("Open because neither end is isolated.");
    case EdgeState::Blocked: return say("Denied, and the network drops it.");
    case EdgeState::Mismatch:
        return edge.verdict == Verdict::Deny
                   ? say("Denied by the policies, and the network let it through: not enforced, or bypassed.")
                   : say("Allowed by the policies, and the network dropped it.");
    case EdgeState::Uncertain: break;
    }
    return say("What decides it is not known.");
}

QString ladderTitle(Verdict verdict) {
    switch (verdict) {
    case Verdict::Allow: return say("Why it is allowed");
    case Verdict::Deny: return say("Why it is denied");
    case Verdict::Uncertain: break;
    }
    return say("What is not known");
}

void addChipRow(InspectorColumn& column, const LedgerEdge& edge) {
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    row->addWidget(new EdgeChip(edgeClassOf(edge.state)));
    row->addWidget(makeLabel(portText(edge.protocol, edge.port), TextRole::Mono, TextTone::Text2));
    row->addStretch();
    column.layout().addLayout(row);
    column.addSpace(8);
}

void addEvidence(InspectorColumn& column, const Analysis& analysis, const LedgerEdge& edge, Doubts doubts) {
    column.addSection(say("Evidence"));
    Facts facts;
    const auto& window = analysis.ledger->evidence();
    if (window) {
        facts.push_back({say("Observed"), say("%1 of %2 connections")
                                              .arg(groupedNumber(static_cast<long long>(edge.seen.total())),
                                                   shortNumber(static_cast<long long>(window->connections)))});
        if (edge.seen.isSeen()) {
            facts.push_back({say("Network"), observedText(edge.seen)});
            facts.push_back({say("Days"), (edge.seen.isMoreDays ? say("at least %1 of %2") : say("%1 of %2"))
                                              .arg(edge.seen.daysSeen)
                                              .arg(window->days)});
            facts.push_back({say("First seen"), timeText(edge.seen.firstSeen)});
            facts.push_back({say("Last seen"), timeText(edge.seen.lastSeen)});
        }
    } else {
        facts.push_back({say("Observed"), say("flows are not loaded"), FactStyle::Quiet});
    }
    for (Fact& fact : declarationFacts(analysis, edge)) facts.push_back(std::move(fact));
    if (edge.isMixed) facts.push_back({say("Pods"), say("differ; this is the pair the log names")});
    facts.push_back({say("Could not check"), doubts.isEmpty() ? say("nothing") : toText(doubts.text())});
    column.addFacts(std::move(facts));
}

QString editTitle(const Analysis& analysis, const ClosingEdit& edit) {
    const QString rule = directionText(edit.direction) + QStringLiteral("[%1]").arg(edit.rule.index);
    switch (edit.kind) {
    case ClosingEdit::Kind::Tighten: return say("Narrow %1 to what was seen").arg(rule);
    case ClosingEdit::Kind::Remove: return say("Remove %1").arg(rule);
    case ClosingEdit::Kind::Isolate: break;
    }
    return say("Isolate %1 of %2")
        .arg(directionText(edit.direction), shortName(*analysis.cluster, LedgerEnd(edit.workload)));
}

QString editEffect(const ClosingEdit& edit) {
    const QString closes = say("Closes %1").arg(countText(edit.closedPairs, say("pair")));
    if (!edit.hasEvidence) return closes + say(", effect on traffic unknown");
    return closes + (edit.brokenEdges == 0
                         ? say(", breaks nothing seen")
                         : say(", would break %1").arg(groupedNumber(static_cast<long long>(edit.brokenEdges))));
}

} // namespace

QVBoxLayout* addEdgePanel(InspectorColumn& column, const Analysis& analysis, const LedgerEdge& edge) {
    const WhyQuestion question = questionOf(edge);
    const auto explanation = why(analysis, question);
    addChipRow(column, edge);
    column.addHeadline(headline(*analysis.cluster, edge));
    column.addSentence(summary(analysis, edge));
    column.addSpace(10);
    auto* boxes = new FactBoxes;
    boxes->setBoxes(
        {{say("Now"), verdictText(edge.verdict)},
         {say("Observed"), !analysis.flows      ? say("Not loaded")
                           : edge.seen.isSeen() ? shortNumber(static_cast<long long>(edge.seen.total()))
                                                : say("Never")},
         {say("Last seen"), edge.seen.lastSeen == 0 ? QStringLiteral("\u2013") : dayText(edge.seen.lastSeen)}});
    column.layout().addWidget(boxes);
    QVBoxLayout* cards = nullptr;
    if (!explanation) {
        column.addSection(ladderTitle(edge.verdict));
        column.addSentence(say("An end is not in the inventory, so no policy can be asked about it."));
    } else if (explanation->isSelf) {
        column.addSection(ladderTitle(edge.verdict));
        column.addSentence(say("A pod always reaches itself."));
    } else {
        column.addSection(ladderTitle(explanation->verdict));
        column.addSpace(4);
        auto* ladder = new LadderView;
        ladder->setLadder(ladderOf(analysis, question, *explanation));
        QObject::connect(ladder, &LadderView::linkActivated, ladder, column.onLink());
        column.layout().addWidget(ladder);
        if (explanation->verdict == Verdict::Allow) {
            column.addLine();
            column.addSection(say("What closes it"));
            cards = new QVBoxLayout;
            cards->setSpacing(8);
            column.layout().addLayout(cards);
        }
    }
    addEvidence(column, analysis, edge, explanation ? explanation->doubts : Doubts());
    return cards;
}

void addClosingCards(QVBoxLayout& cards, const Analysis& analysis, const std::vector<ClosingEdit>& edits,
                     const std::function<void(const ClosingEdit&)>& onChosen) {
    if (edits.empty()) {
        cards.addWidget(makeWrappedLabel(say("No single edit of one policy closes it."), TextRole::Dense));
        return;
    }
    for (const ClosingEdit& edit : edits) {
        const bool isBest = &edit == &edits.front() && edit.hasEvidence && edit.brokenEdges == 0;
        auto* card = new ActionCard(
            {editTitle(analysis, edit), editEffect(edit), {}, {}, {}, isBest ? CardRank::Best : CardRank::Plain});
        QObject::connect(card, &QAbstractButton::clicked, card, [edit, onChosen] { onChosen(edit); });
        cards.addWidget(card);
    }
}

} // namespace portolan
