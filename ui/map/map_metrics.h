#pragma once

#include <cstddef>

namespace portolan::map {

/// Sizes of the map in pixels at 100 %; from the visual specification, section 5.
inline constexpr double kCardRadius = 10.0;
inline constexpr double kCardPadding = 16.0;
inline constexpr double kCardHeader = 40.0;
inline constexpr double kShareFrom = 200.0; ///< cards wider than this show "5/8" beside the ring
inline constexpr double kNodeRadius = 6.0;
inline constexpr double kHalo = 4.0;
inline constexpr double kDotPitch = 24.0;
inline constexpr double kMargin = 24.0; ///< around the map when it is fitted

/// The bird's-eye and the zoom pill with their distances: what layout keeps free in the lower right corner.
inline constexpr double kEyeWidth = 168.0;
inline constexpr double kEyeHeight = 116.0;
inline constexpr double kPillHeight = 32.0;
inline constexpr double kCornerGap = 8.0;
inline constexpr double kCornerWidth = kEyeWidth + 2 * kCornerGap;
inline constexpr double kCornerHeight = kEyeHeight + kPillHeight + 4 * kCornerGap;

/// Level of detail by pixels on the screen.
inline constexpr double kLeastCardWidth = 70.0;  ///< narrower cards show no nodes
inline constexpr double kLeastNodeHeight = 12.0; ///< lower nodes show no name
inline constexpr double kFullDetailScale = 0.86; ///< below it texts keep their size while boxes shrink
inline constexpr double kHeadScale = 0.3;        ///< no heads, bars and glyphs below it
inline constexpr int kLeastFont = 11;

/// Below it a crowded map shows bundles between cards instead of edges between nodes.
inline constexpr double kBundleScale = 0.2;
inline constexpr std::size_t kBundlesPerCard = 3; ///< the largest of each card, besides those that need attention

/// More edges than this are straight and painted as density.
inline constexpr unsigned kMostPaintedEdges = 1200;
/// From this many edges on straight lines are shown while routes are searched.
inline constexpr unsigned kPreviewFrom = 150;

} // namespace portolan::map
