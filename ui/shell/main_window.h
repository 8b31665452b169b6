#pragma once

#include "ui/shell/command.h"
#include "ui/shell/dock.h"
#include "ui/shell/help_sheets.h"
#include "ui/shell/mode.h"
#include "ui/widgets/appearance.h"
#include "ui/widgets/status_parts.h"

#include <QMainWindow>

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <vector>

class QAction;
class QActionGroup;
class QMimeData;
class QStackedWidget;

namespace portolan {

class CommandMenus;
class ModeBar;
class ScopeBar;
class StaleVeil;
class WelcomePage;

/// What the status bar says. Nothing is hidden in a view without a count here.
struct StatusLine {
    QStringList shown = {};    ///< left: what is shown and what is hidden
    QStringList evidence = {}; ///< right: the evidence window, what is uncertain
    SeverityCounts findings{};
};

/// The window's frame: menus, mode bar, scope bar, page, docks, status bar. Takes pages and dock contents as widgets;
/// it asks by signals and decides nothing about what it shows.
///
///     +--------------------------------------------------+
///     | menu bar                                         |
///     +----+------------------------------------+--------+
///     |    | scope bar                                   |
///     |mode+------------------------------------+--------+
///     |bar | page (one a mode, or welcome)      | docks  |
///     |    +------------------------------------+        |
///     |    | docks                              |        |
///     +----+------------------------------------+--------+
///     | status bar                                       |
///     +--------------------------------------------------+
///
/// The docks live in an inner QMainWindow beside the mode bar, so that none gets under it.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    explicit MainWindow(QWidget* parent = nullptr);

    /// Takes the page of a mode; a page added before for that mode is deleted.
    void addPage(Mode mode, QWidget* page);
    /// Takes the content of a dock, hidden unless the mode shown has it open.
    Dock* addDock(DockKind kind, QWidget* content);
    /// The docks a mode opens with until the reader changes them.
    void setDefaultDocks(Mode mode, std::vector<DockKind> docks);

    /// Shows a mode's page with its docks; nothing happens where it has no page.
    void showMode(Mode mode);
    /// Shows the welcome page: no scope bar, no docks.
    void showWelcome();
    /// The mode shown, or nothing on the welcome page.
    std::optional<Mode> mode() const { return m_mode; }
    /// Shows a dock, in front of those it shares its place with, and gives it the keyboard.
    void showDock(DockKind kind);

    ScopeBar& scopeBar() { return *m_scopeBar; }
    ModeBar& modeBar() { return *m_modeBar; }
    WelcomePage& welcome() { return *m_welcome; }
    /// The dock of that kind, or nullptr if none was added.
    Dock* dock(DockKind kind) const;

    /// Shows the command in its menu and runs `run` when it is chosen. Returns the action, for enabling and checking.
    QAction* handle(Command command, std::function<void()> run);
    QAction* action(Command command) const;
    /// Adds keys that pages answer themselves to the sheet of shortcuts.
    void addKeyHelp(KeyGroup group) { m_keyHelp.push_back(std::move(group)); }

    void setStatus(const StatusLine& line);
    /// Shows that a job runs: bar under the scope bar, page at 55 %, phase and Cancel in the status bar. `fraction`
    /// 0..1, negative where it is not known.
    void setBusy(const QString& phase, double fraction);
    void clearBusy();
    bool isBusy() const { return m_isBusy; }

    /// Marks the choice in View > Theme; applying it is the application's part.
    void setThemeChoice(ThemeChoice choice);

    /// The docks' places and which are open in each mode.
    QByteArray saveLayout() const;
    /// False, with the layout as it was at first, where `layout` is not one of this version.
    bool restoreLayout(const QByteArray& layout);
    void resetLayout();

    /// The local files and folders of a drop; empty if it has none.
    static QStringList droppedPaths(const QMimeData& data);

  Q_SIGNALS:
    void modeChanged(portolan::Mode mode);
    void welcomeShown();
    /// Files or folders were dropped. Nothing was read or run.
    void pathsDropped(const QStringList& paths);
    void themeChosen(portolan::ThemeChoice choice);
    /// Cancel in the status bar, or Esc while a job runs.
    void cancelRequested();
    /// Esc while nothing runs.
    void selectionClearRequested();
    /// The severity bullets were clicked.
    void findingsRequested();

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void buildBody();
    void buildStatusBar();
    void buildViewMenu();
    void buildKeys();
    void placeDock(Dock& placed);
    void applyExtent(Dock& sized);
    void openDocks(const std::vector<DockKind>& open);
    void rememberDocks();
    void toggleDock(DockKind kind);
    void showKeySheet();
    void showSettingsMenu(QPoint at);

    CommandMenus* m_menus;
    ModeBar* m_modeBar = nullptr;
    QMainWindow* m_inner = nullptr;
    ScopeBar* m_scopeBar = nullptr;
    QStackedWidget* m_pages = nullptr;
    WelcomePage* m_welcome = nullptr;
    StaleVeil* m_veil = nullptr;
    StatusTexts* m_statusLeft = nullptr;
    StatusTexts* m_statusRight = nullptr;
    SeverityBullets* m_bullets = nullptr;
    StatusJob* m_job = nullptr;
    QMenu* m_themeMenu = nullptr;
    QMenu* m_panelMenu = nullptr;
    QActionGroup* m_themes = nullptr;
    std::array<QAction*, kModes.size()> m_modeActions{};
    std::array<QWidget*, kModes.size()> m_modePages{};
    std::array<std::vector<DockKind>, kModes.size()> m_defaultDocks;
    std::array<std::vector<DockKind>, kModes.size()> m_openDocks;
    std::map<DockKind, Dock*> m_docks;
    std::map<DockKind, QAction*> m_dockActions;
    std::vector<KeyGroup> m_keyHelp;
    std::optional<Mode> m_mode;
    bool m_isBusy = false;
};

} // namespace portolan
