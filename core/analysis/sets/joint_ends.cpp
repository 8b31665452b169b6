#include "core/analysis/sets/joint_ends.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

using Key = std::pair<std::optional<ClassId>, std::optional<ClassId>>;

void addPods(const Reachability& first, const Reachability& second, std::vector<JointEnd>& out) {
    std::map<std::string, JointPod> byName;
    for (std::size_t i = 0; i < first.cluster().pods.size(); ++i)
        byName[podText(first.cluster(), PodId(i))].first = PodId(i);
    for (std::size_t i = 0; i < second.cluster().pods.size(); ++i)
        byName[podText(second.cluster(), PodId(i))].second = PodId(i);
    std::map<Key, std::size_t> placeOf;
    for (const auto& [podName, pod] : byName) {
        Key key;
        if (pod.first) key.first = first.classes().classOf(*pod.first);
        if (pod.second) key.second = second.classes().classOf(*pod.second);
        const auto [it, isNew] = placeOf.try_emplace(key, out.size());
        if (isNew) {
            JointEnd& added = out.emplace_back();
            added.first = key.first;
            added.second = key.second;
        }
        JointEnd& end = out[it->second];
        end.pods.push_back(pod);
        const bool isMany = (pod.first && first.cluster().weight(*pod.first) > 1) ||
                            (pod.second && second.cluster().weight(*pod.second) > 1);
        end.hasReplicas = end.hasReplicas || isMany;
    }
}

void addAddresses(const Reachability& first, const Reachability& second, std::vector<JointEnd>& out) {
    std::set<IpAddress> starts;
    for (const Reachability* side : {&first, &second})
        for (std::uint32_t c = side->classes().podClassCount(); c < side->classes().count(); ++c)
            starts.insert(side->classes().range(ClassId(c)).first);
    for (auto it = starts.begin(); it != starts.end(); ++it) {
        const auto next = std::next(it);
        const AddressFamily family = it->family();
        if (family == AddressFamily::V6 && first.profile().isIpv4Only) break;
        const bool isLast = next == starts.end() || next->family() != family;
        JointEnd& end = out.emplace_back();
        end.range = {*it, isLast ? IpAddress::highest(family) : *next->previous()};
        end.first = first.classes().classOf(*it);
        end.second = second.classes().classOf(*it);
    }
}

} // namespace

std::string podText(const Cluster& cluster, PodId pod) {
    return cluster.pods[pod].isTemplate ? cluster.identity(cluster.pods[pod].workload) : cluster.displayName(pod);
}

std::vector<JointEnd> jointEnds(const Reachability& first, const Reachability& second) {
    std::vector<JointEnd> out;
    addPods(first, second, out);
    addAddresses(first, second, out);
    return out;
}

bool hasSamePods(const std::vector<JointEnd>& ends) {
    return std::ranges::all_of(ends, &JointEnd::isOnBoth);
}

} // namespace portolan
