#include "ui/map/tile_cache.h"

#include "ui/map/scene_painter.h"

#include <QPainter>

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kMostTiles = 384; ///< 256 KB each, 96 MB in all
constexpr std::size_t kMostWorkers = 3;
constexpr double kOverviewSide = 2048; ///< device pixels

QImage paintArea(const TileSource& source, const QRectF& world, double scale, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(scale, scale);
    painter.translate(-world.topLeft());
    paintScene(painter, {*source.scene, source.look, world, scale}, PaintGround::Screen);
    return image;
}

} // namespace

QImage paintTile(const TileSource& source, const TileKey& key) {
    const double scale = key.scaleFactor();
    const double side = TileCache::kTileSize / scale;
    return paintArea(source, QRectF(key.x * side, key.y * side, side, side), scale,
                     {TileCache::kTileSize, TileCache::kTileSize});
}

TileCache::TileCache(std::function<void()> onTile) : m_onTile(std::move(onTile)) {
    const std::size_t spare = std::max(2U, std::thread::hardware_concurrency()) - 1;
    for (std::size_t i = 0; i < std::min(spare, kMostWorkers); ++i)
        m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
}

TileCache::~TileCache() {
    for (std::jthread& worker : m_workers) worker.request_stop();
    m_wake.notify_all();
    m_workers.clear();
}

void TileCache::setSource(TileSource source, Old old) {
    const std::lock_guard lock(m_mutex);
    m_source = source.scene ? std::make_shared<const TileSource>(std::move(source)) : nullptr;
    ++m_generation;
    m_wanted.clear();
    if (old == Old::Drop || !m_source) {
        m_tiles.clear();
        m_overview = {};
    }
    m_needsOverview = m_source && !m_source->scene->bounds().isEmpty();
    m_wake.notify_all();
}

TileCache::Found TileCache::find(const TileKey& key) {
    const std::lock_guard lock(m_mutex);
    const auto at = m_tiles.find(key);
    if (at == m_tiles.end()) return {};
    at->second.used = ++m_clock;
    return {at->second.image, at->second.generation == m_generation};
}

TileCache::Found TileCache::overview(QRectF& world) {
    const std::lock_guard lock(m_mutex);
    world = m_overviewWorld;
    return {m_overview.image, m_overview.generation == m_generation};
}

void TileCache::want(std::vector<TileKey> keys) {
    const std::lock_guard lock(m_mutex);
    if (!m_source) return;
    std::erase_if(keys, [&](const TileKey& key) {
        const auto at = m_tiles.find(key);
        return at != m_tiles.end() && at->second.generation == m_generation;
    });
    std::ranges::reverse(keys);
    m_wanted = std::move(keys);
    m_wake.notify_all();
}

bool TileCache::isPainted() {
    const std::lock_guard lock(m_mutex);
    return m_wanted.empty() && m_painting == 0 && !m_needsOverview;
}

void TileCache::waitUntilPainted() {
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [&] { return m_wanted.empty() && m_painting == 0 && !m_needsOverview; });
}

void TileCache::store(const TileKey& key, QImage image, std::uint64_t generation) {
    if (generation != m_generation) return;
    m_tiles[key] = {std::move(image), generation, ++m_clock};
    while (m_tiles.size() > kMostTiles) {
        const auto oldest = std::ranges::min_element(m_tiles, {}, [](const auto& entry) { return entry.second.used; });
        m_tiles.erase(oldest);
    }
}

void TileCache::work(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    while (true) {
        if (!m_wake.wait(lock, stop, [&] { return !m_wanted.empty() || m_needsOverview; })) return;
        if (stop.stop_requested()) return;
        const std::shared_ptr<const TileSource> source = m_source;
        const std::uint64_t generation = m_generation;
        const bool isTile = !m_wanted.empty();
        TileKey key;
        if (isTile) {
            key = m_wanted.back();
            m_wanted.pop_back();
        } else {
            m_needsOverview = false;
        }
        ++m_painting;
        lock.unlock();
        QImage image;
        const QRectF world = source->scene->bounds().adjusted(-24, -24, 24, 24);
        if (isTile) {
            image = paintTile(*source, key);
        } else {
            const double scale = std::min({1.0, kOverviewSide / world.width(), kOverviewSide / world.height()});
            image = paintArea(*source, world, scale, (world.size() * scale).toSize());
        }
        lock.lock();
        --m_painting;
        if (isTile) {
            store(key, std::move(image), generation);
        } else if (generation == m_generation) {
            m_overview = {std::move(image), generation, 0};
            m_overviewWorld = world;
        }
        m_done.notify_all();
        lock.unlock();
        m_onTile();
        lock.lock();
    }
}

} // namespace portolan
