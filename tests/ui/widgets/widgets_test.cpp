#include "ui/widgets/action_card.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/busy_marks.h"
#include "ui/widgets/facts.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/impact_strip.h"
#include "ui/widgets/ladder.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_parts.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/text.h"
#include "ui/widgets/tile.h"

#include <QApplication>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>
#include <QVBoxLayout>

namespace portolan {

namespace {

QPushButton* buttonNamed(QWidget& parent, const QString& text) {
    for (QPushButton* button : parent.findChildren<QPushButton*>()) {
        if (button->text() == text) return button;
    }
    return nullptr;
}

QStandardItemModel* makeModel(QObject* parent) {
    auto* model = new QStandardItemModel(2, 3, parent);
    model->setHorizontalHeaderLabels({"Name", "Pairs", "File"});
    for (int row = 0; row < 2; ++row) {
        model->setItem(row, 0, new QStandardItem(QStringLiteral("shop/web")));
        model->setItem(row, 1, new QStandardItem(QStringLiteral("12")));
        model->setItem(row, 2, new QStandardItem(QStringLiteral("shop.yaml:%1").arg(row + 3)));
    }
    return model;
}

std::vector<TableColumn> columns() {
    return {{CellKind::Name, 120, ColumnSizing::Stretch}, {CellKind::Number, 60}, {CellKind::FileLine, 120}};
}

Ladder ladder() {
    return {{"shop/web", "3 pods"},
            {{GateState::NotIsolated, "Egress gate: not isolated", "No policy selects web for egress.", {}},
             {GateState::Rule,
              "Ingress gate: a rule matches",
              "",
              {{{"Policy", "data/allow"}, {"File", "data.yaml:31", FactStyle::Link, "file-3"}}}}},
            {"data/db", "1 pod", true}};
}

} // namespace

class WidgetsTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void initTestCase() {
        m_appearance.emplace(*qApp);
        m_appearance->apply(ThemeChoice::Light);
    }
    void cleanupTestCase() { m_appearance.reset(); }

    void aSegmentIsChosenByPointerAndByArrow() {
        Segmented segments({"Current", "Draft", "Changes"});
        QSignalSpy chosen(&segments, &Segmented::chosen);
        segments.show();
        QTest::mouseClick(buttonNamed(segments, "Changes"), Qt::LeftButton);
        QCOMPARE(chosen.takeFirst().first().toInt(), 2);
        segments.setUnavailable(1, QStringLiteral("There is no draft"));
        QTest::keyClick(&segments, Qt::Key_Left);
        QCOMPARE(segments.current(), 0);
        QCOMPARE(buttonNamed(segments, "Draft")->toolTip(), QStringLiteral("There is no draft"));
        chosen.clear();
        segments.setCurrent(2);
        QCOMPARE(chosen.count(), 0);
    }

    void aQueryIsAnsweredOnEnterAndOnceAfterTyping() {
        SearchField field(QStringLiteral("Filter"));
        QSignalSpy changed(&field, &SearchField::queryChanged);
        field.show();
        QTest::keyClicks(&field, "port=53");
        QVERIFY(changed.wait());
        QCOMPARE(changed.count(), 1);
        QTest::keyClick(&field, Qt::Key_Return);
        QCOMPARE(changed.count(), 2);
        QCOMPARE(changed.last().first().toString(), QStringLiteral("port=53"));
    }

