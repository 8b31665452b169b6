#pragma once

#include "core/analysis/analysis.h"
#include "ui/inspector/inspector_parts.h"

namespace portolan {

/// The lines of addDeclared(): target, state, place of each edge; empty where nothing is declared.
Facts declaredFacts(const Analysis& analysis, WorkloadId id);
/// Whom the workload's manifests say it talks to: each target with where that is said, how sure it is, whether the
/// policies permit it and when it was last seen. Adds nothing where they say nothing.
void addDeclared(InspectorColumn& column, const Analysis& analysis, WorkloadId id);

/// Where an edge is declared and how sure that is; that nothing declares it, where its source declares others; empty
/// where the source declares nothing.
Facts declarationFacts(const Analysis& analysis, const LedgerEdge& edge);

} // namespace portolan
