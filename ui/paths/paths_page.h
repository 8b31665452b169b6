#pragma once

#include "core/base/result.h"
#include "ui/paths/paths_data.h"

#include <QWidget>

#include <utility>

class QComboBox;
class QLabel;
class QPushButton;
class QScrollArea;
class QStackedLayout;

namespace portolan {

class JobRunner;
class RouteCanvas;
class Session;
class StateView;
class TableView;
class TextTable;
class TitleRow;

/// The Paths mode: the shortest ways from one end to another with both gates of every hop, how far the start gets, and
/// which workloads every way needs.
class PathsPage : public QWidget {
    Q_OBJECT
  public:
    explicit PathsPage(Session& session, QWidget* parent = nullptr);

    /// nullptr until the ways between the chosen ends were found.
    const PathsAnswer* answer() const { return m_answer.get(); }
    RouteCanvas& canvas() { return *m_canvas; }
    TextTable& reached() { return *m_reached; }
    /// For the status bar: "3 routes", "29 of 39 workloads within 3 hops".
    QStringList shownTexts() const;
    /// The ends as texts that setEnds() takes.
    std::pair<QString, QString> ends() const { return {m_from, m_to}; }

  public Q_SLOTS:
    /// Looks for the ways between two workloads, by identity, or from "internet"; an empty text leaves an end as it is.
    void setEnds(const QString& from, const QString& to);
    /// The start becomes the end and the other way round; nothing happens where the start is the internet.
    void swapEnds();

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
    QWidget* buildTables();
    void takeAnalysis();
    void fillEnds(const Cluster& cluster);
    void chooseDefaults(const Cluster& cluster);
    void showEnds();
    void find();
    void stopOrRepeat();
    void takeAnswer(const Result<PathsAnswer>& found);
    void showAnswer();
    void showReached();
    void showChokePoints();
    void selectHop(std::size_t route, std::size_t hop);
    void selectReached(int row);
    void showOnMap();

    Session& m_session;
    JobRunner* m_jobs;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const ReachGraph> m_graph; // of m_analysis, once made
    std::unique_ptr<const PathsAnswer> m_answer;
    bool m_isAsked = false; ///< the ways between the chosen ends were looked for, or are
    QString m_from;
    QString m_to;
    QStackedLayout* m_stack;
    StateView* m_state;
    QComboBox* m_fromBox = nullptr;
    QComboBox* m_toBox = nullptr;
    QLabel* m_radius = nullptr;
    QPushButton* m_onMap = nullptr;
    QStackedLayout* m_routeStack = nullptr;
    StateView* m_noRoute = nullptr;
    RouteCanvas* m_canvas = nullptr;
    TitleRow* m_reachedTitle = nullptr;
    TextTable* m_reached = nullptr;
    TableView* m_reachedView = nullptr;
    TitleRow* m_chokeTitle = nullptr;
    TextTable* m_choke = nullptr;
    QLabel* m_cut = nullptr;
};

} // namespace portolan
