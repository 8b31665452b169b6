#pragma once

#include "ui/session/draft.h"
#include "ui/widgets/decision.h"

#include <QAbstractTableModel>

namespace portolan {

/// One row a decision of the draft: an observed edge, or all addresses outside that one workload meets on one port.
/// Those that wait for a person come first.
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
        OverReachColumn,
        RiskColumn,
        kColumnCount
    };

    explicit ReviewModel(QObject* parent = nullptr);

    /// Takes a newer version. The rows keep their order while the draft has the same edges, so that a decision does not
    /// move what the reader looks at.
    void setVersion(std::shared_ptr<const DraftVersion> version);
    const std::shared_ptr<const DraftVersion>& version() const { return m_version; }

    /// What stands in a row.
    const ReviewRow& at(int row) const { return (*m_version->rows)[m_rows[static_cast<std::size_t>(row)]]; }
    /// The first edge of the basis in a row.
    std::uint32_t edge(int row) const { return at(row).edges.front(); }
    /// The row of an edge; -1 where it has none.
    int row(std::uint32_t edge) const;
    /// What was said of all edges of a row; where they differ, nothing was.
    DecisionState state(int row) const;
    /// Edges that nobody decided on and that the proposal would take.
    std::vector<std::uint32_t> suggested() const;
    /// Rows that wait for a decision.
    std::size_t waiting() const;
    /// The next row after `row` whose edge would break; -1 where none would.
    int nextThatBreaks(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    const ObservedEdge& observed(int row) const { return m_version->basis->edges()[edge(row)].edge; }
    const std::string& attention(int row) const { return m_version->attention[m_rows[static_cast<std::size_t>(row)]]; }
    EdgeState stateOf(int row) const;
    QString text(int row, int column) const;
    QString tip(int row, int column) const;
    QString overReachCell(int row) const;
    void order();

    std::shared_ptr<const DraftVersion> m_version;
    std::vector<std::size_t> m_rows; // into DraftVersion::rows
};

} // namespace portolan
