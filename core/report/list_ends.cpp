#include "core/report/list_ends.h"

#include "core/report/entry_lines.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

std::vector<ListEnd> rangesOf(const Reachability& r, Direction direction) {
    std::vector<ListEnd> out;
    const bool isNpGuard = r.profile().name == "np-guard";
    const bool hasV6 = std::ranges::any_of(r.cluster().pods, [](const Pod& pod) {
        return std::ranges::any_of(pod.addresses, [](const IpAddress& a) { return a.family() == AddressFamily::V6; });
    });
    for (const AddressFamily family : {AddressFamily::V4, AddressFamily::V6}) {
        if (family == AddressFamily::V6 && (!hasV6 || r.profile().isIpv4Only)) continue;
        for (const AddressRange& range : addressRanges(r, direction, family))
            out.push_back(
                {std::nullopt, r.classes().classOf(range.first), range.text() + (isNpGuard ? "[External]" : "")});
    }
    return out;
}

/// Whether the focus wants pairs of these ends.
class Focus {
  public:
    Focus(const Cluster& cluster, const ListOptions& options) : m_cluster(cluster), m_options(options) {}

    bool wants(const ListEnd& from, const ListEnd& to) const {
        if (m_options.focus.empty()) return true;
        const bool isEgress = matches(m_options.focus, from) && matches(m_options.focusPeers, to);
        const bool isIngress = matches(m_options.focus, to) && matches(m_options.focusPeers, from);
        if (!m_options.direction) return isEgress || isIngress;
        return *m_options.direction == Direction::Egress ? isEgress : isIngress;
    }

  private:
    bool matches(const std::vector<std::string>& names, const ListEnd& end) const {
        return names.empty() || (end.workload && isNamed(m_cluster, names, *end.workload));
    }

    const Cluster& m_cluster;
    const ListOptions& m_options;
};

} // namespace

ListEnds ListEnds::of(const Reachability& r) {
    ListEnds out;
    for (std::size_t i = 0; i < r.cluster().workloads.size(); ++i)
        if (!isIngressController(r.cluster(), WorkloadId(i)))
            out.workloads.push_back({WorkloadId(i), {}, listName(r.cluster(), WorkloadId(i))});
    out.sources = rangesOf(r, Direction::Ingress);
    out.targets = rangesOf(r, Direction::Egress);
    return out;
}

void forEachPair(const Reachability& reachability, const ListEnds& ends, const ListOptions& options,
                 const std::function<void(const ListEnd&, const ListEnd&)>& visit,
                 const std::function<void(const ListEnd&)>& done) {
    const Focus focus(reachability.cluster(), options);
    const bool isNpGuard = reachability.profile().name == "np-guard";
    for (const ListEnd& from : ends.workloads) {
        for (const ListEnd& to : ends.workloads)
            if (!(isNpGuard && from.workload == to.workload) && focus.wants(from, to)) visit(from, to);
        for (const ListEnd& to : ends.targets)
            if (focus.wants(from, to)) visit(from, to);
        done(from);
    }
    for (const ListEnd& from : ends.sources) {
        for (const ListEnd& to : ends.workloads)
            if (focus.wants(from, to)) visit(from, to);
        done(from);
    }
}

WorkloadTraffic between(const Reachability& reachability, const ListEnd& from, const ListEnd& to) {
    if (!from.workload) return between(reachability, from.atom, *to.workload);
    if (!to.workload) return between(reachability, *from.workload, to.atom);
    return between(reachability, *from.workload, *to.workload);
}

std::vector<ClassId> classesOf(const Reachability& reachability, const ListEnd& end) {
    return end.workload ? classesOf(reachability, *end.workload) : std::vector{end.atom};
}

} // namespace portolan
