#pragma once

#include "ui/shell/command.h"

#include <QObject>

#include <array>
#include <functional>
#include <map>

class QAction;
class QMenu;
class QMenuBar;

namespace portolan {

/// The menu bar made from the table of commands. A command is in its menu once something handles it.
class CommandMenus : public QObject {
    Q_OBJECT
  public:
    CommandMenus(QMenuBar& bar, QWidget& window);
    /// Shows the command and calls `run` when it is chosen. Returns its action, for enabling and checking.
    QAction* handle(Command command, std::function<void()> run);
    QAction* action(Command command) const { return m_actions.at(command); }
    QMenu& menu(MenuKind kind) const { return *m_menus.at(static_cast<std::size_t>(kind)); }

  private:
    static constexpr std::size_t kMenuCount = 7;

    std::array<QMenu*, kMenuCount> m_menus{};
    std::map<Command, QAction*> m_actions;
};

} // namespace portolan
