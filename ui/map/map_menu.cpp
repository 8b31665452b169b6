#include "ui/map/map_menu.h"

#include <QCoreApplication>
#include <QMenu>

namespace portolan {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("portolan::MapPage", text);
}

void add(QMenu& menu, const char* text, MapAction action) {
    menu.addAction(tr(text))->setData(static_cast<int>(action));
}

} // namespace

std::optional<MapAction> askMapMenu(const MapMenuSubject& subject, QPoint at, QWidget* parent) {
    QMenu menu(parent);
    menu.setObjectName(QStringLiteral("mapMenu"));
    switch (subject.kind) {
    case MapItem::Kind::Node:
        add(menu, "Show callers and callees", MapAction::Neighbourhood);
        if (subject.isWorkload) {
            QMenu& reach = *menu.addMenu(tr("Reach from here"));
            add(reach, "In 1 hop", MapAction::Reach1);
            add(reach, "In 2 hops", MapAction::Reach2);
            add(reach, "In 3 hops", MapAction::Reach3);
            menu.addSeparator();
            add(menu, "Ways from here…", MapAction::WaysFrom);
            add(menu, "Ways from the internet to here…", MapAction::WaysTo);
            menu.addSeparator();
        }
        add(menu, "Show its flows", MapAction::Flows);
        if (subject.isWorkload) add(menu, "Only what it takes part in", MapAction::OnlyThis);
        break;
    case MapItem::Kind::Edge: add(menu, "Show its flows", MapAction::Flows); break;
    case MapItem::Kind::Trunk:
        add(menu, "Show its flows", MapAction::Flows);
        add(menu, "Only these lines", MapAction::OnlyThis);
        break;
    case MapItem::Kind::Group: add(menu, "Only this namespace", MapAction::OnlyThis); break;
    case MapItem::Kind::None: break;
    }
    if (subject.isDetail) {
        menu.addSeparator();
        add(menu, "Back to the whole map", MapAction::WholeMap);
    }
    if (menu.isEmpty()) return std::nullopt;
    const QAction* chosen = menu.exec(at);
    if (chosen == nullptr) return std::nullopt;
    return static_cast<MapAction>(chosen->data().toInt());
}

} // namespace portolan
