#pragma once

#include "ui/inspector/block_facts.h"
#include "ui/inspector/inspector_parts.h"

namespace portolan {

/// The head of the panel of a block; what is counted goes into the layout returned, once it is known.
QVBoxLayout* addBlockPanel(InspectorColumn& column, const Analysis& analysis, const BlockKey& key);
/// Counts by class as bars, the share of pairs allowed, and the edges as links to their explanations.
void addBlockFacts(InspectorColumn& column, const Analysis& analysis, const BlockFacts& facts);

} // namespace portolan
