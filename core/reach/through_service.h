#pragma once

#include "core/reach/service_targets.h"

#include <string>

namespace portolan {

/// The verdict for one pod behind a Service, and the knob it rests on where it is uncertain.
struct ServiceOutcome {
    Verdict verdict = Verdict::Deny;
    std::string missing; ///< "hairpin", "serviceNat"; empty where the pod's own verdict is what is uncertain
};

/// Whether `from` reaches the target through the Service's port. Policies see the pod and its port where the plugin
/// translates first (serviceNat=post, semantics S-1, NP-I5); the source's rules see the Service's address and port
/// where it translates last (pre). A pod that comes back to itself is the profile's matter (hairpin, NP-11). A
/// headless Service translates nothing (S-2).
ServiceOutcome throughService(const Reachability& reachability, const Endpoint& from, const Service& service,
                              const ServicePort& port, const PodTarget& target);

} // namespace portolan
