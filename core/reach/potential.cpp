#include "core/reach/potential.h"

#include "core/reach/potential_labels.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"

#include <algorithm>
#include <set>

namespace portolan {
namespace {

using Pods = std::vector<std::optional<PodId>>;

/// Gives every peer a pod with the labels that it asks for. A place that several peers name is one namespace.
Pods addLabelledPods(PotentialCluster& to, const std::vector<PotentialPeer>& peers, const NamedPorts& names) {
    Pods out;
    std::map<std::vector<LabelText>, NamespaceId> madeNamespaces;
    std::map<Symbol, NamespaceId> named;
    const Cluster& cluster = to.cluster();
    for (std::size_t n = 0; n < cluster.namespaces.size(); ++n)
        named.emplace(cluster.namespaces[NamespaceId(n)].name, NamespaceId(n));
    const auto homeOf = [&](const PotentialPeer& peer) -> std::optional<NamespaceId> {
        if (peer.home == PotentialPeer::Home::Named) {
            const auto it = named.find(peer.ns);
            if (it != named.end()) return it->second;
            return named.emplace(peer.ns, to.addNamespace(cluster.text(peer.ns), {})).first->second;
        }
        const auto choices = labelChoices(cluster, peer.namespaceSelector, 1);
        if (choices.empty()) return std::nullopt;
        std::vector<LabelText> labels = labelTexts(choices.front());
        const auto it = madeNamespaces.find(labels);
        if (it != madeNamespaces.end()) return it->second;
        const NamespaceId made = to.addNamespace({}, labels);
        return madeNamespaces.emplace(std::move(labels), made).first->second;
    };
    for (const PotentialPeer& peer : peers) {
        const auto choices = labelChoices(cluster, peer.podSelector, 1);
        const auto home = choices.empty() ? std::nullopt : homeOf(peer);
        out.push_back(home ? std::optional(to.addPod(*home, labelTexts(choices.front()), names.ports()))
                           : std::nullopt);
    }
    return out;
}

/// Puts a label of its own in the place of each distinct place and each distinct set of requirements: in the rules,
/// and on the pods that stand for peers. A rule then matches these pods where it is written alike or asks nothing.
class Substitution {
  public:
    explicit Substitution(PotentialCluster& cluster)
        : m_to(cluster), m_placeKey(cluster.symbol("potential/place")), m_podKey(cluster.symbol("potential/pod")) {}

    Pods apply(const std::vector<PotentialPeer>& peers, const NamedPorts& names) {
        Cluster& cluster = m_to.cluster();
        for (NetworkPolicy& policy : cluster.policies)
            for (auto* rules : {&policy.ingress, &policy.egress})
                for (PolicyRule& rule : *rules)
                    for (PolicyPeer& peer : rule.peers) rewrite(policy.ns, peer);
        for (AdminPolicy& policy : cluster.adminPolicies)
            for (const Direction d : kDirections)
                for (AdminRule& rule : policy.rules(d))
                    for (AdminPeer& peer : rule.peers) rewrite(peer);
        Pods out;
        for (const PotentialPeer& peer : peers) out.emplace_back(addPod(peer, names));
        return out;
    }

  private:
    using PlaceKey = std::tuple<PotentialPeer::Home, Symbol, std::vector<Requirement>>;

    std::string number(const PotentialPeer& peer) {
        const PlaceKey key{peer.home, peer.ns, peer.namespaceSelector.requirements};
        return std::to_string(m_places.try_emplace(key, m_places.size()).first->second);
    }
    std::string number(const LabelSelector& selector) {
        return std::to_string(m_selectors.try_emplace(selector.requirements, m_selectors.size()).first->second);
    }
    LabelSelector is(Symbol key, const std::string& value) {
        return {{{key, Requirement::Operator::In, {m_to.symbol(value)}}}, {}, {}};
    }
    LabelSelector placeOf(const PotentialPeer& peer) {
        if (peer.home == PotentialPeer::Home::Anywhere) return {};
        return is(m_placeKey, number(peer));
    }
    std::optional<LabelSelector> podsOf(const PotentialPeer& peer) {
        if (peer.isAnyPod()) return std::nullopt;
        return is(m_podKey, number(peer.podSelector));
    }
    void rewrite(NamespaceId ns, PolicyPeer& peer) {
        const auto potential = potentialPeer(m_to.cluster(), ns, peer);
        if (!potential) return;
        peer.namespaceSelector = placeOf(*potential);
        peer.podSelector = podsOf(*potential);
    }
    void rewrite(AdminPeer& peer) {
        const auto potential = potentialPeer(m_to.cluster(), peer);
        if (!potential) return;
        peer.namespaceSelector = placeOf(*potential);
        peer.podSelector = podsOf(*potential);
    }
    PodId addPod(const PotentialPeer& peer, const NamedPorts& names) {
        const std::string place = peer.home == PotentialPeer::Home::Anywhere ? "" : number(peer);
        auto home = m_homes.find(place);
        if (home == m_homes.end()) {
            std::vector<LabelText> labels;
            if (!place.empty()) labels.emplace_back("potential/place", place);
            home = m_homes.emplace(place, m_to.addNamespace({}, labels)).first;
        }
        std::vector<LabelText> labels;
        if (!peer.isAnyPod()) labels.emplace_back("potential/pod", number(peer.podSelector));
        return m_to.addPod(home->second, labels, names.ports());
    }

