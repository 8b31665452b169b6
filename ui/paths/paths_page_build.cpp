#include "ui/paths/paths_page.h"
#include "ui/paths/route_canvas.h"
#include "ui/paths/text_table.h"
#include "ui/session/job_runner.h"
#include "ui/session/session.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/segmented.h"
#include "ui/widgets/state_view.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>

namespace portolan {
namespace {

constexpr unsigned kMostHopsOffered = 8;
constexpr int kCanvasHeight = 268;

QComboBox* makeEndBox(const QString& name) {
    auto* box = new QComboBox;
    box->setEditable(true);
    box->setProperty("kind", QStringLiteral("typed"));
    box->setInsertPolicy(QComboBox::NoInsert);
    box->setMinimumWidth(180);
    box->setMaximumWidth(300);
    box->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    box->setAccessibleName(name);
    box->setToolTip(PathsPage::tr("Type a part of a name, or choose from the list"));
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    box->completer()->setFilterMode(Qt::MatchContains);
    QAction* open = box->lineEdit()->addAction(themedIcon(Icon::Down), QLineEdit::TrailingPosition);
    QObject::connect(open, &QAction::triggered, box, &QComboBox::showPopup);
    return box;
}

QWidget* makePanel(QVBoxLayout** column) {
    auto* panel = new QWidget;
    panel->setProperty("kind", QStringLiteral("panel"));
    panel->setAttribute(Qt::WA_StyledBackground);
    *column = new QVBoxLayout(panel);
    (*column)->setContentsMargins(0, 0, 0, 0);
    (*column)->setSpacing(0);
    return panel;
}

} // namespace

PathsPage::PathsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobs(new JobRunner(this)), m_stack(new QStackedLayout(this)),
      m_state(new StateView) {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildEnds());
    column->addWidget(makeLine(Qt::Horizontal));
    auto* split = new QSplitter(Qt::Vertical);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    split->addWidget(buildCanvas());
    auto* lists = new QSplitter(Qt::Horizontal);
    lists->setHandleWidth(1);
    lists->setChildrenCollapsible(false);
    lists->addWidget(buildLists());
    lists->addWidget(buildChokePoints());
    lists->setStretchFactor(0, 1);
    lists->setSizes({800, 400});
    split->addWidget(lists);
    split->setStretchFactor(1, 1);
    split->setSizes({kCanvasHeight, 2 * kCanvasHeight});
    column->addWidget(split, 1);
    m_stack->addWidget(content);
    m_stack->addWidget(m_state);
    connect(m_state, &StateView::actionRequested, this, &PathsPage::openRequested);
    connect(&m_session, &Session::analysisChanged, this, &PathsPage::takeAnalysis);
    takeAnalysis();
}

QWidget* PathsPage::buildEnds() {
    QVBoxLayout* column = nullptr;
    QWidget* bar = makePanel(&column);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(24, 10, 16, 10);
    row->setSpacing(8);
    m_fromBox = makeEndBox(tr("From"));
    m_toBox = makeEndBox(tr("To"));
    auto* swap = makeIconButton(Icon::Swap, tr("Swap the ends"));
    m_hops = makeMenuButton({});
    m_hops->setToolTip(tr("Longer ways are not looked for"));
    auto* lengths = new QMenu(m_hops);
    for (unsigned hops = 1; hops <= kMostHopsOffered; ++hops)
        lengths->addAction(hops == 1 ? tr("1 hop") : tr("%1 hops").arg(hops), this, [this, hops] { setMaxHops(hops); });
    m_hops->setMenu(lengths);
    m_radius = makeLabel({}, TextRole::Dense, TextTone::Text2);
    m_radius->setToolTip(tr("Workloads that can be reached from the start, step by step, over ports that are listened "
                            "on"));
    m_onMap = makeButton(tr("Show on map"));
    row->addWidget(makeLabel(tr("From"), TextRole::Dense, TextTone::Text2));
    row->addWidget(m_fromBox, 3);
    row->addWidget(swap);
    row->addWidget(makeLabel(tr("To"), TextRole::Dense, TextTone::Text2));
    row->addWidget(m_toBox, 3);
    row->addSpacing(8);
    row->addWidget(makeLabel(tr("At most"), TextRole::Dense, TextTone::Text2));
    row->addWidget(m_hops);
    row->addStretch(2);
    row->addWidget(m_radius);
    row->addWidget(m_onMap);
    column->addLayout(row);
    connect(m_fromBox, &QComboBox::activated, this,
            [this](int at) { setEnds(m_fromBox->itemData(at).toString(), {}); });
    connect(m_toBox, &QComboBox::activated, this, [this](int at) { setEnds({}, m_toBox->itemData(at).toString()); });
    for (QComboBox* box : {m_fromBox, m_toBox})
        connect(box->lineEdit(), &QLineEdit::editingFinished, this, &PathsPage::showEnds, Qt::QueuedConnection);
    connect(swap, &QPushButton::clicked, this, &PathsPage::swapEnds);
    connect(m_onMap, &QPushButton::clicked, this, &PathsPage::showOnMap);
    return bar;
}

