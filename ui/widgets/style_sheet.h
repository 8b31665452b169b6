#pragma once

#include "ui/widgets/theme.h"

#include <QString>

namespace portolan {

/// The one style sheet of the application, made from the tokens. `textScale` multiplies the text sizes.
///
/// Widgets choose their look by dynamic property: QPushButton "kind" = primary, ghost, link, segment; QFrame "kind" =
/// card, segments, box; QWidget "kind" = panel, page, bar, line; QLabel "tone" = text1, text2, text3, accentInk,
/// severity names. button.h and label.h set them.
QString styleSheet(const Theme& theme, double textScale);

} // namespace portolan
