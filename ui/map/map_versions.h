#pragma once

#include "core/analysis/picture.h"
#include "ui/session/draft.h"
#include "ui/widgets/policy_version.h"

namespace portolan {

/// The picture of the map in one of the policy versions. Draft: as it would be, with what would break as blocked and
/// what closes left out. Changes: the same with what differs marked and what closes kept. `draft` is needed for both.
/// Fails only with Cancelled.
Result<Picture> pictureOf(const Analysis& today, PolicyVersion version, const DraftVersion* draft,
                          const RunControl& control);

} // namespace portolan
