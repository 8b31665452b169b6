#include "ui/shell/dock.h"

#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>

namespace portolan {

namespace {

constexpr int kTitleHeight = 36;
constexpr int kSideExtent = 320;
constexpr int kSourceExtent = 400;
constexpr int kInventoryExtent = 280;
constexpr int kBottomExtent = 240;
constexpr int kLeastSide = 240;

// The content at the dock's first width or height: a dock opens as large as its content asks to be.
class DockBody : public QWidget {
  public:
    DockBody(DockKind kind, QWidget* content) : m_kind(kind) {
        if (dockArea(kind) != Qt::BottomDockWidgetArea) setMinimumWidth(kLeastSide);
        auto* whole = new QVBoxLayout(this);
        whole->setContentsMargins(0, 0, 0, 0);
        whole->addWidget(content);
    }
    QSize sizeHint() const override {
        const int extent = dockExtent(m_kind);
        return dockArea(m_kind) == Qt::BottomDockWidgetArea ? QSize(640, extent) : QSize(extent, 480);
    }

  private:
    DockKind m_kind;
};

QWidget* makeTitle(const QString& name, QMenu* more) {
    auto* title = new QWidget;
    title->setProperty("kind", QStringLiteral("bar"));
    title->setAttribute(Qt::WA_StyledBackground);
    title->setFixedHeight(kTitleHeight);
    auto* row = new QHBoxLayout(title);
    row->setContentsMargins(16, 0, 8, 0);
    row->addWidget(makeLabel(name, TextRole::DenseStrong));
    row->addStretch();
    QPushButton* button = makeIconButton(Icon::More, QStringLiteral("More"));
    button->setFixedSize(24, 24);
    button->setMenu(more);
    row->addWidget(button);
    return title;
}

} // namespace

QString dockName(DockKind kind) {
    switch (kind) {
    case DockKind::Inventory: return QStringLiteral("Inventory");
    case DockKind::Findings: return QStringLiteral("Findings");
    case DockKind::Flows: return QStringLiteral("Flows");
    case DockKind::Policies: return QStringLiteral("Policies");
    case DockKind::Inspector: return QStringLiteral("Inspector");
    case DockKind::Source: return QStringLiteral("Source");
    case DockKind::Draft: return QStringLiteral("Draft");
    case DockKind::Impact: return QStringLiteral("Impact");
    case DockKind::History: return QStringLiteral("History");
    case DockKind::Timeline: return QStringLiteral("Timeline");
    case DockKind::Problems: return QStringLiteral("Problems");
    }
    return {};
}

Qt::DockWidgetArea dockArea(DockKind kind) {
    switch (kind) {
    case DockKind::Inventory: return Qt::LeftDockWidgetArea;
    case DockKind::Inspector:
    case DockKind::Source:
    case DockKind::Draft:
    case DockKind::History: return Qt::RightDockWidgetArea;
    default: return Qt::BottomDockWidgetArea;
    }
}

int dockExtent(DockKind kind) {
    switch (dockArea(kind)) {
    case Qt::LeftDockWidgetArea: return kInventoryExtent;
    case Qt::RightDockWidgetArea: return kind == DockKind::Source ? kSourceExtent : kSideExtent;
    default: return kBottomExtent;
    }
}

QKeySequence dockKey(DockKind kind) {
    constexpr int kFirst = 2;
    constexpr int kLast = 9;
    const int number = kFirst + static_cast<int>(kind);
    return number <= kLast ? QKeySequence(Qt::Key_F1 + number - 1) : QKeySequence();
}

Dock::Dock(DockKind kind, QWidget* content, QWidget* parent)
    : QDockWidget(dockName(kind), parent), m_kind(kind), m_more(new QMenu(this)) {
    setObjectName(QStringLiteral("dock-") + dockName(kind).toLower());
    setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
    m_more->addAction(QStringLiteral("Close"), this, &QWidget::hide);
    setTitleBarWidget(makeTitle(dockName(kind), m_more));
    setContent(content);
}

void Dock::setContent(QWidget* content) {
    delete widget();
    m_content = content;
    auto* body = new DockBody(m_kind, content);
    body->setFocusProxy(content);
    setWidget(body);
}

} // namespace portolan
