#include "ui/widgets/fact_painter.h"

#include "ui/widgets/text.h"
#include "ui/widgets/theme.h"

#include <QPainter>

namespace portolan {

namespace {

constexpr int kMostLines = 4;
constexpr double kLinePitch = 16.0;

QFont factFont(FactStyle style) {
    switch (style) {
    case FactStyle::Text: return uiFont(12, Weight::Medium);
    case FactStyle::TextLink: return uiFont(12, Weight::Medium);
    case FactStyle::Mono:
    case FactStyle::Link: return monoFont(11);
    case FactStyle::Quiet: return uiFont(12);
    }
    return uiFont(12);
}

} // namespace

bool PlacedFact::isLink() const {
    return fact->style == FactStyle::Link || fact->style == FactStyle::TextLink;
}

std::vector<PlacedFact> placeFacts(const Facts& facts, const QRectF& area, const FactSetting& setting) {
    std::vector<PlacedFact> out;
    const double valueWidth = std::max(40.0, area.width() - setting.keyWidth);
    double y = area.top();
    for (const Fact& fact : facts) {
        PlacedFact placed;
        placed.fact = &fact;
        placed.lines = wrappedLines(fact.value, factFont(fact.style), valueWidth, kMostLines);
        const double more = kLinePitch * static_cast<double>(std::max<qsizetype>(placed.lines.size(), 1) - 1);
        placed.row = QRectF(area.left(), y, area.width(), setting.rowHeight + more);
        placed.value = placed.row.adjusted(setting.keyWidth, 0, 0, 0);
        y = placed.row.bottom();
        out.push_back(std::move(placed));
    }
    return out;
}

double factsHeight(const Facts& facts, double width, const FactSetting& setting) {
    const auto placed = placeFacts(facts, QRectF(0, 0, width, 0), setting);
    return placed.empty() ? 0.0 : placed.back().row.bottom();
}

std::vector<const PlacedFact*> linksOf(const std::vector<PlacedFact>& placed) {
    std::vector<const PlacedFact*> out;
    for (const PlacedFact& fact : placed)
        if (fact.isLink()) out.push_back(&fact);
    return out;
}

void paintFacts(QPainter& painter, const std::vector<PlacedFact>& placed, const FactSetting& setting) {
    const Theme& theme = currentTheme();
    for (const PlacedFact& item : placed) {
        drawLine(painter, {QRectF(item.row.left(), item.row.top(), setting.keyWidth - 8, setting.rowHeight)},
                 item.fact->key, {uiFont(setting.keyPx), theme.text3});
        const TextStyle style{factFont(item.fact->style), item.isLink() ? theme.accentInk : theme.text1};
        double y = item.row.top();
        for (const QString& line : item.lines) {
            drawLine(painter, {QRectF(item.value.left(), y, item.value.width(), setting.rowHeight)}, line, style);
            y += kLinePitch;
        }
    }
}

void paintLinkFocus(QPainter& painter, const PlacedFact& link) {
    painter.setPen(QPen(currentTheme().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(link.value.adjusted(-4, 1, -1, -1), 4, 4);
}

QString factTarget(const Fact& fact) {
    return fact.target.isEmpty() ? fact.value : fact.target;
}

} // namespace portolan
