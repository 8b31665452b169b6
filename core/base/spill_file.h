#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace portolan {

/// A file without a name for what memory is not to hold: gone when it is closed, whatever happens to the program. It
/// lies in TMPDIR, else in /var/tmp (which is on a disk where /tmp may be memory), else in /tmp.
class SpillFile {
  public:
    /// Unreadable where no folder takes a file.
    static Result<SpillFile> create();
    SpillFile(const SpillFile&) = delete;
    SpillFile& operator=(const SpillFile&) = delete;
    SpillFile(SpillFile&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)), m_size(std::exchange(other.m_size, 0)) {}
    SpillFile& operator=(SpillFile&& other) noexcept {
        std::swap(m_descriptor, other.m_descriptor);
        std::swap(m_size, other.m_size);
        return *this;
    }
    ~SpillFile();

    /// Unreadable, with a remedy, where the disk is full.
    Result<void> append(std::span<const std::byte> bytes);
    std::uint64_t size() const { return m_size; }
    /// Fills `out` with the bytes from `offset` on, which were appended before. Any thread.
    Result<void> read(std::uint64_t offset, std::span<std::byte> out) const;

  private:
    friend class SpillMapping;
    explicit SpillFile(int descriptor) : m_descriptor(descriptor) {}

    int m_descriptor = -1;
    std::uint64_t m_size = 0;
};

/// All of a file as memory, to be read only. The pages are the file's: the system drops them where memory is short.
class SpillMapping {
  public:
    /// Unreadable where there is no room for so many addresses.
    static Result<SpillMapping> of(const SpillFile& file);
    SpillMapping() = default;
    SpillMapping(const SpillMapping&) = delete;
    SpillMapping& operator=(const SpillMapping&) = delete;
    SpillMapping(SpillMapping&& other) noexcept
        : m_bytes(std::exchange(other.m_bytes, nullptr)), m_size(std::exchange(other.m_size, 0)) {}
    SpillMapping& operator=(SpillMapping&& other) noexcept {
        std::swap(m_bytes, other.m_bytes);
        std::swap(m_size, other.m_size);
        return *this;
    }
    ~SpillMapping();

    const std::byte* data() const { return m_bytes; }
    std::size_t size() const { return m_size; }
    /// Lets go of the whole pages among these bytes; they come back from the file when they are looked at again.
    void release(std::size_t begin, std::size_t end) const;

  private:
    std::byte* m_bytes = nullptr;
    std::size_t m_size = 0;
};

} // namespace portolan