QWidget* PathsPage::buildCanvas() {
    auto* upper = new QWidget;
    upper->setMinimumHeight(kCanvasHeight);
    m_routeStack = new QStackedLayout(upper);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    m_canvas = new RouteCanvas;
    area->setWidget(m_canvas);
    m_noRoute = new StateView;
    m_routeStack->addWidget(area);
    m_routeStack->addWidget(m_noRoute);
    connect(m_canvas, &RouteCanvas::hopChosen, this, &PathsPage::selectHop);
    connect(m_canvas, &RouteCanvas::routeStepRequested, this, &PathsPage::stepRoute);
    connect(m_canvas, &RouteCanvas::sourceRequested, this, &PathsPage::sourceRequested);
    connect(m_noRoute, &StateView::actionRequested, this, &PathsPage::stopOrRepeat);
    return upper;
}

QWidget* PathsPage::buildLists() {
    QVBoxLayout* column = nullptr;
    QWidget* panel = makePanel(&column);
    m_lists = new Segmented({tr("Routes"), tr("Within reach")});
    m_listNote = makeElidedLabel(TextRole::Dense, TextTone::Text2);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(24, 10, 16, 10);
    head->setSpacing(12);
    head->addWidget(m_lists);
    head->addWidget(m_listNote, 1);
    column->addLayout(head);
    m_routes = new TextTable(
        {tr("Hops"), tr("Through"), tr("Target"), tr("Weakest gate"), tr("Seen in use"), tr("Hops to close")}, this);
    m_routes->setTitleTip(3, tr("The gate that stands open the widest and that a policy can close"));
    m_routes->setTitleTip(4, tr("Hops that the flow log saw in use"));
    m_routes->setTitleTip(5,
                          tr("The fewest hops whose closing leaves no way to the target, those in use spared first"));
    m_routesView = new TableView;
    m_routesView->setModel(m_routes);
    m_routesView->setColumns({{CellKind::Number, 60},
                              {CellKind::Text, 150, ColumnSizing::Stretch},
                              {CellKind::Name, 150, ColumnSizing::Stretch},
                              {CellKind::Quiet, 180, ColumnSizing::Stretch},
                              {CellKind::Quiet, 88},
                              {CellKind::Number, 104}});
    m_routesView->setAccessibleName(tr("Routes"));
    m_reached = new TextTable({tr("Hops"), tr("Workload"), tr("Port"), tr("Reached from")}, this);
    m_reachedView = new TableView;
    m_reachedView->setModel(m_reached);
    m_reachedView->setColumns({{CellKind::Number, 60},
                               {CellKind::Name, 180, ColumnSizing::Stretch},
                               {CellKind::Mono, 170},
                               {CellKind::Quiet, 160, ColumnSizing::Stretch}});
    m_reachedView->setAccessibleName(tr("Workloads within reach"));
    m_listStack = new QStackedWidget;
    m_listStack->addWidget(m_routesView);
    m_listStack->addWidget(m_reachedView);
    column->addWidget(m_listStack, 1);
    connect(m_lists, &Segmented::chosen, this, [this](int list) {
        m_listStack->setCurrentIndex(list);
        showNote();
    });
    connect(m_routesView, &TableView::currentRowChanged, this, &PathsPage::drawRoute);
    connect(m_reachedView, &TableView::currentRowChanged, this, &PathsPage::selectReached);
    return panel;
}

QWidget* PathsPage::buildChokePoints() {
    QVBoxLayout* column = nullptr;
    QWidget* panel = makePanel(&column);
    auto* head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 10);
    head->setSpacing(2);
    head->addWidget(makeLabel(tr("Choke points"), TextRole::SectionTitle));
    m_chokeNote = makeWrappedLabel({}, TextRole::Dense, TextTone::Text2);
    head->addWidget(m_chokeNote);
    column->addLayout(head);
    auto* inner = new QWidget;
    inner->setProperty("kind", QStringLiteral("panel"));
    m_cards = new QVBoxLayout(inner);
    m_cards->setContentsMargins(16, 0, 16, 16);
    m_cards->setSpacing(8);
    auto* area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inner);
    column->addWidget(area, 1);
    m_cuts = new QWidget;
    auto* cuts = new QVBoxLayout(m_cuts);
    cuts->setContentsMargins(16, 10, 16, 12);
    cuts->setSpacing(2);
    cuts->addWidget(makeLabel(tr("Smallest cuts"), TextRole::DenseStrong));
    m_cut = makeWrappedLabel({}, TextRole::Dense, TextTone::Text2);
    cuts->addWidget(m_cut);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addWidget(m_cuts);
    panel->setMinimumWidth(280);
    return panel;
}

} // namespace portolan
