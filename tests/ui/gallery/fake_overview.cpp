#include "tests/ui/gallery/fake_rows.h"
#include "tests/ui/gallery/pages.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/button.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/tile.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace portolan::gallery {

namespace {

QHBoxLayout* makeTiles() {
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    const std::vector<TileContent> tiles{
        {"How much is isolated?", "45", "%", "18 of 40 workloads, both ways", shareBarsFigure(.66, .42)},
        {"How flat?", "38", "%", "593 of 1,560 pairs can talk", fieldFigure(.38)},
        {"Rules too broad", "7", "", "lowest uses 2 % of what it allows",
         columnsFigure({.02, .05, .11, .18, .3, .34, .4})},
        {"Unused allows", "31", "", "never seen in 30 days", glyphsFigure(.33)},
        {"Who reaches the crown jewels?", "14", "", "workloads, 4 of them without need", fanFigure(2)},
    };
    for (const TileContent& content : tiles) {
        auto* tile = new Tile;
        tile->setContent(content);
        row->addWidget(tile, 1);
    }
    return row;
}

QWidget* makeFindingsCard() {
    QVBoxLayout* column = nullptr;
    QFrame* card = makeCard(&column);
    auto* title = new TitleRow(HeaderKind::Section, QStringLiteral("Findings"));
    title->setNote(QStringLiteral("21"));
    title->setContentsMargins(16, 10, 10, 8);
    title->addControl(new Segmented({"All", "New 3", "Open", "Accepted"}));
    title->addControl(makeButton(QStringLiteral("Group by rule")));
    column->addWidget(title);
    auto* table = new TableView;
    table->setModel(makeFindings(table));
    table->setColumns({{CellKind::Severity, 104},
                       {CellKind::Mono, 84},
                       {CellKind::Title, 320, ColumnSizing::Stretch},
                       {CellKind::Text, 196},
                       {CellKind::Number, 76},
                       {CellKind::Quiet, 112},
                       {CellKind::FileLine, 216},
                       {CellKind::ChipList, 96}});
    table->selectRow(0);
    column->addWidget(table, 1);
    return card;
}

} // namespace

QWidget* makeOverviewPage() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(16);
    auto* title = new TitleRow(HeaderKind::Page, QStringLiteral("Overview"));
    title->setNote(QStringLiteral("40 workloads in 8 namespaces, 26 policies. Snapshot of 22 November 2026, 09:14."));
    title->addControl(makeButton(QStringLiteral("Compare with snapshot")));
    title->addControl(makeButton(QStringLiteral("Report")));
    column->addWidget(title);
    column->addLayout(makeTiles());
    auto* banner = new Banner;
    banner->setContent(
        QStringLiteral("3 namespaces have no policy. A default-deny draft for search would keep all 410,233 "
                       "connections seen."),
        QStringLiteral("Propose for search"));
    column->addWidget(banner);
    column->addWidget(makeFindingsCard(), 1);
    return page;
}

} // namespace portolan::gallery
