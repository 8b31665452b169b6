#pragma once

#include "ui/widgets/edge_class.h"

#include <QRectF>

#include <functional>
#include <vector>

namespace portolan {

struct Theme;

/// A 72 x 28 px picture beside a tile's number, painted into the rectangle it is given.
using TileFigure = std::function<void(QPainter&, const QRectF&, const Theme&)>;

/// Two accent bars one above the other, for shares 0..1 of ingress and egress.
TileFigure shareBarsFigure(double ingressShare, double egressShare);
/// A 9 x 4 field of which `share` (0..1) of the cells is Open, spread evenly.
TileFigure fieldFigure(double share);
/// Up to seven columns in the Used colour, each filled to its share 0..1, in the order given.
TileFigure columnsFigure(std::vector<double> shares);
/// Eighteen glyphs of which the `share` (0..1) comes first as Unused allow, the rest as Used.
TileFigure glyphsFigure(double share);
/// Five sources that run to a star; the last `without` of them (0..5) in the colour of Blocked.
TileFigure fanFigure(int without);

} // namespace portolan
