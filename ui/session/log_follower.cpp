#include "ui/session/log_follower.h"

#include "core/flow/follow_flows.h"

#include <QMetaObject>

#include <utility>

namespace portolan {

namespace {

constexpr std::chrono::milliseconds kInterval{1000};

} // namespace

LogFollower::~LogFollower() {
    stop();
}

void LogFollower::start(std::shared_ptr<const Analysis> analysis) {
    stop();
    m_thread =
        std::jthread([this, analysis = std::move(analysis)](const std::stop_token& token) { run(*analysis, token); });
}

void LogFollower::stop() {
    if (!m_thread.joinable()) return;
    m_thread.request_stop();
    m_thread.join();
    m_thread = std::jthread();
    m_newest.reset();
}

void LogFollower::run(const Analysis& analysis, const std::stop_token& stop) {
    const RunControl control(stop, {});
    const auto done = followEvidence(analysis.options, *analysis.cluster, control, kInterval, [&](FlowTable flows) {
        if (stop.stop_requested()) return;
        auto next = withFlows(analysis, std::move(flows), control);
        if (!next) return; // stopped
        const std::scoped_lock lock(m_mutex);
        const bool isAnnounced = std::exchange(m_newest, std::move(*next)) != nullptr;
        if (!isAnnounced)
            QMetaObject::invokeMethod(
                this, [this, stop] { deliver(stop); }, Qt::QueuedConnection);
    });
    if (stop.stop_requested()) return;
    const QString problem = done ? QString() : QString::fromStdString(done.error().message);
    QMetaObject::invokeMethod(
        this,
        [this, stop, problem] {
            if (stop.stop_requested()) return;
            LogFollower::stop();
            Q_EMIT ended(problem);
        },
        Qt::QueuedConnection);
}

void LogFollower::deliver(const std::stop_token& stop) {
    std::shared_ptr<const Analysis> newest;
    {
        const std::scoped_lock lock(m_mutex);
        newest = std::exchange(m_newest, nullptr);
    }
    if (newest && !stop.stop_requested()) Q_EMIT grown(newest);
}

} // namespace portolan
