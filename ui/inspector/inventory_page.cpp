#include "ui/inspector/inventory_page.h"

#include "ui/models/inventory_model.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"

#include <QMenu>
#include <QVBoxLayout>

namespace portolan {

InventoryPage::InventoryPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new InventoryModel),
      m_panel(new TablePanel(m_model, {{CellKind::Isolation, 140, ColumnSizing::Stretch},
                                       {CellKind::Number, 46},
                                       {CellKind::Number, 40},
                                       {CellKind::Number, 40},
                                       {CellKind::Number, 64}})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    setFocusProxy(&m_panel->table());
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_panel, &TablePanel::currentRowChanged, this, [this](int row) {
        if (row >= 0) m_session.select(keyOf(*m_session.analysis()->cluster, m_model->workload(row)));
    });
    connect(m_panel, &TablePanel::rowDoubleClicked, this, &InventoryPage::mapRequested);
    connect(m_panel, &TablePanel::contextMenuRequested, this, &InventoryPage::showMenu);
    connect(&m_panel->state(), &StateView::actionRequested, this, [this] { m_session.setFilter({}); });
    connect(&m_session, &Session::analysisChanged, this, &InventoryPage::takeAnalysis);
    connect(&m_session, &Session::filterChanged, this, &InventoryPage::applyFilter);
    connect(&m_session, &Session::selectionChanged, this, &InventoryPage::followSelection);
    takeAnalysis();
}

void InventoryPage::takeAnalysis() {
    m_model->setAnalysis(m_session.analysis());
    applyFilter();
}

void InventoryPage::applyFilter() {
    const Query query = m_session.filter().query;
    m_panel->setPredicate([this, query](int row) {
        return isMatch(
            query, [&](std::string_view field) { return m_model->fields(row, field); },
            [&] { return m_model->rowText(row); });
    });
    if (!m_session.analysis())
        m_panel->showEmpty({Icon::Folder, tr("Nothing is open"), {}, {}});
    else if (m_panel->filtered().total() == 0)
        m_panel->showEmpty({Icon::Box, tr("No workloads"), tr("The input has no pods and no controllers."), {}});
    else if (m_panel->filtered().shown() == 0)
        m_panel->showEmpty({Icon::Filter, tr("No workload matches"), {}, tr("Show all")});
    else
        m_panel->showTable();
    followSelection();
}

void InventoryPage::followSelection() {
    const auto* key = std::get_if<WorkloadKey>(&m_session.selection());
    const auto& analysis = m_session.analysis();
    const auto id = key != nullptr && analysis ? resolve(*analysis->cluster, *key) : std::nullopt;
    m_panel->setCurrentRow(id ? static_cast<int>(id->index()) : -1);
}

void InventoryPage::showMenu(int row, QPoint at) {
    const Cluster& cluster = *m_session.analysis()->cluster;
    const WorkloadId id = m_model->workload(row);
    const auto place = placeOf(cluster, cluster.workloads[id].where);
    const QString name = toText(cluster.displayName(id));
    const QString ns = toText(cluster.text(cluster.namespaces[cluster.workloads[id].ns].name));
    QMenu menu(this);
    menu.addAction(tr("Show on map"), this, &InventoryPage::mapRequested);
    menu.addAction(tr("Go to source"), this, [this, place] { Q_EMIT sourceRequested(place->text()); })
        ->setEnabled(place.has_value());
    menu.addSeparator();
    menu.addAction(tr("Only what it takes part in"), this,
                   [&] { m_session.setFilter(QStringLiteral("workload=") + name); });
    menu.addAction(tr("Only this namespace"), this, [&] { m_session.setFilter(QStringLiteral("ns=") + ns); });
    menu.exec(at);
}

} // namespace portolan
