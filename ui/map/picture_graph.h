#pragma once

#include "core/analysis/picture.h"
#include "ui/map/map_graph.h"

namespace portolan {

/// The picture of an analysis as the canvas shows it: namespaces as cards, the outside as a dashed one, notes, tips and
/// bars. Node and edge i are the picture's.
MapGraph mapGraph(const Picture& picture);

} // namespace portolan
