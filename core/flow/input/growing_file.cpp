#include "core/flow/input/growing_file.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <thread>
#include <unistd.h>

namespace portolan {
namespace {

constexpr std::chrono::milliseconds kLookAgainAfter{100};

std::optional<struct stat> statusOf(int descriptor) {
    struct stat status {};
    return ::fstat(descriptor, &status) == 0 ? std::optional(status) : std::nullopt;
}

bool isSameFile(const struct stat& a, const struct stat& b) {
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

class GrowingFile final : public ByteSource {
  public:
    GrowingFile(int descriptor, std::string path, RunControl control)
        : m_descriptor(descriptor), m_path(std::move(path)), m_control(std::move(control)) {
        const auto status = statusOf(m_descriptor);
        m_isRegular = status && S_ISREG(status->st_mode);
    }
    ~GrowingFile() override {
        if (m_descriptor > STDIN_FILENO) ::close(m_descriptor);
    }

    Result<std::size_t> read(std::span<char> into) override {
        while (!m_control.isStopped()) {
            if (!m_isRegular && !isReady(kLookAgainAfter)) continue;
            const ssize_t count = ::read(m_descriptor, into.data(), into.size());
            if (count > 0) {
                const auto size = static_cast<std::size_t>(count);
                m_consumed += size;
                m_offset += size;
                m_isAfterLineEnd = into[size - 1] == '\n';
                return size;
            }
            if (count < 0 && errno != EINTR) return fail(Error::Kind::Unreadable, m_path + ": " + std::strerror(errno));
            if (count < 0) continue;
            if (!m_isRegular) return std::size_t{0};
            if (!hasStartedAnew()) {
                std::this_thread::sleep_for(kLookAgainAfter);
            } else if (!m_isAfterLineEnd) { // what was cut off is no part of the new file's first line
                m_isAfterLineEnd = true;
                into[0] = '\n';
                return std::size_t{1};
            }
        }
        return std::size_t{0};
    }
    bool isIdle() const override {
        if (!m_isRegular) return !isReady(std::chrono::milliseconds(0));
        const auto status = statusOf(m_descriptor);
        return status && static_cast<std::uint64_t>(status->st_size) <= m_offset;
    }
    std::uint64_t consumed() const override { return m_consumed; }
    const std::string& problem() const override { return m_problem; }

  private:
    bool isReady(std::chrono::milliseconds patience) const {
        pollfd wait{m_descriptor, POLLIN, 0};
        return ::poll(&wait, 1, static_cast<int>(patience.count())) != 0; // an error shows in read()
    }

    /// Looks, at the end of the file, for another one of its name or for its being cut; goes to the beginning then.
    bool hasStartedAnew() {
        const auto here = statusOf(m_descriptor);
        struct stat there {};
        if (here && static_cast<std::uint64_t>(here->st_size) < m_offset) {
            m_offset = 0;
            return ::lseek(m_descriptor, 0, SEEK_SET) == 0;
        }
        if (!here || ::stat(m_path.c_str(), &there) != 0 || isSameFile(*here, there)) return false;
        const int anew = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
        if (anew < 0) return false;
        ::close(m_descriptor);
        m_descriptor = anew;
        m_offset = 0;
        return true;
    }

    int m_descriptor;
    std::string m_path;
    RunControl m_control;
    bool m_isRegular = false;
    bool m_isAfterLineEnd = true;
    std::uint64_t m_offset = 0;   ///< in the file at hand
    std::uint64_t m_consumed = 0; ///< of all files
    std::string m_problem;
};

} // namespace

Result<std::unique_ptr<ByteSource>> openGrowing(const std::string& path, const RunControl& control) {
    const int descriptor = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const auto kind = errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Unreadable;
        return fail(kind, path + ": " + std::strerror(errno));
    }
    const auto status = statusOf(descriptor);
    if (status && S_ISDIR(status->st_mode)) {
        ::close(descriptor);
        return fail(Error::Kind::Unsupported, path + ": is a directory; --follow takes files and standard input");
    }
    return std::make_unique<GrowingFile>(descriptor, path, control);
}

} // namespace portolan
