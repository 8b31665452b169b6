#pragma once

#include "core/analysis/analysis.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// The values of a field of the query language for an edge, observed or only permitted: src, dst (each also with .ns
/// and .label.KEY), ns, workload, port, proto, state, verdict, connections, days, last_seen (days before the end of the
/// evidence), policy. Nothing for any other field.
std::optional<std::vector<std::string>> edgeFields(const Analysis& analysis, const LedgerEdge& edge,
                                                   std::string_view field);
/// What a bare word is looked for in: both ends, port, state.
std::string edgeText(const Analysis& analysis, const LedgerEdge& edge);

} // namespace portolan
