#include "ui/map/birds_eye.h"

#include "ui/map/map_metrics.h"
#include "ui/widgets/theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace portolan {
namespace {

constexpr double kPadding = 10.0;

} // namespace

BirdsEye::BirdsEye(QWidget* parent) : QWidget(parent) {
    setFixedSize(static_cast<int>(map::kEyeWidth), static_cast<int>(map::kEyeHeight));
    setAccessibleName(QStringLiteral("Overview of the map"));
    setToolTip(QStringLiteral("The whole map; drag the frame to move"));
}

void BirdsEye::setScene(std::shared_ptr<const MapScene> scene) {
    m_scene = std::move(scene);
    m_picture = {};
    update();
}

void BirdsEye::setView(const QRectF& world) {
    m_view = world;
    update();
}

QTransform BirdsEye::worldToEye() const {
    const QRectF world = m_scene->bounds();
    const QRectF room = QRectF(rect()).adjusted(kPadding, kPadding, -kPadding, -kPadding);
    const double scale = std::min(room.width() / world.width(), room.height() / world.height());
    QTransform transform;
    transform.translate(room.center().x(), room.center().y());
    transform.scale(scale, scale);
    transform.translate(-world.center().x(), -world.center().y());
    return transform;
}

void BirdsEye::paintMap(QPainter& painter) const {
    const Theme& theme = currentTheme();
    const QTransform transform = worldToEye();
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.sunken);
    for (const GroupBox& group : m_scene->layout().groups) {
        const QRectF card(group.box.x, group.box.y, group.box.width, group.box.height);
        painter.drawRoundedRect(transform.mapRect(card), 2, 2);
    }
    constexpr std::size_t kMostNodes = 3'000;
    if (m_scene->graph().nodes.size() > kMostNodes) return;
    for (std::uint32_t n = 0; n < m_scene->graph().nodes.size(); ++n) {
        if (!m_scene->isNodeShown(n)) continue;
        const bool isOpen = m_scene->graph().nodes[n].isOpenUnseen;
        painter.setBrush(isOpen ? theme.edge(EdgeClass::Open).line : theme.control);
        painter.drawRect(transform.mapRect(m_scene->nodeRect(n).adjusted(0, 6, 0, -6)));
    }
}

void BirdsEye::paintEvent(QPaintEvent*) {
    const Theme& theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.border, 1));
    painter.setBrush(theme.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    if (!m_scene || m_scene->bounds().isEmpty()) return;
    if (m_picture.isNull()) {
        m_picture = QPixmap(size() * devicePixelRatioF());
        m_picture.setDevicePixelRatio(devicePixelRatioF());
        m_picture.fill(Qt::transparent);
        QPainter map(&m_picture);
        map.setRenderHint(QPainter::Antialiasing);
        paintMap(map);
    }
    painter.drawPixmap(0, 0, m_picture);
    const QRectF most = QRectF(rect()).adjusted(6, 6, -6, -6);
    const QRectF frame = worldToEye().mapRect(m_view).intersected(most);
    painter.setPen(QPen(theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    if (!frame.isEmpty()) painter.drawRoundedRect(frame, 4, 4);
}

void BirdsEye::mousePressEvent(QMouseEvent* event) {
    if (!m_scene || m_scene->bounds().isEmpty() || event->button() != Qt::LeftButton) return;
    Q_EMIT centreRequested(worldToEye().inverted().map(event->position()));
}

void BirdsEye::mouseMoveEvent(QMouseEvent* event) {
    if (!m_scene || m_scene->bounds().isEmpty() || !(event->buttons() & Qt::LeftButton)) return;
    Q_EMIT centreRequested(worldToEye().inverted().map(event->position()));
}

void BirdsEye::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) m_picture = {};
    QWidget::changeEvent(event);
}

} // namespace portolan
