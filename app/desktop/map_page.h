#pragma once

#include "app/desktop/cluster_map.h"

#include <QStringList>
#include <QWidget>

#include <memory>

class QStackedLayout;

namespace portolan {

class JobRunner;
class MapView;
class Session;
class StateView;

/// The Map page: the canvas of the map room over the session's analysis, selection and filter.
class MapPage : public QWidget {
    Q_OBJECT
  public:
    explicit MapPage(Session& session, QWidget* parent = nullptr);

    MapView& view() { return *m_view; }
    /// nullptr until the map of the present analysis was made.
    const ClusterMap* map() const { return m_map.get(); }
    /// "Shown 31 of 109 edges", "System traffic hidden: 78".
    QStringList shownTexts() const;
    /// Selects and brings into view what the session's selection speaks of.
    void revealSelection();

  Q_SIGNALS:
    void openRequested();
    void shownChanged();

  private:
    void takeAnalysis();
    void showMap(ClusterMap map);
    void applyFilter();
    void followSelection();
    void takeSelection();

    Session& m_session;
    JobRunner* m_jobs;
    QStackedLayout* m_stack;
    MapView* m_view;
    StateView* m_state;
    std::shared_ptr<const ClusterMap> m_map;
    std::vector<bool> m_hidden;
    bool m_isFollowing = false;
};

} // namespace portolan
