#include "ui/inspector/block_panel.h"

#include "ui/models/words.h"
#include "ui/widgets/class_bars.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr std::size_t kMostEdges = 40;

QString say(const char* text) {
    return QCoreApplication::translate("Inspector", text);
}

QString number(std::uint64_t value) {
    return groupedNumber(static_cast<long long>(value));
}

QString edgeLine(const Cluster& cluster, const LedgerEdge& edge) {
    return say("%1 to %2, %3")
        .arg(toText(displayName(cluster, edge.from)), toText(displayName(cluster, edge.to)),
             portText(edge.protocol, edge.port));
}

void addEdges(InspectorColumn& column, const Analysis& analysis, const std::vector<LedgerEdge>& edges) {
    std::optional<EdgeState> state;
    Facts facts;
    const auto flush = [&] {
        if (!state) return;
        column.addSection(edgeClassName(edgeClassOf(*state)));
        column.addList(std::exchange(facts, {}));
    };
    for (std::size_t i = 0; i < std::min(edges.size(), kMostEdges); ++i) {
        if (state != edges[i].state) flush();
        state = edges[i].state;
        facts.push_back({{},
                         edgeLine(*analysis.cluster, edges[i]),
                         FactStyle::TextLink,
                         linkTo(keyOf(*analysis.cluster, edges[i]))});
    }
    flush();
    if (edges.size() > kMostEdges) column.addSentence(say("and %1 more").arg(number(edges.size() - kMostEdges)));
}

} // namespace

QVBoxLayout* addBlockPanel(InspectorColumn& column, const Analysis& analysis, const BlockKey& key) {
    column.addKind(say("Cell of the matrix"));
    column.addHeadline(say("%1 to %2").arg(sideText(analysis, key.from), sideText(analysis, key.to)));
    auto* layout = new QVBoxLayout;
    layout->setSpacing(2);
    column.layout().addLayout(layout);
    return layout;
}

void addBlockFacts(InspectorColumn& column, const Analysis& analysis, const BlockFacts& facts) {
    if (facts.pairs > 0)
        column.addSentence(
            say("%1 of %2 pairs of workloads may talk (%3).")
                .arg(number(facts.allowed), number(facts.pairs),
                     percentText(static_cast<double>(facts.allowed) / static_cast<double>(facts.pairs))));
    if (facts.connections > 0) column.addSentence(say("%1 connections in the log.").arg(number(facts.connections)));
    std::vector<ClassCount> counts;
    for (const EdgeClass edgeClass : kEdgeClasses)
        if (facts.count(edgeClass) > 0) counts.push_back({edgeClass, facts.count(edgeClass)});
    column.addSpace(8);
    if (counts.empty()) {
        column.addSentence(analysis.flows ? say("Nothing was seen, and no listed port is open.")
                                          : say("Flows are not loaded: which of the pairs talk is not known."));
    } else {
        auto* bars = new ClassBars;
        bars->setCounts(std::move(counts));
        column.layout().addWidget(bars);
    }
    if (!facts.isUnseenCounted && analysis.flows)
        column.addSentence(say("Only what was seen is counted: too many workloads to ask about each pair."));
    addEdges(column, analysis, facts.edges);
}

} // namespace portolan
