#include "ui/map/density.h"

#include "ui/map/scene_painter.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace portolan {
namespace {

/// Coverage is counted in steps of 1/64 of a line.
constexpr int kFullCoverage = 64;
constexpr int kMostLines = 512;

/// A piece of a line inside the counted area.
struct Piece {
    double x0 = 0;
    double y0 = 0;
    double x1 = 0;
    double y1 = 0;
};

/// Cuts the piece to the area, after Liang and Barsky 1984; false if nothing is left.
bool clip(Piece& piece, double width, double height) {
    const double dx = piece.x1 - piece.x0;
    const double dy = piece.y1 - piece.y0;
    double from = 0;
    double to = 1;
    const auto cut = [&](double p, double q) {
        if (p == 0) return q >= 0;
        const double r = q / p;
        if (p < 0)
            from = std::max(from, r);
        else
            to = std::min(to, r);
        return from <= to;
    };
    if (!cut(-dx, piece.x0) || !cut(dx, width - piece.x0) || !cut(-dy, piece.y0) || !cut(dy, height - piece.y0))
        return false;
    piece = {piece.x0 + from * dx, piece.y0 + from * dy, piece.x0 + to * dx, piece.y0 + to * dy};
    return true;
}

/// Counts lines per pixel for one class.
class Counter {
  public:
    /// Counts one pixel more on each side than it is asked for, so that neighbouring tiles meet without a seam.
    Counter(int width, int height)
        : m_width(width + 2), m_height(height + 2),
          m_counts(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height)) {}

    void clear() {
        std::ranges::fill(m_counts, std::uint16_t{0});
        m_isEmpty = true;
    }
    bool isEmpty() const { return m_isEmpty; }
    std::uint16_t at(int x, int y) const { return m_counts[index(x + 1, y + 1)]; }

    /// Walks the longer axis and shares each step between two pixels, after Wu 1991.
    void add(Piece piece) {
        piece = {piece.x0 + 1, piece.y0 + 1, piece.x1 + 1, piece.y1 + 1};
        if (!clip(piece, m_width - 1.001, m_height - 1.001)) return;
        m_isEmpty = false;
        const double dx = piece.x1 - piece.x0;
        const double dy = piece.y1 - piece.y0;
        const int steps = static_cast<int>(std::max(std::abs(dx), std::abs(dy))) + 1;
        const bool isFlat = std::abs(dx) >= std::abs(dy);
        for (int i = 0; i < steps; ++i) {
            const double t = static_cast<double>(i) / steps;
            const double x = piece.x0 + t * dx;
            const double y = piece.y0 + t * dy;
            const int px = static_cast<int>(x);
            const int py = static_cast<int>(y);
            const double part = isFlat ? y - py : x - px;
            const int second = static_cast<int>(part * kFullCoverage);
            count(px, py, kFullCoverage - second);
            if (isFlat)
                count(px, std::min(py + 1, m_height - 1), second);
            else
                count(std::min(px + 1, m_width - 1), py, second);
        }
    }

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(m_width) + static_cast<std::size_t>(x);
    }
    void count(int x, int y, int amount) {
        std::uint16_t& cell = m_counts[index(x, y)];
        cell = static_cast<std::uint16_t>(std::min<int>(cell + amount, kMostLines * kFullCoverage));
    }

    int m_width;
    int m_height;
    std::vector<std::uint16_t> m_counts;
    bool m_isEmpty = true;
};

/// Opacity by coverage: one line `alpha`, n lines 1 - (1 - alpha)^n, never quite solid.
std::array<std::uint8_t, kMostLines + 1> toneTable(double alpha) {
    std::array<std::uint8_t, kMostLines + 1> table{};
    for (int n = 0; n <= kMostLines; ++n)
        table[static_cast<std::size_t>(n)] = static_cast<std::uint8_t>(std::lround(235 * (1 - std::pow(1 - alpha, n))));
    return table;
}

void blend(QImage& image, const Counter& counter, const QColor& color) {
    static const std::array<std::uint8_t, kMostLines + 1> kTone = toneTable(0.34);
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const int count = counter.at(x, y);
            if (count == 0) continue;
            const int lines = count / kFullCoverage;
            const int rest = count % kFullCoverage;
            const int low = kTone[static_cast<std::size_t>(lines)];
            const int high = kTone[static_cast<std::size_t>(std::min(lines + 1, kMostLines))];
            const int alpha = low + (high - low) * rest / kFullCoverage;
            const int under = 255 - alpha;
            const QRgb old = line[x];
            line[x] = qRgba((color.red() * alpha + qRed(old) * under) / 255,
                            (color.green() * alpha + qGreen(old) * under) / 255,
                            (color.blue() * alpha + qBlue(old) * under) / 255, alpha + qAlpha(old) * under / 255);
        }
    }
}

} // namespace

void paintDensity(QPainter& painter, const ScenePaint& paint, const std::vector<std::uint32_t>& edges) {
    const QTransform transform = painter.deviceTransform();
    const QRect target = transform.mapRect(paint.world).toAlignedRect();
    if (target.isEmpty()) return;
    const Theme& theme = Theme::of(paint.look.scheme);
    QImage image(target.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    Counter counter(target.width(), target.height());
    for (auto edgeClass = kEdgeClassUrgency.rbegin(); edgeClass != kEdgeClassUrgency.rend(); ++edgeClass) {
        counter.clear();
        for (const std::uint32_t e : edges) {
            const MapEdge& edge = paint.scene.graph().edges[e];
            if (edge.edgeClass != *edgeClass || (paint.look.hiddenEdges && (*paint.look.hiddenEdges)[e])) continue;
            if (paint.look.emphasis && !paint.look.emphasis->edges[e]) continue;
            const std::vector<Point>& points = paint.scene.layout().routes[e].points;
            for (std::size_t i = 0; i + 1 < points.size(); ++i) {
                const QPointF a = transform.map(QPointF(points[i].x, points[i].y)) - target.topLeft();
                const QPointF b = transform.map(QPointF(points[i + 1].x, points[i + 1].y)) - target.topLeft();
                counter.add({a.x(), a.y(), b.x(), b.y()});
            }
        }
        if (!counter.isEmpty()) blend(image, counter, theme.edge(*edgeClass).line);
    }
    painter.save();
    painter.resetTransform();
    painter.drawImage(target.topLeft(), image);
    painter.restore();
}

} // namespace portolan
