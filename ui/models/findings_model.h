#pragma once

#include "ui/models/analysis_table.h"

#include <array>

namespace portolan {

/// The findings of an analysis, in its order: most serious first.
class FindingsModel : public AnalysisTable {
    Q_OBJECT
  public:
    enum Column {
        SeverityColumn,
        RuleColumn,
        TitleColumn,
        ObjectColumn,
        ExposesColumn,
        EvidenceColumn,
        FileColumn,
        ProofColumn,
        kColumnCount
    };

    explicit FindingsModel(QObject* parent = nullptr);

    const Finding& finding(int row) const { return analysis()->findings[static_cast<std::size_t>(row)]; }
    /// A finding with evidence and fix, to be pasted elsewhere.
    QString findingMarkdown(int row) const;
    /// Findings by Severity.
    std::array<int, kSeverities.size()> severityCounts() const;
    std::optional<std::vector<std::string>> fields(int row, std::string_view field) const override;

  protected:
    int count() const override;
    QString text(int row, int column) const override;
    QVariant sortKey(int row, int column) const override;
    QVariant mark(int row, int column, int role) const override;
};

} // namespace portolan
