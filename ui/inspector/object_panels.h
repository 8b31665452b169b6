#pragma once

#include "core/analysis/analysis.h"
#include "core/ledger/tighten.h"
#include "ui/inspector/inspector_parts.h"

#include <vector>

namespace portolan {

/// A workload: its isolation, the policies behind it, its peers seen, its findings. Returns the layout that takes what
/// it is exposed to.
QVBoxLayout* addWorkloadPanel(InspectorColumn& column, const Analysis& analysis, WorkloadId id);
/// A policy as a whole.
void addPolicyPanel(InspectorColumn& column, const Analysis& analysis, PolicyId id);
/// One rule: what it matches, how it was used, what of it nothing used. Returns the layout that takes its narrower
/// form; nullptr where no flow could tell of one.
QVBoxLayout* addRulePanel(InspectorColumn& column, const Analysis& analysis, const RuleRef& rule);
/// The narrower form of a rule that keeps every flow; adds nothing where there is none.
void addTightening(QVBoxLayout& layout, const Analysis& analysis, const std::vector<Tightening>& tightened);
/// A finding: what is wrong, what proves it, what to do.
void addFindingPanel(InspectorColumn& column, const Analysis& analysis, const Finding& finding);

} // namespace portolan
