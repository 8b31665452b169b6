#pragma once

#include "ui/map/map_scene.h"

#include <QPixmap>
#include <QWidget>

#include <memory>

namespace portolan {

/// The whole map in 168 x 116 px with a frame around what the canvas shows; pressing or dragging moves the canvas
/// there.
class BirdsEye : public QWidget {
    Q_OBJECT
  public:
    explicit BirdsEye(QWidget* parent);

    void setScene(std::shared_ptr<const MapScene> scene);
    /// World rectangle that the canvas shows.
    void setView(const QRectF& world);

  Q_SIGNALS:
    void centreRequested(QPointF world);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    QTransform worldToEye() const;
    void paintMap(QPainter& painter) const;

    std::shared_ptr<const MapScene> m_scene;
    QRectF m_view;
    QPixmap m_picture;
};

} // namespace portolan
