#pragma once

#include "ui/paths/paths_data.h"
#include "ui/widgets/edge_class.h"
#include "ui/widgets/gate.h"
#include "ui/widgets/node_box.h"

#include <QString>

#include <vector>

namespace portolan {

/// One end of a hop as it is drawn: what stands there and where it was written.
struct RouteGate {
    GateState state = GateState::Outside;
    QString title{};  ///< "shop/allow-web ingress rule 1", "not isolated", "outside"
    QString place{};  ///< "policies.yaml:44" as it is shown; empty where nothing was written
    QString target{}; ///< the same as links report it
    bool isWeakest = false;
};

struct RouteHop {
    QString port;
    EdgeClass edgeClass = EdgeClass::Used;
    RouteGate egress;
    RouteGate ingress;
    QString tip; ///< everything about the hop

    const RouteGate& gate(Direction d) const { return d == Direction::Egress ? egress : ingress; }
};

/// A route as words and marks, ready to be painted.
struct RoutePicture {
    QString title;              ///< "Route 1 of 3"
    QString note;               ///< "4 hops, every hop seen in use, weakest gate at hop 3: ..."
    QString through;            ///< "web, checkout": the workloads between the ends
    QString target;             ///< "data/orders-db"
    QString weakest;            ///< "egress of shop/web"; empty where every gate is as tight
    QString seen;               ///< "every hop", "2 of 4", "none"; empty without a log
    std::vector<NodeBox> nodes; ///< one more than hops; their rectangles are the canvas's business
    std::vector<RouteHop> hops;
};

/// The pictures of all routes of an answer, in its order.
std::vector<RoutePicture> routePictures(const PathsAnswer& answer);

} // namespace portolan
