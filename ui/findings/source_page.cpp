#include "ui/findings/source_page.h"

#include "ui/findings/live_place.h"
#include "ui/findings/source_mask.h"
#include "ui/findings/source_view.h"
#include "ui/session/session.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/layout_parts.h"
#include "ui/widgets/state_view.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStackedLayout>
#include <QUrl>

namespace portolan {

namespace {

constexpr qint64 kMostBytes = 32LL * 1024 * 1024;

} // namespace

SourcePage::SourcePage(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_name(makeElidedLabel(TextRole::MonoSmall, TextTone::Text2, Qt::ElideLeft)),
      m_open(makeIconButton(Icon::Export, tr("Open in the desktop's editor"))),
      m_copy(makeIconButton(Icon::Copy, tr("Copy file and line"))), m_stack(new QStackedLayout), m_view(new SourceView),
      m_state(new StateView) {
    setProperty("kind", QStringLiteral("panel"));
    setAttribute(Qt::WA_StyledBackground);
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 8, 0);
    row->setSpacing(4);
    row->addWidget(m_name, 1);
    row->addWidget(m_copy);
    row->addWidget(m_open);
    bar->setFixedHeight(36);
    m_stack->addWidget(m_view);
    m_stack->addWidget(m_state);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar);
    column->addWidget(makeLine(Qt::Horizontal));
    column->addLayout(m_stack, 1);
    connect(m_open, &QPushButton::clicked, this, &SourcePage::openExternally);
    connect(m_copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_place.text()); });
    connect(m_view, &SourceView::markClicked, this, &SourcePage::selectFindingAt);
    connect(m_state, &StateView::actionRequested, this, [this] { QGuiApplication::clipboard()->setText(m_command); });
    connect(&m_session, &Session::analysisChanged, this, &SourcePage::takeAnalysis);
    takeAnalysis();
}

void SourcePage::takeAnalysis() {
    m_path.clear();
    if (m_session.analysis() && !m_place.file.empty()) {
        showPlace(m_place.text());
        return;
    }
    m_place = {};
    m_name->setWhole({});
    m_open->setEnabled(false);
    m_copy->setEnabled(false);
    m_state->showEmpty(
        {Icon::File, tr("No file is shown"), tr("Choose a file and line in any table to read it here."), {}});
    m_stack->setCurrentWidget(m_state);
}

void SourcePage::showPlace(const QString& text) {
    if (!m_session.analysis()) return;
    const SourcePlace place = SourcePlace::parse(text);
    const bool isLoaded = !m_path.isEmpty() && place.file == m_place.file;
    m_place = place;
    m_name->setWhole(text);
    m_copy->setEnabled(true);
    m_command.clear();
    if (const auto object = LiveObjectPlace::parse(place)) {
        showLive(*object);
        return;
    }
    if (!isLoaded && !load(place)) {
        m_open->setEnabled(false);
        m_state->showProblem(
            {Icon::Warning,
             tr("The file cannot be shown"),
             tr("%1 is standard input, larger than 32 MB, or no longer there.").arg(QString::fromStdString(place.file)),
             {}});
        m_stack->setCurrentWidget(m_state);
        return;
    }
    m_open->setEnabled(true);
    m_stack->setCurrentWidget(m_view);
    m_view->showLine(static_cast<int>(place.line));
}

void SourcePage::showLive(const LiveObjectPlace& object) {
    m_path.clear();
    m_open->setEnabled(false);
    m_command = kubectlCommand(object, m_session.analysis()->options.live.value_or(LiveSource()));
    m_state->showEmpty({Icon::Live, tr("%1 was read from the live cluster").arg(object.text()),
                        tr("No file holds it. To print it as it is now:\n%1").arg(m_command), tr("Copy command")});
    m_stack->setCurrentWidget(m_state);
}

bool SourcePage::load(const SourcePlace& place) {
    m_path.clear();
    const auto path = pathOf(m_session.analysis()->options, place);
    if (!path) return false;
    QFile file(*path);
    if (file.size() > kMostBytes || !file.open(QIODevice::ReadOnly)) return false;
    m_view->setPlainText(QString::fromStdString(maskedSource(file.readAll().toStdString())));
    m_path = *path;
    showMarks();
    return true;
}

void SourcePage::showMarks() {
    SourceMarks marks;
    const Cluster& cluster = *m_session.analysis()->cluster;
    for (const Finding& finding : m_session.analysis()->findings) {
        const auto place = placeOf(cluster, finding.where);
        if (!place || place->file != m_place.file) continue;
        const auto [mark, isNew] = marks.try_emplace(static_cast<int>(place->line), finding.severity);
        if (!isNew) mark->second = std::min(mark->second, finding.severity);
    }
    m_view->setMarks(std::move(marks));
}

void SourcePage::selectFindingAt(int line) {
    const Cluster& cluster = *m_session.analysis()->cluster;
    for (const Finding& finding : m_session.analysis()->findings) {
        const auto place = placeOf(cluster, finding.where);
        if (!place || place->file != m_place.file || static_cast<int>(place->line) != line) continue;
        m_session.select(keyOf(finding));
        return;
    }
}

void SourcePage::openExternally() {
    if (!m_path.isEmpty()) QDesktopServices::openUrl(QUrl::fromLocalFile(m_path));
}

} // namespace portolan
