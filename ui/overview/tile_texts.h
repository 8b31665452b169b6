#pragma once

#include "ui/overview/overview_figures.h"
#include "ui/widgets/tile.h"

namespace portolan {

/// The contents of the five tiles; each number with its unit and its whole. Without flows the tiles of use say that
/// none are loaded, never "unused".
TileContent isolationTile(const OverviewFigures& figures);
TileContent flatnessTile(const OverviewFigures& figures);
TileContent broadRulesTile(const OverviewFigures& figures);
TileContent unusedAllowsTile(const OverviewFigures& figures);
TileContent crownJewelsTile(const OverviewFigures& figures);

} // namespace portolan
