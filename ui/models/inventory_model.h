#pragma once

#include "ui/models/analysis_table.h"

namespace portolan {

/// Every workload with its isolation and how many others it was seen to talk to, by namespace, name, kind.
class InventoryModel : public AnalysisTable {
    Q_OBJECT
  public:
    enum Column { WorkloadColumn, PodsColumn, CallersColumn, CallsColumn, FindingsColumn, kColumnCount };

    explicit InventoryModel(QObject* parent = nullptr);

    WorkloadId workload(int row) const { return WorkloadId(static_cast<std::uint32_t>(row)); }
    std::optional<std::vector<std::string>> fields(int row, std::string_view field) const override;

  protected:
    void rebuild() override;
    int count() const override { return static_cast<int>(analysis()->cluster->workloads.size()); }
    QString text(int row, int column) const override;
    QVariant sortKey(int row, int column) const override;
    QVariant mark(int row, int column, int role) const override;

  private:
    /// Distinct other ends of the observed edges that arrive at or leave the workload.
    std::size_t peers(int row, Direction direction) const;
    QString isolationWord(int row) const;

    std::vector<std::uint32_t> m_findings; // by workload
};

} // namespace portolan
