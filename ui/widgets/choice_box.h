#pragma once

#include <QComboBox>

namespace portolan {

/// A list to choose from, with the arrow that the style sheet has no picture for.
class ChoiceBox : public QComboBox {
    Q_OBJECT
  public:
    explicit ChoiceBox(QWidget* parent = nullptr);

  protected:
    void paintEvent(QPaintEvent* event) override;
    /// Only of a box that has the focus: a wheel over a form scrolls it.
    void wheelEvent(QWheelEvent* event) override;
};

} // namespace portolan
