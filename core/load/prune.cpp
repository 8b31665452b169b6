#include "core/load/prune.h"

#include <algorithm>
#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& sorted, std::string_view key) {
    return std::ranges::binary_search(sorted, key);
}

constexpr std::array kStatusRead{"addresses"sv, "completionTime"sv, "loadBalancer"sv, "phase"sv, "podIP"sv, "podIPs"sv};

constexpr std::array kContainerRead{"args"sv, "command"sv, "env"sv, "ports"sv};

constexpr std::array kPodSpecUnread{"affinity"sv,
                                    "dnsConfig"sv,
                                    "hostAliases"sv,
                                    "imagePullSecrets"sv,
                                    "nodeSelector"sv,
                                    "overhead"sv,
                                    "readinessGates"sv,
                                    "securityContext"sv,
                                    "tolerations"sv,
                                    "topologySpreadConstraints"sv,
                                    "volumeClaimTemplates"sv,
                                    "volumes"sv};

/// Kinds of which only the metadata is looked at.
constexpr std::array kOpaqueKinds{"CustomResourceDefinition"sv, "Event"sv, "Lease"sv, "Secret"sv};

} // namespace

Keep keepOf(std::string_view key, std::span<const std::string_view> above, std::string_view kind) {
    if (above.empty()) {
        if (key == "stringData" || key == "binaryData") return Keep::KeyOnly;
        if (holds(kOpaqueKinds, kind) && key != "apiVersion" && key != "kind" && key != "metadata")
            return Keep::KeyOnly;
        return Keep::Value;
    }
    const std::string_view parent = above.back();
    if (parent == "metadata") {
        if (key == "managedFields" || key == "finalizers") return Keep::KeyOnly;
        return key == "annotations" && above.size() > 1 ? Keep::KeyOnly : Keep::Value;
    }
    if (parent == "annotations" && above.size() == 2 && above[0] == "metadata")
        return key == "kubernetes.io/ingress.class" ? Keep::Value : Keep::Nothing;
    if (parent == "status" && above.size() == 1) return holds(kStatusRead, key) ? Keep::Value : Keep::KeyOnly;
    if (parent == "spec") return holds(kPodSpecUnread, key) ? Keep::KeyOnly : Keep::Value;
    if (!parent.empty() || above.size() < 2) return Keep::Value;
    const std::string_view list = above[above.size() - 2];
    if (list == "containers" || list == "initContainers")
        return holds(kContainerRead, key) ? Keep::Value : Keep::KeyOnly;
    if (list == "env") return key == "value" ? Keep::Value : Keep::KeyOnly;
    return Keep::Value;
}

} // namespace portolan::loading
