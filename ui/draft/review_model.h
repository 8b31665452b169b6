#pragma once

#include "ui/session/draft.h"
#include "ui/widgets/decision.h"

#include <QAbstractTableModel>

namespace portolan {

/// One row an observed edge of the draft, those that need a decision first.
class ReviewModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column {
        DecisionColumn,
        SourceColumn,
        DestinationColumn,
        PortColumn,
        ConnectionsColumn,
        DaysColumn,
        LastColumn,
        OutcomeColumn,
        RiskColumn,
        kColumnCount
    };

    explicit ReviewModel(QObject* parent = nullptr);

    /// Takes a newer version. The rows keep their order while the draft has the same edges, so that a decision does not
    /// move what the reader looks at.
    void setVersion(std::shared_ptr<const DraftVersion> version);
    const std::shared_ptr<const DraftVersion>& version() const { return m_version; }

    /// The edge of the basis in a row.
    std::uint32_t edge(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// The row of an edge; -1 where it has none.
    int row(std::uint32_t edge) const;
    DecisionState state(std::uint32_t edge) const;
    /// Edges that nobody decided on and that the proposal would take.
    std::vector<std::uint32_t> suggested() const;
    /// Edges that wait for a decision.
    std::size_t waiting() const;
    /// The next row after `row` whose edge would break; -1 where none would.
    int nextThatBreaks(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    const ObservedEdge& observed(std::uint32_t edge) const { return m_version->basis->edges()[edge].edge; }
    QString text(std::uint32_t edge, int column) const;
    bool needsAttention(std::uint32_t edge) const;
    void order();

    std::shared_ptr<const DraftVersion> m_version;
    std::vector<std::uint32_t> m_rows;
};

} // namespace portolan
