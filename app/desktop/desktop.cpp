#include "app/desktop/desktop.h"

#include "app/desktop/pages.h"
#include "ui/map/map_page.h"
#include "ui/models/table_panel.h"
#include "ui/models/words.h"
#include "ui/shell/scope_bar.h"
#include "ui/shell/welcome_page.h"
#include "ui/widgets/text.h"

#include <QAction>
#include <QClipboard>
#include <QCoreApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLocale>
#include <QMessageBox>
#include <QSaveFile>
#include <QStatusBar>

namespace portolan {

namespace {

constexpr int kMostShownNames = 2;

QString nameOf(const QStringList& paths) {
    QStringList names;
    for (const QString& path : paths) {
        if (names.size() == kMostShownNames) break;
        names << QFileInfo(path).fileName();
    }
    QString text = names.join(QStringLiteral(", "));
    if (paths.size() > kMostShownNames) text += QStringLiteral(" +%1").arg(paths.size() - kMostShownNames);
    return text;
}

QString whenText(const QDateTime& time) {
    const qint64 days = time.daysTo(QDateTime::currentDateTime());
    const QString clock = time.toString(QStringLiteral("HH:mm"));
    if (days == 0) return QStringLiteral("Today, ") + clock;
    if (days == 1) return QStringLiteral("Yesterday, ") + clock;
    return QLocale::c().toString(time, QStringLiteral("d MMM yyyy"));
}

/// What the status line says while logs are followed: "Following events.log, newest 12:31:05".
QString followingText(const Analysis& analysis) {
    const std::vector<std::string>& logs = analysis.options.flows;
    const QString what =
        logs.size() == 1 ? QFileInfo(toText(logs.front())).fileName() : countText(logs.size(), QObject::tr("log"));
    const std::int64_t newest = analysis.flows ? analysis.flows->window().lastSeen : 0;
    if (newest == 0) return QObject::tr("Following %1").arg(what);
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(newest / 1'000'000, Qt::UTC);
    return QObject::tr("Following %1, newest %2 UTC").arg(what, time.toString(QStringLiteral("d MMM HH:mm:ss")));
}

} // namespace

Desktop::Desktop(QSettings& settings, Appearance& appearance)
    : m_preferences(settings), m_appearance(appearance), m_session(m_preferences),
      m_window(std::make_unique<MainWindow>()), m_pages(std::make_unique<Pages>(m_session, *m_window)),
      m_tables(std::make_unique<TableImport>(settings, *m_window)) {
    connectSession();
    connectFrame();
    connectScopeBar();
    buildCommands();
    m_appearance.apply(static_cast<ThemeChoice>(m_preferences.theme()));
    m_window->setThemeChoice(m_appearance.choice());
    m_window->restoreGeometry(m_preferences.geometry());
    if (!m_preferences.layout().isEmpty()) m_window->restoreLayout(m_preferences.layout());
    showRecent();
    showScope();
    takeAnalysis();
}

Desktop::~Desktop() = default;

void Desktop::saveLayout() {
    m_preferences.setGeometry(m_window->saveGeometry());
    m_preferences.setLayout(m_window->saveLayout());
}

void Desktop::connectSession() {
    connect(&m_session, &Session::analysisChanged, this, &Desktop::takeAnalysis);
    connect(&m_session, &Session::failed, this, &Desktop::showProblem);
    connect(&m_session, &Session::recentChanged, this, &Desktop::showRecent);
    connect(&m_session, &Session::historyChanged, this, &Desktop::showScope);
    connect(&m_session, &Session::filterChanged, this, &Desktop::showScope);
    connect(&m_session, &Session::pageChanged, this, &Desktop::showPage);
    connect(&m_session, &Session::progressed, m_window.get(), &MainWindow::setBusy);
    connect(&m_session, &Session::busyChanged, this, [this](bool isBusy) {
        if (isBusy)
            m_window->setBusy(tr("Reading"), 0);
        else
            m_window->clearBusy();
    });
    connect(m_pages.get(), &Pages::openFolderRequested, this, &Desktop::openFolder);
    connect(m_pages.get(), &Pages::importFlowsRequested, this, &Desktop::importFlows);
    connect(m_tables.get(), &TableImport::failed, this, &Desktop::showProblem);
    connect(m_pages.get(), &Pages::statusChanged, this, &Desktop::showStatus);
}

void Desktop::connectFrame() {
    MainWindow* window = m_window.get();
    connect(window, &MainWindow::cancelRequested, &m_session, &Session::cancel);
    connect(window, &MainWindow::selectionClearRequested, &m_session, &Session::clearSelection);
    connect(window, &MainWindow::themeChosen, this, &Desktop::chooseTheme);
    connect(window, &MainWindow::pathsDropped, this, &Desktop::openPaths);
    connect(window, &MainWindow::findingsRequested, window, [window] { window->showMode(Mode::Overview); });
    connect(window, &MainWindow::modeChanged, this, [this](Mode mode) {
        m_session.setPage(modeName(mode));
        showStatus();
    });
    connect(window, &MainWindow::welcomeShown, this, [this] { m_session.setPage({}); });
    connect(&window->welcome(), &WelcomePage::recentChosen, this, &Desktop::openRecent);
    connect(&window->welcome(), &WelcomePage::startChosen, this, [this](StartChoice choice) {
        switch (choice) {
        case StartChoice::Sample: openSample(); break;
        case StartChoice::Folder: openFolder(); break;
        case StartChoice::Flows: importFlows(); break;
        case StartChoice::Live: connectLive(); break;
        }
    });
}

void Desktop::connectScopeBar() {
    ScopeBar& bar = m_window->scopeBar();
    connect(&bar, &ScopeBar::backRequested, &m_session, &Session::goBack);
    connect(&bar, &ScopeBar::forwardRequested, &m_session, &Session::goForward);
    connect(&bar, &ScopeBar::crumbClicked, this, [this] { applyQuery({}); });
    connect(&bar.query(), &SearchField::queryChanged, this, &Desktop::applyQuery);
}

void Desktop::buildCommands() {
    MainWindow& window = *m_window;
    window.handle(Command::OpenSample, [this] { openSample(); });
    window.handle(Command::OpenFolder, [this] { openFolder(); });
    window.handle(Command::OpenFile, [this] { openFiles(); });
    window.handle(Command::ReadLive, [this] { connectLive(); });
    window.welcome().offerLive();
    window.handle(Command::ImportFlows, [this] { importFlows(); });
    window.handle(Command::ImportTable, [this] { importTable(); });
    window.handle(Command::ImportServerFlows, [this] { importServerFlows(); });
    window.handle(Command::FollowFlows, [this] { followFlows(); });
    window.handle(Command::StopFollowing, [this] { m_session.stopFollowing(); })->setEnabled(false);
    connect(&m_session, &Session::followingChanged, this, [this](bool isFollowing) {
        m_window->action(Command::StopFollowing)->setEnabled(isFollowing);
        showStatus();
    });
    window.handle(Command::CloseData, [this] { m_session.close(); });
    window.handle(Command::Quit, [this] { m_window->close(); });
    window.handle(Command::Recompute, [this] { m_session.reload(); });
    QUndoStack& stack = m_session.undoStack();
    QAction* undo = window.handle(Command::Undo, [&stack] { stack.undo(); });
    QAction* redo = window.handle(Command::Redo, [&stack] { stack.redo(); });
    undo->setEnabled(false);
    redo->setEnabled(false);
    connect(&stack, &QUndoStack::canUndoChanged, undo, &QAction::setEnabled);
    connect(&stack, &QUndoStack::canRedoChanged, redo, &QAction::setEnabled);
    window.handle(Command::CopyAsMarkdown,
                  [this] { QGuiApplication::clipboard()->setText(m_pages->table().markdown()); });
    window.handle(Command::Locate, [this] { locate(); });
    window.handle(Command::ExportTable, [this] { exportTable(); });
    window.handle(Command::ExportPicture, [this] { exportPicture(); });
    window.handle(Command::About, [this] {
        QMessageBox::about(m_window.get(), tr("About Portolan"),
                           tr("Portolan %1\n\nCharts what can talk to what in a Kubernetes cluster. It reads files, "
                              "and a cluster where you choose one; nothing it reads leaves the machine.")
                               .arg(QCoreApplication::applicationVersion()));
    });
}

void Desktop::takeAnalysis() {
    const bool isOpen = m_session.analysis() != nullptr;
    for (const Command command : {Command::ImportFlows, Command::ImportTable, Command::ImportServerFlows,
                                  Command::FollowFlows, Command::CloseData, Command::Recompute, Command::ExportPicture,
                                  Command::ExportTable, Command::CopyAsMarkdown})
        m_window->action(command)->setEnabled(isOpen);
    if (!isOpen)
        m_window->showWelcome();
    else if (!m_window->mode())
        m_window->showMode(Mode::Overview);
    showScope();
    showStatus();
}

void Desktop::showProblem(const QString& message) {
    QMessageBox* box = new QMessageBox(QMessageBox::Warning, tr("Portolan"), tr("Portolan could not do that."),
                                       QMessageBox::Ok, m_window.get());
    box->setInformativeText(message);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void Desktop::showRecent() {
    std::vector<RecentItem> items;
    for (const RecentInput& item : m_preferences.recent())
        items.push_back(
            {nameOf(item.inputs), item.summary, whenText(item.opened), item.inputs.join(QLatin1Char('\n'))});
    m_window->welcome().setRecent(items);
}

void Desktop::showScope() {
    ScopeBar& bar = m_window->scopeBar();
    bar.setHistory({m_session.canGoBack(), m_session.canGoForward()});
    if (bar.query().text() != m_session.filter().text) {
        const QSignalBlocker quiet(bar.query());
        bar.query().setText(m_session.filter().text);
    }
    const auto& analysis = m_session.analysis();
    if (!analysis) return;
    const QString name = analysis->cluster->name.empty() ? tr("cluster") : toText(analysis->cluster->name);
    bar.setCrumbs({name, m_session.filter().isEmpty() ? tr("all namespaces") : tr("filtered")});
    const auto& window = analysis->ledger ? analysis->ledger->evidence() : std::optional<EvidenceWindow>();
    bar.setTimeWindow(window ? tr("All %1").arg(countText(window->days, tr("day"))) : QString());
    if (window) bar.setTimeWindows({tr("All %1").arg(countText(window->days, tr("day")))});
    bar.setGroupings({tr("namespace")}, 0);
}

void Desktop::showStatus() {
    StatusLine line;
    const auto& analysis = m_session.analysis();
    if (!analysis) {
        m_window->setStatus(line);
        return;
    }
    const Cluster& cluster = *analysis->cluster;
    line.shown = m_pages->shownTexts();
    line.shown << countText(cluster.workloads.size(), tr("workload"))
               << countText(cluster.policies.size() + cluster.adminPolicies.size(), QStringLiteral("policy"));
    std::size_t errors = 0;
    for (const Diagnostic& item : cluster.diagnostics) errors += item.level == Diagnostic::Level::Error ? 1U : 0U;
    if (errors > 0) line.shown << countText(errors, tr("input problem"));
    if (analysis->ledger && analysis->ledger->evidence()) {
        const EvidenceWindow& window = *analysis->ledger->evidence();
        line.evidence << tr("Evidence %1, %2 connections")
                             .arg(countText(window.days, tr("day")),
                                  shortNumber(static_cast<long long>(window.connections)));
        const auto& edges = analysis->ledger->edges();
        const auto uncertain =
            std::ranges::count(edges, EdgeState::Uncertain, [](const LedgerEdge& edge) { return edge.state; });
        line.evidence << tr("Uncertain %1").arg(groupedNumber(uncertain));
    } else if (!m_session.isFollowing()) {
        line.evidence << tr("Flows not loaded");
    }
    if (m_session.isFollowing()) line.evidence << followingText(*analysis);
    for (const Finding& finding : analysis->findings)
        ++line.findings[static_cast<std::size_t>(severityLevelOf(finding.severity))];
    m_window->setStatus(line);
}

void Desktop::showPage() {
    for (const Mode mode : kModes)
        if (modeName(mode) == m_session.page()) m_window->showMode(mode);
    if (m_session.page().isEmpty() && m_window->mode()) m_window->showWelcome();
}

void Desktop::applyQuery(const QString& text) {
    const auto problem = m_session.setFilter(text);
    QueryState state;
    if (problem) {
        state.problem = toText(problem->message);
        state.position = static_cast<int>(problem->position);
    } else if (!m_session.filter().isEmpty()) {
        state.matches = m_pages->matchText();
    }
    m_window->scopeBar().query().setState(state);
}

void Desktop::chooseTheme(ThemeChoice choice) {
    m_appearance.apply(choice);
    m_preferences.setTheme(static_cast<ThemeWish>(choice));
    m_window->setThemeChoice(choice);
}

void Desktop::locate() {
    std::vector<LocatorEntry> entries = m_pages->places();
    for (QAction* action : m_window->findChildren<QAction*>()) {
        const bool isCommand = action->isVisible() && action->isEnabled() && action->menu() == nullptr &&
                               !action->isSeparator() && !action->text().isEmpty();
        if (isCommand)
            entries.push_back({LocatorEntry::Kind::Command, QString(action->text()).remove(QLatin1Char('&')),
                               [action] { action->trigger(); }});
    }
    auto* locator = new Locator(std::move(entries), m_window.get());
    locator->setAttribute(Qt::WA_DeleteOnClose);
    locator->open();
}

void Desktop::exportTable() {
    const QString text = m_pages->table().csv();
    const QString path = QFileDialog::getSaveFileName(m_window.get(), tr("Export the table"),
                                                      QStringLiteral("table.csv"), tr("CSV (*.csv)"));
    if (path.isEmpty()) return;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0 || !file.commit())
        showProblem(tr("The table could not be written: %1").arg(file.errorString()));
}

void Desktop::exportPicture() {
    m_window->showMode(Mode::Map);
    m_pages->map().exportPicture();
}

} // namespace portolan
