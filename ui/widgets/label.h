#pragma once

#include "ui/widgets/text.h"

#include <QLabel>

namespace portolan {

/// The rows of the type table.
enum class TextRole : std::uint8_t {
    Display,      ///< 32 / 600: welcome title, tile number
    Figure,       ///< 22 / 600: impact and choke number
    PageTitle,    ///< 20 / 600
    SectionTitle, ///< 15 / 600: section title, inspector headline
    Lead,         ///< 15 / 400: the line under a display title
    Body,         ///< 13 / 400
    BodyStrong,   ///< 13 / 600
    Dense,        ///< 12 / 400
    DenseMedium,  ///< 12 / 500
    DenseStrong,  ///< 12 / 600: dock titles, gate titles
    Caption,      ///< 11 / 500: table header, unit, caption
    Mono,         ///< mono 12 / 400
    MonoSmall,    ///< mono 11 / 400: boxes and chips
};

enum class TextTone : std::uint8_t { Text1, Text2, Text3, AccentInk, High, Medium };

/// One line that is elided at its width, with the whole of it as tooltip; never asks for more room than it gets.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(Qt::TextElideMode elide = Qt::ElideRight, QWidget* parent = nullptr);
    /// What is shown, or would be where it fits.
    void setWhole(const QString& text);
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Qt::TextElideMode m_elide;
};

/// The font of a row of the type table.
QFont roleFont(TextRole role);

/// A plain-text label in the role's font and the tone's token.
QLabel* makeLabel(const QString& text, TextRole role = TextRole::Body, TextTone tone = TextTone::Text1);
/// As makeLabel(), eliding at its width.
ElidedLabel* makeElidedLabel(TextRole role, TextTone tone, Qt::TextElideMode elide = Qt::ElideRight);
/// As makeLabel(), wrapping at its width.
QLabel* makeWrappedLabel(const QString& text, TextRole role = TextRole::Body, TextTone tone = TextTone::Text2);
/// Changes the tone of a label made here.
void setTone(QLabel& label, TextTone tone);

} // namespace portolan
