#pragma once

#include "core/flow/flow_record.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portolan {

class LineListener;

/// One line of a log as it is understood.
struct PreviewRow {
    std::string file;
    std::int64_t time = 0; ///< nanoseconds since 1970 UTC; 0: the line has none
    std::string from, to;  ///< empty where the line gives no flow
    std::string port;      ///< "TCP 5432"
    std::string verdict;
    std::string note;                    ///< how the line counts, or why it does not
    std::optional<SkipReason> skipped{}; ///< why the line gives no flow
    bool isUndirected = false;           ///< client and server cannot be told apart: no rule is made of it
};

/// Puts the first `count` lines of logs, as they are understood, into `rows`, which must outlive it, to check a mapping
/// of columns with: for FlowOptions::listener. It ends the reading when there are enough, so that readFlows() fails as
/// cancelled. Lines that are neither flows nor faulty, such as headers, are left out.
std::shared_ptr<LineListener> previewInto(std::vector<PreviewRow>& rows, std::size_t count);

} // namespace portolan
