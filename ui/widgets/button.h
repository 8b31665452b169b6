#pragma once

#include "ui/widgets/icon.h"

#include <QPushButton>

#include <optional>

namespace portolan {

/// Plain: outlined. Primary: the one next step of a page. Ghost: no outline until hovered. Link: text in accentInk.
enum class ButtonKind : std::uint8_t { Plain, Primary, Ghost, Link };

/// A 28 px high button; the icon, if any, is 16 px.
QPushButton* makeButton(const QString& text, ButtonKind kind = ButtonKind::Plain, std::optional<Icon> icon = {});
/// A 28 x 28 px ghost button without text. `name` is its tooltip and accessible name.
QPushButton* makeIconButton(Icon icon, const QString& name);
/// A plain button that opens a menu: the arrow stands at its right.
QPushButton* makeMenuButton(const QString& text);

} // namespace portolan
