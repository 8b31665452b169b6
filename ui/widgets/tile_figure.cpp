#include "ui/widgets/tile_figure.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QPainter>

#include <algorithm>

namespace portolan {

namespace {

void paintTrack(QPainter& painter, const QRectF& track, double share, const Theme& theme) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(track, 3, 3);
    QRectF bar = track;
    bar.setWidth(track.width() * std::clamp(share, 0.0, 1.0));
    painter.setBrush(theme.accent);
    if (bar.width() > 0) painter.drawRoundedRect(bar, 3, 3);
}

} // namespace

TileFigure shareBarsFigure(double ingressShare, double egressShare) {
    return [=](QPainter& painter, const QRectF& rect, const Theme& theme) {
        paintTrack(painter, QRectF(rect.left(), rect.top() + 4, rect.width(), 6), ingressShare, theme);
        paintTrack(painter, QRectF(rect.left(), rect.top() + 18, rect.width(), 6), egressShare, theme);
    };
}

TileFigure fieldFigure(double share) {
    return [share](QPainter& painter, const QRectF& rect, const Theme& theme) {
        constexpr int kColumns = 9;
        constexpr int kCells = kColumns * 4;
        constexpr int kStep = 23; // prime to 36: walks over every cell once, far from the one before
        std::array<bool, kCells> isOpen{};
        const int open = static_cast<int>(std::clamp(share, 0.0, 1.0) * kCells + 0.5);
        for (int i = 0; i < open; ++i) isOpen[static_cast<std::size_t>(i * kStep % kCells)] = true;
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < kCells; ++i) {
            painter.setBrush(isOpen[static_cast<std::size_t>(i)] ? theme.edge(EdgeClass::Open).line : theme.sunken);
            const QPointF corner = rect.topLeft() + QPointF(i % kColumns * 8, i / kColumns * 8 - 1);
            painter.drawRoundedRect(QRectF(corner, QSizeF(6, 6)), 1, 1);
        }
    };
}

TileFigure columnsFigure(std::vector<double> shares) {
    return [shares = std::move(shares)](QPainter& painter, const QRectF& rect, const Theme& theme) {
        constexpr std::size_t kMost = 7;
        painter.setPen(Qt::NoPen);
        for (std::size_t i = 0; i < std::min(shares.size(), kMost); ++i) {
            QRectF column(rect.left() + static_cast<double>(i) * 10.4, rect.top() - 1, 7, 30);
            painter.setBrush(theme.sunken);
            painter.drawRoundedRect(column, 2, 2);
            column.setTop(column.bottom() - std::max(1.0, 30 * std::clamp(shares[i], 0.0, 1.0)));
            painter.setBrush(theme.edge(EdgeClass::Used).line);
            painter.drawRoundedRect(column, 1, 1);
        }
    };
}

TileFigure glyphsFigure(double share) {
    return [share](QPainter& painter, const QRectF& rect, const Theme& theme) {
        constexpr int kColumns = 6;
        constexpr int kGlyphs = kColumns * 3;
        const int unused = static_cast<int>(std::clamp(share, 0.0, 1.0) * kGlyphs + 0.5);
        for (int i = 0; i < kGlyphs; ++i) {
            const EdgeClass edgeClass = i < unused ? EdgeClass::UnusedAllow : EdgeClass::Used;
            const QPointF centre = rect.topLeft() + QPointF(6 + i % kColumns * 12, 3 + i / kColumns * 11);
            paintEdgeGlyph(painter, edgeClass, {centre, 4.0, 1.3}, theme.edge(edgeClass).line);
        }
    };
}

TileFigure fanFigure(int without) {
    return [without](QPainter& painter, const QRectF& rect, const Theme& theme) {
        constexpr int kSources = 5;
        const QPointF target = rect.topLeft() + QPointF(64, 14);
        const auto source = [&](int i) { return rect.topLeft() + QPointF(6, -4 + i * 9); };
        painter.setPen(QPen(theme.borderStrong, 1.2));
        for (int i = 0; i < kSources; ++i) painter.drawLine(source(i), target);
        painter.setPen(Qt::NoPen);
        for (int i = 0; i < kSources; ++i) {
            const bool isWithout = i >= kSources - without;
            painter.setBrush(isWithout ? theme.edge(EdgeClass::Blocked).line : theme.control);
            painter.drawEllipse(source(i), 3, 3);
        }
        painter.setBrush(theme.surface);
        painter.drawEllipse(target, 9, 9);
        paintIcon(painter, Icon::Star, QRectF(target - QPointF(8, 8), QSizeF(16, 16)), theme.accentInk);
    };
}

} // namespace portolan
