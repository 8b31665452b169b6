#include "core/report/np_guard.h"

#include "core/reach/rule_match.h"
#include "core/reach/workload_view.h"
#include "core/report/list.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace portolan {
namespace {

/// True where some policy's subject or peer holds one class and not the other.
bool isToldApart(const Reachability& r, ClassId a, ClassId b) {
    if (a == b) return false;
    const auto isSplit = [&](const Match& m) { return m.must->contains(a) != m.must->contains(b); };
    const auto splits = [&](const CompiledPolicy* policy) {
        if (!policy) return false;
        if (isSplit(policy->subject)) return true;
        return std::ranges::any_of(kDirections, [&](Direction d) {
            return std::ranges::any_of(policy->rulesIn(d), [&](const CompiledRule& rule) {
                return std::ranges::any_of(rule.peerMatches, isSplit);
            });
        });
    };
    for (std::size_t i = 0; i < r.policyCount(); ++i)
        if (splits(r.compiled(PolicyId(i)))) return true;
    for (std::size_t i = 0; i < r.adminPolicyCount(); ++i)
        if (splits(r.compiled(adminPolicyId(i)))) return true;
    return false;
}

/// Warnings in the order of the places they speak of.
class Warnings {
  public:
    explicit Warnings(const Reachability& r) : m_reach(r) {}

    std::vector<std::string> run() {
        for (std::size_t i = 0; i < m_reach.policyCount(); ++i)
            if (const NetworkPolicy* const policy = m_reach.policy(PolicyId(i))) look(*policy, PolicyId(i));
        for (std::size_t i = 0; i < m_reach.adminPolicyCount(); ++i)
            if (const AdminPolicy* const policy = m_reach.adminPolicy(adminPolicyId(i)))
                look(*policy, adminPolicyId(i));
        std::vector<std::string> out;
        for (const auto& [where, text] : m_found) out.push_back(m_reach.cluster().files.line(where) + ": " + text);
        return out;
    }

  private:
    void tell(const RuleRef& rule, const SourceRef& where, const std::string& what) {
        m_found.emplace(where.isKnown() ? where : whereOf(m_reach, rule), displayName(m_reach, rule) + ": " + what);
    }

    void look(const NetworkPolicy& policy, PolicyId id) {
        for (const Direction d : kDirections)
            for (std::uint32_t i = 0; i < policy.rules(d).size(); ++i) {
                const RuleRef rule{id, d, i};
                for (const PolicyPeer& peer : policy.rules(d)[i].peers)
                    if (peer.ipBlock && peer.ipBlock->cidr.family() == AddressFamily::V6)
                        tell(rule, peer.where, "IPv6 is left out of lists: " + peer.ipBlock->cidr.text());
                lookAtNames(rule, policy.rules(d)[i].ports);
            }
    }

    void look(const AdminPolicy& policy, PolicyId id) {
        for (const Direction d : kDirections)
            for (std::uint32_t i = 0; i < policy.rules(d).size(); ++i) {
                const RuleRef rule{id, d, i};
                for (const AdminPeer& peer : policy.rules(d)[i].peers) {
                    for (const Cidr& network : peer.networks)
                        if (network.family() == AddressFamily::V6)
                            tell(rule, peer.where, "IPv6 is left out of lists: " + network.text());
                    if (peer.kind == AdminPeer::Kind::Nodes)
                        tell(rule, peer.where, "nodes are no ends of these lists, so that the peer adds no line");
                }
                lookAtNames(rule, policy.rules(d)[i].ports);
            }
    }

    /// An admin policy names a port for every protocol at once; one of them is enough.
    void lookAtNames(const RuleRef& rule, const std::vector<PolicyPort>& ports) {
        std::set<Symbol> unknown;
        for (const PolicyPort& port : ports)
            if (port.isNamed()) unknown.insert(port.name);
        for (const PolicyPort& port : ports)
            if (port.isNamed() && isDeclared(rule, port)) unknown.erase(port.name);
        for (const Symbol name : unknown)
            tell(rule, {},
                 "port name " + std::string(m_reach.cluster().text(name)) +
                     " is declared by no pod that the rule speaks of");
    }

    /// By a destination of the rule: its subjects for ingress, its peers for egress.
    bool isDeclared(const RuleRef& rule, const PolicyPort& port) const {
        const CompiledRule* const compiled = compiledRule(m_reach, rule);
        if (compiled == nullptr) return true; // an inert direction
        const EndpointClasses& classes = m_reach.classes();
        const ClassSetPtr& destinations =
            rule.direction == Direction::Ingress ? m_reach.compiled(rule.policy)->subject.may : compiled->peers.may;
        bool out = false;
        destinations->forEach([&](ClassId c) {
            if (classes.isAddress(c)) return;
            out = out || !resolve({port.protocol, port.name}, classes.portList(classes.ports(c))).isEmpty();
        });
        return out;
    }

    const Reachability& m_reach;
    std::set<std::pair<SourceRef, std::string>> m_found;
};

} // namespace

std::optional<std::string> npGuardFatal(const Reachability& reachability) {
    const Cluster& cluster = reachability.cluster();
    for (const Diagnostic& d : cluster.diagnostics) {
        const std::string_view kind = std::string_view(d.object).substr(0, d.object.find(' '));
        const bool isPolicy = kind.ends_with("NetworkPolicy");
        const bool isNamespace = d.object.starts_with("Namespace");
        if (d.code == "PARSE-05" && (isPolicy || isNamespace))
            return cluster.files.text(d.where) + ": " + d.object + ": " + d.message;
        const bool isEmptyRange = isPolicy && d.message.starts_with("empty port range");
        if ((d.code == "PARSE-01" && d.level == Diagnostic::Level::Error && isPolicy) || isEmptyRange)
            return cluster.files.text(d.where) + ": " + d.object + ": " + d.message;
    }
    std::set<std::uint16_t> priorities;
    for (const AdminPolicy& policy : cluster.adminPolicies)
        if (policy.kind == AdminKind::AdminNetworkPolicy && !priorities.insert(policy.priority).second)
            return cluster.files.text(policy.where) + ": two AdminNetworkPolicies have the priority " +
                   std::to_string(policy.priority);
    for (const NetworkPolicy& policy : cluster.policies)
        for (const PolicyRule& rule : policy.egress)
            for (const PolicyPeer& peer : rule.peers)
                if (peer.ipBlock && std::ranges::any_of(rule.ports, &PolicyPort::isNamed))
                    return cluster.files.text(rule.where) + ": a named port cannot be used with an ipBlock";
    return std::nullopt;
}

std::optional<std::string> npGuardSplitWorkload(const Reachability& reachability) {
    const Cluster& cluster = reachability.cluster();
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const auto classes = classesOf(reachability, WorkloadId(i));
        for (const ClassId c : classes)
            if (isToldApart(reachability, classes.front(), c))
                return cluster.files.text(cluster.workloads[WorkloadId(i)].where) + ": pods of " +
                       listName(cluster, WorkloadId(i)) +
                       " have different labels, and a policy's selector tells them apart";
    }
    return std::nullopt;
}

std::vector<std::string> npGuardWarnings(const Reachability& reachability) {
    return Warnings(reachability).run();
}

} // namespace portolan
