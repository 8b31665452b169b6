#include "ui/map/map_accessible.h"

#include "ui/map/map_canvas.h"

#include <QAccessible>
#include <QAccessibleWidget>

#include <algorithm>
#include <map>

namespace portolan {
namespace {

/// One node of the map; asks the canvas each time, so it never goes stale.
class NodeAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
  public:
    NodeAccessible(MapCanvas* canvas, std::size_t place) : m_canvas(canvas), m_place(place) {}

    bool isValid() const override { return m_canvas->scene() && m_place < m_canvas->scene()->readingOrder().size(); }
    QObject* object() const override { return nullptr; }
    QWindow* window() const override { return m_canvas->window()->windowHandle(); }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override { return QAccessible::queryAccessibleInterface(m_canvas); }
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override {
        if (!isValid()) return {};
        if (kind == QAccessible::Name) return itemName(m_canvas->scene()->graph(), item());
        if (kind == QAccessible::Description) return itemTip(*m_canvas->scene(), item());
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}
    QRect rect() const override {
        if (!isValid()) return {};
        const QRect box = m_canvas->itemRect(item()).toAlignedRect();
        return {m_canvas->mapToGlobal(box.topLeft()), box.size()};
    }
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.invalid = !isValid();
        if (!isValid()) return state;
        state.selected = m_canvas->selection() == item();
        state.focused = state.selected && m_canvas->hasFocus();
        state.offscreen = !m_canvas->itemRect(item()).intersects(m_canvas->rect());
        return state;
    }
    void* interface_cast(QAccessible::InterfaceType type) override {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
    }
    QStringList actionNames() const override { return {pressAction()}; }
    void doAction(const QString& action) override {
        if (action != pressAction() || !isValid()) return;
        m_canvas->select(item());
        m_canvas->reveal(item());
    }
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

  private:
    MapItem item() const { return {MapItem::Kind::Node, m_canvas->scene()->readingOrder()[m_place]}; }

    MapCanvas* m_canvas;
    std::size_t m_place; ///< in reading order
};

class MapAccessible : public QAccessibleWidget {
  public:
    explicit MapAccessible(MapCanvas* canvas) : QAccessibleWidget(canvas, QAccessible::List) {}
    ~MapAccessible() override {
        for (const auto& [place, id] : m_children) QAccessible::deleteAccessibleInterface(id);
    }

    int childCount() const override {
        return canvas()->scene() ? static_cast<int>(canvas()->scene()->readingOrder().size()) : 0;
    }
    QAccessibleInterface* child(int index) const override {
        if (index < 0 || index >= childCount()) return nullptr;
        const auto found = m_children.find(index);
        if (found != m_children.end()) return QAccessible::accessibleInterface(found->second);
        auto* node = new NodeAccessible(canvas(), static_cast<std::size_t>(index));
        m_children[index] = QAccessible::registerAccessibleInterface(node);
        return node;
    }
    int indexOfChild(const QAccessibleInterface* wanted) const override {
        for (const auto& [place, id] : m_children)
            if (QAccessible::accessibleInterface(id) == wanted) return place;
        return -1;
    }
    QAccessibleInterface* childAt(int x, int y) const override {
        const MapItem item = canvas()->itemAt(canvas()->mapFromGlobal(QPoint(x, y)));
        if (!item.isNode()) return nullptr;
        const auto order = canvas()->scene()->readingOrder();
        return child(static_cast<int>(std::ranges::find(order, item.index) - order.begin()));
    }

  private:
    MapCanvas* canvas() const { return static_cast<MapCanvas*>(object()); }

    mutable std::map<int, QAccessible::Id> m_children;
};

QAccessibleInterface* makeMapAccessible(const QString&, QObject* object) {
    auto* canvas = qobject_cast<MapCanvas*>(object);
    return canvas != nullptr ? new MapAccessible(canvas) : nullptr;
}

} // namespace

void installMapAccessibility() {
    QAccessible::installFactory(makeMapAccessible);
}

} // namespace portolan
