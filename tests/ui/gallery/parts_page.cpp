#include "tests/ui/gallery/pages.h"
#include "ui/widgets/action_card.h"
#include "ui/widgets/button.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/days_seen.h"
#include "ui/widgets/decision.h"
#include "ui/widgets/gate.h"
#include "ui/widgets/isolation_badge.h"
#include "ui/widgets/label.h"
#include "ui/widgets/legend.h"
#include "ui/widgets/node_box.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/status_parts.h"
#include "ui/widgets/table_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPainter>
#include <QStandardItemModel>
#include <QVBoxLayout>

#include <functional>

namespace portolan::gallery {

namespace {

using Paint = std::function<void(QPainter&, const Theme&)>;

class PaintedRow : public QWidget {
  public:
    PaintedRow(int height, Paint paint) : m_paint(std::move(paint)) { setFixedHeight(height); }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.fillRect(rect(), currentTheme().surface);
        m_paint(painter, currentTheme());
    }

  private:
    Paint m_paint;
};

void paintIcons(QPainter& painter, const Theme& theme) {
    for (int i = 0; i < kIconCount; ++i) {
        paintIcon(painter, static_cast<Icon>(i), QRectF(16 + i % 24 * 44, 10 + i / 24 * 36, 20, 20), theme.text2);
    }
}

void paintMarks(QPainter& painter, const Theme& theme) {
    double x = 24;
    for (const EdgeClass edgeClass : kEdgeClasses) {
        paintEdgeGlyph(painter, edgeClass, {QPointF(x, 20), 5.5, 1.7}, theme.edge(edgeClass).ink);
        x += 24;
    }
    for (const DraftMark mark : {DraftMark::WouldBreak, DraftMark::NewlyAllowed, DraftMark::NewlyClosed}) {
        paintDraftMark(painter, mark, {QPointF(x, 20), 5.5, 1.7}, theme.text1);
        x += 24;
    }
    for (const SeverityLevel level : kSeverityLevels) {
        paintSeverity(painter, level, {x, 20}, theme);
        x += 24;
    }
    for (const Isolation isolation :
         {Isolation{true, true}, Isolation{true, false}, Isolation{false, true}, Isolation{}}) {
        paintIsolationBadge(painter, {x, 20}, isolation, theme.surface, theme);
        x += 24;
    }
    for (const double share : {0.0, .3, .65, 1.0}) {
        paintShareRing(painter, {x, 20}, share, theme);
        x += 28;
    }
    for (const DecisionState state : kDecisionStates) {
        paintDecision(painter, state, {x, 20}, theme);
        x += 24;
    }
    for (const int days : {0, 1, 9, 30}) {
        paintDaysSeen(painter, {x, 20}, {days, 30}, theme);
        x += 44;
    }
    for (const ChipTone tone : {ChipTone::Neutral, ChipTone::Accent, ChipTone::High, ChipTone::Medium, ChipTone::Low}) {
        const Chip chip{QStringLiteral("chip"), tone};
        paintChip(painter, {x, 10}, chip);
        x += chipWidth(chip) + 6;
    }
}

void paintNodes(QPainter& painter, const Theme& theme) {
    painter.fillRect(QRect(0, 0, 1400, 120), theme.canvas);
    const std::vector<NodeBox> nodes{
        {{}, "web", {}, NodeBadge::Isolation, NodeFrame::Plain, {true, true}, false},
        {{}, "checkout-service-7f", {}, NodeBadge::Isolation, NodeFrame::Hovered, {true, false}, false},
        {{}, "orders-db", {}, NodeBadge::Isolation, NodeFrame::Selected, {true, false}, true},
        {{}, "elastic", {}, NodeBadge::Isolation, NodeFrame::OpenHalo, {}, false},
        {{}, "controller", {}, NodeBadge::Isolation, NodeFrame::Danger, {true, false}, false},
        {{}, "internet", {}, NodeBadge::External, NodeFrame::Plain, {}, false},
        {{}, "csi-driver", {}, NodeBadge::Uncertain, NodeFrame::Plain, {}, false},
    };
    double x = 16;
    for (NodeBox node : nodes) {
        node.rect = QRectF(x, 12, 112, 32);
        paintNodeBox(painter, node, theme);
        node.rect = QRectF(x, 58, 112, 48);
        node.detail = QStringLiteral("namespace");
        paintNodeBox(painter, node, theme);
        x += 132;
    }
    for (const GateState state : {GateState::Rule, GateState::NotIsolated, GateState::Denied, GateState::Uncertain}) {
        painter.setPen(QPen(theme.borderStrong, 2));
        painter.drawLine(QPointF(x + 10, 4), QPointF(x + 10, 52));
        painter.drawLine(QPointF(x - 20, 82), QPointF(x + 40, 82));
        paintLadderGate(painter, state, {x + 10, 28}, theme.canvas);
        paintRouteGate(painter, state, {x + 10, 82}, theme.canvas);
        x += 72;
    }
}

QWidget* makeControls() {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(16, 0, 16, 0);
    line->setSpacing(8);
    line->addWidget(makeButton(QStringLiteral("Plain")));
    line->addWidget(makeButton(QStringLiteral("Primary"), ButtonKind::Primary, Icon::Check));
    line->addWidget(makeButton(QStringLiteral("Ghost"), ButtonKind::Ghost));
    line->addWidget(makeButton(QStringLiteral("Link"), ButtonKind::Link));
    QPushButton* disabled = makeButton(QStringLiteral("Disabled"), ButtonKind::Plain, Icon::Export);
    disabled->setEnabled(false);
    line->addWidget(disabled);
    line->addWidget(makeIconButton(Icon::More, QStringLiteral("More")));
    line->addWidget(makeMenuButton(QStringLiteral("Group by  namespace")));
    line->addWidget(new Segmented({"Current", "Draft", "Changes"}));
    auto* combo = new QComboBox;
    combo->addItems({"namespace", "team"});
    line->addWidget(combo);
    line->addWidget(new QCheckBox(QStringLiteral("Always allow DNS")));
    auto* field = new SearchField(QStringLiteral("Filter"));
    field->setText(QStringLiteral("src.ns=shop and state=unused"));
    field->setState({QStringLiteral("312 of 41,870"), {}, -1});
    line->addWidget(field, 1);
    return row;
}

QWidget* makeStates() {
    auto* row = new QWidget;
    row->setFixedHeight(130);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* empty = new StateView;
    empty->showEmpty({Icon::Filter, "The filter matches nothing",
                      "state=unused was added last and hides all 131 edges.", "Remove it"});
    auto* busy = new StateView;
    busy->showBusy(QStringLiteral("Reading manifests, 212 of 640 files"), .33);
    auto* problem = new StateView;
    problem->showProblem({Icon::Warning, "This folder has no manifests", "No file in it is a Kubernetes object.",
                          "Open another folder"});
    line->addWidget(empty, 1);
    line->addWidget(busy, 1);
    line->addWidget(problem, 1);
    return row;
}

QWidget* makeStatus() {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(16, 0, 16, 0);
    auto* texts = new StatusTexts;
    texts->setTexts({"Shown 31 of 109 edges", "System traffic hidden: 78"});
    auto* job = new StatusJob;
    job->setJob(QStringLiteral("Computing reachability"), .6);
    auto* bullets = new SeverityBullets;
    bullets->setCounts({2, 5, 9, 4, 1});
    line->addWidget(texts, 1);
    line->addWidget(job);
    line->addWidget(bullets);
    return row;
}

QWidget* makeTree() {
    auto* tree = new TreeView;
    auto* model = new QStandardItemModel(0, 3, tree);
    model->setHorizontalHeaderLabels({"Policy", "Pairs", "File"});
    const auto row = [](const char* name, const char* pairs, const char* file) {
        return QList<QStandardItem*>{new QStandardItem(name), new QStandardItem(pairs), new QStandardItem(file)};
    };
    model->appendRow(row("data/allow-from-apps", "593", "policies/data.yaml:3"));
    model->item(0)->appendRow(row("ingress[0]", "12", "policies/data.yaml:20"));
    model->item(0)->appendRow(row("ingress[1]", "581", "policies/data.yaml:31"));
    model->appendRow(row("shop/base", "64", "policies/shop.yaml:3"));
    tree->setModel(model);
    tree->setColumns({{CellKind::Name, 240, ColumnSizing::Stretch}, {CellKind::Number, 96}, {CellKind::FileLine, 240}});
    tree->setSortingEnabled(true);
    tree->expandAll();
    tree->setCurrentIndex(model->index(0, 0, model->index(1, 0)));
    tree->setFixedHeight(160);
    return tree;
}

QWidget* makeCards() {
    auto* row = new QWidget;
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(16, 0, 16, 0);
    line->setSpacing(16);
    line->addWidget(new ActionCard({"data/allow-from-apps, ingress[1]", "breaks nothing seen", "policies/data.yaml:31",
                                    "7", "of 11", CardRank::Best}));
    line->addWidget(new ActionCard(
        {"shop/allow-ingress, ingress[0]", "would break 3 edges", "policies/shop.yaml:20", "9", "of 11"}));
    for (const EdgeClass edgeClass : kEdgeClasses) line->addWidget(new EdgeChip(edgeClass));
    return row;
}

} // namespace

QWidget* makePartsPage() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(12);
    column->addWidget(makeLabel(QStringLiteral("Parts"), TextRole::PageTitle));
    column->addWidget(new PaintedRow(84, paintIcons));
    column->addWidget(new PaintedRow(40, paintMarks));
    column->addWidget(new PaintedRow(120, paintNodes));
    column->addWidget(makeControls());
    column->addWidget(makeCards());
    column->addWidget(makeStates());
    column->addWidget(makeStatus());
    auto* lines = new LegendStrip(LegendKind::Lines);
    lines->setNote(QStringLiteral("Width: log connections"));
    column->addWidget(lines);
    column->addWidget(new LegendStrip(LegendKind::Glyphs));
    column->addWidget(makeTree());
    column->addStretch();
    return page;
}

} // namespace portolan::gallery
