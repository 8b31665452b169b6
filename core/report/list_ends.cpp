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

/// Whether the focus wants pairs of these ends; which workloads are named is worked out once.
class Focus {
  public:
    Focus(const Cluster& cluster, const ListOptions& options, const std::vector<ListEnd>& workloads)
        : m_options(options), m_isFocus(namedIn(cluster, options.focus)),
          m_isPeer(namedIn(cluster, options.focusPeers)) {
        for (const ListEnd& end : workloads)
            if (m_isFocus[end.workload->index()]) m_focused.push_back(end);
    }

    /// The workloads that `from` can have a wanted pair with, among `all`.
    const std::vector<ListEnd>& partners(const ListEnd& from, const std::vector<ListEnd>& all) const {
        return m_options.focus.empty() || is(m_isFocus, from) ? all : m_focused;
    }

    bool wants(const ListEnd& from, const ListEnd& to) const {
        if (m_options.focus.empty()) return true;
        const bool isEgress = is(m_isFocus, from) && isPeer(to);
        const bool isIngress = is(m_isFocus, to) && isPeer(from);
        if (!m_options.direction) return isEgress || isIngress;
        return *m_options.direction == Direction::Egress ? isEgress : isIngress;
    }

  private:
    static std::vector<bool> namedIn(const Cluster& cluster, const std::vector<std::string>& names) {
        std::vector<bool> out(cluster.workloads.size());
        for (std::size_t i = 0; i < out.size() && !names.empty(); ++i) out[i] = isNamed(cluster, names, WorkloadId(i));
        return out;
    }
    static bool is(const std::vector<bool>& named, const ListEnd& end) {
        return end.workload && named[end.workload->index()];
    }
    bool isPeer(const ListEnd& end) const { return m_options.focusPeers.empty() || is(m_isPeer, end); }

    const ListOptions& m_options;
    std::vector<bool> m_isFocus;
    std::vector<bool> m_isPeer;
    std::vector<ListEnd> m_focused;
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
    const Focus focus(reachability.cluster(), options, ends.workloads);
    const bool isNpGuard = reachability.profile().name == "np-guard";
    for (const ListEnd& from : ends.workloads) {
        for (const ListEnd& to : focus.partners(from, ends.workloads))
            if (!(isNpGuard && from.workload == to.workload) && focus.wants(from, to)) visit(from, to);
        for (const ListEnd& to : ends.targets)
            if (focus.wants(from, to)) visit(from, to);
        done(from);
    }
    for (const ListEnd& from : ends.sources) {
        for (const ListEnd& to : focus.partners(from, ends.workloads))
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
