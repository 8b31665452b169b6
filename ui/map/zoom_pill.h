#pragma once

#include <QWidget>

#include <cstdint>

namespace portolan {

/// Minus, the scale in per cent, plus and fit, 168 x 32 px.
class ZoomPill : public QWidget {
    Q_OBJECT
  public:
    explicit ZoomPill(QWidget* parent);
    void setScale(double scale);

  Q_SIGNALS:
    void zoomInRequested();
    void zoomOutRequested();
    void fullSizeRequested();
    void fitRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

  private:
    enum class Part : std::int8_t { None = -1, Minus, Scale, Plus, Fit };
    Part partAt(QPointF position) const;

    double m_scale = 1.0;
    Part m_hovered = Part::None;
};

} // namespace portolan
