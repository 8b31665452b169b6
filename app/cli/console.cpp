#include "app/cli/console.h"

#include "app/cli/result_writer.h"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <unistd.h>

namespace portolan::cli {

Console::Console() : m_isTerminal(isatty(STDERR_FILENO) == 1) {
    // Blocked here, before any other thread exists, so that only the waiting thread sees the signals.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    m_signals = std::jthread([this, signals](const std::stop_token& over) {
        const timespec pause{0, 50'000'000};
        while (!over.stop_requested())
            if (sigtimedwait(&signals, nullptr, &pause) > 0) m_stop.request_stop();
    });
    RunControl::Progress progress;
    if (m_isTerminal)
        progress = [this](std::string_view phase, double fraction) {
            m_hasProgress = true;
            std::fprintf(stderr, "\r%3d %% %.*s\x1b[K", static_cast<int>(fraction * 100),
                         static_cast<int>(phase.size()), phase.data());
        };
    m_control = RunControl(m_stop.get_token(), std::move(progress));
}

Console::~Console() {
    clearProgress();
}

void Console::clearProgress() {
    if (m_hasProgress) std::fputs("\r\x1b[K", stderr);
    m_hasProgress = false;
}

void Console::say(std::string_view line) {
    clearProgress();
    std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
}

Result<void> Console::write(std::string_view result, const std::string& file) const {
    auto out = ResultWriter::create(file);
    if (!out) return tl::make_unexpected(out.error());
    if (const auto taken = out->append(result); !taken) return taken;
    return out->end();
}

} // namespace portolan::cli
