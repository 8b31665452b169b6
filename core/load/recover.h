#pragma once

#include "core/load/piece_reader.h"

namespace portolan::loading {

/// Reads a List whose document is not valid item by item, so that a mistake costs the items it stands in: one result
/// an item or run of items, in their order. nullopt where the document does not look like a List, or where no item
/// explains why it is not valid; then nothing of it can be trusted.
std::optional<std::vector<PieceResult>> readBrokenList(std::string_view text, FileId file, const Document& document,
                                                       const LoadOptions& options, const RunControl& control);

} // namespace portolan::loading
