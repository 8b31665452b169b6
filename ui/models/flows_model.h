#pragma once

#include "ui/models/analysis_table.h"

namespace portolan {

/// What the logs saw, one row an edge, with the model's verdict beside the network's.
class FlowsModel : public AnalysisTable {
    Q_OBJECT
  public:
    enum Column {
        SourceColumn,
        DestinationColumn,
        PortColumn,
        ConnectionsColumn,
        DaysColumn,
        FirstColumn,
        LastColumn,
        ObservedColumn,
        ModelColumn,
        DeclaredColumn,
        PolicyColumn,
        kColumnCount
    };

    explicit FlowsModel(QObject* parent = nullptr);

    const LedgerEdge& edge(int row) const { return analysis()->ledger->edges()[static_cast<std::size_t>(row)]; }
    std::optional<std::vector<std::string>> fields(int row, std::string_view field) const override;

  protected:
    int count() const override;
    QString text(int row, int column) const override;
    QVariant sortKey(int row, int column) const override;
    QVariant mark(int row, int column, int role) const override;
};

} // namespace portolan
