#pragma once

#include "core/ledger/tighten.h"
#include "ui/inspector/inspector_parts.h"

#include <vector>

namespace portolan {

/// A policy of any kind as a whole: whom it governs, its rules, when it is asked.
void addPolicyPanel(InspectorColumn& column, const Analysis& analysis, PolicyId id);
/// One rule: what it matches, what happens then, how it was used, what of it nothing used. Returns the layout that
/// takes its narrower form; nullptr where no flow could tell of one, and for rules of admin policies.
QVBoxLayout* addRulePanel(InspectorColumn& column, const Analysis& analysis, const RuleRef& rule);
/// The narrower form of a rule that keeps every flow; adds nothing where there is none.
void addTightening(QVBoxLayout& layout, const Analysis& analysis, const std::vector<Tightening>& tightened);
/// The policies that govern a workload, by direction: NetworkPolicies alone, or with the tiers before and after them
/// where the cluster has admin policies.
void addGoverningPolicies(InspectorColumn& column, const Analysis& analysis, WorkloadId id);

} // namespace portolan
