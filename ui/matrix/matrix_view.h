#pragma once

#include "ui/matrix/matrix_data.h"

#include <QAbstractScrollArea>

#include <optional>

namespace portolan {

/// A cell by its lines.
struct MatrixPlace {
    std::size_t from = 0;
    std::size_t to = 0;
    bool operator==(const MatrixPlace&) const = default;
};

/// The grid: cells of 62 x 40 px under frozen headers, shaded by the share of pairs allowed. Paints only what is in
/// sight. Arrows, Home, End and the pages walk the cells; Enter or a click chooses one.
class MatrixView : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit MatrixView(QWidget* parent = nullptr);

    /// Takes other data; the current cell stays where its namespaces are still there.
    void setData(MatrixData fresh);
    const MatrixData& matrix() const { return m_data; }
    std::optional<MatrixPlace> current() const { return m_current; }
    /// Makes a cell current and visible without choosing it; nothing clears.
    void setCurrent(std::optional<MatrixPlace> place);
    /// The cell at a point of the viewport.
    std::optional<MatrixPlace> placeAt(QPoint point) const;
    /// Where a cell is in the viewport.
    QRect rectOf(MatrixPlace place) const;

  Q_SIGNALS:
    void cellChosen(std::size_t from, std::size_t to);
    /// A cell was chosen twice, or Ctrl+Enter pressed: its edges are wanted as a list.
    void cellActivated(std::size_t from, std::size_t to);
    void currentChanged();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

  private:
    struct Span {
        std::size_t first = 0;
        std::size_t last = 0; ///< one past
    };
    Span columnsInSight() const;
    Span rowsInSight() const;
    void updateRanges();
    void reveal(MatrixPlace place);
    void move(int rows, int columns);
    void paintCrosshair(QPainter& painter) const;
    void paintCells(QPainter& painter) const;
    void paintCell(QPainter& painter, MatrixPlace place) const;
    void paintHeaders(QPainter& painter) const;
    void paintColumnHeader(QPainter& painter, std::size_t column) const;
    void paintRowHeader(QPainter& painter, std::size_t row) const;
    bool isMarkedRow(std::size_t row) const;
    bool isMarkedColumn(std::size_t column) const;

    MatrixData m_data;
    std::optional<MatrixPlace> m_current;
    std::optional<MatrixPlace> m_hovered;
};

} // namespace portolan
