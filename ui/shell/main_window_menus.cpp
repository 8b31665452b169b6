#include "ui/shell/command_menus.h"
#include "ui/shell/main_window.h"
#include "ui/shell/mode_bar.h"
#include "ui/shell/scope_bar.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QShortcut>

namespace portolan {

namespace {

QString plainText(const QAction& action) {
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    return text;
}

} // namespace

void MainWindow::buildViewMenu() {
    QMenu& view = m_menus->menu(MenuKind::View);
    QAction* const first = view.actions().value(0);
    auto* modes = new QActionGroup(this);
    modes->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (const Mode mode : kModes) {
        auto* action = new QAction(modeName(mode), modes);
        action->setCheckable(true);
        action->setShortcut(QKeySequence(QStringLiteral("Ctrl+%1").arg(static_cast<int>(mode) + 1)));
        view.insertAction(first, action);
        connect(action, &QAction::triggered, this, [this, mode] { showMode(mode); });
        m_modeActions[static_cast<std::size_t>(mode)] = action;
    }
    m_panelMenu = new QMenu(QStringLiteral("&Panels"), this);
    for (const DockKind kind : kDockKinds) {
        QAction* action = m_panelMenu->addAction(dockName(kind));
        action->setCheckable(true);
        action->setVisible(false);
        action->setEnabled(false);
        action->setShortcut(dockKey(kind));
        connect(action, &QAction::triggered, this, [this, kind, action] {
            toggleDock(kind);
            const Dock* toggled = dock(kind);
            action->setChecked(toggled != nullptr && toggled->toggleViewAction()->isChecked());
        });
        m_dockActions[kind] = action;
    }
    m_themeMenu = new QMenu(QStringLiteral("T&heme"), this);
    m_themes = new QActionGroup(this);
    for (const char* name : {"As the desktop", "Light", "Dark"}) {
        QAction* action = m_themes->addAction(QLatin1String(name));
        action->setCheckable(true);
        m_themeMenu->addAction(action);
    }
    connect(m_themes, &QActionGroup::triggered, this, [this](QAction* action) {
        Q_EMIT themeChosen(static_cast<ThemeChoice>(m_themes->actions().indexOf(action)));
    });
    view.insertSeparator(first);
    view.insertMenu(first, m_panelMenu);
    view.insertMenu(first, m_themeMenu);
    setThemeChoice(ThemeChoice::System);
}

void MainWindow::buildKeys() {
    handle(Command::Quit, [this] { close(); });
    handle(Command::ResetLayout, [this] { resetLayout(); });
    handle(Command::ShortcutSheet, [this] { showKeySheet(); });
    handle(Command::EdgeStyles, [this] {
        auto* sheet = new EdgeStyleSheet(this);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        sheet->open();
    });
    const auto key = [this](const QKeySequence& keys, auto run) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, run);
    };
    const auto focusQuery = [this] {
        if (!m_mode) return;
        m_scopeBar->query().setFocus(Qt::ShortcutFocusReason);
        m_scopeBar->query().selectAll();
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_L), focusQuery);
    key(QKeySequence(Qt::Key_Slash), focusQuery);
    key(QKeySequence(Qt::ALT | Qt::Key_Left), [this] { Q_EMIT m_scopeBar->backRequested(); });
    key(QKeySequence(Qt::ALT | Qt::Key_Right), [this] { Q_EMIT m_scopeBar->forwardRequested(); });
    key(QKeySequence(Qt::Key_1), [this] { m_scopeBar->chooseVersion(PolicyVersion::Current); });
    key(QKeySequence(Qt::Key_2), [this] { m_scopeBar->chooseVersion(PolicyVersion::Draft); });
    key(QKeySequence(Qt::Key_3), [this] { m_scopeBar->chooseVersion(PolicyVersion::Changes); });
    key(QKeySequence(Qt::Key_Escape), [this] {
        if (m_isBusy) {
            Q_EMIT cancelRequested();
        } else {
            Q_EMIT selectionClearRequested();
        }
    });
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    m_themes->actions().at(static_cast<int>(choice))->setChecked(true);
}

void MainWindow::showSettingsMenu(QPoint at) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addMenu(m_themeMenu);
    menu->addMenu(m_panelMenu);
    menu->addSeparator();
    menu->addAction(action(Command::ResetLayout));
    menu->addAction(action(Command::ShortcutSheet));
    menu->popup(at - QPoint(0, menu->sizeHint().height() - 40));
}

void MainWindow::showKeySheet() {
    KeyGroup window{QStringLiteral("Window"), {}};
    for (const QAction* mode : m_modeActions) window.keys.emplace_back(mode->shortcut().toString(), mode->text());
    window.keys.emplace_back(QStringLiteral("/"), QStringLiteral("Filter"));
    window.keys.emplace_back(QStringLiteral("Alt+Left"), QStringLiteral("Back"));
    window.keys.emplace_back(QStringLiteral("Alt+Right"), QStringLiteral("Forward"));
    window.keys.emplace_back(QStringLiteral("1 2 3"), QStringLiteral("Current, draft, changes"));
    window.keys.emplace_back(QStringLiteral("Esc"), QStringLiteral("Cancel the job, then clear the selection"));
    KeyGroup panels{QStringLiteral("Panels"), {}};
    for (const auto& [kind, toggle] : m_dockActions) {
        const bool isShown = toggle->isVisible() && !toggle->shortcut().isEmpty();
        if (isShown) panels.keys.emplace_back(toggle->shortcut().toString(), toggle->text());
    }
    KeyGroup commands{QStringLiteral("Commands"), {}};
    for (const CommandText& text : commandTexts()) {
        const QAction* each = action(text.command);
        const bool isShown = each->isVisible() && !each->shortcut().isEmpty();
        if (isShown) commands.keys.emplace_back(each->shortcut().toString(), plainText(*each));
    }
    std::vector<KeyGroup> groups{std::move(window), std::move(commands), std::move(panels)};
    groups.insert(groups.end(), m_keyHelp.begin(), m_keyHelp.end());
    auto* sheet = new KeySheet(groups, this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    sheet->open();
}

} // namespace portolan
