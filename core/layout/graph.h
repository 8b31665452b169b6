#pragma once

#include "core/layout/geometry.h"

#include <cstdint>
#include <vector>

namespace portolan {

/// A box to place. Nodes of a group are given in the order in which they should be read; it decides every tie.
struct LayoutNode {
    std::uint32_t group = 0;
    int width = 112;   ///< pixels, a multiple of the grid
    int height = 32;   ///< pixels, a multiple of the grid
    int noteWidth = 0; ///< pixels of text under the node that routes must not cross, 0 for none
};

/// Where a group would like to stand.
enum class GroupSide { Anywhere, Left, Right };

/// A card around its nodes.
struct LayoutGroup {
    int titleWidth = 0; ///< pixels of the title's text; routes go around it
    GroupSide side = GroupSide::Anywhere;
};

/// A directed edge between two different nodes; heavier edges are kept shorter.
struct LayoutEdge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double weight = 1.0;
};

/// A line between the cards of two different groups that stands for several edges.
struct LayoutTrunk {
    std::uint32_t from = 0; ///< a group
    std::uint32_t to = 0;
    double weight = 1.0;
};

/// What is to be laid out: plain indices, no names.
struct LayoutGraph {
    std::vector<LayoutGroup> groups;
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;
    std::vector<LayoutTrunk> trunks; ///< a map draws them; a neighbourhood and a path do not
};

/// The line of one edge, from the border of its source to the border of its target.
struct EdgeRoute {
    std::vector<Point> points; ///< at least two; empty when the edge's ends are one node or it is not drawn
    bool isStraight = false;   ///< one line that may run at any angle and under boxes; else right-angled

    bool operator==(const EdgeRoute&) const = default;
};

/// The card of a group. A neighbourhood may show one group on both sides of the focus, as two cards.
struct GroupBox {
    std::uint32_t group = 0;
    Box box;

    bool operator==(const GroupBox&) const = default;
};

/// Where everything stands. All coordinates are whole multiples of the grid except the ends of straight routes.
struct Layout {
    Box bounds;                    ///< around all cards and routes, without a margin
    std::vector<Box> nodes;        ///< one per node of the graph; empty boxes for nodes that are left out
    std::vector<GroupBox> groups;  ///< in order of group, then x, then y
    std::vector<EdgeRoute> routes; ///< one per edge of the graph
    std::vector<EdgeRoute> trunks; ///< one per trunk of the graph, from card border to card border

    bool operator==(const Layout&) const = default;
};

/// Distances inside and between cards, in pixels; all multiples of the grid.
struct LayoutSpacing {
    int cardPadding = 16;
    int cardHeader = 40;
    int cardBottom = 24;
    int columnGap = 40; ///< between two columns of nodes in a card
    int rowGap = 24;    ///< between two rows of nodes in a card
    int cardGapAcross = 48;
    int cardGapDown = 32;
    int titleExtra = 72; ///< room a title needs beside its text: padding and the ring
};

/// Whether every index in the graph names a node or group that it has.
bool isSound(const LayoutGraph& graph);

struct LayoutOptions {
    LayoutSpacing spacing;
    double aspect = 1.6;                 ///< wished width / height of the whole
    std::size_t mostRoutedEdges = 1'200; ///< beyond it all edges are straight
    BoxSize freeCorner;                  ///< kept free at the right end of the bottom, empty for none
};

} // namespace portolan
