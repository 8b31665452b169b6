#pragma once

#include "core/load/batch.h"
#include "core/load/live/kinds.h"
#include "core/load/live/kubectl.h"
#include "core/load/live/page.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace portolan::loading {

/// A list that was not read to its end.
struct LiveGap {
    std::string ns; ///< empty: in the whole cluster
    std::string reason;
};

/// What was read of one kind.
struct KindFacts {
    std::string apiVersion; ///< empty: the server has no such kind
    std::vector<Batch> batches;
    std::vector<LiveGap> gaps;
};

/// How often a list begins anew whose continue token the server has forgotten.
inline constexpr int kMostRestarts = 3;

/// What lists of all kinds share.
struct LiveReading {
    const LiveSource& source;
    const LoadOptions& options;
    const RunControl& control;
    Kubectl& kubectl;
    const ServedGroups& groups;
    SourceFiles& files;
    /// Tells that a page of the kind was read: how much of the kind that makes, 0..1.
    std::function<void(double fraction)> progress;
};

/// The answer to the first page of a kind in the whole cluster.
struct FirstPage {
    std::string version;
    Result<KubectlReply> reply = KubectlReply{};
};

/// Asks for the first page, in the versions that are served, best first; NotFound where none has the kind. Makes no use
/// of `files`; several kinds may be asked for at a time.
FirstPage fetchFirstPage(const LiveReading& live, const LiveKind& kind);

/// Reads the rest of a kind: the pages that follow, or where that was forbidden one namespace after another. Fails as
/// Kubectl::get() does.
Result<KindFacts> readKind(const LiveReading& live, const LiveKind& kind, FirstPage first,
                           const std::vector<std::string>& namespaces);

/// Reads a kind in these namespaces only.
Result<KindFacts> readKindIn(const LiveReading& live, const LiveKind& kind, const std::vector<std::string>& namespaces);

} // namespace portolan::loading