    void ctrlEnterOnlyHighlights() {
        SearchField field(QStringLiteral("Filter"));
        QSignalSpy highlight(&field, &SearchField::highlightRequested);
        field.setText(QStringLiteral("port=53"));
        QTest::keyClick(&field, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(highlight.count(), 1);
    }

    void aWrongQueryIsMarkedAndStays() {
        SearchField field(QStringLiteral("Filter"));
        field.setText(QStringLiteral("port=="));
        field.setState({{}, QStringLiteral("Expected a port after ="), 5});
        QCOMPARE(field.property("invalid").toBool(), true);
        QCOMPARE(field.text(), QStringLiteral("port=="));
        field.setState({QStringLiteral("12 of 40"), {}, -1});
        QCOMPARE(field.property("invalid").toBool(), false);
    }

    void aTileIsPressedByPointerAndBySpace() {
        Tile tile;
        tile.setContent({"How flat?", "38", "%", "593 of 1,560 pairs can talk", fieldFigure(.38)});
        QSignalSpy clicked(&tile, &QAbstractButton::clicked);
        tile.show();
        QTest::mouseClick(&tile, Qt::LeftButton);
        QTest::keyClick(&tile, Qt::Key_Space);
        QCOMPARE(clicked.count(), 2);
        QCOMPARE(tile.accessibleName(), QStringLiteral("How flat?: 38 %"));
        QCOMPARE(tile.height(), 124);
    }

    void aBannerGoesOnLater() {
        Banner banner;
        banner.setContent(QStringLiteral("Three namespaces have no policy."), QStringLiteral("Propose"));
        banner.show();
        QSignalSpy accepted(&banner, &Banner::accepted);
        QTest::mouseClick(buttonNamed(banner, "Propose"), Qt::LeftButton);
        QCOMPARE(accepted.count(), 1);
        QTest::mouseClick(buttonNamed(banner, "Later"), Qt::LeftButton);
        QVERIFY(!banner.isVisible());
    }

    void aTableHasTheHeightsOfTheDesign() {
        TableView table;
        table.setModel(makeModel(&table));
        table.setColumns(columns());
        table.resize(480, 200);
        table.show();
        QCOMPARE(table.horizontalHeader()->height(), 28);
        QCOMPARE(table.rowHeight(0), 32);
        table.setRowHeight(36);
        QCOMPARE(table.verticalHeader()->defaultSectionSize(), 36);
        QCOMPARE(cellAlignment(CellKind::Number), Qt::AlignRight);
        QCOMPARE(cellAlignment(CellKind::Name), Qt::AlignLeft);
    }

    void aFileLineIsOpenedByClickAndByEnter() {
        TableView table;
        table.setModel(makeModel(&table));
        table.setColumns(columns());
        table.resize(480, 200);
        table.show();
        QSignalSpy activated(&table, &TableView::fileLineActivated);
        const QModelIndex file = table.model()->index(1, 2);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(file).center());
        QCOMPARE(activated.count(), 1);
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, table.visualRect(file.siblingAtColumn(0)).center());
        QCOMPARE(activated.count(), 1);
        table.selectRow(1);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(activated.count(), 2);
        QCOMPARE(activated.last().first().toModelIndex(), file);
    }

    void aModelMayShowOneCellOtherwise() {
        TableView table;
        QStandardItemModel* model = makeModel(&table);
        table.setModel(model);
        table.setColumns(columns());
        const QModelIndex cell = model->index(0, 1);
        QCOMPARE(table.cellDelegate()->kind(cell), CellKind::Number);
        model->setData(cell, static_cast<int>(CellKind::Quiet), KindRole);
        QCOMPARE(table.cellDelegate()->kind(cell), CellKind::Quiet);
    }

    void aLadderGrowsAsItNarrowsAndItsLinkAnswers() {
        LadderView view;
        view.setLadder(ladder());
        QVERIFY(view.heightForWidth(160) > view.heightForWidth(320));
        view.resize(288, view.heightForWidth(288));
        view.show();
        QSignalSpy activated(&view, &LadderView::linkActivated);
        for (int y = 0; y < view.height(); y += 4) QTest::mouseClick(&view, Qt::LeftButton, {}, QPoint(140, y));
        QVERIFY(activated.count() >= 1);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("file-3"));
    }

    void aLadderKeepsItsFootInANarrowPanel() {
        QWidget panel;
        auto* column = new QVBoxLayout(&panel);
        auto* view = new LadderView;
        view->setLadder(ladder());
        column->addWidget(view);
        column->addStretch();
        panel.resize(190, 700);
        panel.show();
        QCOMPARE(view->height(), view->heightForWidth(view->width()));
    }

    void factsReportTheirTarget() {
        FactList list;
        list.setFacts({{"Policy", "data/allow"}, {"File", "data.yaml:31", FactStyle::Link}});
        list.resize(list.sizeHint());
        list.show();
        QSignalSpy activated(&list, &FactList::linkActivated);
        QTest::mouseClick(&list, Qt::LeftButton, {}, QPoint(150, 10));
        QTest::mouseClick(&list, Qt::LeftButton, {}, QPoint(150, 30));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("data.yaml:31"));
    }

    void aLongFactHasItsLastLineInANarrowPanel() {
        QWidget panel;
        auto* column = new QVBoxLayout(&panel);
        auto* list = new FactList;
        list->setFacts({{"NetworkPolicies", "a-namespace-with-a-long-name/allow-what-comes-from-the-other-namespace",
                         FactStyle::TextLink}});
        column->addWidget(list);
        column->addStretch();
        panel.resize(240, 400);
        panel.show();
        QVERIFY(list->heightForWidth(list->width()) > list->sizeHint().height());
        QCOMPARE(list->height(), list->heightForWidth(list->width()));
    }

    void aLongFactWrapsInsteadOfLosingItsEnd() {
        FactList list;
        list.setFacts(
            {{"From", "app.kubernetes.io/name=prometheus in ns monitoring-of-the-platform", FactStyle::Mono}});
        QCOMPARE(list.heightForWidth(1000), 21);
        QVERIFY(list.heightForWidth(260) > 21);
        const QFont font = monoFont(11);
        const QString text = QStringLiteral("policies/network/monitoring-of-the-platform.yaml:1042");
        const QStringList lines = wrappedLines(text, font, 120, 9);
        QCOMPARE(lines.join(QString()), text);
        for (const QString& line : lines) QVERIFY(textWidth(line, font) <= 121);
        QCOMPARE(wrappedLines(text, font, 120, 2).size(), 2);
        QVERIFY(wrappedLines(text, font, 120, 2).last().endsWith(QChar(0x2026)));
        QCOMPARE(wrappedLines({}, font, 120, 2), QStringList{QString()});
    }

    void linksAreWalkedAndOpenedByKey() {
        FactList list;
        list.setFacts({{"Policy", "data/allow", FactStyle::TextLink, "policy"},
                       {"Pods", "3"},
                       {"File", "data.yaml:31", FactStyle::Link}});
        QCOMPARE(list.focusPolicy(), Qt::TabFocus);
        list.show();
        QSignalSpy activated(&list, &FactList::linkActivated);
        QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
        QApplication::sendEvent(&list, &focus);
        QTest::keyClick(&list, Qt::Key_Return);
        QTest::keyClick(&list, Qt::Key_Down);
        QTest::keyClick(&list, Qt::Key_Return);
        QCOMPARE(activated.count(), 2);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("policy"));
        QCOMPARE(activated.last().first().toString(), QStringLiteral("data.yaml:31"));
        FactList plain;
        plain.setFacts({{"Pods", "3"}});
        QCOMPARE(plain.focusPolicy(), Qt::NoFocus);
    }

    void aLadderOpensItsLinksByKey() {
        LadderView view;
        view.setLadder(ladder());
        view.resize(288, view.heightForWidth(288));
        view.show();
        QSignalSpy activated(&view, &LadderView::linkActivated);
        QFocusEvent focus(QEvent::FocusIn, Qt::TabFocusReason);
        QApplication::sendEvent(&view, &focus);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().first().toString(), QStringLiteral("file-3"));
    }

    void anImpactCellIsClicked() {
        ImpactStrip strip;
        strip.setCells(
            {{"Kept", "", "127", "of 131"}, {"Would break", "", "4", "need a decision", ImpactTone::Danger}});
        strip.resize(600, 80);
        strip.show();
        QSignalSpy clicked(&strip, &ImpactStrip::cellClicked);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(30, 40));
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(590, 40));
        QCOMPARE(clicked.first().first().toInt(), 0);
        QCOMPARE(clicked.last().first().toInt(), 1);
    }

    void aStateOffersItsOneButton() {
        StateView view;
        view.showEmpty({Icon::Filter, "Nothing matches", "state=unused was added last.", "Remove it"});
        view.show();
        QSignalSpy requested(&view, &StateView::actionRequested);
        QTest::mouseClick(buttonNamed(view, "Remove it"), Qt::LeftButton);
        QCOMPARE(requested.count(), 1);
        view.showBusy(QStringLiteral("Computing"), .5);
        QVERIFY(buttonNamed(view, "Cancel")->isVisible());
        view.showProblem({Icon::Warning, "Not a manifest", {}, {}});
        QVERIFY(!buttonNamed(view, "")->isVisible());
    }

    void bulletsHideWhileThereIsNothing() {
        QWidget bar;
        auto* bullets = new SeverityBullets(&bar);
        bar.show();
        bullets->setCounts({});
        QVERIFY(!bullets->isVisible());
        bullets->setCounts({2, 5, 9, 0, 0});
        QVERIFY(bullets->isVisible());
    }

    void theVeilCoversItsParentAndStopsNothing() {
        QWidget page;
        QPushButton button(QStringLiteral("Go"), &page);
        page.resize(200, 100);
        StaleVeil veil(&page);
        page.show();
        veil.show();
        page.resize(300, 150);
        QCOMPARE(veil.size(), page.size());
        QVERIFY(veil.testAttribute(Qt::WA_TransparentForMouseEvents));
    }

    void theRingFollowsTheKeyboardOnly() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* first = new QPushButton(QStringLiteral("First"));
        auto* second = new QPushButton(QStringLiteral("Second"));
        column->addWidget(first);
        column->addWidget(second);
        auto* ring = new FocusRing(&window);
        window.show();
        QApplication::setActiveWindow(&window);
        first->setFocus();
        QTest::keyClick(first, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), second);
        QVERIFY(ring->isVisible());
        QVERIFY(ring->geometry().contains(second->geometry()));
        QTest::mouseClick(first, Qt::LeftButton);
        QVERIFY(!ring->isVisible());
    }

  private:
    std::optional<Appearance> m_appearance;
};

} // namespace portolan

QTEST_MAIN(portolan::WidgetsTest)
#include "widgets_test.moc"
