#include "ui/policies/utilisation_bar.h"

#include "ui/models/policies_model.h"
#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace portolan {

namespace {

constexpr double kBarLength = 48.0;
constexpr double kBarHeight = 4.0;
constexpr double kHatchHeight = 6.0; ///< lower, the strokes would not be told from a line
constexpr double kHatchPitch = 4.0;
constexpr int kRowHeight = 21;
constexpr double kNameWidth = 112.0;

void paintHatch(QPainter& painter, const QRectF& bar, const Theme& theme) {
    const QRectF rect(bar.left() + 0.5, bar.center().y() - kHatchHeight / 2, bar.width() - 1, kHatchHeight);
    painter.save();
    QPainterPath outline;
    outline.addRoundedRect(rect, 2, 2);
    painter.setClipPath(outline, Qt::IntersectClip);
    painter.setPen(QPen(theme.control, 1));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += kHatchPitch)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    painter.restore();
    painter.setPen(QPen(theme.borderStrong, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(rect, 2, 2);
}

} // namespace

void paintUtilisation(QPainter& painter, const QRectF& bar, std::optional<double> share, const Theme& theme) {
    if (!share) return paintHatch(painter, bar, theme);
    QRectF rect(bar.left(), bar.center().y() - kBarHeight / 2, bar.width(), kBarHeight);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(rect, 2, 2);
    if (*share <= 0) return;
    rect.setWidth(bar.width() * std::clamp(*share, 0.0, 1.0));
    painter.setBrush(theme.control);
    painter.drawRoundedRect(rect, 2, 2);
}

void UtilisationDelegate::paintCell(QPainter& painter, const Cell& cell) const {
    const bool isHatched = cell.kind == CellKind::Share && cell.index.data(PoliciesModel::UnobservableRole).toBool();
    if (!isHatched) {
        // A cell without a share has nothing to draw a track for.
        if (cell.kind != CellKind::Share || cell.index.data(ShareRole).isValid())
            CellDelegate::paintCell(painter, cell);
        return;
    }
    paintUtilisation(painter, {cell.rect.left(), cell.rect.top(), kBarLength, cell.rect.height()}, std::nullopt,
                     cell.theme);
}

UtilisationBars::UtilisationBars(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void UtilisationBars::setBars(std::vector<Bar> bars) {
    m_bars = std::move(bars);
    QStringList texts;
    for (const Bar& bar : m_bars) texts << bar.name + QStringLiteral(": ") + bar.figures;
    setAccessibleName(texts.join(QStringLiteral("; ")));
    updateGeometry();
    update();
}

QSize UtilisationBars::sizeHint() const {
    return {240, static_cast<int>(m_bars.size()) * kRowHeight};
}

void UtilisationBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = currentTheme();
    double top = 0;
    for (const Bar& bar : m_bars) {
        const QRectF row(0, top, width(), kRowHeight);
        drawLine(painter, {QRectF(0, top, kNameWidth - 8, kRowHeight)}, bar.name, {uiFont(12), theme.text3});
        paintUtilisation(painter, {kNameWidth, top, kBarLength, kRowHeight}, bar.share, theme);
        drawLine(painter, {row.adjusted(kNameWidth + kBarLength + 12, 0, 0, 0)}, bar.figures,
                 {uiFont(12, Weight::Medium), theme.text1});
        top += kRowHeight;
    }
}

} // namespace portolan
