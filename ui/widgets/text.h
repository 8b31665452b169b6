#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>
#include <QStringList>

#include <cstdint>

class QPainter;

namespace portolan {

/// Registers Inter 400/500/600 and JetBrains Mono 400/500 from the resource; true if all of them loaded. Harmless to
/// repeat.
bool loadFonts();

enum class Weight : std::uint8_t { Regular, Medium, SemiBold };

/// Inter at `px` (the size in the type table) times the text scale, as an integer pixel size.
QFont uiFont(int px, Weight weight = Weight::Regular);
/// JetBrains Mono, without ligatures: a command must stay copyable as it is read.
QFont monoFont(int px, Weight weight = Weight::Regular);
/// The factor the application's font was set up with; 1 where the desktop's font size is ordinary.
double textScale();

/// Where one line of text goes inside `rect`; it is always centred vertically unless `align` names Top or Bottom.
struct TextLine {
    QRectF rect;
    Qt::Alignment align = Qt::AlignLeft;
    Qt::TextElideMode elide = Qt::ElideRight;
};

struct TextStyle {
    QFont font;
    QColor color;
};

/// Draws one line, elided to the rectangle's width, through drawText with a real font.
void drawLine(QPainter& painter, const TextLine& line, const QString& text, const TextStyle& style);

/// Draws one line with every digit centred in the widest digit's advance, so that columns of numbers line up; never
/// elided.
void drawTabular(QPainter& painter, const TextLine& line, const QString& text, const TextStyle& style);

/// Width in px of `text` as drawTabular() draws it.
double tabularWidth(const QString& text, const QFont& font);
/// Width in px of `text` in `font`.
double textWidth(const QString& text, const QFont& font);

/// Wraps `text` at the rectangle's width and draws it from its top; returns the height used in px.
double drawWrapped(QPainter& painter, const QRectF& rect, const QString& text, const TextStyle& style);
/// Height drawWrapped() uses at `width`.
double wrappedHeight(const QString& text, const QFont& font, double width);

/// The lines drawWrapped() draws, at most `most` of them; the last is elided where there is more. One line at least.
QStringList wrappedLines(const QString& text, const QFont& font, double width, int most);

/// "1,204", "41,870": grouped by thousands with a comma, a real minus sign.
QString groupedNumber(long long number);
/// "1.84 M", "410 k", "97": three significant digits.
QString shortNumber(long long number);

} // namespace portolan
