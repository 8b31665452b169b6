#pragma once

#include "app/cli/command.h"

namespace portolan::cli {

/// "NAMESPACE,..." and "NAMESPACE/NAME,...": what the help calls lists of them.
inline constexpr const char* kNamespaces = "NAMESPACE,...";
inline constexpr const char* kWorkloads = "NAMESPACE/NAME,...";

/// The manifests or a live cluster, and all that decides how they are read and judged.
void addManifests(OptionSet& options, Request& request);
/// What decides how manifests are read and judged, for commands that name them in their own way.
void addEvaluation(OptionSet& options, Request& request);
/// A live cluster in the place of manifests.
void addLive(OptionSet& options, Request& request);
void addFlows(OptionSet& options, Request& request);
/// How flow logs are read; a part of addFlows().
void addReading(OptionSet& options, Request& request);

/// Gives the common options their meaning; what is wrong where they have none.
std::optional<std::string> understandCommon(Request& request);
/// Reads the file that --flow-mapping names into the way of reading logs. Fails as readColumnMapping().
Result<void> readMappingOf(Request& request);

} // namespace portolan::cli
