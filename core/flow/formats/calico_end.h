#pragma once

#include "core/flow/formats/flow_text.h"

#include <string_view>

namespace portolan {

/// One end as Calico's logs describe it, in the words of either edition. Empty or "-": absent or aggregated away.
struct CalicoEnd {
    std::string_view type;       ///< wep, hep, ns, net; WorkloadEndpoint, HostEndpoint, NetworkSet, Network
    std::string_view name;       ///< of the one pod, where the log is not aggregated
    std::string_view aggregated; ///< "web-6fb5694d48-*", a whole name, "pub" or "pvt"
    std::string_view ns;
    std::string_view address;

    bool operator==(const CalicoEnd&) const = default;
};

/// Adds a label of the end as "key=value".
void addCalicoLabel(std::string_view label, FlowTextEnd& end);
/// Says of the end what the words come to; its labels, which must be there already, stay. A pod is known by its name or
/// the name its siblings share, a host endpoint is a node, a network set and a private network are names where no
/// address is told, a public network is outside.
void describe(const CalicoEnd& words, FlowTextEnd& end);

} // namespace portolan
