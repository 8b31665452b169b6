#include "app/cli/result_writer.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace portolan::cli {
namespace {

constexpr std::size_t kPart = 64UL * 1024;
constexpr mode_t kNewMode = 0666;

/// The file behind all links of a path; the path itself where there is none.
std::string behindLinks(const std::string& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
    return real ? real.get() : path;
}

/// The name of try number `n` for a file in the folder of `target` that no other run has.
std::string nameBeside(const std::string& target, unsigned n) {
    const std::size_t slash = target.rfind('/');
    return (slash == std::string::npos ? "" : target.substr(0, slash + 1)) + ".portolan-" + std::to_string(::getpid()) +
           '-' + std::to_string(n);
}

/// True where a folder takes no file from us, though one in it may be written.
bool isClosedFolder(int reason) {
    return reason == EACCES || reason == EPERM || reason == EROFS;
}

/// Gives a file owner and mode of another; false where that is not ours to do.
bool takeAfter(int descriptor, const struct stat& other) {
    struct stat own {};
    if (::fstat(descriptor, &own) != 0) return false;
    const bool isSameOwner = own.st_uid == other.st_uid && own.st_gid == other.st_gid;
    if (!isSameOwner && ::fchown(descriptor, other.st_uid, other.st_gid) != 0) return false;
    return ::fchmod(descriptor, other.st_mode & 07777U) == 0;
}

} // namespace

Result<ResultWriter> ResultWriter::create(const std::string& file) {
    ResultWriter out(file.empty() ? "to standard output" : file);
    if (file.empty()) {
        out.m_descriptor = STDOUT_FILENO;
        return out;
    }
    if (const auto opened = out.openFile(file); !opened) return tl::make_unexpected(opened.error());
    return out;
}

ResultWriter::ResultWriter(ResultWriter&& other) noexcept
    : m_name(std::move(other.m_name)), m_target(std::move(other.m_target)),
      m_temporary(std::exchange(other.m_temporary, {})), m_waiting(std::move(other.m_waiting)),
      m_descriptor(std::exchange(other.m_descriptor, -1)) {}

ResultWriter::~ResultWriter() {
    if (m_descriptor > STDOUT_FILENO) ::close(m_descriptor);
    if (!m_temporary.empty()) ::unlink(m_temporary.c_str());
}

tl::unexpected<Error> ResultWriter::failed(int reason) const {
    if (reason == EPIPE) return cancelled();
    return fail(Error::Kind::Unreadable, "cannot write " + m_name + ": " + std::generic_category().message(reason));
}

Result<void> ResultWriter::openFile(const std::string& file) {
    struct stat there {};
    struct stat link {};
    const bool isThere = ::stat(file.c_str(), &there) == 0;
    const bool isLinkToNothing = !isThere && ::lstat(file.c_str(), &link) == 0;
    if (isThere ? S_ISREG(there.st_mode) : !isLinkToNothing) {
        // A rename would replace a file that may not be written, too.
        if (isThere && ::access(file.c_str(), W_OK) != 0) return failed(errno);
        const std::string target = behindLinks(file);
        const int reason = openBeside(target);
        if (reason != 0 && !(isThere && isClosedFolder(reason))) return failed(reason);
        if (reason == 0 && (!isThere || takeAfter(m_descriptor, there))) {
            m_target = target;
            return {};
        }
        if (m_descriptor >= 0) ::close(m_descriptor);
        if (!m_temporary.empty()) ::unlink(std::exchange(m_temporary, {}).c_str());
    }
    m_descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, kNewMode);
    if (m_descriptor < 0) return failed(errno);
    return {};
}

int ResultWriter::openBeside(const std::string& target) {
    for (unsigned n = 0; m_descriptor < 0; ++n) {
        m_temporary = nameBeside(target, n);
        m_descriptor = ::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kNewMode);
        if (m_descriptor < 0 && errno != EEXIST) {
            m_temporary.clear();
            return errno;
        }
    }
    return 0;
}

Result<void> ResultWriter::append(std::string_view text) {
    if (m_waiting.size() + text.size() < kPart) {
        m_waiting += text;
        return {};
    }
    if (const auto flushed = flush(); !flushed) return flushed;
    return write(text);
}

Result<void> ResultWriter::flush() {
    return write(std::exchange(m_waiting, {}));
}

Result<void> ResultWriter::write(std::string_view left) {
    while (!left.empty()) {
        const ssize_t written = ::write(m_descriptor, left.data(), left.size());
        if (written >= 0) {
            left.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) { // a pipe that its owner set so
            pollfd room{m_descriptor, POLLOUT, 0};
            ::poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return failed(errno);
        }
    }
    return {};
}

Result<void> ResultWriter::end() {
    if (const auto flushed = flush(); !flushed) return flushed;
    if (m_descriptor == STDOUT_FILENO) return {};
    if (::close(std::exchange(m_descriptor, -1)) != 0) return failed(errno); // some file systems tell it only here
    if (m_temporary.empty()) return {};
    if (::rename(m_temporary.c_str(), m_target.c_str()) != 0) return failed(errno);
    m_temporary.clear();
    return {};
}

} // namespace portolan::cli
