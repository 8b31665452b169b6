#pragma once

#include "ui/widgets/table_cell.h"

#include <QWidget>

#include <optional>
#include <vector>

class QPainter;

namespace portolan {

/// The 48 px bar of a share, 0..1; hatched in grey where nothing can be said.
void paintUtilisation(QPainter& painter, const QRectF& bar, std::optional<double> share, const Theme& theme);

/// The cells of the policies' table: as everywhere, and a hatched bar where a rule cannot be observed.
class UtilisationDelegate : public CellDelegate {
    Q_OBJECT
  public:
    using CellDelegate::CellDelegate;

  protected:
    void paintCell(QPainter& painter, const Cell& cell) const override;
};

/// Bars below one another, each with its name and its figures: of a rule, and of its policy.
class UtilisationBars : public QWidget {
    Q_OBJECT
  public:
    struct Bar {
        QString name;
        QString figures;
        std::optional<double> share; ///< none: hatched
    };
    explicit UtilisationBars(QWidget* parent = nullptr);
    void setBars(std::vector<Bar> bars);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    std::vector<Bar> m_bars;
};

} // namespace portolan
