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
    return {say("How much is isolated?"), percent(share(it.both, it.total)), QStringLiteral("%"),
            say("%1 of %2 workloads, both ways").arg(number(it.both), number(it.total)),
            shareBarsFigure(share(it.ingress, it.total), share(it.egress, it.total))};
}

TileContent flatnessTile(const OverviewFigures& figures) {
    const PairCounts& pairs = figures.pairs;
    const double flat = share(pairs.must, pairs.total);
    const bool isLong = pairs.total >= 100'000;
    const auto text = [&](std::uint64_t n) { return isLong ? shortNumber(static_cast<long long>(n)) : number(n); };
    return {say("How flat?"), percent(flat), QStringLiteral("%"),
            say("%1 of %2 pod pairs can talk").arg(text(pairs.must), text(pairs.total)), fieldFigure(flat)};
}

TileContent broadRulesTile(const OverviewFigures& figures) {
    TileContent tile{say("Rules too broad"), kNoNumber, {}, notLoaded(), columnsFigure({})};
    if (!figures.hasFlows) return tile;
    tile.number = number(figures.broadRules.size());
    tile.fact = figures.broadRules.empty()
                    ? say("every rule is used in full")
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
    TileContent tile{say("Unused allows"), kNoNumber, {}, notLoaded(), glyphsFigure(0)};
    if (!figures.hasFlows) return tile;
    tile.number = number(figures.unusedAllows);
    tile.fact = figures.unusedAllows == 0 ? say("every rule was seen in use")
                                          : say("never seen in %1").arg(countText(figures.window->days, say("day")));
    tile.figure = glyphsFigure(share(figures.unusedAllows, figures.unusedAllows + figures.usedRules));
    return tile;
}

TileContent crownJewelsTile(const OverviewFigures& figures) {
    const JewelReach& jewels = figures.jewels;
    TileContent tile{say("Who reaches the crown jewels?"), kNoNumber, {}, say("none marked"), fanFigure(0)};
    if (jewels.jewels == 0) return tile;
    tile.number = number(jewels.reaching);
    tile.fact = figures.hasFlows ? say("workloads, %1 of them without need").arg(number(jewels.withoutNeed))
                                 : say("workloads reach %1").arg(countText(jewels.jewels, say("jewel")));
    const double without = 5 * share(jewels.withoutNeed, jewels.reaching);
    tile.figure = fanFigure(std::clamp(static_cast<int>(std::ceil(without)), 0, 5));
    return tile;
}

} // namespace portolan
