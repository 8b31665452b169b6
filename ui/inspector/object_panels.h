#pragma once

#include "core/analysis/analysis.h"
#include "ui/inspector/inspector_parts.h"

namespace portolan {

/// A workload: its isolation, the policies behind it, its peers seen, its findings. Returns the layout that takes what
/// it is exposed to.
QVBoxLayout* addWorkloadPanel(InspectorColumn& column, const Analysis& analysis, WorkloadId id);
/// A finding: what is wrong, what proves it, what to do.
void addFindingPanel(InspectorColumn& column, const Analysis& analysis, const Finding& finding);

} // namespace portolan
