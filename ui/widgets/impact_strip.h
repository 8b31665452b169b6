#pragma once

#include <QString>
#include <QWidget>

#include <cstdint>
#include <vector>

namespace portolan {

/// Danger paints the number in the ink of High while it is not 0.
enum class ImpactTone : std::uint8_t { Plain, Danger };

/// One figure of the strip. With `before` the cell reads "before -> value, change".
struct ImpactCell {
    QString label = {};
    QString before = {}; ///< empty where nothing is compared
    QString value = {};
    QString note = {}; ///< "of 131 observed edges" or the change, "-78 %"
    ImpactTone tone = ImpactTone::Plain;
};

/// The 80 px strip that says what a draft would do, cells parted by lines. Cells are buttons: a click asks for the
/// list.
class ImpactStrip : public QWidget {
    Q_OBJECT
  public:
    explicit ImpactStrip(QWidget* parent = nullptr);
    void setCells(std::vector<ImpactCell> cells);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  Q_SIGNALS:
    void cellClicked(int index);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

  private:
    std::vector<double> cellEdges() const;
    int cellAt(double x) const;

    std::vector<ImpactCell> m_cells;
};

} // namespace portolan
