#include "ui/findings/source_view.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace portolan {

/// The strip of line numbers at the left; the view paints it.
class SourceView::Gutter : public QWidget {
  public:
    explicit Gutter(SourceView* view) : QWidget(view), m_view(view) { setCursor(Qt::ArrowCursor); }
    QSize sizeHint() const override { return {m_view->gutterWidth(), 0}; }

  protected:
    void paintEvent(QPaintEvent* event) override { m_view->paintGutter(event); }
    void mouseReleaseEvent(QMouseEvent* event) override {
        const int line = m_view->lineAt(qRound(event->position().y()));
        if (m_view->m_marks.contains(line)) Q_EMIT m_view->markClicked(line);
    }

  private:
    SourceView* m_view;
};

namespace {

constexpr int kMarkRoom = 20;
constexpr int kPadding = 8;

} // namespace

SourceView::SourceView(QWidget* parent) : QPlainTextEdit(parent), m_gutter(new Gutter(this)) {
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(monoFont(12));
    setAccessibleName(tr("Source"));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::placeGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    placeGutter();
}

void SourceView::setMarks(SourceMarks marks) {
    m_marks = std::move(marks);
    m_gutter->update();
}

void SourceView::showLine(int line) {
    m_line = line;
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (line > 0 && block.isValid()) {
        setTextCursor(QTextCursor(block));
        centerCursor();
    }
    highlight();
}

void SourceView::highlight() {
    const QTextBlock block = document()->findBlockByNumber(m_line - 1);
    if (m_line < 1 || !block.isValid()) {
        setExtraSelections({});
        return;
    }
    QTextEdit::ExtraSelection selection;
    selection.format.setBackground(currentTheme().accentTint);
    selection.format.setProperty(QTextFormat::FullWidthSelection, true);
    selection.cursor = QTextCursor(block);
    setExtraSelections({selection});
}

int SourceView::gutterWidth() const {
    const int digits = std::max(3, static_cast<int>(QString::number(blockCount()).size()));
    return kMarkRoom + qRound(textWidth(QString(digits, QLatin1Char('0')), monoFont(11))) + kPadding;
}

void SourceView::placeGutter() {
    setViewportMargins(gutterWidth() + kPadding, 0, 0, 0);
    const QRect content = contentsRect();
    m_gutter->setGeometry(content.left(), content.top(), gutterWidth(), content.height());
}

void SourceView::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void SourceView::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) highlight();
}

int SourceView::lineAt(int y) const {
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > y) break;
        if (rect.bottom() > y) return block.blockNumber() + 1;
    }
    return 0;
}

void SourceView::paintGutter(QPaintEvent* event) {
    const Theme& theme = currentTheme();
    QPainter painter(m_gutter);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(event->rect(), theme.window);
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > event->rect().bottom()) break;
        const int line = block.blockNumber() + 1;
        const QColor& ink = line == m_line ? theme.accentInk : theme.text3;
        drawLine(painter,
                 {QRectF(kMarkRoom, rect.top(), m_gutter->width() - kMarkRoom - 4, rect.height()), Qt::AlignRight,
                  Qt::ElideNone},
                 QString::number(line), {monoFont(11), ink});
        const auto mark = m_marks.find(line);
        if (mark == m_marks.end()) continue;
        paintSeverity(painter, severityLevelOf(mark->second), {kMarkRoom / 2.0, rect.center().y()}, theme);
    }
}

} // namespace portolan
