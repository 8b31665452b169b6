#include "ui/shell/command_menus.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>

namespace portolan {

CommandMenus::CommandMenus(QMenuBar& bar, QWidget& window) : QObject(&window) {
    bar.setNativeMenuBar(false);
    for (std::size_t i = 0; i < kMenuCount; ++i) {
        m_menus[i] = bar.addMenu(menuName(static_cast<MenuKind>(i)));
        m_menus[i]->setToolTipsVisible(true);
    }
    for (const CommandText& text : commandTexts()) {
        QMenu& target = menu(text.menu);
        if (text.isGroupStart) target.addSeparator();
        QAction* action = target.addAction(QLatin1String(text.text));
        action->setShortcut(QKeySequence(QLatin1String(text.keys), QKeySequence::PortableText));
        action->setVisible(false);
        action->setEnabled(false);
        window.addAction(action);
        m_actions.emplace(text.command, action);
    }
}

QAction* CommandMenus::handle(Command command, std::function<void()> run) {
    QAction* found = action(command);
    found->setVisible(true);
    found->setEnabled(true);
    connect(found, &QAction::triggered, this, [run = std::move(run)] { run(); });
    return found;
}

} // namespace portolan
