#include "core/reach/through_service.h"

#include <algorithm>

namespace portolan {
namespace {

/// What the gates say of a source that asks for the Service's address: its egress sees that, the pod's ingress sees
/// what arrives.
Verdict beforeTranslation(const Reachability& r, const Endpoint& from, const Service& service, const ServicePort& port,
                          const PodTarget& target) {
    Verdict egress = Verdict::Deny;
    for (const IpAddress& address : service.addresses)
        egress = std::max(egress, r.verdict(from, address, port.protocol, port.number));
    const ClassId source = r.classOf(from);
    const ClassId pod = r.classOf(target.pod);
    const auto ingress = [&](Certainty certainty) {
        return r.traffics()[r.trafficAt(pod, source, Direction::Ingress, certainty)];
    };
    return std::min(egress,
                    PairTraffic{ingress(Certainty::Must), ingress(Certainty::May)}.verdict(port.protocol, target.port));
}

} // namespace

ServiceOutcome throughService(const Reachability& r, const Endpoint& from, const Service& service,
                              const ServicePort& port, const PodTarget& target) {
    const Profile& profile = r.profile();
    if (from == Endpoint(target.pod) && !service.isHeadless) {
        // Policed: as from another pod of the same labels.
        const ClassId pod = r.classOf(target.pod);
        const Verdict policed = r.between(pod, pod).verdict(port.protocol, target.port);
        if (profile.hairpin == Profile::OwnNode::Allow || policed == Verdict::Allow) return {Verdict::Allow, ""};
        if (profile.hairpin == Profile::OwnNode::Policed) return {policed, ""};
        return {Verdict::Uncertain, "hairpin"};
    }
    const Verdict after = r.verdict(from, target.pod, port.protocol, target.port);
    if (service.isHeadless || service.addresses.empty() || profile.serviceNatBeforePolicy == Ternary::Yes)
        return {after, ""};
    const Verdict before = beforeTranslation(r, from, service, port, target);
    if (profile.serviceNatBeforePolicy == Ternary::No) return {before, ""};
    if (before == after) return {after, ""};
    return {Verdict::Uncertain, "serviceNat"};
}

} // namespace portolan
