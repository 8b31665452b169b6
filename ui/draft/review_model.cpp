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

Chips risks(const Cluster& cluster, const ReviewRow& row, const ObservedEdge& e) {
    Chips out;
    if (row.suggested.outcome != EdgeOutcome::Admitted)
        out << Chip{toText(name(row.suggested.outcome)), ChipTone::High};
    const auto from = namespaceOf(cluster, e.from);
    const auto to = namespaceOf(cluster, e.to);
    if (isSensitive(cluster, e.to)) out << Chip{QObject::tr("to crown jewel"), ChipTone::High};
    if (std::ranges::find(kAdminPorts, e.port) != kAdminPorts.end())
        out << Chip{QObject::tr("admin port"), ChipTone::High};
    if (row.days == 1 && !row.isMoreDays) out << Chip{QObject::tr("only 1 day"), ChipTone::Neutral};
    if (!from || !to)
        out << Chip{QObject::tr("external"), ChipTone::High};
    else if (*from != *to)
        out << Chip{QObject::tr("cross-namespace"), ChipTone::Neutral};
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
    for (std::size_t i = 0; i < m_version->rows->size(); ++i) m_rows.push_back(i);
    std::ranges::stable_sort(m_rows, [&](std::size_t a, std::size_t b) {
        const bool isAFirst = !m_version->attention[a].empty();
        if (isAFirst == m_version->attention[b].empty()) return isAFirst;
        return (*m_version->rows)[a].passed > (*m_version->rows)[b].passed;
    });
}

int ReviewModel::row(std::uint32_t edge) const {
    for (int row = 0; row < rowCount(); ++row)
        if (std::ranges::binary_search(at(row).edges, edge)) return row;
    return -1;
}

DecisionState ReviewModel::state(int row) const {
    const std::vector<std::uint32_t>& edges = at(row).edges;
    const DraftDecision first = m_version->decisions[edges.front()];
    const auto isSame = [&](std::uint32_t e) { return m_version->decisions[e] == first; };
    if (!std::ranges::all_of(edges, isSame)) return DecisionState::Undecided;
    switch (first) {
    case DraftDecision::Accepted: return DecisionState::Accepted;
    case DraftDecision::Rejected: return DecisionState::Rejected;
    case DraftDecision::Deferred: return DecisionState::Deferred;
    case DraftDecision::Undecided: break;
    }
    return attention(row).empty() ? DecisionState::Suggested : DecisionState::Undecided;
}

std::vector<std::uint32_t> ReviewModel::suggested() const {
    std::vector<std::uint32_t> out;
    for (int row = 0; row < rowCount(); ++row)
        if (state(row) == DecisionState::Suggested) out.insert(out.end(), at(row).edges.begin(), at(row).edges.end());
    return out;
}

std::size_t ReviewModel::waiting() const {
    std::size_t out = 0;
    for (int row = 0; row < rowCount(); ++row)
        out += state(row) == DecisionState::Undecided || state(row) == DecisionState::Deferred ? 1U : 0U;
    return out;
}

int ReviewModel::nextThatBreaks(int row) const {
    const auto& breaks = m_version ? m_version->effect.wouldBreak : std::vector<std::uint32_t>();
    for (int step = 1; step <= rowCount(); ++step) {
        const int candidate = (row + step + rowCount()) % rowCount();
        const auto isBreaking = [&](std::uint32_t e) { return std::ranges::binary_search(breaks, e); };
        if (std::ranges::any_of(at(candidate).edges, isBreaking)) return candidate;
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
        QT_TR_NOOP("Last seen"), QT_TR_NOOP("Over-reach"),  QT_TR_NOOP("Risk")};
    return tr(kTitles[static_cast<std::size_t>(section)]);
}

QString ReviewModel::overReachCell(int row) const {
    const EdgeOverReach beyond = overReachOf(m_version->overReach, at(row).edges);
    if (beyond.addresses.isEmpty()) return groupedNumber(static_cast<long long>(beyond.pairs));
    const bool isAny = overReachText(*m_version->basis, at(row), m_version->overReach) == kEveryOtherAddress;
    return isAny ? tr("any IP") : tr("more IPs");
}

QString ReviewModel::text(int row, int column) const {
    const ReviewRow& shown = at(row);
    const ObservedEdge& e = observed(row);
    switch (column) {
    case DecisionColumn: return decisionText(state(row));
    case SourceColumn: return toText(sourceText(*m_version->basis, shown));
    case DestinationColumn: return toText(destinationText(*m_version->basis, shown));
    case PortColumn: return portText(e.protocol, e.port);
    case ConnectionsColumn: return groupedNumber(static_cast<long long>(shown.passed + shown.refused));
    case DaysColumn: return QString::number(shown.days);
    case LastColumn: return shortTimeText(shown.lastSeen);
    case OverReachColumn: return overReachCell(row);
    case RiskColumn: {
        QStringList words;
        for (const Chip& chip : risks(m_version->basis->cluster(), shown, e)) words << chip.text;
        return words.join(QStringLiteral(", "));
    }
    default: return {};
    }
}

QString ReviewModel::tip(int row, int column) const {
    const ProposalBasis& basis = *m_version->basis;
    switch (column) {
    case DecisionColumn: {
        const EdgeResult& result = m_version->proposal.edges[edge(row)];
        const QString now = toText(name(result.outcome)) +
                            (result.reason.empty() ? QString() : QStringLiteral(", ") + toText(result.reason));
        return attention(row).empty() ? now : tr("%1\nNeeds you: %2").arg(now, toText(attention(row)));
    }
    case ConnectionsColumn:
    case DaysColumn: return toText(portolan::evidenceText(basis, at(row)));
    case OverReachColumn:
        return tr("Admitted beyond what was seen: %1").arg(toText(overReachText(basis, at(row), m_version->overReach)));
    default: return text(row, column);
    }
}

/// Edges that are declared and were not seen come after those of the log.
EdgeState ReviewModel::stateOf(int row) const {
    const auto& seen = m_version->analysis->ledger->edges();
    return edge(row) < seen.size() ? seen[edge(row)].state : EdgeState::UnusedAllow;
}

QVariant ReviewModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !m_version) return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole: return text(row, index.column());
    case Qt::ToolTipRole: return tip(row, index.column());
    case DecisionRole: return static_cast<int>(state(row));
    case DaysSeenRole: return static_cast<int>(at(row).days);
    case WindowRole: return static_cast<int>(std::max(1U, m_version->basis->options().windowDays));
    case EdgeClassRole:
        if (index.column() != SourceColumn) return {};
        return static_cast<int>(edgeClassOf(stateOf(row)));
    case ChipsRole: return QVariant::fromValue(risks(m_version->basis->cluster(), at(row), observed(row)));
    default: return {};
    }
}

} // namespace portolan
