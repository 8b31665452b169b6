#include "tests/ui/gallery/fake_rows.h"
#include "tests/ui/gallery/pages.h"
#include "ui/widgets/button.h"
#include "ui/widgets/impact_strip.h"
#include "ui/widgets/key_hints.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/table_view.h"

#include <QVBoxLayout>

namespace portolan::gallery {

QWidget* makeDraftPage() {
    auto* page = new QWidget;
    page->setProperty("kind", QStringLiteral("panel"));
    page->setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* strip = new ImpactStrip;
    strip->setCells({{"Kept", "", "127", "of 131 observed edges"},
                     {"Would break", "", "4", "need a decision", ImpactTone::Danger},
                     {"Newly closed", "", "465", "pairs nobody used"},
                     {"Reachable pairs", "593", "128", QString::fromUtf8("\u221278 %")},
                     {"Paths to crown jewels", "14", "5", QString::fromUtf8("\u221264 %")},
                     {"Newly isolated", "", "19", "workloads"}});
    column->addWidget(strip);
    auto* title = new TitleRow(HeaderKind::Section, QStringLiteral("Review"));
    title->setNote(QStringLiteral("4 need you, 131 in all"));
    title->setContentsMargins(24, 10, 16, 8);
    title->addControl(makeButton(QStringLiteral("Accept suggested")));
    title->addControl(makeButton(QStringLiteral("Verify")));
    title->addControl(makeButton(QStringLiteral("Export"), ButtonKind::Primary));
    column->addWidget(title);
    auto* table = new TableView;
    table->setModel(makeReview(table));
    table->setRowHeight(36);
    table->setColumns({{CellKind::Decision, 120},
                       {CellKind::Edge, 168},
                       {CellKind::Name, 140, ColumnSizing::Stretch},
                       {CellKind::Mono, 80},
                       {CellKind::Number, 96},
                       {CellKind::DaysSeen, 80},
                       {CellKind::Quiet, 88},
                       {CellKind::OverReach, 84},
                       {CellKind::ChipList, 190}});
    table->selectRow(4);
    column->addWidget(table, 1);
    column->addWidget(new KeyHints(
        {{"A", "accept"}, {"R", "reject"}, {"D", "defer"}, {"Shift", "range"}, {"F10", "next that would break"}}));
    return page;
}

} // namespace portolan::gallery
