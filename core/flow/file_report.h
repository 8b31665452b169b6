#pragma once

#include "core/flow/evidence.h"
#include "core/flow/line_places.h"
#include "core/flow/table_builder.h"

namespace portolan {

struct FileOutcome {
    bool hasLostTrust = false; ///< what Evidence::settleTrust() said
    bool hasLanes = false;     ///< something of it may become an edge
};

/// Tells what was left out of an input and why, each reason with the first line it struck, and what its flows lack.
void reportFile(FlowTableBuilder& builder, const FlowSource& source, const Evidence& evidence, const LinePlaces& places,
                FileOutcome outcome);

} // namespace portolan
