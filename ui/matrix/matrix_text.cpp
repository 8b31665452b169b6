#include "ui/matrix/matrix_text.h"

#include "ui/models/words.h"
#include "ui/widgets/text.h"

#include <QCoreApplication>
#include <QFont>

namespace portolan {
namespace {

QString say(const char* text) {
    return QCoreApplication::translate("Matrix", text);
}

QString number(std::uint64_t n) {
    return groupedNumber(static_cast<long long>(n));
}

} // namespace

QString lineName(const MatrixLine& line) {
    switch (line.kind) {
    case MatrixLine::Kind::Namespace:
    case MatrixLine::Kind::Workload: return line.name;
    case MatrixLine::Kind::Rest: return say("others");
    case MatrixLine::Kind::Outside: break;
    }
    return say("outside");
}

QString lineTitle(const MatrixLine& line) {
    switch (line.kind) {
    case MatrixLine::Kind::Workload: return line.ns + QLatin1Char('/') + line.name;
    case MatrixLine::Kind::Rest: return say("others in %1").arg(line.ns);
    case MatrixLine::Kind::Namespace:
    case MatrixLine::Kind::Outside: break;
    }
    return lineName(line);
}

QString headerText(const MatrixLine& line) {
    switch (line.kind) {
    case MatrixLine::Kind::Namespace: return say("%1\nClick to show its workloads").arg(line.name);
    case MatrixLine::Kind::Workload: return lineTitle(line);
    case MatrixLine::Kind::Rest: return say("Pods that the log names in %1 and the input does not have").arg(line.ns);
    case MatrixLine::Kind::Outside: break;
    }
    return say("Addresses, nodes, and names that are in no namespace of the input");
}

QString cellText(const MatrixData& data, std::size_t row, std::size_t column) {
    const MatrixCell& cell = data.cell(row, column);
    QStringList out{say("From %1 to %2").arg(lineTitle(data.rows[row]), lineTitle(data.columns[column]))};
    for (const EdgeClass c : cell.classes()) out << edgeClassName(c) + QStringLiteral(": ") + number(cell.count(c));
    if (cell.connections > 0) out << say("%1 connections in the log").arg(number(cell.connections));
    if (data.hasShares && cell.pairs > 1)
        out << say("%1 of %2 pairs of workloads may talk (%3)")
                   .arg(number(cell.allowed), number(cell.pairs), percentText(cell.share()));
    else if (data.hasShares && cell.pairs == 1 && !cell.hasEdges() && cell.allowed == 1)
        out << (data.hasEvidence ? say("Allowed on some port; none of them is known to be listened on.")
                                 : say("Allowed on some port."));
    if (out.size() == 1) out << say("Nothing is allowed and nothing was seen.");
    if (!cell.isMatch) out << say("Hidden by the filter");
    return out.join(QLatin1Char('\n'));
}

QString cellQuery(const MatrixData& data, std::size_t row, std::size_t column) {
    const auto term = [](const QString& side, const MatrixLine& line) {
        if (line.kind == MatrixLine::Kind::Workload) return side + QLatin1Char('=') + lineTitle(line);
        return side + QStringLiteral(".ns=") + (line.ns.isEmpty() ? QStringLiteral("\"\"") : line.ns);
    };
    return term(QStringLiteral("src"), data.rows[row]) + QStringLiteral(" and ") +
           term(QStringLiteral("dst"), data.columns[column]);
}

std::optional<BlockKey> cellKey(const MatrixData& data, const Cluster& cluster, std::size_t row, std::size_t column) {
    const auto side = [&](const MatrixLine& line) -> SideKey {
        if (line.workload) return {SideKey::Kind::Workload, cluster.identity(*line.workload)};
        if (line.kind == MatrixLine::Kind::Outside) return {SideKey::Kind::Outside, {}};
        return {SideKey::Kind::Namespace, line.ns.toStdString()};
    };
    const MatrixLine& from = data.rows[row];
    const MatrixLine& to = data.columns[column];
    if (from.kind == MatrixLine::Kind::Rest || to.kind == MatrixLine::Kind::Rest) return std::nullopt;
    return BlockKey{side(from), side(to)};
}

QStringList headerLines(const QString& name, const QFont& font, double width) {
    if (textWidth(name, font) <= width) return {name};
    qsizetype at = -1;
    for (qsizetype i = name.indexOf(QLatin1Char('-')); i >= 0; i = name.indexOf(QLatin1Char('-'), i + 1))
        if (at < 0 || textWidth(name.left(i + 1), font) <= width) at = i;
    if (at < 0 || at + 1 == name.size()) return {name};
    return {name.left(at + 1), name.mid(at + 1)};
}

} // namespace portolan
