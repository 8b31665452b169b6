#include "ui/draft/review_model.h"

#include "ui/models/words.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/edge_class.h"
#include "ui/widgets/table_cell.h"
#include "ui/widgets/text.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

constexpr std::array<std::uint16_t, 4> kAdminPorts{22, 2222, 3389, 5900};

std::optional<NamespaceId> namespaceOf(const Cluster& cluster, const EdgeEnd& end) {
    if (const auto* w = std::get_if<WorkloadId>(&end)) return cluster.workloads[*w].ns;
    return std::nullopt;
}

bool isSensitive(const Cluster& cluster, const EdgeEnd& end) {
    const auto* w = std::get_if<WorkloadId>(&end);
    return w && std::ranges::find(cluster.facts.sensitive, cluster.displayName(*w)) != cluster.facts.sensitive.end();
}

Chips risks(const Cluster& cluster, const ObservedEdge& e) {
    Chips out;
    const auto from = namespaceOf(cluster, e.from);
    const auto to = namespaceOf(cluster, e.to);
    if (isSensitive(cluster, e.to)) out << Chip{QObject::tr("to crown jewel"), ChipTone::High};
    if (!from || !to)
        out << Chip{QObject::tr("external"), ChipTone::High};
    else if (*from != *to)
        out << Chip{QObject::tr("cross-namespace"), ChipTone::Neutral};
    if (std::ranges::find(kAdminPorts, e.port) != kAdminPorts.end())
        out << Chip{QObject::tr("admin port"), ChipTone::High};
    if (e.days == 1) out << Chip{QObject::tr("only 1 day"), ChipTone::Neutral};
    return out;
}

} // namespace

ReviewModel::ReviewModel(QObject* parent) : QAbstractTableModel(parent) {}

void ReviewModel::setVersion(std::shared_ptr<const DraftVersion> version) {
    const bool isSameBasis = m_version && version && m_version->basis == version->basis;
    if (isSameBasis) {
        m_version = std::move(version);
        if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumnCount - 1));
        return;
    }
    beginResetModel();
    m_version = std::move(version);
    order();
    endResetModel();
}

void ReviewModel::order() {
    m_rows.clear();
    if (!m_version) return;
    for (std::uint32_t i = 0; i < m_version->basis->edges().size(); ++i) {
        const EdgeOutcome outcome = m_version->proposal.edges[i].outcome;
        if (outcome != EdgeOutcome::OutOfScope && outcome != EdgeOutcome::NotNeeded) m_rows.push_back(i);
    }
    std::ranges::stable_sort(m_rows, [&](std::uint32_t a, std::uint32_t b) {
        if (needsAttention(a) != needsAttention(b)) return needsAttention(a);
        return observed(a).passed > observed(b).passed;
    });
}

bool ReviewModel::needsAttention(std::uint32_t edge) const {
    const EdgeOutcome outcome = m_version->proposal.edges[edge].outcome;
    return outcome == EdgeOutcome::DeniedToday || outcome == EdgeOutcome::Unresolvable || observed(edge).days == 1 ||
           m_version->kept[edge] != Verdict::Allow;
}

int ReviewModel::row(std::uint32_t edge) const {
    const auto it = std::ranges::find(m_rows, edge);
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

DecisionState ReviewModel::state(std::uint32_t edge) const {
    switch (m_version->decisions[edge]) {
    case DraftDecision::Accepted: return DecisionState::Accepted;
    case DraftDecision::Rejected: return DecisionState::Rejected;
    case DraftDecision::Deferred: return DecisionState::Deferred;
    case DraftDecision::Undecided: break;
    }
    return needsAttention(edge) ? DecisionState::Undecided : DecisionState::Suggested;
}

std::vector<std::uint32_t> ReviewModel::suggested() const {
    std::vector<std::uint32_t> out;
    for (const std::uint32_t e : m_rows)
        if (state(e) == DecisionState::Suggested) out.push_back(e);
    return out;
}

std::size_t ReviewModel::waiting() const {
    return static_cast<std::size_t>(std::ranges::count_if(m_rows, [&](std::uint32_t e) {
        return state(e) == DecisionState::Undecided || state(e) == DecisionState::Deferred;
    }));
}

int ReviewModel::nextThatBreaks(int row) const {
    const auto& breaks = m_version ? m_version->effect.wouldBreak : std::vector<std::uint32_t>();
    for (int step = 1; step <= rowCount(); ++step) {
        const int candidate = (row + step + rowCount()) % rowCount();
        if (std::ranges::binary_search(breaks, edge(candidate))) return candidate;
    }
    return -1;
}

int ReviewModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int ReviewModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant ReviewModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= kColumnCount) return {};
    static const std::array<const char*, kColumnCount> kTitles{
        QT_TR_NOOP("Decision"),  QT_TR_NOOP("Source"),      QT_TR_NOOP("Destination"),
        QT_TR_NOOP("Port"),      QT_TR_NOOP("Connections"), QT_TR_NOOP("Days seen"),
        QT_TR_NOOP("Last seen"), QT_TR_NOOP("Proposal"),    QT_TR_NOOP("Risk")};
    return tr(kTitles[static_cast<std::size_t>(section)]);
}

QString ReviewModel::text(std::uint32_t edge, int column) const {
    const ObservedEdge& e = observed(edge);
    const Cluster& cluster = m_version->basis->cluster();
    switch (column) {
    case DecisionColumn: return decisionText(state(edge));
    case SourceColumn: return toText(displayName(cluster, e.from));
    case DestinationColumn: return toText(displayName(cluster, e.to));
    case PortColumn: return portText(e.protocol, e.port);
    case ConnectionsColumn: return groupedNumber(static_cast<long long>(e.passed + e.refused));
    case DaysColumn: return QString::number(e.days);
    case LastColumn: return shortTimeText(e.lastSeen);
    case OutcomeColumn: {
        const EdgeResult& result = m_version->proposal.edges[edge];
        return toText(std::string(name(result.outcome)) + (result.reason.empty() ? "" : ": " + result.reason));
    }
    case RiskColumn: {
        QStringList words;
        for (const Chip& chip : risks(cluster, e)) words << chip.text;
        return words.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

QVariant ReviewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_version) return {};
    const std::uint32_t e = edge(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole: return text(e, index.column());
    case DecisionRole: return static_cast<int>(state(e));
    case DaysSeenRole: return static_cast<int>(observed(e).days);
    case WindowRole: return static_cast<int>(std::max(1U, m_version->basis->options().windowDays));
    case EdgeClassRole:
        if (index.column() != SourceColumn) return {};
        return static_cast<int>(edgeClassOf(m_version->analysis->ledger->edges()[e].state));
    case ChipsRole: return QVariant::fromValue(risks(m_version->basis->cluster(), observed(e)));
    default: return {};
    }
}

} // namespace portolan
