#include "core/analysis/sets/compare_witness.h"

#include "core/reach/explain.h"

namespace portolan {
namespace {

struct End {
    std::optional<Endpoint> first, second;
    std::string text;
};

End endOf(const Reachability& first, const Reachability& second, const JointEnd& end, std::size_t which) {
    if (end.isAddress())
        return {end.range->first, end.range->first,
                end.range->first == end.range->last ? end.range->first.text() : end.range->text()};
    const JointPod& pod = end.pods[std::min(which, end.pods.size() - 1)];
    End out;
    if (pod.first) out.first = *pod.first;
    if (pod.second) out.second = *pod.second;
    out.text = pod.first ? podText(first.cluster(), *pod.first) : podText(second.cluster(), *pod.second);
    return out;
}

} // namespace

WitnessEnds witnessEnds(const Reachability& first, const Reachability& second, const JointEnd& from,
                        const JointEnd& to) {
    const End s = endOf(first, second, from, 0);
    const End t = endOf(first, second, to, &from == &to ? 1 : 0);
    return {s.first, t.first, s.second, t.second, s.text + " => " + t.text};
}

OnePort firstPortOf(const TrafficSet& traffic) {
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp, Protocol::Sctp})
        if (!traffic.ports(protocol).isEmpty()) return {protocol, traffic.ports(protocol).ranges().front().first};
    return {};
}

std::string whyVerdict(const Reachability& reachability, const std::optional<Endpoint>& from,
                       const std::optional<Endpoint>& to, const OnePort& port) {
    if (!from || !to) return "the set does not have the pod";
    const Explanation e = explain(reachability, *from, *to, port.protocol, port.port);
    std::string out;
    for (const DirectionOutcome* gate : {&e.egress, &e.ingress}) {
        if (gate->isolated == Ternary::No || gate->chain.empty()) continue;
        if (e.verdict != Verdict::Allow && gate->verdict == Verdict::Allow) continue;
        out +=
            (out.empty() ? "" : "; ") + std::string(name(gate->direction)) + ' ' + notation(reachability, gate->chain);
    }
    if (!out.empty()) return out;
    return e.isSelf ? "a pod reaches itself" : "no policy restricts it";
}

} // namespace portolan
