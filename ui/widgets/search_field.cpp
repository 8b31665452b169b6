#include "ui/widgets/search_field.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/label.h"
#include "ui/widgets/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QStyle>
#include <QTimer>

#include <algorithm>

namespace portolan {

namespace {

constexpr int kPauseMs = 120;
constexpr int kMatchMargin = 10;

// The message under the field, with a caret below the column that is wrong.
class ProblemNote : public QLabel {
  public:
    using QLabel::QLabel;

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = currentTheme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.severity(SeverityLevel::High).ink, 1));
        painter.setBrush(theme.raised);
        painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), 6, 6);
        drawLine(painter, {QRectF(rect()).adjusted(10, 0, -10, 0)}, text(),
                 {uiFont(12), theme.severity(SeverityLevel::High).ink});
    }
};

} // namespace

SearchField::SearchField(const QString& placeholder, QWidget* parent)
    : QLineEdit(parent), m_pause(new QTimer(this)), m_matches(makeLabel({}, TextRole::Dense, TextTone::Text2)) {
    setProperty("kind", QStringLiteral("query"));
    setPlaceholderText(placeholder);
    setAccessibleName(QStringLiteral("Filter"));
    addAction(themedIcon(Icon::Search, IconTone::Quiet), QLineEdit::LeadingPosition);
    m_matches->setParent(this);
    m_matches->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPauseMs);
    connect(m_pause, &QTimer::timeout, this, [this] { Q_EMIT queryChanged(text()); });
    connect(this, &QLineEdit::textChanged, this, [this] {
        updateFont();
        m_pause->start();
    });
    updateFont();
}

void SearchField::setState(const QueryState& state) {
    if (state == m_state) return;
    m_state = state;
    setProperty("invalid", !state.problem.isEmpty());
    style()->unpolish(this);
    style()->polish(this);
    updateFont();
    placeParts();
}

bool SearchField::event(QEvent* event) {
    // Esc clears the text first; the window's own Esc has its turn once the field is empty.
    if (event->type() == QEvent::ShortcutOverride && !text().isEmpty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

void SearchField::keyPressEvent(QKeyEvent* event) {
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && (event->modifiers() & Qt::ControlModifier) != 0) {
        Q_EMIT highlightRequested(text());
    } else if (isEnter) {
        m_pause->stop();
        Q_EMIT queryChanged(text());
    } else if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}

void SearchField::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    placeParts();
}

void SearchField::moveEvent(QMoveEvent* event) {
    QLineEdit::moveEvent(event);
    placeParts();
}

void SearchField::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (m_problem != nullptr) m_problem->hide();
}

void SearchField::placeParts() {
    m_matches->setText(m_state.matches);
    m_matches->setVisible(!m_state.matches.isEmpty());
    m_matches->adjustSize();
    m_matches->move(width() - m_matches->width() - kMatchMargin, (height() - m_matches->height()) / 2);
    setTextMargins(0, 0, m_state.matches.isEmpty() ? 0 : m_matches->width() + kMatchMargin, 0);

    if (m_state.problem.isEmpty() || !hasFocus()) {
        if (m_problem != nullptr) m_problem->hide();
        return;
    }
    if (m_problem == nullptr) m_problem = new ProblemNote(window());
    m_problem->setText(m_state.problem);
    const double before = textWidth(text().left(std::max(m_state.position, 0)), font());
    const QPoint below = mapTo(window(), QPoint(28 + qRound(before), height() + 4));
    const int noteWidth = qRound(textWidth(m_state.problem, uiFont(12))) + 24;
    m_problem->setGeometry(std::min(below.x(), window()->width() - noteWidth - 8), below.y(), noteWidth, 28);
    m_problem->raise();
    m_problem->show();
}

void SearchField::updateFont() {
    setFont(text().isEmpty() ? uiFont(12) : monoFont(12));
}

} // namespace portolan
