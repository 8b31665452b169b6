#pragma once

#include "ui/map/map_look.h"
#include "ui/map/map_scene.h"

#include <QImage>
#include <QPoint>

#include <compare>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace portolan {

/// What tiles show; immutable.
struct TileSource {
    std::shared_ptr<const MapScene> scene;
    MapLook look;
};

/// A square of device pixels of the whole map drawn at one scale; tile 0,0 starts at the world's 0,0.
struct TileKey {
    std::int64_t scale = 0; ///< device pixels per world pixel, in millionths
    int x = 0;
    int y = 0;

    static TileKey of(double scale, int x, int y) { return {static_cast<std::int64_t>(scale * 1e6 + 0.5), x, y}; }
    double scaleFactor() const { return static_cast<double>(scale) / 1e6; }
    auto operator<=>(const TileKey&) const = default;
};

/// Painted squares of the map, made on worker threads:
///
///   window thread                        workers
///   want(keys, nearest first) ──list──>  take one, paint it on a QImage, store it
///   find(key) <──────────────store─────  then call `onTile`
///
/// A new source or a new list makes waiting jobs obsolete; a job that is being painted for an old source is thrown
/// away. All functions may be called from the window's thread only; `onTile` is called on a worker.
class TileCache {
  public:
    static constexpr int kTileSize = 256; ///< device pixels

    explicit TileCache(std::function<void()> onTile);
    ~TileCache();
    TileCache(const TileCache&) = delete;
    TileCache& operator=(const TileCache&) = delete;

    /// Whether tiles of the old source may be shown until new ones are there (same places, other colours).
    enum class Old { Drop, ShowMeanwhile };
    void setSource(TileSource source, Old old);

    struct Found {
        QImage image; ///< null if there is none
        bool isFresh = false;
    };
    Found find(const TileKey& key);
    /// The whole map in one small picture, for stretched views; null until painted. `world` is what it shows.
    Found overview(QRectF& world);

    /// Replaces the list of tiles to paint; those that are there already are left out.
    void want(std::vector<TileKey> keys);
    /// Blocks until everything wanted is painted.
    void waitUntilPainted();
    bool isPainted();

  private:
    struct Tile {
        QImage image;
        std::uint64_t generation = 0;
        std::uint64_t used = 0;
    };

    void work(const std::stop_token& stop);
    void store(const TileKey& key, QImage image, std::uint64_t generation);

    std::function<void()> m_onTile;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable m_done;
    std::shared_ptr<const TileSource> m_source;
    std::uint64_t m_generation = 0;
    std::uint64_t m_clock = 0;
    std::map<TileKey, Tile> m_tiles;
    Tile m_overview;
    QRectF m_overviewWorld;
    bool m_needsOverview = false;
    std::vector<TileKey> m_wanted; ///< last first
    std::size_t m_painting = 0;
    std::vector<std::jthread> m_workers; ///< last member: stops before anything above goes away
};

/// Paints one tile; a pure function of its arguments.
QImage paintTile(const TileSource& source, const TileKey& key);

} // namespace portolan
