#include "core/base/process.h"

#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string_view>
#include <unistd.h>

extern char** environ; // POSIX leaves the declaration to the program

namespace portolan {
namespace {

using Clock = std::chrono::steady_clock;

/// How long a stop request or the end of the child may go unseen.
constexpr int kTickMilliseconds = 10;

class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int value) : m_value(value) {}
    Descriptor(Descriptor&& other) noexcept : m_value(std::exchange(other.m_value, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        if (this != &other) {
            close();
            m_value = std::exchange(other.m_value, -1);
        }
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    int get() const { return m_value; }
    bool isOpen() const { return m_value >= 0; }
    void close() {
        if (m_value >= 0) ::close(m_value);
        m_value = -1;
    }

  private:
    int m_value = -1;
};

struct Pipe {
    Descriptor read;
    Descriptor write;
};

/// Both ends close on exec, so that no other child started at the same moment keeps them open.
std::optional<Pipe> openPipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

void makeNonBlocking(const Descriptor& descriptor) {
    const int flags = ::fcntl(descriptor.get(), F_GETFL);
    ::fcntl(descriptor.get(), F_SETFL, flags | O_NONBLOCK);
}

/// Keeps a child that closes its input early from killing us with SIGPIPE; only the calling thread is concerned.
class PipeSignalGuard {
  public:
    PipeSignalGuard() {
        sigemptyset(&m_pipe);
        sigaddset(&m_pipe, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
    }
    ~PipeSignalGuard() {
        if (sigismember(&m_before, SIGPIPE) == 0) {
            const timespec now{};
            while (sigtimedwait(&m_pipe, nullptr, &now) == SIGPIPE) {
            }
        }
        pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    }
    PipeSignalGuard(const PipeSignalGuard&) = delete;
    PipeSignalGuard& operator=(const PipeSignalGuard&) = delete;

    const sigset_t& before() const { return m_before; }

  private:
    sigset_t m_pipe{};
    sigset_t m_before{};
};

/// A running child in a process group of its own; killed and reaped when it goes out of scope.
class Child {
  public:
    explicit Child(pid_t pid) : m_pid(pid) {}
    ~Child() {
        if (m_status) return;
        kill();
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The group goes with it: a credential plug-in that the child started must not outlive it.
    void kill() const { ::kill(-m_pid, SIGKILL); }

    bool hasEnded() {
        if (m_status) return true;
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) == m_pid) m_status = status;
        return m_status.has_value();
    }
    /// Exit status, or 128 + the signal that ended it, as a shell reports it.
    int exitCode() const { return WIFEXITED(*m_status) ? WEXITSTATUS(*m_status) : 128 + WTERMSIG(*m_status); }

  private:
    pid_t m_pid;
    std::optional<int> m_status;
};

/// Starts the program with the three pipes as its standard streams. Returns 0 or an errno value.
int spawn(const ProcessRequest& request, const Pipe& input, const Pipe& output, const Pipe& errors,
          const sigset_t& signals, pid_t& pid) {
    std::vector<char*> arguments{const_cast<char*>(request.program.c_str())};
    for (const std::string& argument : request.arguments) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    if (posix_spawn_file_actions_init(&actions) != 0) return ENOMEM;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return ENOMEM;
    }
    posix_spawn_file_actions_adddup2(&actions, input.read.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output.write.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.write.get(), STDERR_FILENO);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &signals);
    const int error = ::posix_spawnp(&pid, request.program.c_str(), &actions, &attributes, arguments.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/// Reads what is there, about a megabyte at most so that a chatty child cannot keep us from looking at the clock;
/// closes the descriptor at its end. True if there was anything.
bool drain(Descriptor& from, std::string& into) {
    constexpr std::size_t kMost = 1U << 20U;
    std::array<char, 65536> buffer;
    const std::size_t before = into.size();
    while (from.isOpen() && into.size() - before < kMost) {
        const ssize_t count = ::read(from.get(), buffer.data(), buffer.size());
        if (count > 0) {
            into.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN) {
            break;
        } else {
            from.close();
        }
    }
    return into.size() > before;
}

/// Writes as much as fits; closes the descriptor when all is written or the child reads no more.
void feed(Descriptor& into, std::string_view& rest) {
    while (into.isOpen() && !rest.empty()) {
        const ssize_t count = ::write(into.get(), rest.data(), rest.size());
        if (count > 0) {
            rest.remove_prefix(static_cast<std::size_t>(count));
        } else if (count < 0 && errno == EINTR) {
            continue;
        } else if (count < 0 && errno == EAGAIN) {
            return;
        } else {
            into.close();
        }
    }
    into.close();
}

/// Waits for one of the open streams, at most one tick. A closed descriptor is -1, which poll passes over.
void waitForStreams(const Descriptor& input, const Descriptor& output, const Descriptor& errors) {
    std::array<pollfd, 3> streams{pollfd{input.get(), POLLOUT, 0}, pollfd{output.get(), POLLIN, 0},
                                  pollfd{errors.get(), POLLIN, 0}};
    const bool isAlmostOver = !output.isOpen() && !errors.isOpen();
    ::poll(streams.data(), streams.size(), isAlmostOver ? 1 : kTickMilliseconds);
}

tl::unexpected<Error> spawnError(const std::string& program, int error) {
    if (error == ENOENT || error == ENOTDIR) return fail(Error::Kind::NotFound, "no program '" + program + "' found");
    return fail(Error::Kind::Unreadable, "cannot start '" + program + "': " + std::strerror(error));
}

} // namespace

Result<ProcessOutput> runProcess(const ProcessRequest& request, const RunControl& control) {
    if (control.isStopped()) return cancelled();
    std::optional<Pipe> input = openPipe();
    std::optional<Pipe> output = openPipe();
    std::optional<Pipe> errors = openPipe();
    if (!input || !output || !errors)
        return fail(Error::Kind::Unreadable, std::string("cannot open a pipe: ") + std::strerror(errno));

    const PipeSignalGuard guard;
    pid_t pid = 0;
    if (const int error = spawn(request, *input, *output, *errors, guard.before(), pid); error != 0)
        return spawnError(request.program, error);
    Child child(pid);
    input->read.close();
    output->write.close();
    errors->write.close();
    makeNonBlocking(input->write);
    makeNonBlocking(output->read);
    makeNonBlocking(errors->read);

    const Clock::time_point deadline = Clock::now() + request.timeout;
    ProcessOutput result;
    std::string_view rest = request.input;
    while (true) {
        feed(input->write, rest);
        // Asked before the streams are read: what the child wrote before its end is then in them.
        const bool ended = child.hasEnded();
        const bool wroteOutput = drain(output->read, result.output);
        const bool wroteErrors = drain(errors->read, result.errors);
        // A grandchild may hold the streams open for ever; the child's own end is what counts.
        if (ended && !wroteOutput && !wroteErrors) break;
        if (control.isStopped()) return cancelled();
        if (Clock::now() >= deadline)
            return fail(Error::Kind::Unreadable, "'" + request.program + "' did not finish within " +
                                                     std::to_string(request.timeout.count()) + " ms");
        if (!ended) waitForStreams(input->write, output->read, errors->read);
    }
    result.exitCode = child.exitCode();
    return result;
}

} // namespace portolan
