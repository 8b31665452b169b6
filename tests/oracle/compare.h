#pragma once

#include "core/reach/reachability.h"
#include "tests/oracle/naive.h"
#include "tests/support/world.h"

#include <string>
#include <vector>

namespace portolan {

/// The knobs of a profile in the naive evaluator's own terms.
naive::Knobs knobsOf(const Profile& profile);

/// What the two evaluators are asked about: all ordered pairs of `endpoints`, on every protocol and each of `ports`.
struct Questions {
    std::vector<Endpoint> endpoints;  ///< all pods, and addresses on both sides of every bound that are nobody's
    std::vector<std::uint16_t> ports; ///< every bound of a range, its neighbours and every declared port, ascending
};

/// The questions that can make a difference for a cluster, by semantics M-6.
Questions criticalQuestions(const Cluster& cluster);

/// "" where the engine and the naive evaluator agree on every critical question, else the first difference in words.
std::string differenceFromNaive(const Reachability& reachability, const Cluster& cluster);
/// As above, for the cluster of a world under a profile.
std::string differenceFromNaive(const world::World& world, const Profile& profile);
/// "" where the engine promises nothing that some pair of addresses of the two ends breaks: what it allows or denies,
/// every address of a common family does (NP-I2). What is left uncertain may turn out certain.
std::string brokenPromiseByAddress(const Reachability& reachability, const Cluster& cluster);
/// "" where two versions answer alike for all pairs of the critical endpoints of both, else the first difference.
/// Both clusters must have the same pods.
std::string differenceBetween(const Reachability& a, const Reachability& b);

/// "a/web" or the address.
std::string describe(const Cluster& cluster, const Endpoint& endpoint);

} // namespace portolan
