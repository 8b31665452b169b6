#include "app/cli/ask_password.h"

#include "core/flow/clickhouse/clickhouse.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <termios.h>
#include <unistd.h>

namespace portolan::cli {
namespace {

constexpr const char* kVariable = "PORTOLAN_CLICKHOUSE_PASSWORD";

struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
};

/// What is typed at the terminal, unseen; empty where there is none.
std::string typed(const std::string& user) {
    const std::unique_ptr<std::FILE, Close> terminal(std::fopen("/dev/tty", "r+"));
    termios before{};
    if (!terminal || isatty(STDIN_FILENO) == 0 || tcgetattr(fileno(terminal.get()), &before) != 0) return "";
    std::fprintf(terminal.get(), "Password of %s for ClickHouse: ", user.c_str());
    std::fflush(terminal.get());
    // An interrupt waits until the terminal shows again what is typed.
    sigset_t interrupts;
    sigset_t mask;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    sigaddset(&interrupts, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &interrupts, &mask);
    termios hidden = before;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(fileno(terminal.get()), TCSAFLUSH, &hidden);
    std::string out;
    for (int c = std::fgetc(terminal.get()); c != EOF && c != '\n'; c = std::fgetc(terminal.get()))
        out += static_cast<char>(c);
    tcsetattr(fileno(terminal.get()), TCSAFLUSH, &before);
    std::fputc('\n', terminal.get());
    pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    return out;
}

} // namespace

std::string clickHousePassword(const Request& request) {
    std::vector<std::string> urls = request.analysis.flows;
    urls.push_back(request.target);
    std::string user;
    bool isAsked = false;
    for (const std::string& url : urls) {
        if (!isClickHouse(url)) continue;
        isAsked = true;
        if (user.empty()) user = clickHouseUser(url);
    }
    if (!isAsked) return "";
    if (const char* password = std::getenv(kVariable)) return password;
    return user.empty() ? "" : typed(user);
}

} // namespace portolan::cli
