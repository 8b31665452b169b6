#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace portolan {

/// A forward-only stream of bytes, inflated where the file was compressed. Used by one thread at a time.
class ByteSource {
  public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    /// Fills a part of `into`, which must not be empty, and returns its length; 0 at the end. Unreadable: the device
    /// failed. Cancelled: stopped while waiting for input. A compressed stream that breaks off or is damaged ends
    /// there: problem() says so.
    virtual Result<std::size_t> read(std::span<char> into) = 0;
    /// True where read() would have to wait for something that is still to be written (see openGrowing()).
    virtual bool isIdle() const { return false; }
    /// Bytes taken from the device so far, for progress.
    virtual std::uint64_t consumed() const = 0;
    /// Empty, or why the stream ended before its end.
    virtual const std::string& problem() const = 0;
};

struct OpenedSource {
    std::unique_ptr<ByteSource> bytes;
    std::uint64_t deviceBytes = 0; ///< size of the file; 0: unknown (standard input, a pipe)
    bool isCompressed = false;
};

/// Opens a file, or standard input for "-". gzip, bzip2 and zstd (of several members, streams or frames
/// too) are told by their first bytes, whatever the name. NotFound: no such file. Unreadable: a directory or no
/// permission. Unsupported: xz.
Result<OpenedSource> openBytes(const std::string& path, const RunControl& control);

} // namespace portolan
