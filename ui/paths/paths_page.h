#pragma once

#include "core/base/result.h"
#include "ui/paths/paths_data.h"
#include "ui/paths/route_picture.h"

#include <QWidget>

#include <utility>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedLayout;
class QStackedWidget;
class QVBoxLayout;

namespace portolan {

class ElidedLabel;
class JobRunner;
class RouteCanvas;
class Segmented;
class Session;
class StateView;
class TableView;
class TextTable;

/// The Paths mode: the shortest ways from one end to a workload or to all crown jewels, one of them drawn with both
/// gates of every hop; how far the start gets; and which workloads every way needs.
class PathsPage : public QWidget {
    Q_OBJECT
  public:
    explicit PathsPage(Session& session, QWidget* parent = nullptr);

    /// nullptr until the ways between the chosen ends were found.
    const PathsAnswer* answer() const { return m_answer.get(); }
    RouteCanvas& canvas() { return *m_canvas; }
    TextTable& routes() { return *m_routes; }
    TextTable& reached() { return *m_reached; }
    /// For the status bar: "3 routes", "29 of 39 workloads within 6 hops".
    QStringList shownTexts() const;
    /// The ends as texts that setEnds() takes.
    std::pair<QString, QString> ends() const { return {m_from, m_to}; }

  public Q_SLOTS:
    /// Looks for the ways between two workloads, by identity, from "internet", or to "crown jewels"; an empty text
    /// leaves an end as it is.
    void setEnds(const QString& from, const QString& to);
    /// The start becomes the end and the other way round; nothing happens where one of them cannot.
    void swapEnds();
    void setMaxHops(unsigned hops);

  Q_SIGNALS:
    void shownChanged();
    void openRequested();
    /// A file:line: "shop/policies.yaml:44".
    void sourceRequested(const QString& place);
    /// The hops of a route, to be shown on the map: identities of workloads, or "internet".
    void mapRequested(const std::vector<std::pair<QString, QString>>& hops);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    QWidget* buildEnds();
    QWidget* buildCanvas();
    QWidget* buildLists();
    QWidget* buildChokePoints();
    void takeAnalysis();
    void fillEnds(const Cluster& cluster);
    void chooseDefaults(const Cluster& cluster);
    void showEnds();
    void find();
    void stopOrRepeat();
    void takeAnswer(const Result<PathsAnswer>& found);
    void showAnswer();
    QString reasonForNone() const;
    void showRoutes();
    void showReached();
    void showChokePoints();
    void showCuts();
    void showNote();
    void drawRoute(int row);
    void stepRoute(int by);
    void selectHop(std::size_t hop);
    void selectReached(int row);
    void showOnMap();

    Session& m_session;
    JobRunner* m_jobs;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const ReachGraph> m_graph; // of m_analysis, once made
    std::unique_ptr<const PathsAnswer> m_answer;
    std::vector<RoutePicture> m_pictures; // of m_answer, in its order
    bool m_isAsked = false;               // the ways between the chosen ends were looked for, or are
    QString m_from;
    QString m_to;
    unsigned m_maxHops = kMostHops;
    std::size_t m_drawn = 0; // the route on the canvas
    QStackedLayout* m_stack;
    StateView* m_state;
    QComboBox* m_fromBox = nullptr;
    QComboBox* m_toBox = nullptr;
    QPushButton* m_hops = nullptr;
    QLabel* m_radius = nullptr;
    QPushButton* m_onMap = nullptr;
    QStackedLayout* m_routeStack = nullptr;
    StateView* m_noRoute = nullptr;
    RouteCanvas* m_canvas = nullptr;
    Segmented* m_lists = nullptr;
    ElidedLabel* m_listNote = nullptr;
    QStackedWidget* m_listStack = nullptr;
    TextTable* m_routes = nullptr;
    TableView* m_routesView = nullptr;
    TextTable* m_reached = nullptr;
    TableView* m_reachedView = nullptr;
    QLabel* m_chokeNote = nullptr;
    QVBoxLayout* m_cards = nullptr;
    QWidget* m_cuts = nullptr;
    QLabel* m_cut = nullptr;
};

} // namespace portolan
