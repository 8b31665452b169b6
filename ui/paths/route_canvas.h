#pragma once

#include "ui/paths/route_picture.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace portolan {

/// A hop by its route and place.
struct HopPlace {
    std::size_t route = 0;
    std::size_t hop = 0;
    bool operator==(const HopPlace&) const = default;
};

/// Paints routes one below the other: nodes evenly spread, the port above each hop, two numbered gates on it and what
/// they are below. Arrows walk the hops; Enter opens the rule behind the weaker gate.
class RouteCanvas : public QWidget {
    Q_OBJECT
  public:
    explicit RouteCanvas(QWidget* parent = nullptr);

    void setRoutes(std::vector<RoutePicture> routes);
    const std::vector<RoutePicture>& routes() const { return m_routes; }
    std::optional<HopPlace> current() const { return m_current; }
    void setCurrent(std::optional<HopPlace> place);
    /// The stretch between two nodes with the texts below, px.
    QRectF hopRect(HopPlace place) const;
    /// Where the file:line of a gate stands.
    QRectF placeRect(HopPlace place, Direction direction) const;
    QSize sizeHint() const override;

  Q_SIGNALS:
    /// The reader chose a hop by pointer or key.
    void hopChosen(std::size_t route, std::size_t hop);
    /// A file:line was clicked: "shop/policies.yaml:44".
    void sourceRequested(const QString& place);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    double pitch(std::size_t route) const;
    QRectF nodeRect(std::size_t route, std::size_t node) const;
    std::optional<HopPlace> hopAt(QPointF point) const;
    QString sourceAt(QPointF point) const;
    void paintRoute(QPainter& painter, std::size_t route) const;
    void paintHop(QPainter& painter, HopPlace place) const;
    void paintGateText(QPainter& painter, HopPlace place, Direction direction) const;
    void move(int routes, int hops);

    std::vector<RoutePicture> m_routes;
    std::optional<HopPlace> m_current;
};

} // namespace portolan
