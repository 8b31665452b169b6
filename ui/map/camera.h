#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace portolan {

/// Which part of the world a canvas shows. Screen coordinates are widget pixels, world coordinates those of the layout.
struct Camera {
    double scale = 1.0;   ///< screen pixels per world pixel
    QPointF origin{0, 0}; ///< world point in the top left corner of the canvas

    static constexpr double kLeastScale = 0.02;
    static constexpr double kMostScale = 4.0;

    QPointF toScreen(QPointF world) const { return (world - origin) * scale; }
    QPointF toWorld(QPointF screen) const { return screen / scale + origin; }
    QRectF toScreen(const QRectF& world) const { return {toScreen(world.topLeft()), world.size() * scale}; }
    QRectF worldOf(QSizeF canvas) const { return {origin, canvas / scale}; }

    /// The camera after zooming by `factor` with the world under `screen` staying where it is; scale is kept in range.
    Camera zoomedAt(QPointF screen, double factor) const;
    /// The camera after dragging the world by `screen` pixels.
    Camera movedBy(QPointF screen) const { return {scale, origin - screen / scale}; }
    /// The camera with `world` in the middle of the canvas.
    Camera centredOn(QPointF world, QSizeF canvas) const;
    /// Between this (0) and `other` (1), with an even zoom.
    Camera mixedWith(const Camera& other, double t, QSizeF canvas) const;

    bool operator==(const Camera&) const = default;
};

/// The largest view of `world`, at most 100 %, that leaves `corner` at the lower right free of it, if the canvas is
/// large enough for that. `corner` is in screen pixels; `margin` too.
Camera fittedCamera(const QRectF& world, QSizeF canvas, QSizeF corner, double margin);

} // namespace portolan
