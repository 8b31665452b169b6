#pragma once

#include "core/analysis/who_could.h"
#include "core/report/table.h"

#include <string>

/// `query --who-could`: which labels a new pod would need to reach a port.

namespace portolan {

/// What the answer is about.
struct WhoCouldQuestion {
    std::string to;   ///< as given
    std::string port; ///< "tcp/80", or "tcp" for every port
};

/// One source a line, smallest first, with where the rules stand that admit it; then the addresses outside.
std::string whoCouldText(const Reachability& reachability, const WhoCouldQuestion& question, const WhoCould& answer);
/// pod, namespace, labels needed, uncertain, rules; addresses outside have no pod.
Table whoCouldTable(const Reachability& reachability, const WhoCould& answer);
/// {"version":1,"to","port","anyPod","sources":[{"podLabels","namespaces" or "newNamespace","uncertain","rules"}],
/// "addresses":[{"range","uncertain"}],"candidates","cut"}; label values are strings, null for any value.
std::string whoCouldJson(const Reachability& reachability, const WhoCouldQuestion& question, const WhoCould& answer);

/// "any pod", or "pod with app=web".
std::string podText(const PotentialSource& source);
/// "namespace shop", "any existing namespace", "a new namespace with team=blue", ... ; `most` names of existing
/// namespaces are listed, 0: all.
std::string placeText(const Cluster& cluster, const PotentialSource& source, std::size_t most);

} // namespace portolan
