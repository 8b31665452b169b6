#pragma once

#include "core/base/result.h"
#include "core/flow/input/byte_source.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// About what a core's second cache holds: 8 MiB were read a tenth slower.
inline constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} << 20U;
/// Bytes that may be read (not used) past the end of a block's text: what the JSON scanner loads in one go.
inline constexpr std::size_t kPaddingBytes = 64;

/// Whole lines in one piece of memory. Reused from block to block.
class LineBlock {
  public:
    std::string_view text() const { return {m_bytes.get(), m_size}; }
    /// Of the block in its file, from 0.
    std::uint32_t number() const { return m_number; }
    /// True for the last block of a file whose last line has no line end.
    bool isCutOff() const { return m_isCutOff; }
    /// Lines longer than kMaxLineBytes that stood before this block's first line and were left out.
    std::uint32_t tooLong() const { return m_tooLong; }

  private:
    friend class BlockReader;
    void reserve(std::size_t capacity);

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_capacity = 0;
    std::size_t m_size = 0;
    std::uint32_t m_number = 0;
    std::uint32_t m_tooLong = 0;
    bool m_isCutOff = false;
};

/// Cuts a byte source into blocks of about kBlockBytes that end at line ends:
///
///     source:  ....line\n line\n li|ne\n ....        next() may be called from several threads; each call reads
///     block:   [carry + read .. last \n] carry ───┘  one block, the carry waits for the next
///
/// The cut depends on the bytes alone, so that line numbers can be told from (block, line in block). Where the source
/// is idle, a block holds the whole lines that are there.
class BlockReader {
  public:
    explicit BlockReader(std::unique_ptr<ByteSource> source, std::size_t blockBytes = kBlockBytes)
        : m_source(std::move(source)), m_blockBytes(blockBytes) {}

    /// Fills the block; false at the end. Fails as ByteSource::read does.
    Result<bool> next(LineBlock& block);
    /// Bytes taken from the device so far. Any thread.
    std::uint64_t consumed() const;
    /// As ByteSource::problem; to be asked when all threads are done.
    const std::string& problem() const { return m_source->problem(); }

  private:
    Result<bool> fill(LineBlock& block);
    Result<bool> skipLongLine(LineBlock& block);

    mutable std::mutex m_mutex;
    std::unique_ptr<ByteSource> m_source;
    std::size_t m_blockBytes;
    std::string m_carry;
    std::uint32_t m_blocks = 0;
    bool m_isAtEnd = false;
};

/// Takes the next line off `rest`, without its line end (LF or CRLF); nullopt at the end.
std::optional<std::string_view> takeLine(std::string_view& rest);

} // namespace portolan
