#pragma once

#include "core/analysis/analysis.h"
#include "ui/widgets/edge_class.h"
#include "ui/widgets/gate.h"
#include "ui/widgets/severity.h"

#include <QString>

#include <string>
#include <string_view>

/// How core's values read in every table and panel: one place, so that the same fact has the same words everywhere.

namespace portolan {

QString toText(std::string_view text);
QString toText(const std::string& text);

EdgeClass edgeClassOf(EdgeState state);
SeverityLevel severityLevelOf(Severity severity);
GateState gateStateOf(EdgeGate::Kind kind);

/// "Allow", "Deny", "Uncertain".
QString verdictText(Verdict verdict);
/// "egress" or "ingress".
QString directionText(Direction direction);
/// "tcp/5432", "tcp" for port 0.
QString portText(Protocol protocol, std::uint16_t port);

/// "17 Nov 2026, 23:41" in UTC; empty for 0. Nanoseconds since 1970.
QString timeText(std::int64_t nanoseconds);
/// "17 Nov 23:41", for columns.
QString shortTimeText(std::int64_t nanoseconds);
/// "17 Nov".
QString dayText(std::int64_t nanoseconds);
/// Whole days from `nanoseconds` to `end`, at least 0.
std::int64_t daysBefore(std::int64_t nanoseconds, std::int64_t end);

/// What the network said of an edge: "forwarded", "dropped", "forwarded and dropped", "would be dropped".
QString observedText(const EdgeEvidence& seen);

/// "app=web in ns shop, 10.0.0.0/8"; "anything" for a rule without peers.
QString peersText(const Cluster& cluster, const PolicyRule& rule);
/// "ns shop" where the selector names the namespaces, else "ns team=a"; "any ns" where it selects all.
QString namespacesText(const Cluster& cluster, const LabelSelector& selector);
/// "tcp/8080, udp/53-60".
QString portsText(const Cluster& cluster, const std::vector<PolicyPort>& ports);

/// "shop/policies.yaml:44": as diagnostics show it, but without the one directory that all files come from.
QString placeText(const Analysis& analysis, SourceRef where);

/// "1 workload", "5 workloads".
QString countText(std::uint64_t count, const QString& singular);
/// "3 %", "< 1 %"; `share` 0..1.
QString percentText(double share);

} // namespace portolan
