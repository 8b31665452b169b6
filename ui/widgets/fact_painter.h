#pragma once

#include "ui/widgets/facts.h"

#include <QRectF>
#include <QStringList>

class QPainter;

namespace portolan {

/// How facts are set, shared by the lists and the ladder: keys at the left, values beside them on as many lines as they
/// need, at most four.
struct FactSetting {
    double keyWidth = 112;
    double rowHeight = 21;
    int keyPx = 12;
};

/// A fact with the room it takes. Points into the facts it was made from.
struct PlacedFact {
    const Fact* fact = nullptr;
    QRectF row;
    QRectF value;
    QStringList lines;

    bool isLink() const;
};

/// Lays facts out one below the other from the top left of `area`.
std::vector<PlacedFact> placeFacts(const Facts& facts, const QRectF& area, const FactSetting& setting);
/// Height that placeFacts() takes at `width`.
double factsHeight(const Facts& facts, double width, const FactSetting& setting);
/// Those of `placed` that are links, in order.
std::vector<const PlacedFact*> linksOf(const std::vector<PlacedFact>& placed);
void paintFacts(QPainter& painter, const std::vector<PlacedFact>& placed, const FactSetting& setting);
/// The ring round a link that the keyboard is on.
void paintLinkFocus(QPainter& painter, const PlacedFact& link);

/// What a click on a fact reports.
QString factTarget(const Fact& fact);

} // namespace portolan
