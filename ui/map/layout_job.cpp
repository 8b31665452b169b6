#include "ui/map/layout_job.h"

#include "ui/map/map_metrics.h"

#include <QMetaObject>

namespace portolan {

LayoutJob::LayoutJob(QObject* parent) : QObject(parent) {}

LayoutJob::~LayoutJob() {
    stop();
}

void LayoutJob::stop() {
    ++m_generation;
    m_isRunning = false;
    m_worker.request_stop();
    if (m_worker.joinable()) m_worker.join(); // layouts look at the stop token every few milliseconds
}

void LayoutJob::start(SceneRequest request) {
    stop();
    m_isRunning = true;
    m_worker = std::jthread([this, request = std::move(request), generation = m_generation](
                                const std::stop_token& token) { run(token, request, generation); });
}

void LayoutJob::deliver(std::shared_ptr<const MapScene> scene, std::uint64_t generation, bool isFinal) {
    QMetaObject::invokeMethod(
        this,
        [this, scene = std::move(scene), generation, isFinal] {
            if (generation != m_generation) return;
            if (isFinal) m_isRunning = false;
            Q_EMIT sceneReady(scene, isFinal);
        },
        Qt::QueuedConnection);
}

void LayoutJob::run(const std::stop_token& stop, const SceneRequest& request, std::uint64_t generation) {
    const RunControl control(stop, [this, generation](std::string_view, double fraction) {
        QMetaObject::invokeMethod(
            this,
            [this, generation, fraction] {
                if (generation == m_generation) Q_EMIT progressed(fraction);
            },
            Qt::QueuedConnection);
    });
    const std::size_t edges = request.graph->edges.size();
    if (edges >= map::kPreviewFrom) {
        if (const auto preview = buildScene(request, SceneLines::Straight, control)) {
            const bool isFinal = (*preview)->isDense();
            deliver(*preview, generation, isFinal);
            if (isFinal) return;
        }
    }
    const auto scene = buildScene(request, SceneLines::Routed, control);
    if (scene) {
        deliver(*scene, generation, true);
        return;
    }
    if (scene.error().kind == Error::Kind::Cancelled) return;
    QMetaObject::invokeMethod(
        this,
        [this, generation, message = QString::fromStdString(scene.error().message)] {
            if (generation != m_generation) return;
            m_isRunning = false;
            Q_EMIT failed(message);
        },
        Qt::QueuedConnection);
}

} // namespace portolan
