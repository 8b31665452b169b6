#include "core/reach/workload_view.h"

#include "core/reach/explain.h"

#include <algorithm>

namespace portolan {
namespace {

WorkloadTraffic over(const Reachability& r, const std::vector<ClassId>& from, const std::vector<ClassId>& to,
                     bool isSameWorkload) {
    WorkloadTraffic out;
    bool isFirst = true;
    TrafficSet allMay;
    for (const ClassId s : from) {
        for (const ClassId t : to) {
            if (isSameWorkload && s == t && r.classes().weight(s) < 2 && from.size() > 1) continue;
            const PairTraffic pair = r.between(s, t);
            out.traffic.must = isFirst ? pair.must : out.traffic.must.intersected(pair.must);
            allMay = isFirst ? pair.may : allMay.intersected(pair.may);
            out.traffic.may = out.traffic.may.united(pair.may);
            if (!pair.isCertain()) out.doubts |= doubtsBetween(r, s, t);
            isFirst = false;
        }
    }
    out.isMixed = !(allMay == out.traffic.may);
    return out;
}

} // namespace

std::vector<ClassId> classesOf(const Reachability& reachability, WorkloadId id) {
    std::vector<ClassId> out;
    for (const PodId pod : reachability.cluster().workloads[id].pods)
        out.push_back(reachability.classes().classOf(pod));
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

WorkloadTraffic between(const Reachability& reachability, WorkloadId from, WorkloadId to) {
    if (from == to && reachability.cluster().workloads[from].replicas < 2) return {};
    return over(reachability, classesOf(reachability, from), classesOf(reachability, to), from == to);
}

WorkloadTraffic between(const Reachability& reachability, WorkloadId from, ClassId address) {
    return over(reachability, classesOf(reachability, from), {address}, false);
}

WorkloadTraffic between(const Reachability& reachability, ClassId address, WorkloadId to) {
    return over(reachability, {address}, classesOf(reachability, to), false);
}

Ternary isolation(const Reachability& reachability, WorkloadId id, Direction direction) {
    Ternary out = Ternary::Yes;
    for (const ClassId c : classesOf(reachability, id)) out = both(out, reachability.isolation(c, direction));
    return out;
}

bool isNodeLike(const Reachability& reachability, WorkloadId id) {
    const auto classes = classesOf(reachability, id);
    return !classes.empty() &&
           std::ranges::all_of(classes, [&](ClassId c) { return reachability.classes().isNodeLike(c); });
}

} // namespace portolan
