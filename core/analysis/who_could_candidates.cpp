#include "core/analysis/who_could_candidates.h"

#include "core/model/cluster_builder.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::string_view kMetadataName = "kubernetes.io/metadata.name";
/// Values of `In` that are tried for one selector.
constexpr std::size_t kChoices = 16;

/// Takes the label with the namespace's own name out of the labels; "" where there is none.
std::string takeName(PotentialLabels& labels) {
    const auto it = std::ranges::find(labels, kMetadataName, &PotentialLabel::key);
    if (it == labels.end()) return {};
    std::string out = it->value;
    labels.erase(it);
    return out;
}

/// The labels that make a requirement of the negative kind fail, which is how a pod gets away from a selector.
PotentialLabels escapes(const Cluster& cluster, const LabelSelector& selector) {
    PotentialLabels out;
    for (const Requirement& r : selector.requirements) {
        const std::string key(cluster.text(r.key));
        if (r.op == Requirement::Operator::DoesNotExist) out.push_back({key, std::string(kAnyValue), {}});
        if (r.op == Requirement::Operator::NotIn)
            for (const Symbol v : r.values) out.push_back({key, std::string(cluster.text(v)), {}});
    }
    return out;
}

} // namespace

CandidateSource::CandidateSource(const Reachability& reachability, const std::vector<Endpoint>& to)
    : m_cluster(reachability.cluster()) {
    for (std::size_t n = 0; n < m_cluster.namespaces.size(); ++n)
        if (m_cluster.text(m_cluster.namespaces[NamespaceId(n)].name) != kIngressControllerNamespace)
            m_namespaces.emplace_back(n);
    addIngress(reachability, to);
    addEgress();
}

void CandidateSource::addPeer(const PotentialPeer& peer) {
    const auto podChoices = labelChoices(m_cluster, peer.podSelector, kChoices);
    if (peer.home == PotentialPeer::Home::Named) {
        const std::string name(m_cluster.text(peer.ns));
        const auto existing = m_cluster.findNamespace(name);
        for (const PotentialLabels& pod : podChoices)
            m_ingress.push_back({existing, existing ? "" : name, std::nullopt, {}, pod});
        return;
    }
    for (PotentialLabels ns : labelChoices(m_cluster, peer.namespaceSelector, kChoices)) {
        const std::string name = takeName(ns);
        for (const PotentialLabels& pod : podChoices)
            m_ingress.push_back({std::nullopt, name, peer.namespaceSelector, ns, pod});
    }
}

void CandidateSource::addEscapes(std::optional<NamespaceId> ns, const LabelSelector& namespaceSelector,
                                 const LabelSelector& podSelector, std::vector<LabelDemand>& to) {
    for (const PotentialLabel& label : escapes(m_cluster, podSelector))
        to.push_back({ns, "", std::nullopt, {}, {label}});
    for (const PotentialLabel& label : escapes(m_cluster, namespaceSelector))
        if (label.key != kMetadataName) to.push_back({std::nullopt, "", LabelSelector{}, {label}, {}});
}

void CandidateSource::addIngress(const Reachability& reachability, const std::vector<Endpoint>& to) {
    std::set<PolicyId> policies;
    for (const Endpoint& end : to) {
        const ClassId id = reachability.classOf(end);
        if (reachability.classes().isAddress(id)) continue;
        for (const Capture& c : reachability.captures(id, Direction::Ingress)) policies.insert(c.policy);
        for (const Capture& c : reachability.adminCaptures(id, Direction::Ingress)) policies.insert(c.policy);
    }
    std::set<PotentialPeer> known;
    const auto add = [&](const std::optional<PotentialPeer>& peer) {
        if (peer && known.insert(*peer).second) addPeer(*peer);
    };
    for (const PolicyId id : policies) {
        if (const NetworkPolicy* policy = reachability.policy(id))
            for (const PolicyRule& rule : policy->ingress)
                for (const PolicyPeer& peer : rule.peers) add(potentialPeer(m_cluster, policy->ns, peer));
        const AdminPolicy* admin = reachability.adminPolicy(id);
        if (!admin) continue;
        for (const AdminRule& rule : admin->ingress)
            for (const AdminPeer& peer : rule.peers) {
                if (rule.action != Action::Deny)
                    add(potentialPeer(m_cluster, peer));
                else if (const auto denied = potentialPeer(m_cluster, peer))
                    addEscapes(std::nullopt, denied->namespaceSelector, denied->podSelector, m_ingress);
            }
    }
}

