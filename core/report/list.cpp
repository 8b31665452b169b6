#include "core/report/list.h"

#include "core/reach/explain.h"
#include "core/reach/workload_view.h"
#include "core/report/entry_lines.h"
#include "core/report/list_ends.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

/// Uncertain traffic of one source: where it may go, by ports and reason.
using Doubtful = std::map<std::pair<std::string, std::string>, std::vector<std::string>>;

class Writer {
  public:
    Writer(const Reachability& r, const ListOptions& options)
        : m_reach(r), m_cluster(r.cluster()), m_options(options), m_isNpGuard(r.profile().name == "np-guard") {}

    Result<List> run(const RunControl& control) {
        const ListEnds ends = ListEnds::of(m_reach);
        Doubtful doubtful;
        forEachPair(
            m_reach, ends, m_options,
            [&](const ListEnd& from, const ListEnd& to) {
                if (!control.isStopped()) add(from.text, to.text, between(m_reach, from, to), doubtful);
            },
            [&](const ListEnd& from) {
                flush(from.text, ends.workloads.size(), doubtful);
                doubtful.clear();
            });
        if (control.isStopped()) return cancelled();
        addEntryPoints();
        std::ranges::sort(m_list.lines, [](const ListLine& a, const ListLine& b) {
            return std::tuple(a.isFromEntryPoint, !a.uncertain.empty(), a.text()) <
                   std::tuple(b.isFromEntryPoint, !b.uncertain.empty(), b.text());
        });
        return std::move(m_list);
    }

  private:
    void add(const std::string& from, const std::string& to, const WorkloadTraffic& t, Doubtful& doubtful) {
        if (m_options.port) {
            const auto& [protocol, port] = *m_options.port;
            if (t.traffic.must.contains(protocol, port)) m_list.lines.push_back({from, to, "", "", false});
            return;
        }
        if (!t.traffic.must.isEmpty()) m_list.lines.push_back({from, to, t.traffic.must.text(), "", false});
        const TrafficSet rest = t.traffic.may.minus(t.traffic.must);
        if (rest.isEmpty() || m_options.isCertainOnly || m_isNpGuard) return;
        const std::string why = t.doubts.isEmpty() ? "mixed: pods of the workload differ" : t.doubts.text();
        doubtful[{rest.text(), why}].push_back(to);
    }

    void flush(const std::string& from, std::size_t workloadCount, const Doubtful& doubtful) {
        for (const auto& [key, targets] : doubtful) {
            const auto& [connections, why] = key;
            const std::string to = targets.size() == 1 ? targets.front()
                                   : targets.size() + 1 >= workloadCount
                                       ? "[all pods]"
                                       : '[' + std::to_string(targets.size()) + " workloads]";
            m_list.lines.push_back({from, to, connections, why, false});
        }
    }

    /// Entry points are named by their object; np-guard knows them all as one.
    bool isFromNamed(const std::vector<std::string>& names, const EntryLine& line) const {
        const std::string_view full = line.from;
        return std::ranges::any_of(names, [&](const std::string& n) {
            return m_isNpGuard ? n == "ingress-controller" : n == full || n == full.substr(0, full.rfind('['));
        });
    }

    bool isWanted(const EntryLine& line) const {
        if (m_options.focus.empty()) return true;
        const auto isPeer = [&](bool isNamed) { return m_options.focusPeers.empty() || isNamed; };
        const bool isEgress =
            isFromNamed(m_options.focus, line) && isPeer(isNamed(m_cluster, m_options.focusPeers, line.to));
        const bool isIngress =
            isNamed(m_cluster, m_options.focus, line.to) && isPeer(isFromNamed(m_options.focusPeers, line));
        if (!m_options.direction) return isEgress || isIngress;
        return *m_options.direction == Direction::Egress ? isEgress : isIngress;
    }

    void addEntryPoints() {
        for (EntryLine& line : entryLines(m_reach, m_list.warnings)) {
            if (!isWanted(line) || (m_options.isCertainOnly && !line.uncertain.empty())) continue;
            ListLine out{line.from, listName(m_cluster, line.to), line.traffic.text(), line.uncertain, true};
            if (m_options.port) {
                const bool isOpen = line.traffic.contains(m_options.port->first, m_options.port->second);
                if (!isOpen || !line.uncertain.empty()) continue;
                out.connections.clear();
            }
            m_list.lines.push_back(std::move(out));
        }
    }

    const Reachability& m_reach;
    const Cluster& m_cluster;
    const ListOptions& m_options;
    bool m_isNpGuard;
    List m_list;
};

} // namespace

std::string ListLine::text() const {
    std::string out = from + " => " + to;
    if (!connections.empty()) out += " : " + connections;
    if (!uncertain.empty()) out += " [uncertain: " + uncertain + ']';
    return out;
}

std::string listName(const Cluster& cluster, WorkloadId id) {
    return cluster.displayName(id) + '[' + std::string(cluster.text(cluster.workloads[id].kind)) + ']';
}

bool isNamed(const Cluster& cluster, const std::vector<std::string>& names, WorkloadId id) {
    return std::ranges::any_of(names, [&](const std::string& n) {
        return n == cluster.displayName(id) || n == listName(cluster, id) || n == cluster.identity(id) ||
               n == cluster.text(cluster.workloads[id].name);
    });
}

Result<List> list(const Reachability& reachability, const ListOptions& options, const RunControl& control) {
    return Writer(reachability, options).run(control);
}

std::vector<AddressRange> addressRanges(const Reachability& reachability, Direction direction, AddressFamily family) {
    std::set<IpAddress> starts{IpAddress::lowest(family)};
    const auto cut = [&](const AddressSet& addresses) {
        for (const AddressRange& r : addresses.ranges()) {
            starts.insert(r.first);
            if (const auto after = r.last.next()) starts.insert(*after);
        }
    };
    for (std::size_t i = 0; i < reachability.adminPolicyCount(); ++i) {
        const AdminPolicy* policy = reachability.adminPolicy(adminPolicyId(i));
        if (!policy) continue;
        for (const AdminRule& rule : policy->rules(direction))
            for (const AdminPeer& peer : rule.peers)
                for (const Cidr& network : peer.networks)
                    if (network.family() == family) cut(AddressSet::of(network));
    }
    for (std::size_t i = 0; i < reachability.policyCount(); ++i) {
        const NetworkPolicy* policy = reachability.policy(PolicyId(i));
        if (!policy) continue;
        for (const PolicyRule& rule : policy->rules(direction))
            for (const PolicyPeer& peer : rule.peers) {
                if (!peer.ipBlock || peer.ipBlock->cidr.family() != family) continue;
                cut(peer.ipBlock->addresses());
            }
    }
    std::vector<AddressRange> out;
    for (auto it = starts.begin(); it != starts.end(); ++it) {
        const auto after = std::next(it);
        out.push_back({*it, after == starts.end() ? IpAddress::highest(family) : *after->previous()});
    }
    return out;
}

} // namespace portolan
