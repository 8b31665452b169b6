#include "core/flow/input/byte_source.h"

#include <sys/stat.h>

#include <array>
#include <bzlib.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <poll.h>
#include <string_view>
#include <unistd.h>
#include <vector>
#include <zlib.h>
#include <zstd.h>

namespace portolan {
namespace {

constexpr std::size_t kCompressedBytes = std::size_t{256} * 1024;
constexpr int kPollMilliseconds = 10;

class FileSource final : public ByteSource {
  public:
    FileSource(int descriptor, bool isRegular, std::string path, RunControl control)
        : m_descriptor(descriptor), m_isRegular(isRegular), m_path(std::move(path)), m_control(std::move(control)) {}
    ~FileSource() override {
        if (m_descriptor > STDIN_FILENO) ::close(m_descriptor);
    }

    Result<std::size_t> read(std::span<char> into) override {
        if (!m_ahead.empty()) {
            const std::size_t count = std::min(into.size(), m_ahead.size());
            std::memcpy(into.data(), m_ahead.data(), count);
            m_ahead.erase(0, count);
            return count;
        }
        while (true) {
            if (!m_isRegular && !isReady()) {
                if (m_control.isStopped()) return cancelled();
                continue;
            }
            const ssize_t count = ::read(m_descriptor, into.data(), into.size());
            if (count >= 0) {
                m_consumed += static_cast<std::uint64_t>(count);
                return static_cast<std::size_t>(count);
            }
            if (errno != EINTR) return fail(Error::Kind::Unreadable, m_path + ": " + std::strerror(errno));
        }
    }
    /// The first `count` bytes (fewer at the end of a short file), which read() gives again.
    Result<std::string_view> peek(std::size_t count) {
        while (m_ahead.size() < count) {
            std::array<char, 64> buffer;
            std::string kept = std::move(m_ahead);
            m_ahead.clear();
            const auto more = read(std::span(buffer).first(count - kept.size()));
            m_ahead = std::move(kept);
            if (!more) return tl::make_unexpected(more.error());
            if (*more == 0) break;
            m_ahead.append(buffer.data(), *more);
        }
        return std::string_view(m_ahead);
    }
    std::uint64_t consumed() const override { return m_consumed; }
    const std::string& problem() const override { return m_problem; }

  private:
    bool isReady() const {
        pollfd wait{m_descriptor, POLLIN, 0};
        return ::poll(&wait, 1, kPollMilliseconds) != 0; // an error shows in read()
    }

    int m_descriptor;
    bool m_isRegular;
    std::string m_path;
    RunControl m_control;
    std::string m_ahead;
    std::uint64_t m_consumed = 0;
    std::string m_problem;
};

/// What the decompressors share: a buffer of compressed bytes that refills itself.
class CompressedSource : public ByteSource {
  public:
    explicit CompressedSource(std::unique_ptr<FileSource> file) : m_file(std::move(file)), m_buffer(kCompressedBytes) {}
    std::uint64_t consumed() const override { return m_file->consumed(); }
    const std::string& problem() const override { return m_problem; }

  protected:
    /// True where compressed bytes are at hand; false at the end of the file.
    Result<bool> refill() {
        if (m_at < m_end) return true;
        const auto count = m_file->read(m_buffer);
        if (!count) return tl::make_unexpected(count.error());
        m_at = 0;
        m_end = *count;
        return m_end > 0;
    }
    void endWith(std::string problem) {
        m_problem = std::move(problem);
        m_isDone = true;
    }

    std::unique_ptr<FileSource> m_file;
    std::vector<char> m_buffer;
    std::size_t m_at = 0;
    std::size_t m_end = 0;
    bool m_isDone = false;
    std::string m_problem;
};

class GzipSource final : public CompressedSource {
  public:
    explicit GzipSource(std::unique_ptr<FileSource> file) : CompressedSource(std::move(file)) {
        m_isDone = inflateInit2(&m_stream, 15 + 16) != Z_OK; // 16: gzip wrapping only
    }
    ~GzipSource() override { inflateEnd(&m_stream); }

    Result<std::size_t> read(std::span<char> into) override {
        m_stream.next_out = reinterpret_cast<Bytef*>(into.data());
        m_stream.avail_out = static_cast<uInt>(std::min<std::size_t>(into.size(), 1U << 30U));
        const uInt wanted = m_stream.avail_out;
        while (!m_isDone && m_stream.avail_out == wanted) {
            const auto more = refill();
            if (!more) return tl::make_unexpected(more.error());
            if (!*more) {
                if (m_isInMember) endWith("the gzip stream ends in the middle");
                m_isDone = true;
                break;
            }
            inflateSome();
        }
        return wanted - m_stream.avail_out;
    }

  private:
    void inflateSome() {
        m_stream.next_in = reinterpret_cast<Bytef*>(m_buffer.data() + m_at);
        m_stream.avail_in = static_cast<uInt>(m_end - m_at);
        const bool isFirstOfMember = !m_isInMember;
        m_isInMember = true;
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        m_at = m_end - m_stream.avail_in;
        if (status == Z_STREAM_END) {
            m_isInMember = false;
            m_hasMember = true;
            inflateReset(&m_stream);
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            // Zeros and other padding after a whole member are legal for tar-like writers and carry nothing.
            if (isFirstOfMember && m_hasMember)
                m_isDone = true;
            else
                endWith("the gzip stream is damaged");
        }
    }

