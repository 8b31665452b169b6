#pragma once

#include "ui/matrix/matrix_data.h"

#include <QStringList>

class QFont;

namespace portolan {

/// The name of a line as headers show it; "outside" for what no namespace has.
QString lineName(const MatrixData& data, std::size_t line);
/// Everything a cell knows, one fact a line: the tooltip and what a screen reader says.
QString cellText(const MatrixData& data, std::size_t from, std::size_t to);
/// The query that shows what a cell counts: "src.ns=shop and dst.ns=data".
QString cellQuery(const MatrixData& data, std::size_t from, std::size_t to);
/// A name on at most two lines of `width` px, broken after a hyphen; each is still to be elided.
QStringList headerLines(const QString& name, const QFont& font, double width);

} // namespace portolan
