#include "ui/widgets/button.h"

namespace portolan {

namespace {

constexpr QSize kIconSize(16, 16);

const char* kindName(ButtonKind kind) {
    switch (kind) {
    case ButtonKind::Plain: return "plain";
    case ButtonKind::Primary: return "primary";
    case ButtonKind::Ghost: return "ghost";
    case ButtonKind::Link: return "link";
    }
    return "plain";
}

} // namespace

QPushButton* makeButton(const QString& text, ButtonKind kind, std::optional<Icon> icon) {
    auto* button = new QPushButton(text);
    button->setProperty("kind", QLatin1String(kindName(kind)));
    button->setAutoDefault(false);
    if (kind == ButtonKind::Link) button->setCursor(Qt::PointingHandCursor);
    if (icon) {
        button->setIcon(themedIcon(*icon, kind == ButtonKind::Primary ? IconTone::OnAccent : IconTone::Text));
        button->setIconSize(kIconSize);
    }
    return button;
}

QPushButton* makeIconButton(Icon icon, const QString& name) {
    auto* button = new QPushButton;
    button->setProperty("kind", QStringLiteral("icon"));
    button->setAutoDefault(false);
    button->setIcon(themedIcon(icon));
    button->setIconSize(kIconSize);
    button->setFixedSize(28, 28);
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

QPushButton* makeMenuButton(const QString& text) {
    QPushButton* button = makeButton(text, ButtonKind::Plain, Icon::Down);
    button->setLayoutDirection(Qt::RightToLeft);
    return button;
}

} // namespace portolan
