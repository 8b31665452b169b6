#pragma once

#include "core/analysis/analysis.h"
#include "core/report/table.h"

#include <string>

namespace portolan {

/// One row a rule: policy, direction, rule (from 1), file:line, hits, last seen, used and allowed pairs, residue.
Table usageTable(const Analysis& analysis);
/// The document of contract.md: version and rules, with the residue and the tightened rule of each. Fails only with
/// Cancelled.
Result<std::string> usageJson(const Analysis& analysis, const RunControl& control);
/// As usageTable, aligned, with the tightened rule below each rule that has a residue. Fails only with Cancelled.
Result<std::string> usageText(const Analysis& analysis, const RunControl& control);

} // namespace portolan
