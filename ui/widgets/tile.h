#pragma once

#include "ui/widgets/tile_figure.h"

#include <QAbstractButton>
#include <QString>

namespace portolan {

/// A question, its answer and the fact behind the answer.
struct TileContent {
    QString question = {};
    QString number = {}; ///< ready to show: "45", "1,204"
    QString unit = {};   ///< "%", or empty
    QString fact = {};   ///< one line with the whole: "18 of 40 workloads, both ways"
    TileFigure figure = {};
    QString tip = {}; ///< what the question means and where a click leads
};

/// The 124 px high tile; the whole of it is the button.
class Tile : public QAbstractButton {
    Q_OBJECT
  public:
    explicit Tile(QWidget* parent = nullptr);
    void setContent(TileContent content);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    TileContent m_content;
};

} // namespace portolan
