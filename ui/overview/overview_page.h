#pragma once

#include "ui/overview/overview_figures.h"

#include <QPushButton>
#include <QWidget>

#include <array>
#include <memory>

class QHBoxLayout;
class QStackedLayout;

namespace portolan {

class Banner;
class FindingStrip;
class FindingsModel;
class JobRunner;
class Segmented;
class Session;
class StateView;
class TablePanel;
class Tile;
class TitleRow;

/// The five questions of the overview, in the order of their tiles.
enum class OverviewQuestion : std::uint8_t { Isolation, Flatness, BroadRules, UnusedAllows, CrownJewels };

/// The first page: five tiles, the next step as a banner, the findings. Each tile leads to where its answer can be
/// looked into; the page only says which was clicked.
class OverviewPage : public QWidget {
    Q_OBJECT
  public:
    explicit OverviewPage(Session& session, QWidget* parent = nullptr);

    /// nullptr until the figures of the present analysis were counted.
    const OverviewFigures* figures() const { return m_figures.get(); }
    TablePanel& table() { return *m_table; }

  Q_SIGNALS:
    void questionChosen(portolan::OverviewQuestion question);
    /// Policies are wanted for a namespace that has none.
    void proposalRequested(const QString& ns);
    void importFlowsRequested();
    void openRequested();
    /// The selected workload is to be shown on the map.
    void mapRequested();
    /// A file:line of a finding: "shop/policies.yaml:44".
    void sourceRequested(const QString& place);
    void figuresChanged();

  private:
    QWidget* buildTiles();
    QWidget* buildFindings();
    void takeAnalysis();
    void showNothing();
    void showFigures(const OverviewFigures& figures);
    void showBanner(const OverviewFigures& figures);
    void showFindings();
    void applyFilter();
    void followSelection();
    void showOnMap(int row);
    void goToSource(int row);
    void showMenu(int row, QPoint at);

    Session& m_session;
    JobRunner* m_jobs;
    std::unique_ptr<const OverviewFigures> m_figures;
    QStackedLayout* m_stack;
    StateView* m_state;
    TitleRow* m_title = nullptr;
    std::array<Tile*, 5> m_tiles{};
    Banner* m_banner = nullptr;
    QString m_bannerNamespace;
    bool m_isBannerPostponed = false;
    TitleRow* m_findingsTitle = nullptr;
    Segmented* m_severities = nullptr;
    FindingsModel* m_findings = nullptr;
    TablePanel* m_table = nullptr;
    FindingStrip* m_strip = nullptr;
};

} // namespace portolan
