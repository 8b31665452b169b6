#include "core/load/source_text.h"

#include "core/load/feed_json.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <simdjson.h>
#include <system_error>
#include <unistd.h>

namespace portolan::loading {
namespace {

/// Files below this size are read; a mapping costs more than it saves.
constexpr std::size_t kMapFrom = std::size_t{1} << 20U;

class Descriptor {
  public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd > STDERR_FILENO) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }

  private:
    int m_fd;
};

std::string systemReason(const std::string& path) {
    return path + ": " + std::generic_category().message(errno);
}

Result<std::string> readAll(int fd, const std::string& path, std::size_t expected) {
    std::string out;
    out.resize(std::max<std::size_t>(expected + 1, 1U << 16U));
    std::size_t used = 0;
    for (;;) {
        if (used == out.size()) out.resize(out.size() * 2);
        const ssize_t got = ::read(fd, out.data() + used, out.size() - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(Error::Kind::Unreadable, systemReason(path));
        if (got == 0) break;
        used += static_cast<std::size_t>(got);
    }
    out.resize(used);
    return out;
}

void appendUtf8(std::string& out, std::uint32_t c) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
    if (c < 0x80U) {
        put(c);
    } else if (c < 0x800U) {
        put(0xc0U | c >> 6U);
        put(0x80U | (c & 0x3fU));
    } else if (c < 0x10000U) {
        put(0xe0U | c >> 12U);
        put(0x80U | (c >> 6U & 0x3fU));
        put(0x80U | (c & 0x3fU));
    } else {
        put(0xf0U | c >> 18U);
        put(0x80U | (c >> 12U & 0x3fU));
        put(0x80U | (c >> 6U & 0x3fU));
        put(0x80U | (c & 0x3fU));
    }
}

/// True where every other of the first bytes is NUL.
bool looksLikeUtf16(std::string_view text) {
    constexpr std::size_t kLooked = 16;
    if (text.size() < kLooked) return false;
    const std::size_t first = text[0] == '\0' ? 0 : 1;
    for (std::size_t i = 0; i < kLooked; ++i)
        if ((text[i] == '\0') != (i % 2 == first)) return false;
    return true;
}

/// The number of the first line that is not valid UTF-8, of a text that is not.
std::size_t firstInvalidLine(std::string_view text) {
    for (std::size_t line = 1;; ++line) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos || !simdjson::validate_utf8(text.data(), end)) return line;
        text.remove_prefix(end + 1);
    }
}

} // namespace

void Unmap::operator()(char* bytes) const {
    ::munmap(bytes, size);
}

SourceText SourceText::of(std::string_view text) {
    SourceText out;
    out.own(text);
    return out;
}

void SourceText::own(std::string_view text) {
    auto bytes = std::make_unique<char[]>(text.size() + kJsonPadding);
    std::ranges::copy(text, bytes.get());
    m_text = {bytes.get(), text.size()};
    m_owned = std::move(bytes);
    m_mapped.reset();
}

Result<SourceText> SourceText::read(const std::string& path) {
    const bool isStandardInput = path == "-";
    const Descriptor file(isStandardInput ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0)
        return fail(errno == ENOENT ? Error::Kind::NotFound : Error::Kind::Unreadable, systemReason(path));
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return fail(Error::Kind::Unreadable, systemReason(path));
    const std::size_t size = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    if (size < kMapFrom || isStandardInput) {
        auto bytes = readAll(file.get(), path, size);
        if (!bytes) return tl::make_unexpected(bytes.error());
        return of(*bytes);
    }
    // One page more than the file needs, so that the bytes behind its end are readable (JSON wants some).
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t mapped = (size / page + 2) * page;
    void* const room = ::mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) return fail(Error::Kind::Unreadable, systemReason(path));
    std::unique_ptr<char, Unmap> bytes(static_cast<char*>(room), Unmap{mapped});
    if (::mmap(room, size, PROT_READ, MAP_PRIVATE | MAP_FIXED, file.get(), 0) == MAP_FAILED)
        return fail(Error::Kind::Unreadable, systemReason(path));
    ::madvise(room, size, MADV_SEQUENTIAL);
    SourceText out;
    out.m_text = {bytes.get(), size};
    out.m_mapped = std::move(bytes);
    return out;
}

bool SourceText::decodeUtf16(bool isBigEndian) {
    if (m_text.size() % 2 != 0) return false;
    const auto unit = [&](std::size_t i) {
        const auto low = static_cast<unsigned char>(m_text[i + (isBigEndian ? 1 : 0)]);
        const auto high = static_cast<unsigned char>(m_text[i + (isBigEndian ? 0 : 1)]);
        return std::uint32_t{high} << 8U | low;
    };
    std::string out;
    out.reserve(m_text.size() / 2);
    for (std::size_t i = 2; i < m_text.size(); i += 2) {
        std::uint32_t c = unit(i);
        if (c >= 0xdc00U && c < 0xe000U) return false;
        if (c >= 0xd800U && c < 0xdc00U) {
            if (i + 2 >= m_text.size()) return false;
            const std::uint32_t low = unit(i + 2);
            if (low < 0xdc00U || low >= 0xe000U) return false;
            c = 0x10000U + ((c - 0xd800U) << 10U) + (low - 0xdc00U);
            i += 2;
        }
        appendUtf8(out, c);
    }
    own(out);
    return true;
}

std::optional<std::string> SourceText::decode() {
    if (m_text.starts_with("\xff\xfe") || m_text.starts_with("\xfe\xff")) {
        if (!decodeUtf16(m_text[0] == '\xfe')) return "not text: the byte order mark says UTF-16, the bytes are not";
    }
    if (m_text.starts_with("\xef\xbb\xbf")) m_text.remove_prefix(3);
    if (m_text.find('\0') != std::string_view::npos)
        return looksLikeUtf16(m_text)
                   ? "not text: it holds NUL bytes (UTF-16 without a byte order mark?); save it as UTF-8"
                   : "not text: it holds NUL bytes (a binary file)";
    if (!simdjson::validate_utf8(m_text.data(), m_text.size()))
        return "not text: line " + std::to_string(firstInvalidLine(m_text)) +
               " is not valid UTF-8; save the file as UTF-8";
    const auto isLoneReturn = [&](std::size_t i) { return i + 1 == m_text.size() || m_text[i + 1] != '\n'; };
    for (std::size_t i = m_text.find('\r'); i != std::string_view::npos; i = m_text.find('\r', i + 1)) {
        if (!isLoneReturn(i)) continue;
        std::string fixed(m_text);
        for (std::size_t k = 0; k < fixed.size(); ++k)
            if (fixed[k] == '\r' && isLoneReturn(k)) fixed[k] = '\n';
        own(fixed);
        break;
    }
    return std::nullopt;
}

} // namespace portolan::loading
