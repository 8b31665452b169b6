#pragma once

#include "core/analysis/analysis.h"

#include <QString>

#include <vector>

/// How policies read, NetworkPolicies and admin policies (AdminNetworkPolicy, BaselineAdminNetworkPolicy,
/// ClusterNetworkPolicy) alike: for tables and panels that show policies of every kind. A policy that is gone gives
/// empty texts and no rules.

namespace portolan {

/// The policies there are in the order of evaluation (semantics section 4): the admin tier by priority, the
/// NetworkPolicies by namespace and name, the baseline tier by priority.
std::vector<PolicyId> inOrderOfEvaluation(const Reachability& reachability);
/// Puts policies of any kind into that order.
void sortByEvaluation(const Reachability& reachability, std::vector<PolicyId>& policies);

/// "NetworkPolicy", "AdminNetworkPolicy".
QString kindText(const Reachability& reachability, PolicyId id);
/// "shop/allow-web", "ANP deny-x".
QString policyText(const Reachability& reachability, PolicyId id);
/// "allow-web", "ANP deny-x": as policyText() beside a column of namespaces.
QString policyNameText(const Reachability& reachability, PolicyId id);
/// The namespace of a NetworkPolicy; "cluster-wide" of an admin policy.
QString policyPlaceText(const Reachability& reachability, PolicyId id);
/// "Admin 10", "NetworkPolicy", "Baseline".
QString tierText(const Reachability& reachability, PolicyId id);
/// When the policy is asked, as a sentence.
QString tierSentence(const Reachability& reachability, PolicyId id);
/// Whom the policy selects: "app=web", "every pod", "app=web in ns shop".
QString subjectText(const Reachability& reachability, PolicyId id);
/// Where the policy was written.
SourceRef whereOf(const Reachability& reachability, PolicyId id);
/// Pods the policy selects for certain; a template counts its replicas.
std::uint64_t selectedPods(const Reachability& reachability, PolicyId id);
/// Workloads with a pod that the policy selects for certain and that policies reach, ascending.
std::vector<WorkloadId> governedWorkloads(const Reachability& reachability, PolicyId id);

/// A NetworkPolicy isolates in that direction, an admin policy has rules for it.
bool speaksOf(const Reachability& reachability, PolicyId id, Direction direction);
/// Rules as written in that direction.
std::size_t ruleCount(const Reachability& reachability, PolicyId id, Direction direction);
/// "Allow", "Deny" or "Pass"; "Accept" where a ClusterNetworkPolicy says so.
QString actionText(const Reachability& reachability, const RuleRef& rule);
/// The name that an admin rule was given; may be empty.
QString ruleNameText(const Reachability& reachability, const RuleRef& rule);
/// "app=web in ns shop, 10.0.0.0/8"; "anything" for a rule without peers.
QString peersText(const Reachability& reachability, const RuleRef& rule);
/// "tcp/8080, udp/53"; "all ports" for a rule without ports.
QString rulePortsText(const Reachability& reachability, const RuleRef& rule);

} // namespace portolan
