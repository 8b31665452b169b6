#include "core/policy/detect_profile.h"

#include <algorithm>
#include <array>
#include <vector>

namespace portolan {
namespace {

struct Sign {
    std::string_view daemonSet;
    std::string_view profile;
};

constexpr std::array kSigns{
    Sign{"antrea-agent", "antrea"}, Sign{"aws-node", "aws"},   Sign{"calico-node", "calico"},
    Sign{"canal", "calico"},        Sign{"cilium", "cilium"},  Sign{"kube-network-policies", "kube-network-policies"},
    Sign{"ovnkube-node", "ovn-k"},  Sign{"ovs-node", "ovn-k"},
};

struct Seen {
    std::string_view profile;
    std::string evidence;
};

std::vector<Seen> pluginsOf(const Cluster& cluster) {
    std::vector<Seen> out;
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const Workload& w = cluster.workloads[WorkloadId(i)];
        if (cluster.text(w.kind) != "DaemonSet") continue;
        const auto sign = std::ranges::find(kSigns, cluster.text(w.name), &Sign::daemonSet);
        if (sign == kSigns.end() || std::ranges::find(out, sign->profile, &Seen::profile) != out.end()) continue;
        out.push_back({sign->profile, "DaemonSet " + cluster.displayName(WorkloadId(i))});
    }
    return out;
}

} // namespace

std::optional<DetectedProfile> detectProfile(const Cluster& cluster) {
    std::vector<Seen> seen = pluginsOf(cluster);
    if (seen.size() > 1) std::erase_if(seen, [](const Seen& s) { return s.profile == "aws"; });
    if (seen.size() != 1) return std::nullopt;
    DetectedProfile out{*Profile::named(seen.front().profile), seen.front().evidence};
    // Cilium's policy-cidr-match-mode decides, which is a matter of its ConfigMap.
    if (out.profile.name == "cilium")
        out.profile.ipBlockMatchesPods = out.profile.ipBlockMatchesNodes = Ternary::Unknown;
    return out;
}

} // namespace portolan
