#pragma once

#include "core/analysis/analysis.h"
#include "ui/inspector/explanation_ladder.h"
#include "ui/inspector/inspector_parts.h"

#include <functional>
#include <vector>

namespace portolan {

struct ClosingEdit;

/// An edge: verdict, ladder and evidence. Returns the layout that takes the cards of what closes it; nullptr where
/// nothing could (not allowed, or an end that policies do not know).
QVBoxLayout* addEdgePanel(InspectorColumn& column, const Analysis& analysis, const LedgerEdge& edge);

/// Fills the layout with one card an edit; tells where none closes the edge alone.
void addClosingCards(QVBoxLayout& cards, const Analysis& analysis, const std::vector<ClosingEdit>& edits,
                     const std::function<void(const ClosingEdit&)>& onChosen);

} // namespace portolan
