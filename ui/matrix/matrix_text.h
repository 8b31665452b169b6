#pragma once

#include "ui/matrix/matrix_data.h"
#include "ui/session/selection.h"

#include <QStringList>

class QFont;

namespace portolan {

/// The name of a line as its header shows it: "shop", "web", "others", "outside".
QString lineName(const MatrixLine& line);
/// The same for a sentence: "shop", "shop/web", "others in shop", "outside".
QString lineTitle(const MatrixLine& line);
/// What a header says of itself: its line, and how it is opened or closed.
QString headerText(const MatrixLine& line);
/// Everything a cell knows, one fact a line: the tooltip and what a screen reader says.
QString cellText(const MatrixData& data, std::size_t row, std::size_t column);
/// The query that shows what a cell counts: "src.ns=shop and dst.ns=data".
QString cellQuery(const MatrixData& data, std::size_t row, std::size_t column);
/// What choosing the cell selects; nothing where a side is what else the log names.
std::optional<BlockKey> cellKey(const MatrixData& data, const Cluster& cluster, std::size_t row, std::size_t column);
/// A name on at most two lines of `width` px, broken after a hyphen; each is still to be elided.
QStringList headerLines(const QString& name, const QFont& font, double width);

} // namespace portolan
