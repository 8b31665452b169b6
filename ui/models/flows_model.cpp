#include "ui/models/flows_model.h"

#include "ui/models/words.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

#include <algorithm>

namespace portolan {

namespace {

/// The rules that let the edge through, egress first, or why none was needed.
QString gateText(const Reachability& reachability, const EdgeGate& gate) {
    switch (gate.kind) {
    case EdgeGate::Kind::Rule: {
        QString text = policyText(reachability, gate.rules.front().policy);
        if (gate.rules.size() > 1) text += QStringLiteral(" +%1").arg(gate.rules.size() - 1);
        return text;
    }
    case EdgeGate::Kind::NotIsolated: return QStringLiteral("not isolated");
    case EdgeGate::Kind::Exempt: return QStringLiteral("exempt");
    case EdgeGate::Kind::Closed: return QStringLiteral("no rule");
    case EdgeGate::Kind::Unknown: break;
    }
    return QStringLiteral("undecided");
}

std::string namespaceName(const Cluster& cluster, const LedgerEnd& end) {
    const auto ns = namespaceOf(cluster, end);
    return ns ? std::string(cluster.text(cluster.namespaces[*ns].name)) : std::string();
}

/// The values of a label of an end's pods; of a workload they differ in labels that no one filters by.
std::vector<std::string> labelValues(const Cluster& cluster, const LedgerEnd& end, std::string_view key) {
    const auto* workload = std::get_if<WorkloadId>(&end);
    const auto symbol = cluster.symbols.find(key);
    if (workload == nullptr || !symbol || cluster.workloads[*workload].pods.empty()) return {""};
    const Pod& pod = cluster.pods[cluster.workloads[*workload].pods.front()];
    const auto label = cluster.labelSets.find(pod.labels, *symbol);
    return {label ? std::string(cluster.text(label->value)) : std::string()};
}

std::optional<std::vector<std::string>> endFields(const Cluster& cluster, const LedgerEnd& end,
                                                  std::string_view field) {
    if (field.empty()) return std::vector{displayName(cluster, end)};
    if (field == ".ns") return std::vector{namespaceName(cluster, end)};
    if (field.starts_with(".label.")) return labelValues(cluster, end, field.substr(7));
    return std::nullopt;
}

} // namespace

FlowsModel::FlowsModel(QObject* parent)
    : AnalysisTable({tr("Source"), tr("Destination"), tr("Port"), tr("Connections"), tr("Days seen"), tr("First seen"),
                     tr("Last seen"), tr("Observed"), tr("Model"), tr("Egress, ingress by")},
                    parent) {}

int FlowsModel::count() const {
    return analysis()->ledger ? static_cast<int>(analysis()->ledger->edges().size()) : 0;
}

QString FlowsModel::text(int row, int column) const {
    const LedgerEdge& item = edge(row);
    const Cluster& cluster = *analysis()->cluster;
    switch (column) {
    case SourceColumn: return toText(displayName(cluster, item.from));
    case DestinationColumn: return toText(displayName(cluster, item.to));
    case PortColumn: return portText(item.protocol, item.port);
    case ConnectionsColumn: return groupedNumber(static_cast<long long>(item.seen.total()));
    case DaysColumn: return QString::number(item.seen.daysSeen);
    case FirstColumn: return shortTimeText(item.seen.firstSeen);
    case LastColumn: return shortTimeText(item.seen.lastSeen);
    case ObservedColumn: return observedText(item.seen);
    case ModelColumn: return item.isMixed ? tr("%1, mixed").arg(verdictText(item.verdict)) : verdictText(item.verdict);
    case PolicyColumn: {
        const Reachability& reachability = *analysis()->reachability;
        return gateText(reachability, item.egress) + QStringLiteral(", ") + gateText(reachability, item.ingress);
    }
    default: return {};
    }
}

QVariant FlowsModel::sortKey(int row, int column) const {
    const LedgerEdge& item = edge(row);
    switch (column) {
    case PortColumn: return (static_cast<int>(item.protocol) << 16) | item.port;
    case ConnectionsColumn: return static_cast<qulonglong>(item.seen.total());
    case DaysColumn: return item.seen.daysSeen;
    case FirstColumn: return static_cast<qlonglong>(item.seen.firstSeen);
    case LastColumn: return static_cast<qlonglong>(item.seen.lastSeen);
    default: return text(row, column);
    }
}

QVariant FlowsModel::mark(int row, int column, int role) const {
    const LedgerEdge& item = edge(row);
    const auto& window = analysis()->ledger->evidence();
    switch (role) {
    case EdgeClassRole:
        return column == SourceColumn ? QVariant(static_cast<int>(edgeClassOf(item.state))) : QVariant();
    case DaysSeenRole: return static_cast<int>(item.seen.daysSeen);
    case WindowRole: return window ? static_cast<int>(std::max(window->days, 1U)) : 1;
    case Qt::ToolTipRole: {
        if (column == SourceColumn)
            return edgeClassName(edgeClassOf(item.state)) + QStringLiteral(": ") +
                   edgeClassMeaning(edgeClassOf(item.state));
        if (column == FirstColumn) return timeText(item.seen.firstSeen);
        if (column == LastColumn) return timeText(item.seen.lastSeen);
        return {};
    }
    default: return {};
    }
}

std::optional<std::vector<std::string>> FlowsModel::fields(int row, std::string_view field) const {
    const LedgerEdge& item = edge(row);
    const Cluster& cluster = *analysis()->cluster;
    if (field.starts_with("src")) return endFields(cluster, item.from, field.substr(3));
    if (field.starts_with("dst")) return endFields(cluster, item.to, field.substr(3));
    if (field == "ns") return std::vector{namespaceName(cluster, item.from), namespaceName(cluster, item.to)};
    if (field == "workload") return std::vector{displayName(cluster, item.from), displayName(cluster, item.to)};
    if (field == "port")
        return std::vector{std::to_string(item.port), portText(item.protocol, item.port).toStdString()};
    if (field == "proto") return std::vector{std::string(name(item.protocol))};
    if (field == "state") return std::vector{std::string(name(item.state))};
    if (field == "verdict") return std::vector{std::string(name(item.verdict))};
    if (field == "connections") return std::vector{std::to_string(item.seen.total())};
    if (field == "days") return std::vector{std::to_string(item.seen.daysSeen)};
    if (field == "last_seen" && analysis()->ledger->evidence())
        return std::vector{std::to_string(daysBefore(item.seen.lastSeen, analysis()->ledger->evidence()->last))};
    if (field == "policy") {
        std::vector<std::string> names;
        for (const Direction d : kDirections)
            for (const RuleRef& rule : item.gate(d).rules)
                names.push_back(policyText(*analysis()->reachability, rule.policy).toStdString());
        return names;
    }
    return std::nullopt;
}

} // namespace portolan
