#pragma once

#include "core/ledger/declared_edges.h"
#include "core/propose/edge.h"

#include <optional>
#include <string_view>
#include <vector>

namespace portolan {

/// Which declared dependencies a proposal keeps without a flow.
enum class KeepDeclared : std::uint8_t { None, Sure, Likely, All };
/// "none", "sure", "likely" or "all".
std::string_view name(KeepDeclared keep);
std::optional<KeepDeclared> parseKeepDeclared(std::string_view text);

/// Says of observed edges where they are declared, and adds those of at least that confidence that were not seen, in
/// the order of DeclaredEdges. Left alone are dependencies on names outside, which no rule can be written for, and
/// those without a port.
void keepDeclared(const DeclaredEdges& declared, const Cluster& cluster, KeepDeclared keep,
                  std::vector<ObservedEdge>& edges);

} // namespace portolan
