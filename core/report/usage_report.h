#pragma once

#include "core/analysis/analysis.h"
#include "core/report/table.h"

#include <string>

namespace portolan {

/// One row a rule: policy, direction, rule (from 1), file:line, hits, last seen, used and allowed pairs, residue, state
/// ("used", "unused", "not observable"), the reason for the last, action ("allow", "deny", "pass").
Table usageTable(const Analysis& analysis);
/// The document of contract.md: version and rules, with the residue and the tightened rule of each; beside what that
/// page lists, each rule has its action, state and reason, the edit that removes its residue with diff and proof, and
/// how far the evidence goes; `sufficiency` has a line for each workload and direction. Fails only with Cancelled.
Result<std::string> usageJson(const Analysis& analysis, const RunControl& control);
/// As usageTable, a paragraph a rule, with the edit below each rule that has a residue or is unused, and at the end the
/// workloads whose evidence is thin. Fails only with Cancelled.
Result<std::string> usageText(const Analysis& analysis, const RunControl& control);

} // namespace portolan
