#pragma once

#include "core/base/result.h"
#include "core/flow/input/byte_source.h"

#include <memory>

namespace portolan {

struct ColumnMapping;

/// A log's own lines.
struct UnwrappedSource {
    std::unique_ptr<ByteSource> bytes;
    bool isInRecords = false; ///< lines are records of documents: their numbers are not those of the file's lines
};

/// Takes off whatever stands around a log's lines, one layer after another, told by the first lines of each:
///
///     bytes ──look──┬─ JSON documents ──> DocumentSource ─┬──> look again, at most kMaxLayers times
///                   ├─ CRI, Docker, syslog, envelopes ──> LineSource ─┘
///                   └─ neither ──> the lines as they are
///
/// The lines of the result may begin with a time mark. A byte order mark is left out. A mapping of
/// columns tells tables among the lines. Fails as reading does.
Result<UnwrappedSource> unwrapped(std::unique_ptr<ByteSource> source,
                                  std::shared_ptr<const ColumnMapping> mapping = nullptr);

} // namespace portolan
