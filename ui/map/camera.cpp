#include "ui/map/camera.h"

#include <algorithm>
#include <cmath>

namespace portolan {

Camera Camera::zoomedAt(QPointF screen, double factor) const {
    const QPointF fixed = toWorld(screen);
    Camera camera;
    camera.scale = std::clamp(scale * factor, kLeastScale, kMostScale);
    camera.origin = fixed - screen / camera.scale;
    return camera;
}

Camera Camera::centredOn(QPointF world, QSizeF canvas) const {
    return {scale, world - QPointF(canvas.width(), canvas.height()) / 2 / scale};
}

Camera Camera::mixedWith(const Camera& other, double t, QSizeF canvas) const {
    const QPointF middle(canvas.width() / 2, canvas.height() / 2);
    const QPointF from = toWorld(middle);
    const QPointF to = other.toWorld(middle);
    Camera camera;
    camera.scale = std::exp(std::log(scale) + t * (std::log(other.scale) - std::log(scale)));
    return camera.centredOn(from + (to - from) * t, canvas);
}

Camera fittedCamera(const QRectF& world, QSizeF canvas, QSizeF corner, double margin) {
    Camera camera;
    if (world.isEmpty() || canvas.isEmpty()) return camera;
    const QSizeF room(std::max(canvas.width() - 2 * margin, 50.0), std::max(canvas.height() - 2 * margin, 50.0));
    const auto scaleFor = [&](double width, double height) {
        return std::clamp(std::min(width / world.width(), height / world.height()), Camera::kLeastScale, 1.0);
    };
    camera.scale = scaleFor(room.width(), room.height());
    QSizeF used = room;
    // The layout leaves the corner free at the scale it expected; where the canvas is smaller, move away from it.
    if (corner.width() < room.width() / 3 && corner.height() < room.height() / 3) {
        const double beside = scaleFor(room.width() - corner.width(), room.height());
        const double above = scaleFor(room.width(), room.height() - corner.height());
        if (std::max(beside, above) >= camera.scale * 0.97) {
            used = beside >= above ? QSizeF(room.width() - corner.width(), room.height())
                                   : QSizeF(room.width(), room.height() - corner.height());
            camera.scale = std::max(beside, above);
        }
    }
    const double left = margin + std::max(0.0, (used.width() - world.width() * camera.scale) / 2);
    const double top = margin + std::max(0.0, (used.height() - world.height() * camera.scale) / 2);
    camera.origin = world.topLeft() - QPointF(left, top) / camera.scale;
    return camera;
}

} // namespace portolan