    z_stream m_stream{};
    bool m_isInMember = false;
    bool m_hasMember = false;
};

class Bzip2Source final : public CompressedSource {
  public:
    explicit Bzip2Source(std::unique_ptr<FileSource> file) : CompressedSource(std::move(file)) { begin(); }
    ~Bzip2Source() override { BZ2_bzDecompressEnd(&m_stream); }

    Result<std::size_t> read(std::span<char> into) override {
        m_stream.next_out = into.data();
        m_stream.avail_out = static_cast<unsigned>(std::min<std::size_t>(into.size(), 1U << 30U));
        const unsigned wanted = m_stream.avail_out;
        while (!m_isDone && m_stream.avail_out == wanted) {
            const auto more = refill();
            if (!more) return tl::make_unexpected(more.error());
            if (!*more) {
                if (m_isInStream) endWith("the bzip2 stream ends in the middle");
                m_isDone = true;
                break;
            }
            inflateSome();
        }
        return wanted - m_stream.avail_out;
    }

  private:
    void begin() {
        if (BZ2_bzDecompressInit(&m_stream, 0, 0) != BZ_OK) endWith("there is no memory for bzip2");
    }
    void inflateSome() {
        m_stream.next_in = m_buffer.data() + m_at;
        m_stream.avail_in = static_cast<unsigned>(m_end - m_at);
        const bool isFirstOfStream = !m_isInStream;
        m_isInStream = true;
        const int status = BZ2_bzDecompress(&m_stream);
        m_at = m_end - m_stream.avail_in;
        if (status == BZ_STREAM_END) {
            m_isInStream = false;
            m_hasStream = true;
            char* const out = m_stream.next_out;
            const unsigned room = m_stream.avail_out;
            BZ2_bzDecompressEnd(&m_stream);
            m_stream = {};
            begin();
            m_stream.next_out = out;
            m_stream.avail_out = room;
        } else if (status != BZ_OK) {
            if (isFirstOfStream && m_hasStream)
                m_isDone = true; // padding after a whole stream
            else
                endWith("the bzip2 stream is damaged");
        }
    }

    bz_stream m_stream{};
    bool m_isInStream = false;
    bool m_hasStream = false;
};

class ZstdSource final : public CompressedSource {
  public:
    explicit ZstdSource(std::unique_ptr<FileSource> file)
        : CompressedSource(std::move(file)), m_stream(ZSTD_createDStream()) {}
    ~ZstdSource() override { ZSTD_freeDStream(m_stream); }

    Result<std::size_t> read(std::span<char> into) override {
        ZSTD_outBuffer out{into.data(), into.size(), 0};
        while (!m_isDone && out.pos == 0) {
            const auto more = refill();
            if (!more) return tl::make_unexpected(more.error());
            if (!*more && !m_isOutputPending) {
                if (m_isInFrame) endWith("the zstd stream ends in the middle");
                m_isDone = true;
                break;
            }
            ZSTD_inBuffer in{m_buffer.data(), m_end, m_at};
            const std::size_t status = ZSTD_decompressStream(m_stream, &out, &in);
            const bool hasMoved = in.pos != m_at || out.pos != 0;
            m_at = in.pos;
            if (ZSTD_isError(status) != 0) {
                endWith("the zstd stream is damaged");
                break;
            }
            m_isInFrame = status != 0;
            m_isOutputPending = out.pos == out.size;
            if (!hasMoved) m_isOutputPending = false;
        }
        return out.pos;
    }

  private:
    ZSTD_DStream* m_stream;
    bool m_isInFrame = false;
    bool m_isOutputPending = false;
};

Result<std::unique_ptr<FileSource>> openFile(const std::string& path, const RunControl& control, std::uint64_t& size) {
    const bool isStandardInput = path == "-";
    const int descriptor = isStandardInput ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        const auto kind = errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Unreadable;
        return fail(kind, path + ": " + std::strerror(errno));
    }
    struct stat status {};
    const bool isKnown = ::fstat(descriptor, &status) == 0;
    const bool isRegular = isKnown && S_ISREG(status.st_mode);
    auto file = std::make_unique<FileSource>(descriptor, isRegular, path, control);
    if (isKnown && S_ISDIR(status.st_mode)) return fail(Error::Kind::Unreadable, path + ": is a directory");
    size = isRegular ? static_cast<std::uint64_t>(status.st_size) : 0;
    return file;
}

} // namespace

Result<OpenedSource> openBytes(const std::string& path, const RunControl& control) {
    OpenedSource opened;
    auto file = openFile(path, control, opened.deviceBytes);
    if (!file) return tl::make_unexpected(file.error());
    const auto magic = (*file)->peek(6);
    if (!magic) return tl::make_unexpected(magic.error());
    constexpr std::string_view kXz("\xfd"
                                   "7zXZ");
    if (magic->starts_with(kXz))
        return fail(Error::Kind::Unsupported,
                    path +
                        ": compressed with xz, which is not read; unpack it with \"xz -d\" or pipe \"xz -dc\" into -");
    opened.isCompressed = true;
    if (magic->starts_with("\x1f\x8b")) {
        opened.bytes = std::make_unique<GzipSource>(std::move(*file));
    } else if (magic->starts_with("BZh")) {
        opened.bytes = std::make_unique<Bzip2Source>(std::move(*file));
    } else if (magic->starts_with("\x28\xb5\x2f\xfd")) {
        opened.bytes = std::make_unique<ZstdSource>(std::move(*file));
    } else {
        opened.bytes = std::move(*file);
        opened.isCompressed = false;
    }
    return opened;
}

} // namespace portolan
