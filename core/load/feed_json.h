#pragma once

#include "core/base/run_control.h"
#include "core/load/events.h"

#include <memory>

namespace portolan::loading {

/// Bytes that must be readable behind the end of a text that JsonFeed reads.
inline constexpr std::size_t kJsonPadding = 64;

/// Feeds JSON values to a sink, one after the other, with buffers that are used again. Not thread-safe.
class JsonFeed {
  public:
    JsonFeed();
    ~JsonFeed();
    JsonFeed(const JsonFeed&) = delete;
    JsonFeed& operator=(const JsonFeed&) = delete;

    /// Feeds the one JSON value of `text`, behind which kJsonPadding bytes are readable. Returns why it stopped, or
    /// nullopt.
    std::optional<SyntaxError> feed(std::string_view text, EventSink& sink, Unwanted unwanted,
                                    const RunControl& control);

  private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace portolan::loading
