#pragma once

#include "ui/inspector/inspector_parts.h"

#include <functional>
#include <vector>

/// Facts that panels of several kinds show alike.

namespace portolan {

/// Lists of a panel are cut after so many lines.
inline constexpr std::size_t kMostPanelLines = 12;

/// "1,204".
QString panelNumber(std::uint64_t value);
/// The file and line as a link; nothing where the place is not known.
void addPlace(Facts& facts, const Analysis& analysis, SourceRef where);
/// The first workloads as links.
Facts workloadLinks(const Cluster& cluster, const std::vector<WorkloadId>& workloads);
/// A section of workloads, the first of them as links.
void addWorkloads(InspectorColumn& column, const Analysis& analysis, const QString& title,
                  const std::vector<WorkloadId>& workloads);
/// A section with the findings that are wanted; none where there are none.
void addFindings(InspectorColumn& column, const Analysis& analysis,
                 const std::function<bool(const Finding&)>& isWanted);

} // namespace portolan
