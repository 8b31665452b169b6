#include "core/base/spill_file.h"

#include <sys/mman.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <system_error>
#include <unistd.h>

namespace portolan {
namespace {

constexpr mode_t kOwnerOnly = S_IRUSR | S_IWUSR;

std::string reason(int error) {
    return std::generic_category().message(error);
}

/// An open file in that folder that no longer has a name; -1 and errno where there can be none.
int openNameless(const std::string& folder) {
    const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kOwnerOnly);
    if (nameless >= 0) return nameless;
    std::string name = folder + "/portolan-XXXXXX"; // the file system knows no nameless files
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) ::unlink(name.c_str());
    return named;
}

} // namespace

Result<SpillFile> SpillFile::create() {
    const char* const wanted = std::getenv("TMPDIR");
    const std::array<const char*, 3> folders{wanted != nullptr && *wanted != '\0' ? wanted : "/var/tmp", "/var/tmp",
                                             "/tmp"};
    int error = 0;
    for (const char* folder : folders) {
        const int descriptor = openNameless(folder);
        if (descriptor >= 0) return SpillFile(descriptor);
        if (error == 0) error = errno;
    }
    return fail(Error::Kind::Unreadable, std::string("cannot make a temporary file in ") + folders.front() + ": " +
                                             reason(error) + "; set TMPDIR to a folder with room");
}

SpillFile::~SpillFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<void> SpillFile::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(m_size));
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0)
            return fail(Error::Kind::Unreadable,
                        "cannot write to a temporary file: " + reason(written < 0 ? errno : ENOSPC) +
                            "; set TMPDIR to a folder with room");
        m_size += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> SpillFile::read(std::uint64_t offset, std::span<std::byte> out) const {
    while (!out.empty()) {
        const ssize_t count = ::pread(m_descriptor, out.data(), out.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0)
            return fail(Error::Kind::Unreadable, "cannot read a temporary file: " + reason(count < 0 ? errno : EIO));
        offset += static_cast<std::uint64_t>(count);
        out = out.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<SpillMapping> SpillMapping::of(const SpillFile& file) {
    SpillMapping out;
    if (file.size() == 0) return out;
    void* const bytes = ::mmap(nullptr, file.size(), PROT_READ, MAP_SHARED, file.m_descriptor, 0);
    if (bytes == MAP_FAILED) return fail(Error::Kind::Unreadable, "cannot map a temporary file: " + reason(errno));
    out.m_bytes = static_cast<std::byte*>(bytes);
    out.m_size = file.size();
    return out;
}

SpillMapping::~SpillMapping() {
    if (m_bytes != nullptr) ::munmap(m_bytes, m_size);
}

void SpillMapping::release(std::size_t begin, std::size_t end) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    begin = (begin + page - 1) / page * page;
    end = end / page * page;
    if (m_bytes != nullptr && begin < end) ::madvise(m_bytes + begin, end - begin, MADV_DONTNEED);
}

} // namespace portolan
