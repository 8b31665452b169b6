#include "ui/models/inventory_model.h"

#include "core/reach/workload_view.h"
#include "ui/models/words.h"
#include "ui/widgets/isolation_badge.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

#include <set>

namespace portolan {

namespace {

Isolation isolationOf(const Analysis& analysis, WorkloadId id) {
    return {isolation(*analysis.reachability, id, Direction::Ingress) == Ternary::Yes,
            isolation(*analysis.reachability, id, Direction::Egress) == Ternary::Yes};
}

} // namespace

InventoryModel::InventoryModel(QObject* parent)
    : AnalysisTable({tr("Workload"), tr("Pods"), tr("In"), tr("Out"), tr("Findings")}, parent) {
    setTitleTip(CallersColumn, tr("Other ends that the log saw calling the workload"));
    setTitleTip(CallsColumn, tr("Other ends that the log saw the workload call"));
    setTitleTip(FindingsColumn, tr("Findings that concern the workload"));
}

void InventoryModel::rebuild() {
    m_findings.clear();
    if (!analysis()) return;
    m_findings.resize(analysis()->cluster->workloads.size());
    for (const Finding& finding : analysis()->findings)
        for (const WorkloadId id : finding.workloads) ++m_findings[id.index()];
}

std::size_t InventoryModel::peers(int row, Direction direction) const {
    if (!analysis()->ledger) return 0;
    const LedgerEnd self(workload(row));
    std::set<LedgerEnd> others;
    for (const std::uint32_t i : analysis()->ledger->edgesOf(workload(row))) {
        const LedgerEdge& edge = analysis()->ledger->edges()[i];
        const bool isIngress = direction == Direction::Ingress;
        if ((isIngress ? edge.to : edge.from) == self) others.insert(isIngress ? edge.from : edge.to);
    }
    return others.size();
}

QString InventoryModel::text(int row, int column) const {
    const Cluster& cluster = *analysis()->cluster;
    const auto number = [](std::size_t n) { return groupedNumber(static_cast<long long>(n)); };
    switch (column) {
    case WorkloadColumn: return toText(cluster.displayName(workload(row)));
    case PodsColumn: return number(cluster.workloads[workload(row)].replicas);
    case CallersColumn: return analysis()->flows ? number(peers(row, Direction::Ingress)) : QString();
    case CallsColumn: return analysis()->flows ? number(peers(row, Direction::Egress)) : QString();
    case FindingsColumn: {
        const std::uint32_t findings = m_findings[workload(row).index()];
        return findings == 0 ? QString() : number(findings);
    }
    default: return {};
    }
}

QVariant InventoryModel::sortKey(int row, int column) const {
    switch (column) {
    case PodsColumn: return analysis()->cluster->workloads[workload(row)].replicas;
    case CallersColumn: return static_cast<qulonglong>(peers(row, Direction::Ingress));
    case CallsColumn: return static_cast<qulonglong>(peers(row, Direction::Egress));
    case FindingsColumn: return m_findings[workload(row).index()];
    default: return text(row, column);
    }
}

QString InventoryModel::isolationWord(int row) const {
    return isNodeLike(*analysis()->reachability, workload(row))
               ? tr("Uses the node's network: policies do not apply")
               : isolationText(isolationOf(*analysis(), workload(row)));
}

QVariant InventoryModel::mark(int row, int column, int role) const {
    if (column != WorkloadColumn) return {};
    if (role == Qt::ToolTipRole)
        return toText(analysis()->cluster->identity(workload(row))) + QLatin1Char('\n') + isolationWord(row);
    if (role != IsolationRole) return {};
    const Isolation isolation = isolationOf(*analysis(), workload(row));
    return (isolation.isIngressIsolated ? 1 : 0) | (isolation.isEgressIsolated ? 2 : 0);
}

std::optional<std::vector<std::string>> InventoryModel::fields(int row, std::string_view field) const {
    const Cluster& cluster = *analysis()->cluster;
    const Workload& item = cluster.workloads[workload(row)];
    if (field == "ns") return std::vector{std::string(cluster.text(cluster.namespaces[item.ns].name))};
    if (field == "workload") return std::vector{cluster.displayName(workload(row))};
    if (field == "kind") return std::vector{std::string(cluster.text(item.kind))};
    if (field == "pods") return std::vector{std::to_string(item.replicas)};
    return std::nullopt;
}

} // namespace portolan
