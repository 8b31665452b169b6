#pragma once

#include "ui/widgets/edge_class.h"

#include <QWidget>

#include <cstdint>
#include <vector>

namespace portolan {

/// How many edges are of a class.
struct ClassCount {
    EdgeClass edgeClass = EdgeClass::Used;
    std::uint64_t count = 0;
    bool operator==(const ClassCount&) const = default;
};

/// A row for each class: glyph, name, a bar in proportion to the largest count, the count.
class ClassBars : public QWidget {
    Q_OBJECT
  public:
    explicit ClassBars(QWidget* parent = nullptr);
    void setCounts(std::vector<ClassCount> counts);
    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    std::vector<ClassCount> m_counts;
};

} // namespace portolan
