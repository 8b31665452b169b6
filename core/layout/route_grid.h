#pragma once

#include "core/layout/geometry.h"

#include <cstdint>
#include <span>
#include <vector>

namespace portolan {

/// A card as routes see it.
struct CardObstacle {
    Box box;
    Box title; ///< the title's text; nothing runs through it
    int headerHeight = 0;
};

enum class Heading : std::uint8_t { Across, Down };

/// What it costs to run where: the ground that search walks on. Cells stand kGridPixels apart; a cell is a point of the
/// grid, not a square. Lanes that earlier routes took are dear, so that routes keep apart.
class RouteGrid {
  public:
    /// Prices of one step and of what it may meet; a step of free ground is 10.
    static constexpr std::uint32_t kStep = 10;
    static constexpr std::uint32_t kBend = 50;
    static constexpr std::uint32_t kForeignCard = 22;
    static constexpr std::uint32_t kCrossing = 24;
    static constexpr std::uint32_t kSharedLane = 160;
    static constexpr std::uint8_t kBlocked = 255;

    explicit RouteGrid(Box area);

    std::uint32_t width() const { return m_width; }
    std::uint32_t height() const { return m_height; }
    std::uint32_t size() const { return m_width * m_height; }
    std::uint32_t cellOf(Point p) const;
    Point pointOf(std::uint32_t cell) const;
    bool isInside(Point p) const;

    void addCard(const CardObstacle& card, std::uint32_t id);
    void addNode(const Box& box, int noteWidth);
    void block(const Box& box);

    bool isBlocked(std::uint32_t cell) const { return m_cells[cell].across == kBlocked; }
    /// Price of running through the cell for a route between the cards `home` and `away`; `shared` is what a lane costs
    /// that another route took.
    std::uint32_t price(std::uint32_t cell, Heading way, std::uint32_t home, std::uint32_t away,
                        std::uint32_t shared) const {
        const Cell& c = m_cells[cell];
        const bool isAcross = way == Heading::Across;
        std::uint32_t sum = kStep + (isAcross ? c.across : c.down);
        if (c.card != 0 && c.card != home + 1 && c.card != away + 1) sum += kForeignCard;
        if ((isAcross ? c.lanesAcross : c.lanesDown) != 0) sum += shared;
        if ((isAcross ? c.lanesDown : c.lanesAcross) != 0) sum += kCrossing;
        return sum;
    }
    /// Price of the corner that a route takes in the cell by turning into `way`.
    std::uint32_t turnPrice(std::uint32_t cell, Heading way, std::uint32_t shared) const {
        const Cell& c = m_cells[cell];
        return kBend + ((way == Heading::Across ? c.lanesAcross : c.lanesDown) != 0 ? shared : 0U);
    }

    /// Takes the lanes under a right-angled line, or gives them back.
    enum class Lanes { Take, GiveBack };
    void mark(std::span<const Point> points, Lanes lanes);
    /// How many cells of the line run in a lane that another route took too. The line's own lanes are taken.
    std::size_t sharedCells(std::span<const Point> points) const;

  private:
    template <typename Visit>
    void visitBox(const Box& box, const Visit& visit) const;
    template <typename Visit>
    void visitLine(std::span<const Point> points, const Visit& visit) const;

    struct Cell {
        std::uint8_t across = 0; ///< extra price of running across, kBlocked for no way
        std::uint8_t down = 0;
        std::uint8_t lanesAcross = 0;
        std::uint8_t lanesDown = 0;
        std::uint32_t card = 0; ///< card id + 1, 0 outside
    };

    Box m_area;
    std::uint32_t m_width = 0;
    std::uint32_t m_height = 0;
    std::vector<Cell> m_cells;
};

} // namespace portolan
