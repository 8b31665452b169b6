#pragma once

#include "core/base/run_control.h"
#include "core/load/events.h"

namespace portolan::loading {

/// Whether a text was read. LeftOver: it holds something that only the complete parser reads, or is not valid; the sink
/// has had events of it that must be forgotten.
enum class BlockOutcome { Read, LeftOver, Stopped };

/// Feeds one YAML document of the plain block style that kubectl writes: indented maps and lists, plain, quoted and
/// literal scalars, empty flow collections, comments. Everything else (anchors, tags, flow style, folded scalars, tabs,
/// irregular indentation) is left to feedYaml(), as is every error. Some 20 to 100 times as fast as that one.
BlockOutcome feedBlockYaml(std::string_view text, EventSink& sink, Unwanted unwanted, const RunControl& control);

} // namespace portolan::loading
