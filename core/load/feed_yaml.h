#pragma once

#include "core/base/run_control.h"
#include "core/load/events.h"

namespace portolan::loading {

/// Feeds the one YAML document of `text` (YAML 1.2 syntax, block or flow) to the sink; anchors and aliases are resolved
/// on the way, `<<` is left to the sink. An empty document sends no event. Reads every valid document at some 10 MB/s.
/// Returns why it stopped, or nullopt; the sink may have had events by then.
std::optional<SyntaxError> feedYaml(std::string_view text, EventSink& sink, const RunControl& control);

} // namespace portolan::loading
