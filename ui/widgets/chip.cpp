#include "ui/widgets/chip.h"

#include "ui/widgets/text.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr double kPadding = 7.0;
constexpr double kRadius = 4.0;
constexpr int kEdgeChipHeight = 24;
constexpr double kEdgeChipText = 25.0; ///< where its word starts, after the glyph
constexpr double kEdgeChipEnd = 10.0;

struct ChipColors {
    QColor ink;
    QColor tint;
};

ChipColors chipColors(ChipTone tone, ChipGround ground, const Theme& theme) {
    const bool isOnSelection = ground == ChipGround::SelectedRow;
    switch (tone) {
    case ChipTone::Neutral: return {theme.text2, isOnSelection ? theme.surface : theme.edge(EdgeClass::Uncertain).tint};
    case ChipTone::Accent: return {theme.accentInk, isOnSelection ? theme.surface : theme.accentTint};
    case ChipTone::High: break;
    case ChipTone::Medium:
        return {theme.severity(SeverityLevel::Medium).ink, theme.severity(SeverityLevel::Medium).tint};
    case ChipTone::Low: return {theme.severity(SeverityLevel::Low).ink, theme.severity(SeverityLevel::Low).tint};
    }
    return {theme.severity(SeverityLevel::High).ink, theme.severity(SeverityLevel::High).tint};
}

} // namespace

double chipWidth(const Chip& chip) {
    return textWidth(chip.text, uiFont(11, Weight::Medium)) + 2 * kPadding;
}

void paintChip(QPainter& painter, QPointF topLeft, const Chip& chip, ChipGround ground) {
    const ChipColors colors = chipColors(chip.tone, ground, currentTheme());
    const QRectF box(topLeft, QSizeF(chipWidth(chip), kChipHeight));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.tint);
    painter.drawRoundedRect(box, kRadius, kRadius);
    drawLine(painter, {box, Qt::AlignHCenter, Qt::ElideNone}, chip.text, {uiFont(11, Weight::Medium), colors.ink});
}

EdgeChip::EdgeChip(EdgeClass edgeClass, QWidget* parent) : QWidget(parent), m_edgeClass(edgeClass) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setEdgeClass(edgeClass);
}

void EdgeChip::setEdgeClass(EdgeClass edgeClass) {
    m_edgeClass = edgeClass;
    setAccessibleName(edgeClassName(edgeClass));
    setToolTip(edgeClassMeaning(edgeClass));
    updateGeometry();
    update();
}

QSize EdgeChip::sizeHint() const {
    const double word = textWidth(edgeClassName(m_edgeClass), uiFont(12, Weight::SemiBold));
    return {qRound(kEdgeChipText + word + kEdgeChipEnd), kEdgeChipHeight};
}

void EdgeChip::paintEvent(QPaintEvent*) {
    const ClassColors& colors = currentTheme().edge(m_edgeClass);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.tint);
    painter.drawRoundedRect(QRectF(rect()), kRadius, kRadius);
    paintEdgeGlyph(painter, m_edgeClass, {QPointF(14, height() / 2.0)}, colors.ink);
    drawLine(painter, {QRectF(rect()).adjusted(kEdgeChipText, 0, 0, 0)}, edgeClassName(m_edgeClass),
             {uiFont(12, Weight::SemiBold), colors.ink});
}

} // namespace portolan
