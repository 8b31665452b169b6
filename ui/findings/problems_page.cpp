#include "ui/findings/problems_page.h"

#include "ui/models/problems_model.h"
#include "ui/models/table_panel.h"
#include "ui/session/session.h"
#include "ui/session/source_place.h"

#include <QVBoxLayout>

namespace portolan {

ProblemsPage::ProblemsPage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(new ProblemsModel),
      m_panel(new TablePanel(m_model, {{CellKind::ChipList, 92},
                                       {CellKind::FileLine, 200},
                                       {CellKind::Name, 200},
                                       {CellKind::Text, 320, ColumnSizing::Stretch},
                                       {CellKind::Quiet, 240}})) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    setFocusProxy(&m_panel->table());
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    connect(m_panel, &TablePanel::fileLineActivated, this, [this](int row) {
        if (!m_model->isManifest(row)) return;
        if (const auto place = placeOf(*m_session.analysis()->cluster, m_model->diagnostic(row).where))
            Q_EMIT sourceRequested(place->text());
    });
    connect(&m_session, &Session::analysisChanged, this, &ProblemsPage::takeAnalysis);
    takeAnalysis();
}

void ProblemsPage::takeAnalysis() {
    m_model->setAnalysis(m_session.analysis());
    if (m_model->rowCount() > 0)
        m_panel->showTable();
    else if (m_session.analysis())
        m_panel->showEmpty({Icon::Check, tr("Everything was read"), tr("No input had a problem."), {}});
    else
        m_panel->showEmpty({Icon::Folder, tr("Nothing is open"), {}, {}});
}

} // namespace portolan
