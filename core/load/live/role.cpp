#include "core/load/live.h"
#include "core/load/live/kinds.h"

#include <map>
#include <set>

namespace portolan {

std::string liveRole(const LiveSource& source) {
    std::map<std::string_view, std::set<std::string_view>> byGroup;
    for (const loading::LiveKind& kind : loading::liveKinds(source)) byGroup[kind.group].insert(kind.resource);
    std::string out =
        "# What portolan --live asks a cluster for: lists, nothing else, and no Secrets.\n"
        "# Bind it to a user (or --group, or --serviceaccount NAMESPACE:NAME) with\n"
        "#   kubectl create clusterrolebinding portolan-reader --clusterrole=portolan-reader --user=NAME\n"
        "# or in one namespace only, for portolan --live --live-namespace NAMESPACE:\n"
        "#   kubectl create rolebinding portolan-reader -n NAMESPACE --clusterrole=portolan-reader "
        "--user=NAME\n"
        "apiVersion: rbac.authorization.k8s.io/v1\n"
        "kind: ClusterRole\n"
        "metadata:\n"
        "  name: portolan-reader\n"
        "rules:\n";
    for (const auto& [group, resources] : byGroup) {
        out += "- apiGroups: [\"" + std::string(group) + "\"]\n  resources:\n";
        for (const std::string_view resource : resources) out += "  - " + std::string(resource) + '\n';
        out += "  verbs: [list]\n";
    }
    return out;
}

} // namespace portolan
