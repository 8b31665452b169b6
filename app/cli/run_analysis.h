#pragma once

#include "app/cli/console.h"
#include "app/cli/request.h"

#include <memory>

namespace portolan::cli {

/// Runs the analysis as far as `depth` says and tells diagnostics on standard error. An error is the exit status,
/// with the reason told.
tl::expected<std::shared_ptr<const Analysis>, int> runAnalysis(const Request& request, Options::Depth depth,
                                                               Console& console);

/// Tells what was noteworthy about manifests. kNotAnalysed where nothing could be read, or --strict forbids an error;
/// else kDone.
int tellManifests(const Cluster& cluster, const Request& request, Console& console);

/// Reads the earlier dumps that `options` name into its way of reading logs, and tells what was noteworthy about them.
/// As tellManifests().
int takeSnapshots(Options& options, const Request& request, Console& console);

/// Tells what was noteworthy about flow logs. kNotAnalysed, with what was seen in each, where none of them is in a
/// format that is read; else kDone.
int tellFlows(const FlowTable& flows, const Request& request, Console& console);

/// The status of a gate that found no fault: kDone, or kNotAnalysed with the reason told where that proves nothing, for
/// there is no object at all, or a document could not be read. What netpol-analyzer makes of such inputs is np-guard's.
int passed(const Cluster& cluster, const Request& request, Console& console);

/// Tells an error and gives its exit status.
int tell(const Error& error, Console& console);
/// Writes a result where the request wants it; the exit status.
int finish(std::string_view result, const Request& request, Console& console);
/// Tells that a command does not have the format; kWrongUsage.
int noSuchFormat(const Request& request, Console& console);

} // namespace portolan::cli
