#pragma once

#include "app/desktop/table_import.h"
#include "ui/session/session.h"
#include "ui/shell/main_window.h"

#include <QObject>

#include <memory>

class QSettings;

namespace portolan {

class Pages;

/// The running application: one session, one window, the pages between them. Wires what the frame asks to what the
/// session does; the pages are registered in pages.cpp.
class Desktop : public QObject {
    Q_OBJECT
  public:
    /// `settings` and `appearance` must live as long as this.
    Desktop(QSettings& settings, Appearance& appearance);
    ~Desktop() override;

    Session& session() { return m_session; }
    MainWindow& window() { return *m_window; }
    Pages& pages() { return *m_pages; }

    /// Opens what the program was started with, after asking for a password where flows on a server need one.
    void open(const Options& options);
    /// Opens the sample cluster; says so in the window where there is none.
    void openSample();
    /// Writes the window's places to the settings; called when the application is about to quit.
    void saveLayout();

  private:
    void connectSession();
    void connectFrame();
    void connectScopeBar();
    void buildCommands();

    void takeAnalysis();
    void showProblem(const QString& message);
    void showRecent();
    void showScope();
    void showStatus();
    void showPage();
    void applyQuery(const QString& text);
    void chooseTheme(ThemeChoice choice);
    void openFolder();
    void openFiles();
    void connectLive();
    void importFlows();
    void importTable();
    enum class Reading { Once, Followed };
    /// Adds logs to what is open, after asking about tables among them.
    void addLogs(const QStringList& logs, TableImport::Ask ask, Reading reading = Reading::Once);
    /// Opens what the options name, after asking about tables among their logs.
    void openAsking(const Options& options, TableImport::Ask ask);
    void importServerFlows();
    void followFlows();
    void exportPicture();
    void exportTable();
    void locate();
    void openPaths(const QStringList& paths);
    void openRecent(const QString& key);

    Preferences m_preferences;
    Appearance& m_appearance;
    Session m_session;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Pages> m_pages;
    std::unique_ptr<TableImport> m_tables;
};

} // namespace portolan
