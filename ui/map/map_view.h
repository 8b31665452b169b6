#pragma once

#include "core/base/result.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_graph.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace portolan {

class BusyBar;
class LayoutJob;
class LegendStrip;
class MapNotice;
class StateView;
class StaleVeil;

/// The map page: canvas with bird's-eye and zoom pill, the legend under it, its empty, busy and problem state. Takes a
/// plain graph, lays it out on a worker thread and shows it; knows nothing of analyses.
class MapView : public QWidget {
    Q_OBJECT
  public:
    explicit MapView(QWidget* parent = nullptr);
    ~MapView() override;

    /// Shows the graph. Places are kept where nodes and groups stay the same; selection and focus are kept by identity.
    /// The newest graph wins; an older layout that still runs is stopped.
    void setGraph(MapGraph graph);
    /// Whether a log stands behind the lines; the legend says so where none does.
    void setEvidence(bool isLoaded);
    const MapGraph& graph() const { return *m_graph; }

    void setDraftOverlay(DraftOverlay draft) { m_canvas->setDraftOverlay(draft); }
    /// A filter: hides edges without a new layout. One flag per edge, or empty for none.
    void setHiddenEdges(std::vector<bool> hidden);
    /// Marks the legs of a path and brings them into view; empty clears.
    void showPath(const std::vector<MapLeg>& legs);
    /// Lays out callers | node | callees alone; none goes back to the whole map.
    void showNeighbourhood(std::optional<SceneFocus> focus);
    const std::optional<SceneFocus>& neighbourhood() const { return m_neighbourhood; }

    const MapItem& selection() const { return m_canvas->selection(); }
    /// Selects and brings into view. False where the graph has no such node or edge.
    bool selectNode(const QString& id);
    bool selectEdge(const QString& fromId, const QString& toId);
    void clearSelection() { m_canvas->select({}); }
    /// Says what is shown in place of the whole map; empty says nothing.
    void setNotice(const QString& text);
    QString notice() const;
    /// Ends the path and the neighbourhood: back to the whole map.
    void endDetail();

    /// Writes what is shown as svg, pdf or png by the path's ending.
    Result<void> exportPicture(const QString& path) const;

    MapCanvas& canvas() { return *m_canvas; }
    bool isBusy() const;
    /// Runs the event loop until the layout is there and every tile is painted; for pictures and tests.
    void waitUntilSharp();

  Q_SIGNALS:
    void selectionChanged(const portolan::MapItem& item);
    /// Double click or Return.
    void activated(const portolan::MapItem& item);
    void contextRequested(const portolan::MapItem& item, QPoint globalPosition);
    /// The path or the neighbourhood was ended with Escape or the notice's button.
    void detailEnded();
    void busyChanged(bool isBusy);
    /// The layout is final and shown.
    void sceneShown();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void startLayout();
    void showScene(std::shared_ptr<const MapScene> scene, bool isFinal);
    void setBusy(bool isBusy);

    std::shared_ptr<const MapGraph> m_graph;
    std::optional<SceneFocus> m_neighbourhood;
    std::shared_ptr<const MapScene> m_whole; ///< the last scene of the whole map, for its places; may be null
    std::vector<bool> m_hiddenEdges;
    bool m_isBusyShown = false;

    MapCanvas* m_canvas;
    LegendStrip* m_legend;
    BusyBar* m_busyBar;
    MapNotice* m_notice;
    StateView* m_state;
    LayoutJob* m_job;
    std::unique_ptr<StaleVeil> m_veil;
};

} // namespace portolan
