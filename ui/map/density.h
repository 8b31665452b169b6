#pragma once

#include <cstdint>
#include <vector>

class QPainter;

namespace portolan {

struct ScenePaint;

/// Paints many straight edges as density: each class counts how many lines cross a pixel, and the count is toned so
/// that dense places stay readable instead of turning solid. About 1 us a line of 100 px; the painter's device is an
/// image.
void paintDensity(QPainter& painter, const ScenePaint& paint, const std::vector<std::uint32_t>& edges);

} // namespace portolan
