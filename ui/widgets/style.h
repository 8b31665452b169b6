#pragma once

#include <QProxyStyle>

namespace portolan {

/// Fusion, with what a style sheet cannot say: check boxes, radio buttons and arrows from the tokens, no underlined
/// mnemonics, no animation but the design's own.
class Style : public QProxyStyle {
    Q_OBJECT
  public:
    Style();
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
};

} // namespace portolan
