#include "ui/shell/main_window.h"

#include "ui/shell/command_menus.h"
#include "ui/shell/mode_bar.h"
#include "ui/shell/scope_bar.h"
#include "ui/shell/welcome_page.h"
#include "ui/widgets/busy_marks.h"
#include "ui/widgets/focus_ring.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMimeData>
#include <QPainter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QUrl>

namespace portolan {

namespace {

constexpr QSize kFirstSize(1440, 900);
constexpr QSize kLeastSize(960, 600);
constexpr QSize kPageHint(640, 480);
constexpr QSize kLeastPage(400, 300);

// Pages say how large they would like to be; the docks beside them must not shrink for it.
class PageStack : public QStackedWidget {
  public:
    QSize sizeHint() const override { return kPageHint; }
    QSize minimumSizeHint() const override { return kLeastPage; }
};

QIcon portolanIcon() {
    QIcon icon;
    const Theme& theme = Theme::of(Scheme::Light);
    for (const int px : {16, 32, 48, 64, 128}) {
        QPixmap pixmap(px, px);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.rail);
        painter.drawRoundedRect(QRectF(0, 0, px, px), px * .22, px * .22);
        paintIcon(painter, Icon::Compass, QRectF(px * .12, px * .12, px * .76, px * .76), theme.railMark);
        icon.addPixmap(pixmap);
    }
    return icon;
}

} // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), m_menus(new CommandMenus(*menuBar(), *this)) {
    setWindowTitle(QStringLiteral("Portolan"));
    setWindowIcon(portolanIcon());
    setAcceptDrops(true);
    resize(kFirstSize);
    setMinimumSize(kLeastSize);
    m_defaultDocks[static_cast<std::size_t>(Mode::Map)] = {DockKind::Inspector};
    m_defaultDocks[static_cast<std::size_t>(Mode::Matrix)] = {DockKind::Inspector};
    m_openDocks = m_defaultDocks;
    buildBody();
    buildStatusBar();
    buildViewMenu();
    buildKeys();
    new FocusRing(this);
    showWelcome();
}

void MainWindow::buildBody() {
    m_modeBar = new ModeBar;
    m_inner = new QMainWindow;
    m_inner->setWindowFlags(Qt::Widget);
    m_inner->setDockOptions(QMainWindow::AllowTabbedDocks);
    m_inner->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_inner->setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_inner->setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    m_scopeBar = new ScopeBar;
    m_inner->setMenuWidget(m_scopeBar); // not a tool bar, which would add room around it
    m_pages = new PageStack;
    m_welcome = new WelcomePage;
    m_pages->addWidget(m_welcome);
    m_inner->setCentralWidget(m_pages);
    m_veil = new StaleVeil(m_pages);

    auto* body = new QWidget;
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_modeBar);
    row->addWidget(m_inner, 1);
    setCentralWidget(body);
    connect(m_modeBar, &ModeBar::modeChosen, this, &MainWindow::showMode);
    connect(m_modeBar, &ModeBar::homeRequested, this, &MainWindow::showWelcome);
    connect(m_modeBar, &ModeBar::settingsRequested, this, &MainWindow::showSettingsMenu);
}

void MainWindow::buildStatusBar() {
    m_statusLeft = new StatusTexts;
    m_statusRight = new StatusTexts;
    m_bullets = new SeverityBullets;
    m_job = new StatusJob;
    auto* whole = new QWidget;
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(12, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_statusLeft, 1);
    row->addWidget(m_job);
    row->addWidget(m_statusRight);
    row->addWidget(m_bullets);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(whole, 1);
    connect(m_job, &StatusJob::cancelRequested, this, &MainWindow::cancelRequested);
    connect(m_bullets, &QAbstractButton::clicked, this, &MainWindow::findingsRequested);
}

void MainWindow::addPage(Mode mode, QWidget* page) {
    QWidget*& slot = m_modePages[static_cast<std::size_t>(mode)];
    delete slot;
    slot = page;
    m_pages->addWidget(page);
    m_veil->raise();
    if (m_mode == mode) m_pages->setCurrentWidget(page);
}

void MainWindow::showMode(Mode mode) {
    QWidget* page = m_modePages[static_cast<std::size_t>(mode)];
    if (page == nullptr) {
        m_modeBar->setCurrent(m_mode);
        return;
    }
    rememberDocks();
    const bool isChange = m_mode != mode;
    m_mode = mode;
    m_modeBar->setCurrent(mode);
    m_modeActions[static_cast<std::size_t>(mode)]->setChecked(true);
    m_scopeBar->setVersionSwitch(mode == Mode::Map ? VersionSwitch::Shown : VersionSwitch::Hidden);
    m_scopeBar->show();
    m_pages->setCurrentWidget(page);
    openDocks(m_openDocks[static_cast<std::size_t>(mode)]);
    if (isChange) Q_EMIT modeChanged(mode);
}

void MainWindow::showWelcome() {
    rememberDocks();
    m_mode.reset();
    m_modeBar->setCurrent({});
    for (QAction* action : m_modeActions) action->setChecked(false);
    m_scopeBar->hide();
    openDocks({});
    m_pages->setCurrentWidget(m_welcome);
    Q_EMIT welcomeShown();
}

QAction* MainWindow::handle(Command command, std::function<void()> run) {
    return m_menus->handle(command, std::move(run));
}

QAction* MainWindow::action(Command command) const {
    return m_menus->action(command);
}

void MainWindow::setStatus(const StatusLine& line) {
    m_statusLeft->setTexts(line.shown);
    m_statusRight->setTexts(line.evidence);
    m_bullets->setCounts(line.findings);
}

void MainWindow::setBusy(const QString& phase, double fraction) {
    m_isBusy = true;
    m_job->setJob(phase, fraction);
    m_scopeBar->busyBar().setFraction(fraction);
    m_veil->setVisible(m_mode.has_value());
    m_veil->raise();
}

void MainWindow::clearBusy() {
    m_isBusy = false;
    m_job->clear();
    m_scopeBar->busyBar().clear();
    m_veil->hide();
}

QStringList MainWindow::droppedPaths(const QMimeData& data) {
    QStringList paths;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) paths << url.toLocalFile();
    }
    return paths;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedPaths(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QStringList paths = droppedPaths(*event->mimeData());
    if (paths.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT pathsDropped(paths);
}

} // namespace portolan
