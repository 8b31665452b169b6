#pragma once

#include <QIcon>
#include <QRectF>

#include <array>
#include <cstdint>

class QPainter;

namespace portolan {

/// Every icon of the window. All are paths on a 20 px grid, 1.5 px stroke, round caps, no fill, one colour.
enum class Icon : std::uint8_t {
    Overview,
    Map,
    Matrix,
    Paths,
    Draft,
    Gear,
    Compass,
    Back,
    Forward,
    Down,
    Up,
    Right,
    Go,
    Swap,
    Search,
    Filter,
    Clock,
    Folder,
    File,
    Flow,
    Live,
    Copy,
    Close,
    Plus,
    Minus,
    Fit,
    More,
    Check,
    Star,
    Warning,
    Info,
    Shield,
    Pin,
    Eye,
    EyeOff,
    Target,
    Export,
    Import,
    Table,
    Undo,
    Redo,
    Scissors,
    Play,
    Stop,
    Box,
    Nodes,
};
inline constexpr int kIconCount = static_cast<int>(Icon::Nodes) + 1;

/// Which token an icon takes; Text is text2, Quiet text3, OnRail railText and white when selected.
enum class IconTone : std::uint8_t { Text, Quiet, Accent, OnAccent, OnRail };

/// Paints the icon scaled into `rect` (20 px = the whole grid) in `color`.
void paintIcon(QPainter& painter, Icon icon, const QRectF& rect, const QColor& color);

/// An icon that paints itself in the current theme's token each time, so that it survives a change of theme.
QIcon themedIcon(Icon icon, IconTone tone = IconTone::Text);

} // namespace portolan
