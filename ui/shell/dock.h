#pragma once

#include <QDockWidget>
#include <QKeySequence>

#include <array>
#include <cstdint>

class QMenu;

namespace portolan {

/// The panels around the page; F2 to F9 in this order, the rest by menu.
enum class DockKind : std::uint8_t {
    Inventory,
    Findings,
    Flows,
    Policies,
    Inspector,
    Source,
    Draft,
    Impact,
    History,
    Timeline,
    Problems,
};

inline constexpr std::array<DockKind, 11> kDockKinds{DockKind::Inventory, DockKind::Findings,  DockKind::Flows,
                                                     DockKind::Policies,  DockKind::Inspector, DockKind::Source,
                                                     DockKind::Draft,     DockKind::Impact,    DockKind::History,
                                                     DockKind::Timeline,  DockKind::Problems};

/// "Inventory", "Findings" and so on.
QString dockName(DockKind kind);
/// Where the dock stands at first.
Qt::DockWidgetArea dockArea(DockKind kind);
/// Preferred width (left and right) or height (bottom) in px.
int dockExtent(DockKind kind);
/// F2..F9, or an empty sequence.
QKeySequence dockKey(DockKind kind);

/// A panel with the 36 px title of the design and a "more" menu; it moves between edges but does not float, since a
/// floating dock cannot always be docked again.
class Dock : public QDockWidget {
    Q_OBJECT
  public:
    Dock(DockKind kind, QWidget* content, QWidget* parent = nullptr);
    DockKind kind() const { return m_kind; }
    /// Takes another content; the one before is deleted.
    void setContent(QWidget* content);
    QWidget* content() const { return m_content; }
    /// The menu behind "more"; pages add their actions before its "Close".
    QMenu& moreMenu() { return *m_more; }

  private:
    DockKind m_kind;
    QMenu* m_more;
    QWidget* m_content = nullptr;
};

} // namespace portolan
