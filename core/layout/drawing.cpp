#include "core/layout/drawing.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

namespace portolan {
namespace {

constexpr double kTipGap = 1.5;          ///< between the tip and the node's border
constexpr double kSourceBarOffset = 4.0; ///< from the source's border
constexpr double kTargetBarOffset = 14.0;

Vec toVec(Point p) {
    return {static_cast<double>(p.x), static_cast<double>(p.y)};
}
Vec plus(Vec a, Vec direction, double length) {
    return {a.x + direction.x * length, a.y + direction.y * length};
}
double distance(Vec a, Vec b) {
    return std::hypot(a.x - b.x, a.y - b.y);
}
Vec towards(Vec from, Vec to) {
    const double length = distance(from, to);
    if (length <= 0) return {1, 0};
    return {(to.x - from.x) / length, (to.y - from.y) / length};
}

Bar barAt(Vec at, Vec direction) {
    const Vec across{-direction.y, direction.x};
    return {plus(at, across, kBarLength / 2), plus(at, across, -kBarLength / 2)};
}

struct Piece {
    Vec from;
    Vec to;
    double length = 0;
};

std::vector<Piece> piecesOf(const EdgeRoute& route) {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i + 1 < route.points.size(); ++i) {
        const Vec from = toVec(route.points[i]);
        const Vec to = toVec(route.points[i + 1]);
        pieces.push_back({from, to, distance(from, to)});
    }
    return pieces;
}

Piece longestPiece(const EdgeRoute& route) {
    const std::vector<Piece> pieces = piecesOf(route);
    return *std::ranges::max_element(pieces, {}, &Piece::length);
}

std::vector<PathStep> roundedLine(const std::vector<Vec>& points) {
    std::vector<PathStep> line{{PathStep::Kind::Move, points.front(), {}}};
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Vec& corner = points[i];
        const double before = distance(points[i - 1], corner) / (i == 1 ? 1.0 : 2.0);
        const double after = distance(corner, points[i + 1]) / (i + 2 == points.size() ? 1.0 : 2.0);
        const double radius = std::min({kCornerRadius, before, after});
        line.push_back({PathStep::Kind::Line, plus(corner, towards(corner, points[i - 1]), radius), {}});
        line.push_back({PathStep::Kind::Curve, plus(corner, towards(corner, points[i + 1]), radius), corner});
    }
    line.push_back({PathStep::Kind::Line, points.back(), {}});
    return line;
}

} // namespace

double strokeWidth(std::uint64_t connections) {
    if (connections < 100) return 1.25;
    if (connections < 10'000) return 1.75;
    if (connections < 1'000'000) return 2.5;
    return 3.5;
}

double headLength(double width) {
    return 7.5 + 0.6 * width;
}

EdgeShape shapeOf(const EdgeRoute& route, double width, EdgeEnds ends) {
    EdgeShape shape;
    if (route.points.size() < 2) return shape;
    std::vector<Vec> points;
    for (const Point& p : route.points) points.push_back(toVec(p));
    shape.direction = towards(points[points.size() - 2], points.back());
    shape.tip = plus(points.back(), shape.direction, -kTipGap);
    const double length = headLength(width);
    const Vec base = plus(shape.tip, shape.direction, -length);
    const Vec across{-shape.direction.y, shape.direction.x};
    shape.head = {shape.tip, plus(base, across, length / 2), plus(base, across, -length / 2)};
    const Vec start = towards(points[0], points[1]);
    if (ends.hasSourceBar) shape.sourceBar = barAt(plus(points[0], start, kSourceBarOffset), start);
    if (ends.hasTargetBar)
        shape.targetBar = barAt(plus(points.back(), shape.direction, -kTargetBarOffset), shape.direction);
    const Piece piece = longestPiece(route);
    if (piece.length >= kLeastGlyphPiece)
        shape.glyph = Vec{(piece.from.x + piece.to.x) / 2, (piece.from.y + piece.to.y) / 2};
    shape.isGlyphAcross = std::abs(piece.from.y - piece.to.y) < std::abs(piece.from.x - piece.to.x);
    const double lastPiece = distance(points[points.size() - 2], points.back());
    points.back() = plus(points.back(), shape.direction, -std::min(kTipGap + length * 0.7, lastPiece * 0.9));
    shape.line = roundedLine(points);
    return shape;
}

namespace {

/// Discs that are placed already, by cell.
class TakenPlaces {
  public:
    bool isFree(Vec at) const {
        for (long dx = -1; dx <= 1; ++dx)
            for (long dy = -1; dy <= 1; ++dy)
                if (const auto found = m_cells.find({cell(at.x) + dx, cell(at.y) + dy}); found != m_cells.end())
                    for (const Vec& other : found->second)
                        if (distance(at, other) < kApart) return false;
        return true;
    }
    void take(Vec at) { m_cells[{cell(at.x), cell(at.y)}].push_back(at); }

  private:
    static constexpr double kApart = 2 * kGlyphRadius + 2;
    static long cell(double v) { return std::lround(std::floor(v / kApart)); }

    std::map<std::pair<long, long>, std::vector<Vec>> m_cells;
};

/// The free place nearest to the middle of the piece that is not at its ends.
std::optional<Vec> freePlaceOn(const Piece& piece, const TakenPlaces& taken) {
    constexpr double kEndRoom = 14; // a disc does not sit on a corner or a head
    const Vec direction = towards(piece.from, piece.to);
    const Vec middle{(piece.from.x + piece.to.x) / 2, (piece.from.y + piece.to.y) / 2};
    const double most = std::max(0.0, piece.length / 2 - kEndRoom);
    for (double off = 0; off <= most; off += kGridPixels) {
        if (taken.isFree(plus(middle, direction, off))) return plus(middle, direction, off);
        if (taken.isFree(plus(middle, direction, -off))) return plus(middle, direction, -off);
    }
    return std::nullopt;
}

} // namespace

std::vector<std::optional<Vec>> glyphPlaces(const std::vector<EdgeRoute>& routes) {
    TakenPlaces taken;
    std::vector<std::optional<Vec>> places(routes.size());
    for (std::size_t r = 0; r < routes.size(); ++r) {
        std::vector<Piece> pieces = piecesOf(routes[r]);
        std::erase_if(pieces, [](const Piece& piece) { return piece.length < kLeastGlyphPiece; });
        if (pieces.empty()) continue;
        std::ranges::stable_sort(pieces, std::ranges::greater{}, &Piece::length);
        const Piece& longest = pieces.front();
        Vec at{(longest.from.x + longest.to.x) / 2, (longest.from.y + longest.to.y) / 2};
        for (const Piece& piece : pieces)
            if (const std::optional<Vec> free = freePlaceOn(piece, taken)) {
                at = *free;
                break;
            }
        taken.take(at);
        places[r] = at;
    }
    return places;
}

} // namespace portolan
