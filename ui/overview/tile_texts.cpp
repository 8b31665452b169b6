#include "ui/overview/tile_texts.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace portolan {

namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Overview", text);
}

QString number(std::uint64_t value) {
    return groupedNumber(static_cast<long long>(value));
}

double share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

QString percent(double value) {
    return QString::number(static_cast<int>(std::round(value * 100)));
}

const QString kNoNumber = QStringLiteral("\u2013");

QString notLoaded() {
    return say("flows not loaded");
}

} // namespace

TileContent isolationTile(const OverviewFigures& figures) {
    const IsolationShare& it = figures.isolation;
    return {say("How much is isolated?"),
            percent(share(it.both, it.total)),
            QStringLiteral("%"),
            say("%1 of %2 workloads").arg(number(it.both), number(it.total)),
            shareBarsFigure(share(it.ingress, it.total), share(it.egress, it.total)),
            say("Workloads that policies isolate both ways; the bars are ingress and egress. Opens the map.")};
}

TileContent flatnessTile(const OverviewFigures& figures) {
    const PairCounts& pairs = figures.pairs;
    const double flat = share(pairs.must, pairs.total);
    const bool isLong = pairs.total >= 100'000;
    const auto text = [&](std::uint64_t n) { return isLong ? shortNumber(static_cast<long long>(n)) : number(n); };
    return {say("How flat?"),
            percent(flat),
            QStringLiteral("%"),
            say("%1 of %2 pod pairs").arg(text(pairs.must), text(pairs.total)),
            fieldFigure(flat),
            say("The share of pairs that no policy parts: 100 % is a cluster without borders. Opens the matrix.")};
}

TileContent broadRulesTile(const OverviewFigures& figures) {
    TileContent tile{say("Rules too broad"),
                     kNoNumber,
                     {},
                     notLoaded(),
                     {},
                     say("Rules that allow far more pairs than were seen. Opens the policies, least used first.")};
    if (!figures.hasFlows) return tile;
    tile.number = number(figures.broadRules.size());
    tile.fact = figures.broadRules.empty()
                    ? say("none far wider than its use")
                    : say("lowest uses %1 of what it allows").arg(percentText(figures.broadRules.front().utilisation));
    std::vector<double> shares;
    for (const BroadRule& rule : figures.broadRules) {
        if (shares.size() == 7) break;
        shares.push_back(rule.utilisation);
    }
    tile.figure = columnsFigure(std::move(shares));
    return tile;
}

TileContent unusedAllowsTile(const OverviewFigures& figures) {
    TileContent tile{say("Unused allows"),
                     kNoNumber,
                     {},
                     notLoaded(),
                     {},
                     say("Rules that no connection of the log came by. Opens the policies never used.")};
    if (!figures.hasFlows) return tile;
    tile.number = number(figures.unusedAllows);
    tile.fact = figures.unusedAllows == 0 ? say("none that nobody used")
                                          : say("never seen in %1").arg(countText(figures.window->days, say("day")));
    if (figures.unusedAllows + figures.usedRules > 0)
        tile.figure = glyphsFigure(share(figures.unusedAllows, figures.unusedAllows + figures.usedRules));
    return tile;
}

TileContent crownJewelsTile(const OverviewFigures& figures) {
    const JewelReach& jewels = figures.jewels;
    TileContent tile{say("Who reaches crown jewels?"),
                     kNoNumber,
                     {},
                     say("none marked"),
                     {},
                     say("Crown jewels are the workloads that portolan.yaml lists as sensitive. Opens the map.")};
    if (jewels.jewels == 0) return tile;
    tile.number = number(jewels.reaching);
    if (!figures.hasFlows)
        tile.fact = say("workloads reach %1").arg(countText(jewels.jewels, say("jewel")));
    else
        tile.fact = jewels.withoutNeed == 0 ? say("workloads, all with traffic")
                                            : say("workloads, %1 without traffic").arg(number(jewels.withoutNeed));
    const double without = 5 * share(jewels.withoutNeed, jewels.reaching);
    tile.figure = fanFigure(std::clamp(static_cast<int>(std::ceil(without)), 0, 5));
    return tile;
}

} // namespace portolan
