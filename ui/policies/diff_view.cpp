#include "ui/policies/diff_view.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QTextBlock>

namespace portolan {

namespace {

constexpr int kFewestLines = 6; // that have room

/// Ink and ground of a line; an invalid colour is the view's own.
struct LineLook {
    QColor ink;
    QColor ground;
};

LineLook lookOf(const QString& line, const Theme& theme) {
    const bool isHeader = line.startsWith(QLatin1String("--- ")) || line.startsWith(QLatin1String("+++ ")) ||
                          line.startsWith(QLatin1String("@@ "));
    if (isHeader) return {theme.text3, {}};
    if (line.startsWith(QLatin1Char('-'))) return {theme.removed, theme.removedTint};
    if (line.startsWith(QLatin1Char('+'))) return {theme.added, theme.addedTint};
    return {theme.text1, {}};
}

} // namespace

DiffView::DiffView(QWidget* parent) : QPlainTextEdit(parent) {
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(monoFont(12));
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setAccessibleName(tr("The edit as a diff"));
    setMinimumHeight(kFewestLines * fontMetrics().lineSpacing());
}

void DiffView::setDiff(const QString& diff) {
    setPlainText(diff.endsWith(QLatin1Char('\n')) ? diff.chopped(1) : diff);
    tint();
}

void DiffView::changeEvent(QEvent* event) {
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) tint();
}

void DiffView::tint() {
    const Theme& theme = currentTheme();
    QList<QTextEdit::ExtraSelection> selections;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        const LineLook look = lookOf(block.text(), theme);
        QTextEdit::ExtraSelection ground;
        ground.cursor = QTextCursor(block);
        ground.format.setForeground(look.ink);
        if (look.ground.isValid()) {
            ground.format.setBackground(look.ground);
            ground.format.setProperty(QTextFormat::FullWidthSelection, true);
            selections.push_back(ground);
        }
        QTextEdit::ExtraSelection ink;
        ink.cursor = QTextCursor(block);
        ink.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        ink.format.setForeground(look.ink);
        selections.push_back(ink);
    }
    setExtraSelections(selections);
}

} // namespace portolan
