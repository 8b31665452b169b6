#pragma once

namespace portolan {

// Sizes of the matrix, px.
inline constexpr int kCellWidth = 62;
inline constexpr int kCellHeight = 40;
inline constexpr int kMargin = 16;
inline constexpr int kLeft = 168; // frozen: names of the rows
inline constexpr int kHead = 56;  // frozen: names of the columns
inline constexpr int kBand = 32;  // frozen above them: names of expanded namespaces
inline constexpr int kBar = 24;   // across a bar of an expanded namespace
inline constexpr double kCellRadius = 3.0;
inline constexpr double kFaded = 0.3; // what the filter hides

} // namespace portolan
