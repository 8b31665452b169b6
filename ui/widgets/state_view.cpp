#include "ui/widgets/state_view.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QProgressBar>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kMargin = 24;
constexpr int kIcon = 20;
constexpr int kWidestText = 560;

} // namespace

StateView::StateView(QWidget* parent)
    : QWidget(parent), m_sentence(makeWrappedLabel({}, TextRole::BodyStrong, TextTone::Text1)),
      m_reason(makeWrappedLabel({}, TextRole::Dense, TextTone::Text2)), m_progress(new QProgressBar),
      m_action(makeButton({})) {
    m_sentence->setMaximumWidth(kWidestText);
    m_reason->setMaximumWidth(kWidestText);
    m_progress->setFixedWidth(240);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kMargin + kIcon + 12, kMargin, kMargin, kMargin);
    column->setSpacing(4);
    column->addWidget(m_sentence);
    column->addWidget(m_reason);
    column->addSpacing(6);
    column->addWidget(m_progress);
    auto* row = new QHBoxLayout;
    row->addWidget(m_action);
    row->addStretch();
    column->addLayout(row);
    column->addStretch();
    connect(m_action, &QPushButton::clicked, this, &StateView::actionRequested);
    setText(StateText{});
}

void StateView::showEmpty(const StateText& text) {
    m_isProblem = false;
    setText(text);
}

void StateView::showProblem(const StateText& text) {
    m_isProblem = true;
    setText(text);
}

void StateView::showBusy(const QString& phase, double fraction) {
    m_isProblem = false;
    setText({Icon::Clock, phase, {}, QStringLiteral("Cancel")});
    m_progress->setVisible(fraction >= 0);
    m_progress->setValue(qRound(fraction * 1000));
}

void StateView::setText(const StateText& text) {
    m_text = text;
    m_sentence->setText(text.sentence);
    m_reason->setText(text.reason);
    m_reason->setVisible(!text.reason.isEmpty());
    m_action->setText(text.action);
    m_action->setVisible(!text.action.isEmpty());
    m_progress->hide();
    update();
}

void StateView::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    const QColor& ink = m_isProblem ? theme.severity(SeverityLevel::High).ink : theme.text3;
    paintIcon(painter, m_text.icon, QRectF(kMargin, kMargin - 1, kIcon, kIcon), ink);
}

} // namespace portolan
