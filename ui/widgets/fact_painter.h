#pragma once

#include "ui/widgets/facts.h"

#include <QColor>
#include <QFont>

namespace portolan {

struct Theme;

/// Font and colour of a fact's value, and what a click on it reports: shared by the lists and the ladder.
QFont factFont(FactStyle style);
QColor factColor(FactStyle style, const Theme& theme);
QString factTarget(const Fact& fact);

} // namespace portolan
