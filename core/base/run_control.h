#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace portolan {

/// Lets a long call be stopped and tell how far it is. Copyable; calls of `progress` may come from any thread,
/// at most 20 a second, with a fraction in 0..1 that never falls within one phase.
class RunControl {
  public:
    using Progress = std::function<void(std::string_view phase, double fraction)>;

    RunControl() = default;
    RunControl(std::stop_token stop, Progress progress) : m_stop(std::move(stop)), m_progress(std::move(progress)) {}

    bool isStopped() const { return m_stop.stop_requested(); }
    const std::stop_token& stopToken() const { return m_stop; }
    void report(std::string_view phase, double fraction) const {
        if (m_progress) m_progress(phase, fraction);
    }

  private:
    std::stop_token m_stop;
    Progress m_progress;
};

} // namespace portolan
