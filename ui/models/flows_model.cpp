#include "ui/models/flows_model.h"

#include "ui/models/edge_fields.h"
#include "ui/models/policy_words.h"
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

/// "sure", "likely", "guess", "no" where the source declares other calls only; nothing where it declares none.
QString declaredText(const Analysis& analysis, std::uint32_t edge) {
    if (!analysis.declared) return {};
    const auto declaring = analysis.declared->declaring(edge);
    if (!declaring.empty()) return toText(name(analysis.declared->dependency(declaring.front()).confidence));
    return std::ranges::binary_search(analysis.declared->undeclared(), edge) ? QStringLiteral("no") : QString();
}

} // namespace

FlowsModel::FlowsModel(QObject* parent)
    : AnalysisTable({tr("Source"), tr("Destination"), tr("Port"), tr("Connections"), tr("Days seen"), tr("First seen"),
                     tr("Last seen"), tr("Observed"), tr("Model"), tr("Declared"), tr("Egress, ingress by")},
                    parent) {
    setTitleTip(ConnectionsColumn, tr("Connections in the log, dropped ones included"));
    setTitleTip(DaysColumn, tr("Days of the log on which a connection was seen"));
    setTitleTip(ObservedColumn, tr("What the network did"));
    setTitleTip(ModelColumn, tr("What the policies say; mixed where the pods differ"));
    setTitleTip(DeclaredColumn, tr("Whether a manifest says so, and how sure that is"));
    setTitleTip(PolicyColumn, tr("What lets the traffic out of the source, and into the destination"));
}

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
    case DeclaredColumn: return declaredText(*analysis(), static_cast<std::uint32_t>(row));
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
    return edgeFields(*analysis(), edge(row), field);
}

} // namespace portolan
