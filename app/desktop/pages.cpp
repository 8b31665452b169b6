#include "app/desktop/pages.h"

#include "ui/overview/overview_page.h"

namespace portolan {

Pages::Pages(Session& session, MainWindow& window) : m_session(session), m_window(window) {
    addOverview();
}

void Pages::addOverview() {
    m_overview = new OverviewPage(m_session);
    m_window.addPage(Mode::Overview, m_overview);
    connect(m_overview, &OverviewPage::openRequested, this, &Pages::openFolderRequested);
    connect(m_overview, &OverviewPage::importFlowsRequested, this, &Pages::importFlowsRequested);
}

void Pages::addCommands() {}

QStringList Pages::shownTexts() const {
    return {};
}

QString Pages::matchText() const {
    return {};
}

} // namespace portolan
