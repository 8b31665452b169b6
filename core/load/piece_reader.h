#pragma once

#include "core/base/run_control.h"
#include "core/load/batch.h"
#include "core/load/load.h"
#include "core/load/split.h"

namespace portolan::loading {

/// Why a piece gave no facts.
struct PieceFailure {
    SyntaxError::Kind kind = SyntaxError::Kind::Malformed;
    Diagnostic diagnostic;
    bool isAliasMissing = false; ///< an alias whose anchor is not in the piece
};

/// What one piece of a document says. A piece that failed has no facts.
struct PieceResult {
    Batch batch;
    std::optional<PieceFailure> failure;
};

/// Reads one piece of `text` (kJsonPadding bytes are readable behind it). A text that begins like JSON is tried as JSON
/// first, and as YAML in flow style where that fails (semantics Y-1).
PieceResult readPiece(std::string_view text, FileId file, const Piece& piece, const LoadOptions& options,
                      const RunControl& control);

} // namespace portolan::loading
