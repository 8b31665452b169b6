#pragma once

#include <algorithm>

namespace portolan {

/// Everything the layout places stands on a grid of this many pixels; routes run on it.
inline constexpr int kGridPixels = 8;

/// Smallest multiple of the grid that is not below `pixels`.
constexpr int roundUpToGrid(int pixels) {
    const int rest = ((pixels % kGridPixels) + kGridPixels) % kGridPixels;
    return rest == 0 ? pixels : pixels + kGridPixels - rest;
}

/// A place on the drawing in pixels, y downwards.
struct Point {
    int x = 0;
    int y = 0;
    bool operator==(const Point&) const = default;
};

/// Width and height in pixels.
struct BoxSize {
    int width = 0;
    int height = 0;
    bool operator==(const BoxSize&) const = default;
};

/// A rectangle in pixels; right() and bottom() are the coordinates of its far edges.
struct Box {
    int x = 0;
    int y = 0;
    int width = 0;
    int height = 0;

    constexpr int right() const { return x + width; }
    constexpr int bottom() const { return y + height; }
    constexpr Point centre() const { return {x + width / 2, y + height / 2}; }
    constexpr bool isEmpty() const { return width <= 0 || height <= 0; }
    /// Whether the point is inside or on the edge.
    constexpr bool contains(Point p) const { return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom(); }
    /// Whether the two share area; touching edges do not count.
    constexpr bool overlaps(const Box& other) const {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
    constexpr Box grownBy(int margin) const {
        return {x - margin, y - margin, width + 2 * margin, height + 2 * margin};
    }
    /// The smallest box around both; an empty box adds nothing.
    constexpr Box united(const Box& other) const {
        if (isEmpty()) return other;
        if (other.isEmpty()) return *this;
        const int left = std::min(x, other.x);
        const int top = std::min(y, other.y);
        return {left, top, std::max(right(), other.right()) - left, std::max(bottom(), other.bottom()) - top};
    }
    bool operator==(const Box&) const = default;
};

} // namespace portolan
