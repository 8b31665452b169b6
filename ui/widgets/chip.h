#pragma once

#include "ui/widgets/theme.h"

#include <QList>
#include <QMetaType>
#include <QWidget>

namespace portolan {

/// Neutral for facts, Accent for "new", the rest for what needs care.
enum class ChipTone : std::uint8_t { Neutral, Accent, High, Medium, Low };

/// A short text in a tinted box; at most two in a table cell.
struct Chip {
    QString text = {};
    ChipTone tone = ChipTone::Neutral;

    bool operator==(const Chip&) const = default;
};
using Chips = QList<Chip>;

/// Whether the chip lies on a selected row, where neutral and accent chips take `surface`.
enum class ChipGround : std::uint8_t { Plain, SelectedRow };

inline constexpr double kChipHeight = 20.0;

/// Width in px of the chip, paddings included.
double chipWidth(const Chip& chip);
/// Paints the chip 20 px high with its top left corner at `topLeft`.
void paintChip(QPainter& painter, QPointF topLeft, const Chip& chip, ChipGround ground = ChipGround::Plain);

/// The 24 px chip of the Inspector: glyph and word of a class on its tint.
class EdgeChip : public QWidget {
    Q_OBJECT
  public:
    explicit EdgeChip(EdgeClass edgeClass, QWidget* parent = nullptr);
    void setEdgeClass(EdgeClass edgeClass);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    EdgeClass m_edgeClass;
};

} // namespace portolan

Q_DECLARE_METATYPE(portolan::Chip)
