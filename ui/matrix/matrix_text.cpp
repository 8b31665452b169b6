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

QString lineName(const MatrixData& data, std::size_t line) {
    return data.names[line].isEmpty() ? say("outside") : data.names[line];
}

QString cellText(const MatrixData& data, std::size_t from, std::size_t to) {
    const MatrixCell& cell = data.cell(from, to);
    QStringList out{say("From %1 to %2").arg(lineName(data, from), lineName(data, to))};
    for (const EdgeClass c : cell.classes()) out << edgeClassName(c) + QStringLiteral(": ") + number(cell.count(c));
    if (cell.connections > 0) out << say("%1 connections in the log").arg(number(cell.connections));
    if (data.hasShares && cell.pairs > 0)
        out << say("%1 of %2 pairs of workloads are allowed (%3)")
                   .arg(number(cell.allowed), number(cell.pairs), percentText(cell.share()));
    if (out.size() == 1) out << say("Nothing is allowed and nothing was seen.");
    return out.join(QLatin1Char('\n'));
}

QString cellQuery(const MatrixData& data, std::size_t from, std::size_t to) {
    const auto term = [&](const char* field, std::size_t line) {
        return QString::fromLatin1(field) + QLatin1Char('=') +
               (data.names[line].isEmpty() ? QStringLiteral("\"\"") : data.names[line]);
    };
    return term("src.ns", from) + QStringLiteral(" and ") + term("dst.ns", to);
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
