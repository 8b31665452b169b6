#pragma once

#include "core/load/load.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

/// The door to a live cluster. Takes which cluster to ask; gives what its API server holds, in the place of files. Asks
/// through the user's own kubectl, with nothing but `get --raw` of lists: one request a page, two at a time, so that
/// neither side ever holds a whole large cluster as text. Secrets are never asked for, ConfigMaps only on request.
///
///   /apis ──> groups that are served ──> kinds ──page by page──> items ──indent──> the readers of files ──> Cluster
///              (live_kinds)                (live_list)            (live_page)
///
/// A list that may not be read for all namespaces is read namespace by namespace. What stays unread is never taken for
/// empty: an unread kind of policy makes what it may touch uncertain, and without all pods, controllers and namespaces
/// the inventory is partial. Calls are independent of each other.

namespace portolan {

/// Which cluster to ask, and how.
struct LiveSource {
    enum class ConfigMaps { Skip, Read };

    std::string kubectl = "kubectl";     ///< name looked up on PATH, or a path
    std::string kubeconfig;              ///< empty: the one that kubectl takes by itself
    std::string context;                 ///< empty: the kubeconfig's current one
    std::vector<std::string> namespaces; ///< read only these; empty: all
    ConfigMaps configMaps = ConfigMaps::Skip;
    std::chrono::milliseconds requestTimeout{60'000}; ///< of one page; one that fails is asked for a second time
    std::chrono::milliseconds startTimeout{15'000};   ///< beyond that, for plug-ins of kubectl that fetch a token
    std::size_t pageSize = 500;                       ///< objects a page

    bool operator==(const LiveSource&) const = default;
};

/// As load(), with a live cluster under the inputs, which may be none: an object that they state takes the place of the
/// cluster's of the same kind and name, as if they had been applied to it; a Namespace keeps the labels that they do
/// not state, and running pods stay as they are. NotFound: there is no kubectl, or no such input. Unreadable: the
/// cluster cannot be reached, does not let the user in, or stops answering on the way. Usage: a name in `namespaces` is
/// none. Cancelled: `control` said so; kubectl is killed at once. What concerns one kind alone is a diagnostic.
Result<std::shared_ptr<const Cluster>> loadLive(const LiveSource& source, const std::vector<std::string>& inputs,
                                                const LoadOptions& options, const RunControl& control);

/// The contexts of the kubeconfig.
struct LiveContexts {
    std::vector<std::string> names; ///< sorted
    std::string current;            ///< empty: none is set
};

/// Asks kubectl for the contexts, which contacts no cluster. NotFound: there is no kubectl. Unreadable: it cannot tell.
Result<LiveContexts> liveContexts(const LiveSource& source, const RunControl& control);

/// The least rights that loadLive() needs, as YAML for `kubectl apply -f -`: a ClusterRole that lists each kind, and
/// how to bind it as a comment. Kinds that a cluster does not serve do no harm in it.
std::string liveRole(const LiveSource& source);

} // namespace portolan
