#include "ui/widgets/legend.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr int kHeight = 40;
constexpr double kMargin = 16.0;
constexpr double kSample = 43.0; ///< line sample and the gap after it
constexpr double kGlyph = 10.0;
constexpr double kGap = 16.0;

} // namespace

LegendStrip::LegendStrip(LegendKind kind, QWidget* parent)
    : QWidget(parent), m_kind(kind), m_classes(kEdgeClasses.begin(), kEdgeClasses.end()) {
    setFixedHeight(kHeight);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setClasses(m_classes);
}

void LegendStrip::setClasses(std::vector<EdgeClass> classes) {
    m_classes = std::move(classes);
    QStringList words;
    for (const EdgeClass edgeClass : m_classes) {
        words << edgeClassName(edgeClass) + QStringLiteral(": ") + edgeClassMeaning(edgeClass);
    }
    setToolTip(words.join(QLatin1Char('\n')));
    update();
}

void LegendStrip::setNote(const QString& note) {
    m_note = note;
    update();
}

QSize LegendStrip::sizeHint() const {
    double width = 2 * kMargin + textWidth(m_note, uiFont(11));
    for (const EdgeClass edgeClass : m_classes) width += entryWidth(edgeClass) + kGap;
    return {qRound(width), kHeight};
}

QSize LegendStrip::minimumSizeHint() const {
    return {120, kHeight};
}

double LegendStrip::entryWidth(EdgeClass edgeClass) const {
    const double sample = m_kind == LegendKind::Lines ? kSample : 5.0;
    return sample + kGlyph + textWidth(edgeClassName(edgeClass), uiFont(12));
}

void LegendStrip::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
    const double middle = height() / 2.0;
    const double noteWidth = m_note.isEmpty() ? 0.0 : textWidth(m_note, uiFont(11)) + kGap;
    double x = kMargin;
    for (const EdgeClass edgeClass : m_classes) {
        const double entry = entryWidth(edgeClass);
        if (x + entry > width() - kMargin) break;
        double at = x + 5.0;
        if (m_kind == LegendKind::Lines) {
            paintEdgeSample(painter, {x, middle}, {edgeClass, theme.surface, 2.0}, theme);
            at = x + kSample;
        }
        paintEdgeGlyph(painter, edgeClass, {QPointF(at, middle)}, theme.edge(edgeClass).ink);
        drawLine(painter, {QRectF(at + kGlyph, 0, entry, height()), Qt::AlignLeft, Qt::ElideNone},
                 edgeClassName(edgeClass), {uiFont(12), theme.text2});
        x += entry + kGap;
    }
    if (x + noteWidth <= width()) {
        drawLine(painter, {QRectF(x, 0, width() - x - 12, height()), Qt::AlignRight}, m_note,
                 {uiFont(11), theme.text3});
    }
}

} // namespace portolan
