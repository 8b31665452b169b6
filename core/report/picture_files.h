#pragma once

#include "core/analysis/picture.h"

#include <string>

namespace portolan {

/// The picture as a scalable drawing, right-angled lines in the patterns and glyphs of the window, text as text, with
/// a legend. Fails only with Cancelled.
Result<std::string> pictureSvg(const Picture& picture, const RunControl& control);

/// The picture as a Graphviz graph: namespaces as clusters, labels quoted, positions and sizes as in the SVG.
Result<std::string> pictureDot(const Picture& picture, const RunControl& control);

/// The picture as GraphML: nodes with name, namespace, isolation; edges with state, ports, connections.
std::string pictureGraphml(const Picture& picture);

/// PNG (at twice the size) or PDF of pictureSvg by `rsvg-convert`; where that is missing, of pictureDot by Graphviz.
/// NotFound where neither is installed.
Result<std::string> pictureRaster(const Picture& picture, const std::string& format, const RunControl& control);

/// "tcp/8080, tcp/9090 +2": at most two ports of an edge.
std::string portsText(const PictureEdge& edge);

} // namespace portolan