void CandidateSource::addSubject(std::optional<NamespaceId> ns, const LabelSelector& namespaceSelector,
                                 const LabelSelector& podSelector) {
    std::vector<LabelDemand>& out = ns ? m_egressIn[*ns] : m_egress;
    for (PotentialLabels home : labelChoices(m_cluster, namespaceSelector, kChoices)) {
        const std::string name = takeName(home);
        for (const PotentialLabels& pod : labelChoices(m_cluster, podSelector, kChoices))
            if (!pod.empty() || !home.empty() || !name.empty()) out.push_back({ns, name, namespaceSelector, home, pod});
    }
}

void CandidateSource::addEgress() {
    for (const NetworkPolicy& policy : m_cluster.policies) {
        if (!policy.isolatesEgress) continue;
        if (!policy.egress.empty()) addSubject(policy.ns, {}, policy.podSelector);
        addEscapes(policy.ns, {}, policy.podSelector, m_egressIn[policy.ns]);
    }
    for (const AdminPolicy& policy : m_cluster.adminPolicies) {
        if (policy.egress.empty() || policy.subject.kind != AdminPeer::Kind::Pods || policy.subject.related) continue;
        const LabelSelector pods = policy.subject.podSelector.value_or(LabelSelector{});
        addSubject(std::nullopt, policy.subject.namespaceSelector, pods);
        addEscapes(std::nullopt, policy.subject.namespaceSelector, pods, m_egress);
    }
}

/// Adds the candidate with the demand met beside what it has already, in each place where that can be.
void CandidateSource::place(const LabelDemand& demand, const Candidate& with, std::set<Candidate>& out) const {
    const auto pod = united(with.podLabels, demand.podLabels);
    if (!pod) return;
    if (with.ns) {
        if (demand.onlyIn && *demand.onlyIn != *with.ns) return;
        if (!demand.onlyIn && !demand.newName.empty() && !demand.namespaceSelector) return;
        if (demand.namespaceSelector && matches(*demand.namespaceSelector, m_cluster, *with.ns) == Ternary::No) return;
        out.insert({with.ns, "", {}, *pod});
        return;
    }
    if (demand.onlyIn) return;
    if (!with.newName.empty() && !demand.newName.empty() && with.newName != demand.newName) return;
    const auto home = united(with.namespaceLabels, demand.namespaceLabels);
    const std::string name = with.newName.empty() ? demand.newName : with.newName;
    if (!home || (!name.empty() && m_cluster.findNamespace(name))) return;
    out.insert({std::nullopt, name, *home, *pod});
}

std::set<Candidate> CandidateSource::first() const {
    std::set<Candidate> out;
    const auto addPlace = [&](const Candidate& place) {
        out.insert(place);
        for (const LabelDemand& demand : m_ingress) this->place(demand, place, out);
    };
    addPlace({});
    for (const NamespaceId ns : m_namespaces) addPlace({ns, "", {}, {}});
    return out;
}

std::set<Candidate> CandidateSource::extended(const Candidate& candidate, Direction gate) const {
    std::set<Candidate> out;
    if (gate == Direction::Ingress) {
        for (const LabelDemand& demand : m_ingress) place(demand, candidate, out);
    } else {
        for (const LabelDemand& demand : m_egress) place(demand, candidate, out);
        if (candidate.ns)
            if (const auto it = m_egressIn.find(*candidate.ns); it != m_egressIn.end())
                for (const LabelDemand& demand : it->second) place(demand, candidate, out);
    }
    out.erase(candidate);
    return out;
}

} // namespace portolan
