#pragma once

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/flow/input/byte_source.h"

#include <memory>
#include <string>

namespace portolan {

/// Opens a log that is still being written: a file, or standard input for "-". read() waits at the present end for more
/// until `control` stops it, which ends the stream without an error; a pipe ends where its writer closes it. A file
/// that was renamed and made anew, or cut to nothing, is read on from the new beginning; what the old one held is read
/// first. Nothing is inflated: compressed files do not grow. Fails as openBytes().
Result<std::unique_ptr<ByteSource>> openGrowing(const std::string& path, const RunControl& control);

} // namespace portolan
