#pragma once

#include "ui/matrix/matrix_axis.h"
#include "ui/matrix/matrix_data.h"

#include <QAbstractScrollArea>

#include <optional>

namespace portolan {

/// A cell by its lines.
struct MatrixPlace {
    std::size_t row = 0;
    std::size_t column = 0;
    bool operator==(const MatrixPlace&) const = default;
};

/// A header: of a line, or of the group of lines that an expanded namespace makes.
struct MatrixHeader {
    Qt::Orientation axis = Qt::Vertical; ///< Vertical: of a row
    std::size_t line = 0;                ///< the first of the group
    bool isGroup = false;
    bool operator==(const MatrixHeader&) const = default;
};

/// The grid: cells of 62 x 40 px under frozen headers, shaded by the share of pairs allowed. Paints only what is in
/// sight. Arrows, Home, End and the pages walk the cells; a click or an arrow chooses one. A header of a namespace
/// opens it into its workloads, the bar of an open one closes it; so do E (the row), Shift+E (the column) and C.
class MatrixView : public QAbstractScrollArea {
    Q_OBJECT
  public:
    explicit MatrixView(QWidget* parent = nullptr);

    /// Takes other data; the current cell stays where its lines are still there.
    void setData(MatrixData fresh);
    const MatrixData& matrix() const { return m_data; }
    std::optional<MatrixPlace> current() const { return m_current; }
    /// Makes a cell current and visible without choosing it; nothing clears.
    void setCurrent(std::optional<MatrixPlace> place);
    /// The cell at a point of the viewport.
    std::optional<MatrixPlace> placeAt(QPoint point) const;
    std::optional<MatrixHeader> headerAt(QPoint point) const;
    /// Where a cell is in the viewport.
    QRect rectOf(MatrixPlace place) const;
    /// Where a header is in the viewport.
    QRect rectOf(const MatrixHeader& header) const;

  Q_SIGNALS:
    void cellChosen(std::size_t row, std::size_t column);
    /// Enter: what the cell counts shall be the filter of every view.
    void filterRequested(std::size_t row, std::size_t column);
    /// A double click or Ctrl+Enter: the edges of the cell are wanted as a list.
    void cellActivated(std::size_t row, std::size_t column);
    /// A namespace shall be shown by its workloads, or no longer.
    void expansionToggled(Qt::Orientation axis, const QString& ns);
    void collapseRequested();
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
    int top() const;
    MatrixAxis::Span columnsInSight() const;
    MatrixAxis::Span rowsInSight() const;
    void updateRanges();
    void reveal(MatrixPlace place);
    void move(int rows, int columns);
    void toggle(Qt::Orientation axis);
    void paintCrosshair(QPainter& painter) const;
    void paintCells(QPainter& painter) const;
    void paintCell(QPainter& painter, MatrixPlace place) const;
    void paintOutlines(QPainter& painter) const;
    void paintHeaders(QPainter& painter) const;
    void paintColumnHeader(QPainter& painter, std::size_t column) const;
    void paintRowHeader(QPainter& painter, std::size_t row) const;
    void paintGroup(QPainter& painter, const MatrixHeader& group, const QString& name) const;
    bool isMarkedRow(std::size_t row) const;
    bool isMarkedColumn(std::size_t column) const;

    MatrixData m_data;
    MatrixAxis m_rows;
    MatrixAxis m_columns;
    std::optional<MatrixPlace> m_current;
    std::optional<MatrixPlace> m_hovered;
    std::optional<MatrixHeader> m_hoveredHeader;
};

} // namespace portolan
