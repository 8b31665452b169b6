#include "ui/models/policy_words.h"

#include "core/model/selector_text.h"
#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "ui/models/words.h"

#include <QStringList>

#include <algorithm>

namespace portolan {

namespace {

constexpr std::size_t kMostNetworks = 3;

/// The written rule of an admin policy; nullptr where the policy is gone or is none.
const AdminRule* adminRule(const Reachability& reachability, const RuleRef& ref) {
    const AdminPolicy* policy = reachability.adminPolicy(ref.policy);
    return policy != nullptr && ref.index < policy->rules(ref.direction).size()
               ? &policy->rules(ref.direction)[ref.index]
               : nullptr;
}

const PolicyRule* networkRule(const Reachability& reachability, const RuleRef& ref) {
    const NetworkPolicy* policy = reachability.policy(ref.policy);
    return policy != nullptr && ref.index < policy->rules(ref.direction).size()
               ? &policy->rules(ref.direction)[ref.index]
               : nullptr;
}

QString relationText(const Cluster& cluster, const NamespaceRelation& relation) {
    if (relation.keys.empty()) return QStringLiteral("no ns");
    QStringList keys;
    for (const Symbol key : relation.keys) keys << toText(cluster.text(key));
    return (relation.isSame ? QStringLiteral("ns of the same %1") : QStringLiteral("ns of another %1"))
        .arg(keys.join(QLatin1Char(',')));
}

QString podsText(const Cluster& cluster, const AdminPeer& peer) {
    const bool hasPods = peer.podSelector && !peer.podSelector->isEmpty();
    const QString pods = hasPods ? toText(selectorText(cluster, *peer.podSelector)) : QStringLiteral("every pod");
    if (!peer.related && peer.namespaceSelector.isEmpty()) return pods;
    const QString where =
        peer.related ? relationText(cluster, *peer.related) : namespacesText(cluster, peer.namespaceSelector);
    return hasPods ? pods + QStringLiteral(" in ") + where : where;
}

QString networksText(const std::vector<Cidr>& networks) {
    QStringList texts;
    for (std::size_t i = 0; i < std::min(networks.size(), kMostNetworks); ++i) texts << toText(networks[i].text());
    if (networks.size() > kMostNetworks) texts << QStringLiteral("+%1").arg(networks.size() - kMostNetworks);
    return texts.join(QStringLiteral(", "));
}

QString adminPeerText(const Cluster& cluster, const AdminPeer& peer) {
    switch (peer.kind) {
    case AdminPeer::Kind::Pods: return podsText(cluster, peer);
    case AdminPeer::Kind::Nodes:
        return peer.nodeSelector.isEmpty()
                   ? QStringLiteral("every node")
                   : QStringLiteral("nodes ") + toText(selectorText(cluster, peer.nodeSelector));
    case AdminPeer::Kind::Networks: return networksText(peer.networks);
    case AdminPeer::Kind::DomainNames: {
        QStringList names;
        for (const std::string& name : peer.domainNames) names << toText(name);
        return names.join(QStringLiteral(", "));
    }
    case AdminPeer::Kind::Nothing: return QStringLiteral("nothing");
    case AdminPeer::Kind::Unreadable: break;
    }
    return QStringLiteral("a peer that cannot be read");
}

/// Stage, priority and id: what decides which of two policies is asked first.
std::tuple<int, std::uint32_t, PolicyId> rankOf(const Reachability& reachability, PolicyId id) {
    const AdminPolicy* admin = reachability.adminPolicy(id);
    if (admin == nullptr) return {1, 0, id};
    return {admin->tier == AdminTier::Admin ? 0 : 2, admin->priority, id};
}

} // namespace

std::vector<PolicyId> inOrderOfEvaluation(const Reachability& reachability) {
    std::vector<PolicyId> out;
    for (std::uint32_t i = 0; i < reachability.policyCount(); ++i)
        if (reachability.policy(PolicyId(i)) != nullptr) out.emplace_back(i);
    for (std::size_t i = 0; i < reachability.adminPolicyCount(); ++i)
        if (reachability.adminPolicy(adminPolicyId(i)) != nullptr) out.push_back(adminPolicyId(i));
    sortByEvaluation(reachability, out);
    return out;
}

void sortByEvaluation(const Reachability& reachability, std::vector<PolicyId>& policies) {
    std::ranges::sort(policies, {}, [&](PolicyId id) { return rankOf(reachability, id); });
}

QString kindText(const Reachability& reachability, PolicyId id) {
    const AdminPolicy* admin = reachability.adminPolicy(id);
    return admin == nullptr ? QStringLiteral("NetworkPolicy") : toText(name(admin->kind));
}

QString policyText(const Reachability& reachability, PolicyId id) {
    if (isAdminPolicy(id)) return toText(shortName(reachability, id));
    const QString name = policyNameText(reachability, id);
    return name.isEmpty() ? name : policyPlaceText(reachability, id) + QLatin1Char('/') + name;
}

QString policyNameText(const Reachability& reachability, PolicyId id) {
    if (isAdminPolicy(id)) return toText(shortName(reachability, id));
    const NetworkPolicy* policy = reachability.policy(id);
    return policy == nullptr ? QString() : toText(reachability.cluster().text(policy->name));
}

QString policyPlaceText(const Reachability& reachability, PolicyId id) {
    if (isAdminPolicy(id)) return QStringLiteral("cluster-wide");
    const NetworkPolicy* policy = reachability.policy(id);
    const Cluster& cluster = reachability.cluster();
    return policy == nullptr ? QString() : toText(cluster.text(cluster.namespaces[policy->ns].name));
}

QString tierText(const Reachability& reachability, PolicyId id) {
    const AdminPolicy* admin = reachability.adminPolicy(id);
    if (admin == nullptr) return QStringLiteral("NetworkPolicy");
    const QString tier = admin->tier == AdminTier::Admin ? QStringLiteral("Admin") : QStringLiteral("Baseline");
    return admin->priority >= AdminPolicy::kLastPriority ? tier
                                                         : tier + QLatin1Char(' ') + QString::number(admin->priority);
}

QString tierSentence(const Reachability& reachability, PolicyId id) {
    const AdminPolicy* admin = reachability.adminPolicy(id);
    if (admin == nullptr) return QStringLiteral("Asked where no policy of the admin tier has decided.");
    const QString stage = admin->tier == AdminTier::Admin
                              ? QStringLiteral("Asked before the NetworkPolicies")
                              : QStringLiteral("Asked after the NetworkPolicies, for pods that none of them isolates");
    return admin->priority >= AdminPolicy::kLastPriority
               ? stage + QLatin1Char('.')
               : stage + QStringLiteral("; priority %1, the lowest first.").arg(admin->priority);
}

QString subjectText(const Reachability& reachability, PolicyId id) {
    const Cluster& cluster = reachability.cluster();
    if (const AdminPolicy* admin = reachability.adminPolicy(id)) return adminPeerText(cluster, admin->subject);
    const NetworkPolicy* policy = reachability.policy(id);
    if (policy == nullptr) return {};
    return policy->podSelector.isEmpty() ? QStringLiteral("every pod")
                                         : toText(selectorText(cluster, policy->podSelector));
}

SourceRef whereOf(const Reachability& reachability, PolicyId id) {
    if (const AdminPolicy* admin = reachability.adminPolicy(id)) return admin->where;
    const NetworkPolicy* policy = reachability.policy(id);
    return policy == nullptr ? SourceRef() : policy->where;
}

std::uint64_t selectedPods(const Reachability& reachability, PolicyId id) {
    const CompiledPolicy* policy = reachability.compiled(id);
    std::uint64_t pods = 0;
    if (policy == nullptr) return pods;
    policy->subject.must->forEach([&](ClassId c) {
        if (!reachability.classes().isAddress(c)) pods += reachability.classes().weight(c);
    });
    return pods;
}

std::vector<WorkloadId> governedWorkloads(const Reachability& reachability, PolicyId id) {
    std::vector<WorkloadId> out;
    const CompiledPolicy* policy = reachability.compiled(id);
    if (policy == nullptr) return out;
    const auto isGoverned = [&](ClassId c) {
        return !reachability.classes().isNodeLike(c) && policy->subject.must->contains(c);
    };
    for (std::uint32_t i = 0; i < reachability.cluster().workloads.size(); ++i)
        if (std::ranges::any_of(classesOf(reachability, WorkloadId(i)), isGoverned)) out.emplace_back(i);
    return out;
}

bool speaksOf(const Reachability& reachability, PolicyId id, Direction direction) {
    if (isAdminPolicy(id)) return ruleCount(reachability, id, direction) > 0;
    const NetworkPolicy* policy = reachability.policy(id);
    return policy != nullptr && policy->isolates(direction);
}

std::size_t ruleCount(const Reachability& reachability, PolicyId id, Direction direction) {
    if (const AdminPolicy* admin = reachability.adminPolicy(id)) return admin->rules(direction).size();
    const NetworkPolicy* policy = reachability.policy(id);
    return policy == nullptr ? 0 : policy->rules(direction).size();
}

QString actionText(const Reachability& reachability, const RuleRef& rule) {
    const AdminRule* admin = adminRule(reachability, rule);
    const Action action = admin == nullptr ? Action::Allow : admin->action;
    switch (action) {
    case Action::Deny: return QStringLiteral("Deny");
    case Action::Pass: return QStringLiteral("Pass");
    case Action::Allow: break;
    }
    const bool isCluster =
        admin != nullptr && reachability.adminPolicy(rule.policy)->kind == AdminKind::ClusterNetworkPolicy;
    return isCluster ? QStringLiteral("Accept") : QStringLiteral("Allow");
}

QString ruleNameText(const Reachability& reachability, const RuleRef& rule) {
    const AdminRule* admin = adminRule(reachability, rule);
    return admin == nullptr ? QString() : toText(admin->name);
}

QString peersText(const Reachability& reachability, const RuleRef& rule) {
    if (const AdminRule* admin = adminRule(reachability, rule)) {
        QStringList peers;
        for (const AdminPeer& peer : admin->peers) peers << adminPeerText(reachability.cluster(), peer);
        return peers.join(QStringLiteral(", "));
    }
    const PolicyRule* written = networkRule(reachability, rule);
    return written == nullptr ? QString() : peersText(reachability.cluster(), *written);
}

QString rulePortsText(const Reachability& reachability, const RuleRef& rule) {
    const Cluster& cluster = reachability.cluster();
    if (const AdminRule* admin = adminRule(reachability, rule)) {
        if (admin->isEveryPort) return QStringLiteral("all ports");
        return admin->ports.empty() ? QStringLiteral("no port") : portsText(cluster, admin->ports);
    }
    const PolicyRule* written = networkRule(reachability, rule);
    if (written == nullptr) return {};
    return written->ports.empty() ? QStringLiteral("all ports") : portsText(cluster, written->ports);
}

} // namespace portolan
