#pragma once

#include "ui/session/session.h"
#include "ui/shell/main_window.h"

#include <QObject>
#include <QStringList>

namespace portolan {

class OverviewPage;

/// The one place where pages and docks are made, handed to the window and linked: a page says what the reader asked
/// for, this says where that leads.
class Pages : public QObject {
    Q_OBJECT
  public:
    /// Both must live as long as this; the window owns the pages.
    Pages(Session& session, MainWindow& window);

    /// Adds what pages answer to the menus.
    void addCommands();
    /// What the present page shows and hides, for the status bar.
    QStringList shownTexts() const;
    /// How many rows the filter leaves, for the query field: "12 of 131".
    QString matchText() const;

  Q_SIGNALS:
    void openFolderRequested();
    void importFlowsRequested();
    void statusChanged();

  private:
    void addOverview();

    Session& m_session;
    MainWindow& m_window;
    OverviewPage* m_overview = nullptr;
};

} // namespace portolan
