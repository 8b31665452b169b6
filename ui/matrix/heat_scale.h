#pragma once

#include <QWidget>

namespace portolan {

/// What the shade of a cell means: the six steps between "none" and "all".
class HeatScale : public QWidget {
    Q_OBJECT
  public:
    explicit HeatScale(QWidget* parent = nullptr);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace portolan
