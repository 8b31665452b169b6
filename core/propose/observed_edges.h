#pragma once

#include "core/ledger/ledger.h"
#include "core/propose/edge.h"

#include <vector>

namespace portolan {

/// What the ledger saw, as evidence for a proposal; in the ledger's order, edge i of the ledger at i.
std::vector<ObservedEdge> observedEdges(const Ledger& ledger);

} // namespace portolan
