#include "core/load/read_policy.h"

#include "core/load/policy_defaults.h"
#include "core/load/read_policy_parts.h"
#include "core/load/read_selector.h"

#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kObjectFields{"apiVersion"sv, "kind"sv, "metadata"sv, "spec"sv, "status"sv};
constexpr std::array kSpecFields{"egress"sv, "ingress"sv, "podSelector"sv, "policyTypes"sv};

void readTypes(Reading& reading, const TreeNode* spec, NetworkPolicy& policy) {
    const auto types = reading.list(spec, "policyTypes");
    policy.isTypesWritten = !types.empty();
    policy.isolatesIngress = policy.isolatesEgress = false;
    if (types.empty()) return;
    const TreeNode& node = *spec->find("policyTypes");
    policy.typesWhere = reading.at(node);
    constexpr std::size_t kMaxTypes = 2;
    if (types.size() > kMaxTypes) reading.reject(node, "invalid value", "has more than two entries");
    for (const Member& item : types) {
        const auto type = reading.stringOf(item.value);
        if (!type) continue;
        if (*type == "Ingress")
            policy.isolatesIngress = true;
        else if (*type == "Egress")
            policy.isolatesEgress = true;
        else
            reading.reject(item.value, "invalid value", "is " + quoted(*type), "write Ingress or Egress");
    }
}

} // namespace

void readPolicy(Reading& reading) {
    const Metadata meta = readMetadata(reading, "NetworkPolicy", Scope::Namespaced);
    const TreeNode& root = reading.root();
    reading.checkFields(root, kObjectFields);
    checkMetadataFields(reading);
    NetworkPolicy policy;
    policy.name = reading.symbols().intern(meta.name);
    policy.where = meta.where;
    policy.createdAt = meta.createdAt;
    policy.isNamespaceImplied = meta.isNamespaceImplied;
    const TreeNode* const spec = reading.map(&root, "spec");
    if (spec != nullptr) reading.checkFields(*spec, kSpecFields);
    policy.podSelector.where = reading.at(spec != nullptr ? *spec : root);
    if (const TreeNode* const selector = reading.map(spec, "podSelector"))
        policy.podSelector = readSelector(reading, *selector, meta.origin);
    readTypes(reading, spec, policy);
    policy.isEgressKeyWritten = spec != nullptr && spec->find("egress") != nullptr;
    policy.ingress = readRules(reading, spec, Direction::Ingress, meta.origin);
    policy.egress = readRules(reading, spec, Direction::Egress, meta.origin);
    applyDefaults(policy);
    if (reading.isRejected()) return;
    reading.batch().policies.push_back({meta.ns, std::move(policy)});
}

} // namespace portolan::loading
