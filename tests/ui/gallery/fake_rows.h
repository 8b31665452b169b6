#pragma once

#include "ui/widgets/chip.h"
#include "ui/widgets/decision.h"

#include <QStandardItemModel>

namespace portolan::gallery {

/// Thirteen made-up findings.
QStandardItemModel* makeFindings(QObject* parent);
/// Fifteen made-up edges under review.
QStandardItemModel* makeReview(QObject* parent);

} // namespace portolan::gallery
