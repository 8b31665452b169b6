#pragma once

#include "ui/widgets/edge_class.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace portolan {

/// Lines: sample, glyph and word, for maps. Glyphs: glyph and word, for matrices and tables.
enum class LegendKind : std::uint8_t { Lines, Glyphs };

/// The 40 px strip under a canvas that names the classes; entries that do not fit are dropped from the end and named in
/// the tooltip.
class LegendStrip : public QWidget {
    Q_OBJECT
  public:
    explicit LegendStrip(LegendKind kind, QWidget* parent = nullptr);
    void setClasses(std::vector<EdgeClass> classes);
    /// A note at the right end: "Width: log connections".
    void setNote(const QString& note);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double entryWidth(EdgeClass edgeClass) const;

    LegendKind m_kind;
    std::vector<EdgeClass> m_classes;
    QString m_note;
};

} // namespace portolan
