#include "ui/inspector/declared_panel.h"

#include "ui/inspector/panel_facts.h"
#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString permittedWord(const DeclaredEdge& e) {
    if (!e.isJudged)
        return std::get<UnresolvedEnd>(e.edge.to)->kind == "Service" ? say("no pods behind it") : QString();
    switch (e.edge.verdict) {
    case Verdict::Allow: return say("permitted");
    case Verdict::Deny: return say("not permitted");
    case Verdict::Uncertain: break;
    }
    return say("cannot be decided");
}

QString seenWord(const Analysis& analysis, const DeclaredEdge& e) {
    if (!analysis.flows || !e.isObservable) return {};
    if (!e.isSeen()) return say("never seen");
    const std::int64_t last = e.edge.seen.lastSeen;
    return last == 0 ? say("seen") : say("last seen %1").arg(dayText(last));
}

/// "permitted, last seen 17 Nov, sure"
QString stateText(const Analysis& analysis, const DeclaredEdge& e) {
    QStringList words;
    for (const QString& word : {permittedWord(e), seenWord(analysis, e), toText(name(e.confidence))})
        if (!word.isEmpty()) words << word;
    return words.join(QStringLiteral(", "));
}

void addEdge(Facts& facts, const Analysis& analysis, const DeclaredEdge& e) {
    const Cluster& cluster = *analysis.cluster;
    QString target = toText(displayName(cluster, e.edge.to));
    if (e.edge.port != 0) target += QStringLiteral("  ") + portText(e.edge.protocol, e.edge.port);
    facts.push_back({{}, target, FactStyle::Mono});
    facts.push_back({{}, stateText(analysis, e), FactStyle::Quiet});
    const DeclaredDependency& d = analysis.declared->dependency(e.dependencies.front());
    if (d.where.isKnown())
        facts.push_back({{}, placeText(analysis, d.where), FactStyle::Link, toText(cluster.files.line(d.where))});
    if (e.dependencies.size() > 1)
        facts.push_back({{}, say("and in %1 more places").arg(e.dependencies.size() - 1), FactStyle::Quiet});
}

} // namespace

Facts declaredFacts(const Analysis& analysis, WorkloadId id) {
    Facts facts;
    if (!analysis.declared) return facts;
    std::size_t count = 0;
    for (const DeclaredEdge& e : analysis.declared->from(id))
        if (++count <= kMostPanelLines) addEdge(facts, analysis, e);
    if (count > kMostPanelLines)
        facts.push_back({{}, say("and %1 more").arg(count - kMostPanelLines), FactStyle::Quiet});
    return facts;
}

void addDeclared(InspectorColumn& column, const Analysis& analysis, WorkloadId id) {
    Facts facts = declaredFacts(analysis, id);
    if (facts.empty()) return;
    column.addSection(say("Declared dependencies"));
    column.addFacts(std::move(facts));
}

Facts declarationFacts(const Analysis& analysis, const LedgerEdge& edge) {
    const auto* from = std::get_if<WorkloadId>(&edge.from);
    if (!analysis.declared || from == nullptr) return {};
    for (const DeclaredEdge& e : analysis.declared->from(*from)) {
        const bool isSame =
            e.edge.to == edge.to && e.edge.protocol == edge.protocol && (e.edge.port == edge.port || e.edge.port == 0);
        if (!isSame) continue;
        const DeclaredDependency& d = analysis.declared->dependency(e.dependencies.front());
        Facts facts{{say("Declared"), toText(textOf(d)), FactStyle::Mono},
                    {say("How sure"), toText(name(d.confidence))}};
        addPlace(facts, analysis, d.where);
        return facts;
    }
    if (!analysis.declared->declaresAny(*from)) return {};
    return {{say("Declared"), say("nowhere, though the workload declares other calls")}};
}

} // namespace portolan
