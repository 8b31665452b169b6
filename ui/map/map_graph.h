#pragma once

#include "ui/widgets/edge_class.h"
#include "ui/widgets/isolation_badge.h"

#include <QString>

#include <array>
#include <cstdint>
#include <vector>

namespace portolan {

/// Namespace: a solid card with a share ring. Outside: dashed, no fill, no ring; what is not in the cluster.
enum class MapGroupKind : std::uint8_t { Namespace, Outside };

/// Where a group would like to stand on the map.
enum class MapGroupSide : std::uint8_t { Anywhere, Left, Right };

struct MapGroup {
    QString id; ///< stable identity, never shown
    QString name;
    MapGroupKind kind = MapGroupKind::Namespace;
    MapGroupSide side = MapGroupSide::Anywhere;
    int isolated = 0; ///< workloads isolated in at least one direction
    int total = 0;    ///< workloads; 0 shows no ring
    QString tip;      ///< tooltip, plain text

    bool operator==(const MapGroup&) const = default;
};

/// External: outside the cluster. Entry: a way in from there.
enum class MapNodeKind : std::uint8_t { Workload, External, Entry };

/// Quiet: a fact in text3 ("41 in, hidden"). Open: in the ink of Open ("open to 38").
enum class MapNoteTone : std::uint8_t { Quiet, Open };

struct MapNode {
    QString id; ///< stable identity, never shown
    QString name;
    std::uint32_t group = 0;
    MapNodeKind kind = MapNodeKind::Workload;
    Isolation isolation;
    bool isUncertain = false;  ///< a question mark in place of the badge
    bool isCrownJewel = false; ///< a star at the right end
    bool isOpenUnseen = false; ///< the halo of Open, unseen
    QString note;              ///< a few words under the node, may be empty
    MapNoteTone noteTone = MapNoteTone::Quiet;
    QString tip; ///< tooltip, plain text; the name and isolation stand there anyhow

    bool operator==(const MapNode&) const = default;
};

struct MapEdge {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    EdgeClass edgeClass = EdgeClass::Used; ///< OpenUnseen is never drawn as a line
    QString ports;                         ///< "tcp/5432", shown beside a selected edge
    std::uint64_t connections = 0;         ///< width of the line
    DraftMark draft = DraftMark::None;
    bool hasSourceBar = false; ///< the egress gate is missing
    bool hasTargetBar = false; ///< the ingress gate is missing
    bool isHubTraffic = false; ///< drawn only while one of its ends is selected
    bool isFolded = false;     ///< a trunk stands for it; drawn only while the trunk or one of its ends is selected
    QString tip;               ///< tooltip, plain text

    bool operator==(const MapEdge&) const = default;
};

/// One line between the cards of two groups that stands for several edges.
struct MapTrunk {
    std::uint32_t from = 0; ///< groups
    std::uint32_t to = 0;
    std::vector<std::uint32_t> edges;      ///< ascending
    std::array<std::uint32_t, 7> count{};  ///< of them, by EdgeClass
    EdgeClass edgeClass = EdgeClass::Used; ///< how its line is drawn
    std::uint64_t connections = 0;

    bool operator==(const MapTrunk&) const = default;
};

/// What the map shows: plain values, indices into the vectors, order is reading order and decides ties of the layout.
struct MapGraph {
    std::vector<MapGroup> groups;
    std::vector<MapNode> nodes;
    std::vector<MapEdge> edges;
    std::vector<MapTrunk> trunks;

    bool operator==(const MapGraph&) const = default;
};

} // namespace portolan
