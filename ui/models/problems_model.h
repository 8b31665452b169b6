#pragma once

#include "ui/models/analysis_table.h"

namespace portolan {

/// What was wrong with the inputs while the rest was read: manifests first, then flow logs.
class ProblemsModel : public AnalysisTable {
    Q_OBJECT
  public:
    enum Column { LevelColumn, FileColumn, ObjectColumn, MessageColumn, FixColumn, kColumnCount };

    explicit ProblemsModel(QObject* parent = nullptr);

    const Diagnostic& diagnostic(int row) const;
    /// Whether the row speaks of a manifest, whose place is in the cluster's files.
    bool isManifest(int row) const;
    std::optional<std::vector<std::string>> fields(int row, std::string_view field) const override;

  protected:
    int count() const override;
    QString text(int row, int column) const override;
    QVariant sortKey(int row, int column) const override;
    QVariant mark(int row, int column, int role) const override;
};

} // namespace portolan
