#pragma once

#include "core/analysis/sets/joint_ends.h"
#include "core/analysis/sets/policy_set.h"

namespace portolan {

/// Two endpoints of joint ends that show something, as each side knows them.
struct WitnessEnds {
    std::optional<Endpoint> firstFrom, firstTo;   ///< on the first side; none where that does not have the pod
    std::optional<Endpoint> secondFrom, secondTo; ///< on the second side
    std::string text;                             ///< "shop/web => shop/db"
};

WitnessEnds witnessEnds(const Reachability& first, const Reachability& second, const JointEnd& from,
                        const JointEnd& to);

/// One connection of the set: "TCP 80", by protocol, then port. The set is not empty.
struct OnePort {
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
};
OnePort firstPortOf(const TrafficSet& traffic);

/// What lets the connection through, or keeps it, in a set: the deciding gate's chain with files and lines, "no policy
/// restricts it", or why the pods are not there.
std::string whyVerdict(const Reachability& reachability, const std::optional<Endpoint>& from,
                       const std::optional<Endpoint>& to, const OnePort& port);

} // namespace portolan
