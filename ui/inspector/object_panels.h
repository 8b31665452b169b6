#pragma once

#include "core/analysis/analysis.h"
#include "ui/inspector/inspector_parts.h"

namespace portolan {

/// A workload: its isolation, the policies behind it, its peers seen, its findings.
void addWorkloadPanel(InspectorColumn& column, const Analysis& analysis, WorkloadId id);
/// A policy as a whole.
void addPolicyPanel(InspectorColumn& column, const Analysis& analysis, PolicyId id);
/// One rule: what it matches, how it was used, what of it nothing used, and the narrower form that keeps every flow.
void addRulePanel(InspectorColumn& column, const Analysis& analysis, const RuleRef& rule, const RunControl& control);
/// A finding: what is wrong, what proves it, what to do.
void addFindingPanel(InspectorColumn& column, const Analysis& analysis, const Finding& finding);

} // namespace portolan
