#include "ui/shell/main_window.h"

#include <QAction>
#include <QDataStream>
#include <QIODevice>

#include <algorithm>

namespace portolan {

namespace {

constexpr qint32 kLayoutVersion = 1;

bool has(const std::vector<DockKind>& docks, DockKind kind) {
    return std::find(docks.begin(), docks.end(), kind) != docks.end();
}

} // namespace

Dock* MainWindow::dock(DockKind kind) const {
    const auto found = m_docks.find(kind);
    return found == m_docks.end() ? nullptr : found->second;
}

Dock* MainWindow::addDock(DockKind kind, QWidget* content) {
    if (Dock* old = dock(kind)) {
        old->setContent(content);
        return old;
    }
    auto* added = new Dock(kind, content, m_inner);
    m_docks[kind] = added;
    placeDock(*added);
    added->hide();
    QAction* toggle = m_dockActions.at(kind);
    toggle->setVisible(true);
    toggle->setEnabled(true);
    connect(added->toggleViewAction(), &QAction::toggled, toggle, &QAction::setChecked);
    if (m_mode) openDocks(m_openDocks[static_cast<std::size_t>(*m_mode)]);
    return added;
}

void MainWindow::setDefaultDocks(Mode mode, std::vector<DockKind> docks) {
    const auto at = static_cast<std::size_t>(mode);
    m_openDocks[at] = docks;
    m_defaultDocks[at] = std::move(docks);
    if (m_mode == mode) openDocks(m_openDocks[at]);
}

void MainWindow::placeDock(Dock& placed) {
    const Qt::DockWidgetArea area = dockArea(placed.kind());
    m_inner->addDockWidget(area, &placed);
    for (const auto& [kind, other] : m_docks) {
        if (other == &placed || dockArea(kind) != area) continue;
        m_inner->tabifyDockWidget(other, &placed);
        break;
    }
}

void MainWindow::openDocks(const std::vector<DockKind>& open) {
    for (const auto& [kind, each] : m_docks) each->setVisible(has(open, kind));
    for (const auto& [kind, each] : m_docks) {
        if (has(open, kind)) applyExtent(*each);
    }
}

void MainWindow::applyExtent(Dock& sized) {
    const bool isBottom = m_inner->dockWidgetArea(&sized) == Qt::BottomDockWidgetArea;
    m_inner->resizeDocks({&sized}, {dockExtent(sized.kind())}, isBottom ? Qt::Vertical : Qt::Horizontal);
}

void MainWindow::rememberDocks() {
    if (!m_mode) return;
    std::vector<DockKind>& open = m_openDocks[static_cast<std::size_t>(*m_mode)];
    open.clear();
    for (const auto& [kind, each] : m_docks) {
        if (each->toggleViewAction()->isChecked()) open.push_back(kind);
    }
}

void MainWindow::showDock(DockKind kind) {
    Dock* shown = dock(kind);
    if (shown == nullptr || !m_mode) return;
    const bool wasHidden = !shown->toggleViewAction()->isChecked();
    shown->show();
    if (wasHidden) applyExtent(*shown);
    shown->raise();
    shown->content()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::toggleDock(DockKind kind) {
    Dock* toggled = dock(kind);
    if (toggled == nullptr || !m_mode) return;
    const bool isInFront = toggled->isVisible() && !toggled->visibleRegion().isEmpty();
    if (isInFront) {
        toggled->hide();
    } else {
        showDock(kind);
    }
}

QByteArray MainWindow::saveLayout() const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << kLayoutVersion << m_inner->saveState(kLayoutVersion);
    for (std::size_t i = 0; i < kModes.size(); ++i) {
        QList<qint32> kinds;
        const bool isShown = m_mode && static_cast<std::size_t>(*m_mode) == i;
        for (const DockKind kind : kDockKinds) {
            const Dock* each = dock(kind);
            const bool isOpen =
                isShown && each != nullptr ? each->toggleViewAction()->isChecked() : has(m_openDocks[i], kind);
            if (isOpen) kinds << static_cast<qint32>(kind);
        }
        out << kinds;
    }
    return bytes;
}

bool MainWindow::restoreLayout(const QByteArray& layout) {
    QDataStream in(layout);
    qint32 version = 0;
    QByteArray state;
    in >> version >> state;
    std::array<std::vector<DockKind>, kModes.size()> open;
    for (std::vector<DockKind>& docks : open) {
        QList<qint32> kinds;
        in >> kinds;
        for (const qint32 kind : kinds) {
            if (kind >= 0 && kind < static_cast<qint32>(kDockKinds.size()))
                docks.push_back(static_cast<DockKind>(kind));
        }
    }
    const bool isRead = in.status() == QDataStream::Ok && version == kLayoutVersion;
    if (!isRead || !m_inner->restoreState(state, kLayoutVersion)) {
        resetLayout();
        return false;
    }
    m_openDocks = open;
    openDocks(m_mode ? m_openDocks[static_cast<std::size_t>(*m_mode)] : std::vector<DockKind>{});
    return true;
}

void MainWindow::resetLayout() {
    m_openDocks = m_defaultDocks;
    for (const auto& [kind, each] : m_docks) m_inner->removeDockWidget(each);
    for (const auto& [kind, each] : m_docks) placeDock(*each);
    openDocks(m_mode ? m_openDocks[static_cast<std::size_t>(*m_mode)] : std::vector<DockKind>{});
}

} // namespace portolan
