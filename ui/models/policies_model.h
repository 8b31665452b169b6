#pragma once

#include "ui/models/analysis_table.h"
#include "ui/widgets/table_cell.h"

#include <map>

namespace portolan {

/// A rule of a policy of any kind, or a direction that a policy isolates without any rule.
struct PolicyRow {
    PolicyId policy;
    Direction direction = Direction::Ingress;
    std::optional<std::uint32_t> rule; ///< none: nothing passes by this policy

    bool operator==(const PolicyRow&) const = default;
};

/// Every rule of every policy in the order of evaluation, with what it allows and what of that was used. Without flows
/// the columns of use are empty: there is no evidence. Where the log cannot tell, they say so, and the tooltip why.
class PoliciesModel : public AnalysisTable {
    Q_OBJECT
  public:
    enum Column {
        PolicyColumn,
        NamespaceColumn,
        TierColumn,
        DirectionColumn,
        SelectsColumn,
        ActionColumn,
        PeersColumn,
        PortsColumn,
        AllowedColumn,
        UsedColumn,
        UtilisationColumn,
        LastHitColumn,
        FileColumn,
        kColumnCount
    };

    /// Whether the log cannot tell if the rule is used (bool), for UtilisationColumn.
    static constexpr int UnobservableRole = SortRole + 1;

    explicit PoliciesModel(QObject* parent = nullptr);

    const PolicyRow& policyRow(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// Whether some policy is no NetworkPolicy, so that tier and action tell rows apart.
    bool hasAdminPolicies() const;
    /// Where the row was written: the rule, or the policy that has none.
    SourceRef place(int row) const;
    std::optional<std::vector<std::string>> fields(int row, std::string_view field) const override;

  protected:
    void rebuild() override;
    int count() const override { return static_cast<int>(m_rows.size()); }
    QString text(int row, int column) const override;
    QVariant sortKey(int row, int column) const override;
    QVariant mark(int row, int column, int role) const override;

  private:
    std::optional<RuleRef> ruleOf(int row) const;
    /// nullptr where there is no rule or no ledger.
    const RuleUsage* usageOf(int row) const;
    /// As usageOf(), nullptr also where no flow could have shown the rule in use.
    const RuleUsage* observedUsageOf(int row) const;
    /// How the use of the rule stands; nothing without rule or flows.
    std::optional<UsageState> stateOf(int row) const;
    QString useTip(int row, int column) const;

    std::vector<PolicyRow> m_rows;
    /// By column: the texts of all rows, kept from the first sort on, which asks for each many times.
    mutable std::map<int, std::vector<QString>> m_sortTexts;
};

} // namespace portolan
