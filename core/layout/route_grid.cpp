#include "core/layout/route_grid.h"

#include <algorithm>
#include <cstdlib>

namespace portolan {
namespace {

constexpr std::uint8_t kBorderPrice = 40; ///< on top of a card's border line
constexpr std::uint8_t kHeaderPrice = 14; ///< in the band of a title, beside its text
constexpr std::uint8_t kBesideNode = 7;   ///< one cell beside a node
constexpr std::uint8_t kNotePrice = 120;  ///< through a note

void raise(std::uint8_t& price, std::uint8_t to) {
    if (price != RouteGrid::kBlocked) price = std::max(price, to);
}

} // namespace

RouteGrid::RouteGrid(Box area)
    : m_area(area), m_width(static_cast<std::uint32_t>(area.width / kGridPixels) + 1),
      m_height(static_cast<std::uint32_t>(area.height / kGridPixels) + 1) {
    m_cells.resize(size());
}

std::uint32_t RouteGrid::cellOf(Point p) const {
    return static_cast<std::uint32_t>((p.y - m_area.y) / kGridPixels) * m_width +
           static_cast<std::uint32_t>((p.x - m_area.x) / kGridPixels);
}

Point RouteGrid::pointOf(std::uint32_t cell) const {
    return {m_area.x + static_cast<int>(cell % m_width) * kGridPixels,
            m_area.y + static_cast<int>(cell / m_width) * kGridPixels};
}

bool RouteGrid::isInside(Point p) const {
    return m_area.contains(p);
}

template <typename Visit>
void RouteGrid::visitBox(const Box& box, const Visit& visit) const {
    const int left = std::max(roundUpToGrid(box.x - m_area.x) / kGridPixels, 0);
    const int top = std::max(roundUpToGrid(box.y - m_area.y) / kGridPixels, 0);
    const int right = std::min((box.right() - m_area.x) / kGridPixels, static_cast<int>(m_width) - 1);
    const int bottom = std::min((box.bottom() - m_area.y) / kGridPixels, static_cast<int>(m_height) - 1);
    for (int y = top; y <= bottom; ++y)
        for (int x = left; x <= right; ++x)
            visit(static_cast<std::uint32_t>(y) * m_width + static_cast<std::uint32_t>(x));
}

void RouteGrid::addCard(const CardObstacle& card, std::uint32_t id) {
    const Box& box = card.box;
    visitBox(box, [&](std::uint32_t cell) { m_cells[cell].card = id + 1; });
    for (const int y : {box.y, box.bottom()})
        visitBox({box.x, y, box.width, 0}, [&](std::uint32_t cell) { raise(m_cells[cell].across, kBorderPrice); });
    for (const int x : {box.x, box.right()})
        visitBox({x, box.y, 0, box.height}, [&](std::uint32_t cell) { raise(m_cells[cell].down, kBorderPrice); });
    visitBox({box.x, box.y, box.width, card.headerHeight - 1}, [&](std::uint32_t cell) {
        raise(m_cells[cell].across, kHeaderPrice);
        raise(m_cells[cell].down, kHeaderPrice);
    });
    block(card.title);
}

void RouteGrid::addNode(const Box& box, int noteWidth) {
    visitBox(box.grownBy(kGridPixels), [&](std::uint32_t cell) {
        raise(m_cells[cell].across, kBesideNode);
        raise(m_cells[cell].down, kBesideNode);
    });
    block(box);
    if (noteWidth <= 0) return;
    constexpr int kNoteHeight = 16;
    visitBox({box.centre().x - noteWidth / 2, box.bottom() + 1, noteWidth, kNoteHeight}, [&](std::uint32_t cell) {
        raise(m_cells[cell].across, kNotePrice);
        raise(m_cells[cell].down, kNotePrice);
    });
}

void RouteGrid::block(const Box& box) {
    visitBox(box, [&](std::uint32_t cell) { m_cells[cell].across = m_cells[cell].down = kBlocked; });
}

template <typename Visit>
void RouteGrid::visitLine(std::span<const Point> points, const Visit& visit) const {
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const Point a = points[i];
        const Point b = points[i + 1];
        const Heading way = a.y == b.y ? Heading::Across : Heading::Down;
        visitBox({std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)},
                 [&](std::uint32_t cell) { visit(cell, way); });
    }
}

void RouteGrid::mark(std::span<const Point> points, Lanes lanes) {
    visitLine(points, [&](std::uint32_t cell, Heading way) {
        std::uint8_t& count = way == Heading::Across ? m_cells[cell].lanesAcross : m_cells[cell].lanesDown;
        if (lanes == Lanes::Take && count < 255) ++count;
        if (lanes == Lanes::GiveBack && count > 0) --count;
    });
}

std::size_t RouteGrid::sharedCells(std::span<const Point> points) const {
    std::size_t shared = 0;
    visitLine(points, [&](std::uint32_t cell, Heading way) {
        shared += (way == Heading::Across ? m_cells[cell].lanesAcross : m_cells[cell].lanesDown) > 1 ? 1 : 0;
    });
    return shared;
}

} // namespace portolan
