#include "core/findings/families.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::uint64_t kPairsLookedAt = 20'000; // beyond, "some are closed" is not worth the time
constexpr std::uint64_t kPairsNamed = 64;

void addTo(std::vector<WorkloadId>& list, std::span<const WorkloadId> more) {
    for (const WorkloadId id : more)
        if (std::ranges::find(list, id) == list.end()) list.push_back(id);
}

} // namespace

bool isDnsOnly(const CompiledRule& rule) {
    const TrafficSet dns = TrafficSet::of(Protocol::Udp, 53)
                               .united(TrafficSet::of(Protocol::Udp, 5353))
                               .united(TrafficSet::of(Protocol::Tcp, 53))
                               .united(TrafficSet::of(Protocol::Tcp, 5353));
    return rule.namedPorts.empty() && !rule.traffic.isEmpty() && dns.contains(rule.traffic);
}

bool isClusterDnsRule(const FindingContext& context, const RuleRef& rule) {
    const Reachability& r = context.reachability();
    const CompiledRule& compiled = *compiledRule(r, rule);
    if (context.dns().pods.empty()) return false;
    const ClassSet& servers =
        rule.direction == Direction::Ingress ? *r.compiled(rule.policy)->subject.may : *compiled.peers.may;
    TrafficSet ports;
    for (const auto& [protocol, port] : context.dns().ports) ports = ports.united(TrafficSet::of(protocol, port));
    bool isAllDns = !servers.isEmpty();
    servers.forEach([&](ClassId c) {
        if (!isAllDns) return;
        const auto workloads = context.classes().in(c);
        isAllDns = !workloads.empty() &&
                   std::ranges::all_of(workloads, [&](WorkloadId id) { return context.isDnsServer(id); }) &&
                   (isDnsOnly(compiled) || ports.contains(trafficAt(compiled, r.classes(), c)));
    });
    return isAllDns;
}

bool ruleAdmitsWholeFamily(const FindingContext& context, const CompiledRule& rule) {
    const EndpointClasses& classes = context.reachability().classes();
    return std::ranges::any_of(std::array{AddressFamily::V4, AddressFamily::V6}, [&](AddressFamily family) {
        const std::uint32_t first = classes.classOf(IpAddress::lowest(family)).value;
        const std::uint32_t last = classes.classOf(IpAddress::highest(family)).value;
        return ClassSet::range(first, last + 1).minus(*rule.peers.must).isEmpty();
    });
}

OtherSide otherSide(const FindingContext& context, const RuleRef& rule, Depth depth) {
    const Reachability& r = context.reachability();
    const CompiledRule& compiled = *compiledRule(r, rule);
    const EndpointClasses& classes = r.classes();
    const ClassSet peers = compiled.peers.may->intersected(ClassSet::range(0, classes.podClassCount()));
    const ClassSet& subjects = *r.compiled(rule.policy)->subject.may;
    OtherSide out;
    for (const ClassRun& subjectRun : subjects.runs()) {
        for (std::uint32_t s = subjectRun.first; s < subjectRun.end; ++s) {
            for (const ClassRun& peerRun : peers.runs()) {
                for (std::uint32_t p = peerRun.first; p < peerRun.end; ++p) {
                    if (s == p && classes.weight(ClassId(s)) < 2) continue;
                    const ClassId destination(rule.direction == Direction::Ingress ? s : p);
                    const TrafficSet wanted = trafficAt(compiled, classes, destination);
                    if (wanted.isEmpty()) continue;
                    const TrafficSet& accepted =
                        r.traffics()[r.function(ClassId(p), opposite(rule.direction), Certainty::May).at(ClassId(s))];
                    const bool isClosed = accepted.intersected(wanted).isEmpty();
                    ++(isClosed ? out.closed : out.open);
                    if (isClosed && out.closed <= kPairsNamed) {
                        addTo(out.closedSubjects, context.classes().in(ClassId(s)));
                        addTo(out.closedPeers, context.classes().in(ClassId(p)));
                    }
                    if (out.open != 0 && depth == Depth::FirstOpen) return out;
                    if (out.open + out.closed > kPairsLookedAt && out.open != 0) return out;
                }
            }
        }
    }
    return out;
}

} // namespace portolan
