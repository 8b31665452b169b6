#include "ui/widgets/text.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>
#include <vector>

static void registerFontResource() {
    Q_INIT_RESOURCE(portolan_fonts);
}

namespace portolan {

namespace {

constexpr double kBodyPx = 13.0;

QFont sized(const QString& family, int px, Weight weight) {
    QFont font(family);
    font.setPixelSize(qRound(px * textScale()));
    font.setHintingPreference(QFont::PreferVerticalHinting);
    switch (weight) {
    case Weight::Regular: font.setWeight(QFont::Normal); break;
    case Weight::Medium: font.setWeight(QFont::Medium); break;
    case Weight::SemiBold: font.setWeight(QFont::DemiBold); break;
    }
    return font;
}

double widestDigit(const QFontMetricsF& metrics) {
    double widest = 0.0;
    for (char digit = '0'; digit <= '9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QLatin1Char(digit)));
    }
    return widest;
}

// Lays `text` out at `width` and calls `use(line, y)` for each line; returns the total height.
template <typename Use>
double layOutLines(const QString& text, const QFont& font, double width, Use use) {
    const double pitch = std::round(font.pixelSize() * 1.5); // 18 px for 12, 20 px for 13
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout.setTextOption(option);
    layout.beginLayout();
    double y = 0.0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 1.0));
        use(line, y + (pitch - line.height()) / 2.0);
        y += pitch;
    }
    layout.endLayout();
    return y;
}

} // namespace

bool loadFonts() {
    registerFontResource();
    if (QFontDatabase::families().contains(QStringLiteral("Inter")) &&
        QFontDatabase::families().contains(QStringLiteral("JetBrains Mono")) &&
        QFontDatabase::styles(QStringLiteral("Inter")).size() >= 3) {
        return true;
    }
    bool isComplete = true;
    for (const char* file : {"Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf",
                             "JetBrainsMono-Medium.ttf"}) {
        const QString path = QStringLiteral(":/portolan/fonts/") + QLatin1String(file);
        isComplete = QFontDatabase::addApplicationFont(path) >= 0 && isComplete;
    }
    return isComplete;
}

QFont uiFont(int px, Weight weight) {
    return sized(QStringLiteral("Inter"), px, weight);
}

QFont monoFont(int px, Weight weight) {
    QFont font = sized(QStringLiteral("JetBrains Mono"), px, weight);
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

double textScale() {
    const int px = QApplication::font().pixelSize();
    return px > 0 ? px / kBodyPx : 1.0;
}

void drawLine(QPainter& painter, const TextLine& line, const QString& text, const TextStyle& style) {
    const bool isVerticalGiven = (line.align & (Qt::AlignTop | Qt::AlignBottom)) != 0;
    const Qt::Alignment align = isVerticalGiven ? line.align : line.align | Qt::AlignVCenter;
    QString shown = text;
    if (line.elide != Qt::ElideNone) {
        shown = QFontMetricsF(style.font).elidedText(text, line.elide, line.rect.width() + 1.0);
    }
    painter.setFont(style.font);
    painter.setPen(style.color);
    painter.drawText(line.rect, static_cast<int>(align) | Qt::TextSingleLine | Qt::TextDontClip, shown);
}

void drawTabular(QPainter& painter, const TextLine& line, const QString& text, const TextStyle& style) {
    const QFontMetricsF metrics(style.font);
    const double digit = widestDigit(metrics);
    const double width = tabularWidth(text, style.font);
    double x = line.rect.left();
    if ((line.align & Qt::AlignRight) != 0) x = line.rect.right() - width;
    if ((line.align & Qt::AlignHCenter) != 0) x = line.rect.center().x() - width / 2.0;
    const double baseline = line.rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
    painter.setFont(style.font);
    painter.setPen(style.color);
    for (const QChar ch : text) {
        const double advance = metrics.horizontalAdvance(ch);
        const double slot = ch.isDigit() ? digit : advance;
        painter.drawText(QPointF(x + (slot - advance) / 2.0, baseline), QString(ch));
        x += slot;
    }
}

double tabularWidth(const QString& text, const QFont& font) {
    const QFontMetricsF metrics(font);
    const double digit = widestDigit(metrics);
    double width = 0.0;
    for (const QChar ch : text) width += ch.isDigit() ? digit : metrics.horizontalAdvance(ch);
    return width;
}

double textWidth(const QString& text, const QFont& font) {
    return QFontMetricsF(font).horizontalAdvance(text);
}

double drawWrapped(QPainter& painter, const QRectF& rect, const QString& text, const TextStyle& style) {
    painter.setPen(style.color);
    return layOutLines(text, style.font, rect.width(),
                       [&](const QTextLine& line, double y) { line.draw(&painter, rect.topLeft() + QPointF(0.0, y)); });
}

double wrappedHeight(const QString& text, const QFont& font, double width) {
    return layOutLines(text, font, width, [](const QTextLine&, double) {});
}

QStringList wrappedLines(const QString& text, const QFont& font, double width, int most) {
    std::vector<int> starts;
    layOutLines(text, font, width, [&](const QTextLine& line, double) { starts.push_back(line.textStart()); });
    QStringList out;
    for (std::size_t i = 0; i < starts.size() && out.size() < most; ++i) {
        const bool isLast = out.size() + 1 == most;
        const bool hasNext = i + 1 < starts.size();
        const QString rest = text.mid(starts[i]);
        if (hasNext && !isLast)
            out << text.mid(starts[i], starts[i + 1] - starts[i]).trimmed();
        else
            out << (hasNext ? QFontMetricsF(font).elidedText(rest, Qt::ElideRight, width) : rest.trimmed());
    }
    if (out.isEmpty()) out << QString();
    return out;
}

QString groupedNumber(long long number) {
    const bool isNegative = number < 0;
    QString digits = QString::number(isNegative ? -number : number);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, QLatin1Char(','));
    return isNegative ? QChar(0x2212) + digits : digits;
}

QString shortNumber(long long number) {
    const double magnitude = std::abs(static_cast<double>(number));
    if (magnitude < 10'000) return groupedNumber(number);
    const auto scaled = [&](double unit, const char* name) {
        const double value = static_cast<double>(number) / unit;
        const int decimals = std::abs(value) < 9.995 ? 2 : std::abs(value) < 99.95 ? 1 : 0;
        QString text = QString::number(value, 'f', decimals);
        while (text.contains(QLatin1Char('.')) &&
               (text.endsWith(QLatin1Char('0')) || text.endsWith(QLatin1Char('.')))) {
            text.chop(1);
        }
        return text + QLatin1Char(' ') + QLatin1String(name);
    };
    if (magnitude < 999'500) return scaled(1e3, "k");
    if (magnitude < 999'500'000) return scaled(1e6, "M");
    return scaled(1e9, "bn");
}

} // namespace portolan
