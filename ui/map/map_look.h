#pragma once

#include "ui/widgets/theme.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace portolan {

/// What stays at full strength while the rest of the map fades: a neighbourhood or a path.
struct MapEmphasis {
    std::vector<bool> nodes;
    std::vector<bool> edges;
};

/// Off: marks of the draft are not shown. On: edges the draft leaves alone fade to 25 %, the others get a halo and a
/// mark.
enum class DraftOverlay : std::uint8_t { Off, On };

/// How a scene is painted, apart from what the pointer and the keyboard do to it.
struct MapLook {
    Scheme scheme = Scheme::Light;
    DraftOverlay draft = DraftOverlay::Off;
    std::shared_ptr<const MapEmphasis> emphasis;          ///< null: everything at full strength
    std::shared_ptr<const std::vector<bool>> hiddenEdges; ///< a filter; null: none is hidden

    bool operator==(const MapLook&) const = default;
};

} // namespace portolan
