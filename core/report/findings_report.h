#pragma once

#include "core/analysis/analysis.h"
#include "core/report/table.h"

#include <string>

namespace portolan {

/// One row a finding: severity, id, class, proof, object, file:line, message.
Table findingsTable(const Analysis& analysis);
/// Findings as paragraphs: a headline with file:line, then evidence and fix, indented.
std::string findingsText(const Analysis& analysis);
/// The document of contract.md: version and findings, sorted by severity, id, object.
std::string findingsJson(const Analysis& analysis);

} // namespace portolan
