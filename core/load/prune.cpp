#include "core/load/prune.h"

#include "core/model/declarations.h"

#include <algorithm>
#include <array>
#include <optional>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

template <std::size_t n>
bool holds(const std::array<std::string_view, n>& sorted, std::string_view key) {
    return std::ranges::binary_search(sorted, key);
}

constexpr std::array kStatusRead{"addresses"sv, "completionTime"sv, "loadBalancer"sv, "phase"sv, "podIP"sv, "podIPs"sv};

constexpr std::array kContainerRead{"args"sv,    "command"sv,        "env"sv,
                                    "envFrom"sv, "livenessProbe"sv,  "name"sv,
                                    "ports"sv,   "readinessProbe"sv, "startupProbe"sv};

constexpr std::array kProbes{"livenessProbe"sv, "readinessProbe"sv, "startupProbe"sv};

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
                                    "volumeClaimTemplates"sv};

/// Kinds of which only the metadata is looked at, and how a CustomResourceDefinition converts.
constexpr std::array kOpaqueKinds{"CustomResourceDefinition"sv, "Event"sv, "Lease"sv, "Secret"sv};

bool isAnnotationRead(std::string_view key) {
    return key == "kubernetes.io/ingress.class" || key.starts_with("prometheus.io/") || hintOf(key) == KeyHint::Address;
}

Keep valueIf(bool isRead) {
    return isRead ? Keep::Value : Keep::KeyOnly;
}

/// Of items of the lists in a pod spec that hold secrets, files and commands beside what is read.
std::optional<Keep> keepOfItem(std::string_view list, std::string_view key) {
    if (list == "containers" || list == "initContainers") return valueIf(holds(kContainerRead, key));
    if (list == "env") return valueIf(key == "name" || key == "value" || key == "valueFrom");
    if (list == "envFrom") return valueIf(key == "configMapRef" || key == "prefix");
    if (list == "volumes") return valueIf(key == "configMap" || key == "projected");
    return std::nullopt;
}

} // namespace

Keep keepOf(std::string_view key, std::span<const std::string_view> above, std::string_view kind) {
    if (above.empty()) {
        if (key == "stringData" || key == "binaryData") return Keep::KeyOnly;
        if (kind == "CustomResourceDefinition" && key == "spec") return Keep::Value;
        if (holds(kOpaqueKinds, kind) && key != "apiVersion" && key != "kind" && key != "metadata")
            return Keep::KeyOnly;
        return Keep::Value;
    }
    const std::string_view parent = above.back();
    if (parent == "metadata") {
        return valueIf(key != "managedFields" && key != "finalizers");
    }
    if (parent == "annotations" && above.size() > 1 && above[above.size() - 2] == "metadata")
        return isAnnotationRead(key) ? Keep::Value : Keep::Nothing;
    if (parent == "status" && above.size() == 1) return valueIf(holds(kStatusRead, key));
    if (parent == "spec" && kind == "CustomResourceDefinition") return valueIf(key == "conversion");
    if (parent == "spec") return valueIf(!holds(kPodSpecUnread, key));
    if (parent == "valueFrom") return valueIf(key == "configMapKeyRef");
    if (holds(kProbes, parent)) return valueIf(key == "grpc" || key == "httpGet" || key == "tcpSocket");
    if (parent == "httpGet") return valueIf(key == "host" || key == "port");
    if (!parent.empty() || above.size() < 2) return Keep::Value;
    return keepOfItem(above[above.size() - 2], key).value_or(Keep::Value);
}

} // namespace portolan::loading
