#include "ui/session/job_runner.h"

#include <algorithm>

namespace portolan {

JobRunner::JobRunner(QObject* parent) : QObject(parent) {}

JobRunner::~JobRunner() {
    stopAll();
    m_jobs.clear(); // joins
}

void JobRunner::start(Work work) {
    stopAll();
    const std::uint64_t generation = ++m_generation;
    auto job = std::make_unique<Job>();
    job->generation = generation;
    job->thread = std::jthread([this, generation, call = std::move(work)](const std::stop_token& stop) {
        const RunControl control(stop, [this, generation](std::string_view phase, double fraction) {
            QMetaObject::invokeMethod(
                this,
                [this, generation, text = QString::fromUtf8(phase.data(), qsizetype(phase.size())), fraction] {
                    showProgress(generation, text, fraction);
                },
                Qt::QueuedConnection);
        });
        Deliver deliver = call(control);
        QMetaObject::invokeMethod(
            this, [this, generation, done = std::move(deliver)] { finish(generation, done); }, Qt::QueuedConnection);
    });
    m_jobs.push_back(std::move(job));
    m_isRunning = true;
    Q_EMIT started();
}

void JobRunner::cancel() {
    if (!m_isRunning) return;
    stopAll();
    ++m_generation;
    m_isRunning = false;
    Q_EMIT stopped();
}

void JobRunner::stopAll() {
    for (const auto& job : m_jobs) job->thread.request_stop();
}

void JobRunner::finish(std::uint64_t generation, const Deliver& deliver) {
    std::erase_if(m_jobs, [&](const auto& job) { return job->generation == generation; });
    if (generation != m_generation) return;
    m_isRunning = false;
    if (deliver) deliver();
    if (!m_isRunning) Q_EMIT stopped();
}

void JobRunner::showProgress(std::uint64_t generation, const QString& phase, double fraction) {
    if (generation == m_generation && m_isRunning) Q_EMIT progressed(phase, fraction);
}

} // namespace portolan
