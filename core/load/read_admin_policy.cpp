#include "core/load/read_admin_policy.h"

#include "core/load/read_admin_policy_parts.h"

#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kObjectFields{"apiVersion"sv, "kind"sv, "metadata"sv, "spec"sv, "status"sv};
constexpr std::array kAdminFields{"egress"sv, "ingress"sv, "priority"sv, "subject"sv};
constexpr std::array kBaselineFields{"egress"sv, "ingress"sv, "subject"sv};
constexpr std::array kClusterFields{"egress"sv, "ingress"sv, "priority"sv, "subject"sv, "tier"sv};
constexpr std::int64_t kMaxPriority = 1000;

AdminKind parseKind(std::string_view kind) {
    for (const AdminKind k : {AdminKind::BaselineAdminNetworkPolicy, AdminKind::ClusterNetworkPolicy})
        if (name(k) == kind) return k;
    return AdminKind::AdminNetworkPolicy;
}

/// Semantics A-2, C-1.
void readPriority(Reading& reading, const TreeNode& spec, AdminPolicy& policy) {
    if (policy.kind == AdminKind::BaselineAdminNetworkPolicy) {
        policy.priority = AdminPolicy::kLastPriority;
        return;
    }
    const TreeNode* const node = spec.find("priority");
    if (node == nullptr || node->isNull()) return reading.missing(spec, "priority", "write a number from 0 to 1000");
    const auto priority = reading.integer(&spec, "priority");
    if (!priority) return;
    if (*priority < 0 || *priority > kMaxPriority)
        return reading.reject(*node, "invalid priority", "is " + std::to_string(*priority) + ", not in 0-1000",
                              "write a number from 0 to 1000; lower ones come first");
    policy.priority = static_cast<std::uint16_t>(*priority);
}

void readTier(Reading& reading, const TreeNode& spec, AdminPolicy& policy) {
    if (policy.kind == AdminKind::BaselineAdminNetworkPolicy) policy.tier = AdminTier::Baseline;
    if (policy.kind != AdminKind::ClusterNetworkPolicy) return;
    const auto tier = reading.string(&spec, "tier");
    if (!tier) {
        if (!reading.isRejected()) reading.missing(spec, "tier", "write tier: Admin or tier: Baseline");
        return;
    }
    if (*tier == "Baseline")
        policy.tier = AdminTier::Baseline;
    else if (*tier != "Admin")
        reading.reject(*spec.find("tier"), "invalid value", "is " + quoted(*tier), "write Admin or Baseline");
}

} // namespace

void readAdminPolicy(Reading& reading, std::string_view kind) {
    const Metadata meta = readMetadata(reading, kind, Scope::Cluster);
    const TreeNode& root = reading.root();
    reading.checkFields(root, kObjectFields);
    checkMetadataFields(reading);
    AdminPolicy policy;
    policy.kind = parseKind(kind);
    policy.name = reading.symbols().intern(meta.name);
    policy.where = meta.where;
    policy.createdAt = meta.createdAt;
    if (policy.kind == AdminKind::BaselineAdminNetworkPolicy && meta.name != "default")
        reading.reject(root, "invalid name", "has the name " + quoted(meta.name),
                       "a cluster has one BaselineAdminNetworkPolicy, and it is named default");
    const TreeNode* const spec = reading.map(&root, "spec");
    if (spec == nullptr) {
        if (!reading.isRejected()) reading.missing(root, "spec");
        return;
    }
    switch (policy.kind) {
    case AdminKind::AdminNetworkPolicy: reading.checkFields(*spec, kAdminFields); break;
    case AdminKind::BaselineAdminNetworkPolicy: reading.checkFields(*spec, kBaselineFields); break;
    case AdminKind::ClusterNetworkPolicy: reading.checkFields(*spec, kClusterFields); break;
    }
    readTier(reading, *spec, policy);
    readPriority(reading, *spec, policy);
    policy.subject = readSubject(reading, *spec, policy.kind, meta.origin);
    for (const Direction d : kDirections) policy.rules(d) = readAdminRules(reading, *spec, policy.kind, d, meta.origin);
    if (!reading.isRejected()) reading.batch().adminPolicies.push_back(std::move(policy));
}

} // namespace portolan::loading
