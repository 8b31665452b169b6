#pragma once

#include "core/analysis/analysis.h"

#include <QObject>

#include <memory>
#include <mutex>
#include <thread>

namespace portolan {

/// Follows the flow logs of an analysis on a thread of its own and makes a new analysis of everything read so far
/// whenever something was added; one that the window has not taken is replaced by the next. All members but the
/// thread's belong to the window's thread. The destructor stops and waits.
class LogFollower : public QObject {
    Q_OBJECT
  public:
    explicit LogFollower(QObject* parent = nullptr) : QObject(parent) {}
    ~LogFollower() override;

    /// Follows analysis.options.flows for its cluster and policies; whatever was followed before no more.
    void start(std::shared_ptr<const Analysis> analysis);
    /// Nothing is announced afterwards.
    void stop();
    bool isRunning() const { return m_thread.joinable(); }

  Q_SIGNALS:
    void grown(const std::shared_ptr<const portolan::Analysis>& analysis);
    /// Every log has ended (pipes do), or one could not be read: `problem` is a sentence then.
    void ended(const QString& problem);

  private:
    void run(const Analysis& analysis, const std::stop_token& stop);
    void deliver(const std::stop_token& stop);

    std::mutex m_mutex;
    std::shared_ptr<const Analysis> m_newest; ///< not taken yet
    std::jthread m_thread;
};

} // namespace portolan
