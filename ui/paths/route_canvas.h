#pragma once

#include "ui/paths/route_picture.h"

#include <QWidget>

#include <optional>

namespace portolan {

/// Paints one route: nodes evenly spread, the port above each hop, two numbered gates on it and what they are below.
/// Left and Right walk the hops, Up and Down the routes; Enter opens the rule behind the weaker gate.
class RouteCanvas : public QWidget {
    Q_OBJECT
  public:
    explicit RouteCanvas(QWidget* parent = nullptr);

    void setRoute(std::optional<RoutePicture> route);
    const std::optional<RoutePicture>& route() const { return m_route; }
    std::optional<std::size_t> currentHop() const { return m_current; }
    void setCurrentHop(std::optional<std::size_t> hop);
    /// The stretch between two nodes with the texts below, px.
    QRectF hopRect(std::size_t hop) const;
    /// Where the file:line of a gate stands.
    QRectF placeRect(std::size_t hop, Direction direction) const;
    QSize sizeHint() const override;

  Q_SIGNALS:
    /// The reader chose a hop by pointer or key.
    void hopChosen(std::size_t hop);
    /// The next route, or the one before, is wanted.
    void routeStepRequested(int by);
    /// A file:line was clicked: "shop/policies.yaml:44".
    void sourceRequested(const QString& place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    double pitch() const;
    QRectF nodeRect(std::size_t node) const;
    std::optional<std::size_t> hopAt(QPointF point) const;
    QString sourceAt(QPointF point) const;
    void paintNodes(QPainter& painter) const;
    void paintHop(QPainter& painter, std::size_t hop) const;
    void paintGateText(QPainter& painter, std::size_t hop, Direction direction) const;
    void move(int hops);

    std::optional<RoutePicture> m_route;
    std::optional<std::size_t> m_current;
};

} // namespace portolan
