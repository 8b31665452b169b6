#pragma once

#include "ui/map/map_scene.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <thread>

namespace portolan {

/// Runs layouts on a worker thread. Only the newest request counts: an older one is stopped and its answer dropped.
/// Maps with many edges answer twice, first with straight lines, then with routes.
class LayoutJob : public QObject {
    Q_OBJECT
  public:
    explicit LayoutJob(QObject* parent = nullptr);
    ~LayoutJob() override;

    void start(SceneRequest request);
    void stop();
    bool isRunning() const { return m_isRunning; }

  Q_SIGNALS:
    /// A scene is there; `isFinal` is false for the first of two.
    void sceneReady(std::shared_ptr<const portolan::MapScene> scene, bool isFinal);
    void progressed(double fraction);
    /// The layout could not be made; not sent for a layout that was stopped.
    void failed(const QString& message);

  private:
    void run(const std::stop_token& stop, const SceneRequest& request, std::uint64_t generation);
    void deliver(std::shared_ptr<const MapScene> scene, std::uint64_t generation, bool isFinal);

    std::uint64_t m_generation = 0;
    bool m_isRunning = false;
    std::jthread m_worker;
};

} // namespace portolan
