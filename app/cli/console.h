#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"

#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace portolan::cli {

/// Where results and words for the user go. Results are written once, at the end, as ResultWriter does: to standard
/// output, or whole to a file. Progress is shown on a terminal only; an interrupt (Ctrl+C) stops the run.
class Console {
  public:
    Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console();

    const RunControl& control() const { return m_control; }
    /// Writes a result: to `file`, or to standard output where it is empty; fails as ResultWriter does.
    Result<void> write(std::string_view result, const std::string& file) const;
    /// One line on standard error.
    void say(std::string_view line);

  private:
    void clearProgress();

    std::stop_source m_stop;
    RunControl m_control;
    bool m_isTerminal = false;
    bool m_hasProgress = false;
    std::jthread m_signals;
};

} // namespace portolan::cli
