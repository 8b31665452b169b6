#pragma once

#include "core/base/result.h"
#include "ui/map/map_look.h"
#include "ui/map/map_scene.h"

#include <QString>

namespace portolan {

/// Writes the whole map with its legend to `path`, through the paint code of the window: text stays text in SVG and
/// PDF. The file's ending chooses svg, pdf or png (twice the size). Unsupported: another ending. Unreadable: cannot be
/// written.
Result<void> exportPicture(const MapScene& scene, const MapLook& look, const QString& path);

} // namespace portolan
