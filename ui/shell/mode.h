#pragma once

#include "ui/widgets/icon.h"

#include <QString>

#include <array>
#include <cstdint>

namespace portolan {

/// The pages of the mode bar, in its order; Ctrl+1 to Ctrl+5.
enum class Mode : std::uint8_t { Overview, Map, Matrix, Paths, Draft };

inline constexpr std::array<Mode, 5> kModes{Mode::Overview, Mode::Map, Mode::Matrix, Mode::Paths, Mode::Draft};

/// "Overview", "Map", "Matrix", "Paths", "Draft".
QString modeName(Mode mode);
Icon modeIcon(Mode mode);

} // namespace portolan
