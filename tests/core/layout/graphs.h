#pragma once

#include "core/layout/graph.h"

#include <string>

namespace portolan::test {

/// A graph of namespaces with chains and cross links, the same for the same seed.
struct RandomGraph {
    std::uint32_t groups = 12;
    std::uint32_t nodes = 60;
    std::uint32_t edges = 130;
    std::uint32_t seed = 1;
};
LayoutGraph makeGraph(const RandomGraph& wanted);

/// Names what breaks the promises of a layout: boxes that overlap or stand outside their card, routes that leave the
/// grid, cut a node or end elsewhere than on their nodes. Empty when nothing does.
std::string faultOf(const LayoutGraph& graph, const Layout& layout);

} // namespace portolan::test
