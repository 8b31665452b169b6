#pragma once

#include "ui/map/camera.h"
#include "ui/map/map_look.h"
#include "ui/map/map_scene.h"
#include "ui/map/map_text.h"
#include "ui/map/on_demand_lines.h"
#include "ui/map/tile_cache.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QVariantAnimation;

namespace portolan {

class BirdsEye;
class ZoomPill;

/// The picture of a scene: pan, zoom, hover, selection, keyboard walk. Everything that does not follow the pointer
/// comes from tiles; hover and selection are painted over them.
///
/// Mouse: drag pans, wheel and pinch zoom, click selects, double click activates. Keys: Tab and arrows walk the nodes,
/// Shift with Left or Right walks the edges of the node, Return activates, Space dims all but the neighbourhood, + and
/// - zoom (or change the hops of the neighbourhood), 0 fits, Escape clears.
class MapCanvas : public QWidget {
    Q_OBJECT
  public:
    enum class View { Fit, Keep };

    explicit MapCanvas(QWidget* parent = nullptr);
    ~MapCanvas() override;

    /// Shows the scene; null shows an empty ground. Fit is also used as long as nobody moved the view since the last
    /// fit.
    void setScene(std::shared_ptr<const MapScene> scene, View view);
    const std::shared_ptr<const MapScene>& scene() const { return m_scene; }

    void setDraftOverlay(DraftOverlay draft);
    /// Hides edges without moving anything; null shows all. One flag per edge of the graph.
    void setHiddenEdges(std::shared_ptr<const std::vector<bool>> hidden);
    /// Marks a path: its legs get the accent halo, everything else fades. Empty clears.
    void showPath(std::vector<MapLeg> legs);
    /// Fades everything but the neighbourhood of the node; none clears.
    void setFocusNode(std::optional<SceneFocus> focus);
    const std::optional<SceneFocus>& focusNode() const { return m_focus; }
    const MapLook& look() const { return m_look; }

    const MapItem& selection() const { return m_selection; }
    void select(const MapItem& item);
    const MapItem& hovered() const { return m_hovered; }

    const Camera& camera() const { return m_camera; }
    void setCamera(const Camera& camera);
    void fit();
    void zoomBy(double factor);
    void zoomTo(double scale);
    /// Brings the item into view at no less than 70 %, with a short glide where the desktop allows motion.
    void reveal(const MapItem& item);
    /// Brings all of the path into view.
    void revealPath();
    /// The item under a widget position.
    MapItem itemAt(QPointF position) const;
    /// Where an item stands, in widget pixels.
    QRectF itemRect(const MapItem& item) const;

    /// Blocks until tiles of the present view are painted; for pictures and tests.
    void waitUntilSharp();

    QSize sizeHint() const override { return {960, 640}; }
    QSize minimumSizeHint() const override { return {320, 240}; }

  Q_SIGNALS:
    void selectionChanged(const portolan::MapItem& item);
    void activated(const portolan::MapItem& item);
    void contextRequested(const portolan::MapItem& item, QPoint globalPosition);
    /// Escape, where nothing of the canvas itself is left to end.
    void endRequested();
    void focusChanged();
    void cameraChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool focusNextPrevChild(bool next) override;

  private:
    void restyle(TileCache::Old old);
    void updateEmphasis();
    void updateOnDemand();
    const OnDemandLine* onDemand(std::uint32_t edge) const;
    const EdgeRoute& routeOf(std::uint32_t edge) const;
    const std::optional<Vec>& glyphOf(std::uint32_t edge) const;
    std::optional<std::uint32_t> onDemandAt(QPointF world, double reach) const;
    void placeCorner();
    void glideTo(const Camera& camera);
    void beginZoom();
    void endZoom();
    Camera fitCamera() const;
    bool isLight() const;

    void paintStretched(QPainter& painter);
    struct TileSet {
        std::vector<std::pair<QPointF, QImage>> present; ///< by their top left corner, widget pixels
        std::vector<TileKey> wanted;
        bool isWhole = true;
    };
    TileSet tilesInView();
    void paintTiles(QPainter& painter, const TileSet& tiles) const;
    void paintLive(QPainter& painter);
    void paintSelectedNode(QPainter& painter, std::uint32_t node);
    void paintPath(QPainter& painter);
    void paintSelectedTrunk(QPainter& painter, std::uint32_t trunk);
    void paintOnTop(QPainter& painter, std::uint32_t edge);
    QRectF deviceView() const;

    void setHovered(const MapItem& item);
    bool walk(int step);
    void walkTowards(QPointF direction);
    void walkEdges(int step);
    void handleZoomKey(bool isIn, Qt::KeyboardModifiers modifiers);
    bool handleGesture(QEvent* event);

    std::shared_ptr<const MapScene> m_scene;
    MapLook m_look;
    Camera m_camera;
    bool m_isFitted = true;
    MapItem m_selection;
    MapItem m_hovered;
    std::vector<MapLeg> m_path;
    std::vector<OnDemandLine> m_onDemand; ///< lines shown only because of the selection or the path
    std::optional<SceneFocus> m_focus;

    QTimer m_sharpTimer; ///< runs while zooming; tiles are asked for when it ends
    QImage m_frame;      ///< the last sharp picture, stretched while zooming
    Camera m_frameCamera;
    QVariantAnimation* m_glide;

    std::optional<QPointF> m_pressed;
    QPointF m_dragged;
    bool m_isDragging = false;

    BirdsEye* m_birdsEye;
    ZoomPill* m_zoomPill;
    TileCache m_tiles; ///< last: its workers end before the rest goes away
};

} // namespace portolan
