#pragma once

#include "core/base/run_control.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace portolan {

/// Runs long calls off the window's thread. The newest wins: starting a job stops the one before, and what a stale one
/// still brings is dropped by its generation number.
///
///     window's thread   start(work) ───────────────────────────────> deliver()   if it is still the newest
///                            │                                          ^
///     a thread a job         └──> work(control) ── returns deliver ─────┘ queued
///
/// All members belong to the window's thread. The destructor stops and waits for every thread.
class JobRunner : public QObject {
    Q_OBJECT
  public:
    /// What the window's thread does with the outcome.
    using Deliver = std::function<void()>;
    /// The long call: reads values only, asks `control` whether to stop, and returns what to do with its outcome.
    using Work = std::function<Deliver(const RunControl& control)>;

    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;

    void start(Work work);
    /// Stops the running job; nothing of it is delivered.
    void cancel();
    bool isRunning() const { return m_isRunning; }

  Q_SIGNALS:
    void started();
    /// How far the newest job is, `fraction` 0..1.
    void progressed(const QString& phase, double fraction);
    /// The newest job was delivered or cancelled.
    void stopped();

  private:
    struct Job {
        std::uint64_t generation = 0;
        std::jthread thread;
    };
    void stopAll();
    void finish(std::uint64_t generation, const Deliver& deliver);
    void showProgress(std::uint64_t generation, const QString& phase, double fraction);

    std::vector<std::unique_ptr<Job>> m_jobs;
    std::uint64_t m_generation = 0;
    bool m_isRunning = false;
};

} // namespace portolan