    PotentialCluster& m_to;
    Symbol m_placeKey;
    Symbol m_podKey;
    std::map<PlaceKey, std::size_t> m_places;
    std::map<std::vector<Requirement>, std::size_t> m_selectors;
    std::map<std::string, NamespaceId> m_homes;
};

} // namespace

Result<std::shared_ptr<const PotentialReach>> PotentialReach::create(const Reachability& reachability,
                                                                     PotentialForm form, const RunControl& control) {
    const Cluster& cluster = reachability.cluster();
    std::shared_ptr<PotentialReach> out(new PotentialReach(cluster));
    out->m_form = form;
    out->m_peers = potentialPeers(cluster);
    PotentialCluster extended(cluster);
    out->m_pods = form == PotentialForm::Labels ? addLabelledPods(extended, out->m_peers, out->m_names)
                                                : Substitution(extended).apply(out->m_peers, out->m_names);
    if (control.isStopped()) return cancelled();
    auto reach = Reachability::create(extended.finish(), reachability.profile(), control);
    if (!reach) return tl::unexpected(reach.error());
    out->m_reach = std::move(*reach);
    for (std::size_t i = 0; i < out->m_peers.size(); ++i) {
        if (out->m_pods[i]) out->m_peersOfClass[out->m_reach->classOf(*out->m_pods[i])].push_back(i);
        for (const RuleRef& rule : out->m_peers[i].rules) {
            auto& named = out->m_peersOfPolicy[rule.policy];
            if (named.empty() || named.back() != std::pair(rule.direction, i)) named.emplace_back(rule.direction, i);
        }
    }
    return out;
}

PotentialTraffic PotentialReach::gateTowards(const std::vector<ClassId>& classes, Direction direction,
                                             std::size_t peer) const {
    const ClassId other = m_reach->classOf(*m_pods[peer]);
    PairTraffic all{TrafficSet::all(), {}};
    for (const ClassId c : classes) {
        const TrafficTable& table = m_reach->traffics();
        all.must = all.must.intersected(table[m_reach->trafficAt(c, other, direction, Certainty::Must)]);
        all.may = all.may.united(table[m_reach->trafficAt(c, other, direction, Certainty::May)]);
    }
    return {m_names.named(all.must), m_names.named(all.may), false, {}};
}

PotentialTraffic PotentialReach::trafficWith(WorkloadId workload, Direction direction, std::size_t peer) const {
    if (m_form == PotentialForm::Selectors) return gateTowards(classesOf(*m_reach, workload), direction, peer);
    const WorkloadId other = m_reach->cluster().pods[*m_pods[peer]].workload;
    const WorkloadTraffic t =
        direction == Direction::Ingress ? between(*m_reach, other, workload) : between(*m_reach, workload, other);
    return {m_names.named(t.traffic.must), m_names.named(t.traffic.may), t.isMixed, t.doubts};
}

/// The peers to ask about, the entire cluster left out, ascending.
std::vector<std::size_t> PotentialReach::candidates(const std::vector<ClassId>& classes, Direction direction) const {
    std::set<std::size_t> out;
    if (m_form == PotentialForm::Labels) {
        const auto add = [&](std::span<const Capture> captures) {
            for (const Capture& capture : captures)
                if (const auto it = m_peersOfPolicy.find(capture.policy); it != m_peersOfPolicy.end())
                    for (const auto& [d, peer] : it->second)
                        if (d == direction && m_pods[peer]) out.insert(peer);
        };
        for (const ClassId c : classes) {
            add(m_reach->captures(c, direction));
            add(m_reach->adminCaptures(c, direction));
        }
    } else {
        const ClassId entire = m_reach->classOf(*m_pods[0]);
        for (const ClassId c : classes) {
            const PairFunction& function = m_reach->function(c, direction, Certainty::Must);
            const TrafficId usual = function.at(entire);
            auto run = function.runs().begin();
            for (const auto& [other, peers] : m_peersOfClass) {
                while (run->end <= other.value) ++run;
                if (run->traffic != usual) out.insert(peers.begin(), peers.end());
            }
        }
    }
    out.erase(0);
    return {out.begin(), out.end()};
}

std::vector<PotentialExposure> PotentialReach::exposures(WorkloadId workload, Direction direction) const {
    const std::vector<ClassId> classes = classesOf(*m_reach, workload);
    std::vector<PotentialExposure> out;
    const PotentialTraffic entire = trafficWith(workload, direction, 0);
    if (!entire.may.isEmpty()) out.push_back({0, entire});
    for (const std::size_t peer : candidates(classes, direction)) {
        PotentialTraffic traffic = trafficWith(workload, direction, peer);
        if (traffic.isSame(entire)) continue;
        // What the other end's own policies take away is no fact about this workload.
        if (m_form == PotentialForm::Labels && traffic.may.isEmpty() &&
            gateTowards(classes, direction, peer).isSame(gateTowards(classes, direction, 0)))
            continue;
        if (traffic.may.isEmpty() && entire.may.isEmpty()) continue;
        out.push_back({peer, std::move(traffic)});
    }
    return out;
}

std::vector<RuleRef> PotentialReach::admitting(WorkloadId workload, Direction direction, std::size_t peer) const {
    std::set<RuleRef> out;
    if (!m_pods[peer]) return {};
    const ClassId other = m_reach->classOf(*m_pods[peer]);
    for (const ClassId c : classesOf(*m_reach, workload))
        for (const Protocol p : kProtocols) {
            const TrafficSet& passes = m_reach->traffics()[m_reach->trafficAt(c, other, direction, Certainty::Must)];
            for (const PortRange& range : passes.ports(p).ranges())
                for (const std::uint16_t port : {range.first, range.last}) {
                    const auto rules = admittingRules(*m_reach, c, other, direction, p, port);
                    out.insert(rules.begin(), rules.end());
                }
        }
    return {out.begin(), out.end()};
}

} // namespace portolan
