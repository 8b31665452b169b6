#pragma once

#include "core/analysis/analysis.h"
#include "core/report/table.h"

#include <string>

namespace portolan {

/// One row a dependency: from, to, port, confidence, what it was read from, the text, file:line, whether it is
/// permitted
/// ("allow", "deny", "uncertain", empty where there is nothing to ask about), connections and last seen (empty where no
/// log was loaded or none would show it). In the order of DeclaredEdges; what the kubelet, the API server and metrics
/// collectors are declared to call comes last, without verdicts: policies do not stop the first, and who the others are
/// no manifest says. After them what was observed and not declared, with that as its confidence.
Table declaredTable(const Analysis& analysis);
/// One line an edge with the surest of its dependencies, and below what was observed and not declared.
std::string declaredText(const Analysis& analysis);
/// {"version":1,"declared":[{from,to,protocol,port,confidence,permitted,connections,last_seen,places:[...]}],
/// "not_declared":[{from,to,protocol,port,connections,last_seen}]}, the second of workloads that declare something.
std::string declaredJson(const Analysis& analysis);

} // namespace portolan
