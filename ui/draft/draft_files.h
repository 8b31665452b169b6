#pragma once

#include "core/propose/directory.h"
#include "ui/session/draft.h"

#include <QString>

namespace portolan {

/// What is proved of a draft, for a person to read.
struct DraftProof {
    QString text; ///< rich text: a paragraph a claim
    bool isFailing = false;
};

/// Proves the default-deny policies of the draft, if it has some, and tells what was proved of its edits. Fails only
/// with Cancelled.
Result<DraftProof> certificateOf(const DraftVersion& version);

/// What the draft changes as a directory to apply: changed policies, deletions, the way back, the difference of edited
/// policies, and the story. Fails only with Cancelled.
Result<DirectoryText> draftFiles(const DraftVersion& version);

/// Writes the files under a folder, over those that are there. Says why not in one sentence; empty where all is
/// written.
QString writeFiles(const DirectoryText& files, const QString& folder);

} // namespace portolan
