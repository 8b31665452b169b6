#include "ui/shell/scope_bar.h"

#include "ui/shell/crumb_bar.h"
#include "ui/widgets/busy_marks.h"
#include "ui/widgets/button.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 48;

void fillMenu(QMenu& menu, const QStringList& names) {
    menu.clear();
    for (const QString& name : names) menu.addAction(name);
}

} // namespace

ScopeBar::ScopeBar(QWidget* parent)
    : QWidget(parent), m_back(makeIconButton(Icon::Back, QStringLiteral("Back (Alt+Left)"))),
      m_forward(makeIconButton(Icon::Forward, QStringLiteral("Forward (Alt+Right)"))), m_crumbs(new CrumbBar),
      m_grouping(makeMenuButton(QStringLiteral("Group by"))), m_groupingMenu(new QMenu(this)),
      m_version(new Segmented({QStringLiteral("Current"), QStringLiteral("Draft"), QStringLiteral("Changes")})),
      m_time(makeButton({}, ButtonKind::Plain, Icon::Clock)), m_timeMenu(new QMenu(this)),
      m_query(new SearchField(QStringLiteral("Filter, for example  src.ns=shop and state=unused"))),
      m_busyBar(new BusyBar(this)) {
    setFixedHeight(kHeight);
    m_grouping->setMenu(m_groupingMenu);
    m_time->setMenu(m_timeMenu);
    m_time->hide();
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 16, 1);
    row->setSpacing(8);
    auto* history = new QHBoxLayout;
    history->setSpacing(4);
    history->addWidget(m_back);
    history->addWidget(m_forward);
    row->addLayout(history);
    row->addWidget(m_crumbs);
    row->addSpacing(4);
    row->addWidget(m_grouping);
    row->addWidget(m_version);
    row->addWidget(m_time);
    row->addWidget(m_query, 1);
    connect(m_back, &QPushButton::clicked, this, &ScopeBar::backRequested);
    connect(m_forward, &QPushButton::clicked, this, &ScopeBar::forwardRequested);
    connect(m_crumbs, &CrumbBar::crumbClicked, this, &ScopeBar::crumbClicked);
    connect(m_version, &Segmented::chosen, this,
            [this](int index) { Q_EMIT versionChosen(static_cast<PolicyVersion>(index)); });
    connect(m_groupingMenu, &QMenu::triggered, this, [this](QAction* action) {
        Q_EMIT groupingChosen(static_cast<int>(m_groupingMenu->actions().indexOf(action)));
    });
    connect(m_timeMenu, &QMenu::triggered, this, [this](QAction* action) {
        Q_EMIT timeWindowChosen(static_cast<int>(m_timeMenu->actions().indexOf(action)));
    });
    setHistory({});
    setGroupings({QStringLiteral("namespace")}, 0);
}

void ScopeBar::setCrumbs(const QStringList& crumbs) {
    m_crumbs->setCrumbs(crumbs);
}

void ScopeBar::setHistory(HistoryState state) {
    m_back->setEnabled(state.canGoBack);
    m_forward->setEnabled(state.canGoForward);
}

void ScopeBar::setGroupings(const QStringList& names, int current) {
    fillMenu(*m_groupingMenu, names);
    m_grouping->setText(QStringLiteral("Group by  ") + names.value(current));
}

void ScopeBar::setVersionSwitch(VersionSwitch shown) {
    m_version->setVisible(shown == VersionSwitch::Shown);
}

void ScopeBar::setVersion(PolicyVersion version) {
    m_version->setCurrent(static_cast<int>(version));
}

void ScopeBar::chooseVersion(PolicyVersion version) {
    if (m_version->isVisible()) m_version->choose(static_cast<int>(version));
}

void ScopeBar::setDraftUnavailable(const QString& reason) {
    m_version->setUnavailable(static_cast<int>(PolicyVersion::Draft), reason);
    m_version->setUnavailable(static_cast<int>(PolicyVersion::Changes), reason);
}

void ScopeBar::setTimeWindow(const QString& text) {
    m_time->setText(text);
    m_time->setVisible(!text.isEmpty());
}

void ScopeBar::setTimeWindows(const QStringList& names) {
    fillMenu(*m_timeMenu, names);
}

void ScopeBar::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

void ScopeBar::resizeEvent(QResizeEvent*) {
    m_busyBar->setGeometry(0, height() - m_busyBar->height(), width(), m_busyBar->height());
    m_busyBar->raise();
}

} // namespace portolan
