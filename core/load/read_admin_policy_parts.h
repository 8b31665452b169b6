#pragma once

#include "core/load/read_metadata.h"

#include <vector>

namespace portolan::loading {

/// Reads spec.subject: exactly one of `namespaces` and `pods` (semantics A-7).
AdminPeer readSubject(Reading& reading, const TreeNode& spec, AdminKind kind, Origin origin);

/// Reads spec.ingress or spec.egress with the limits and the combinations that the schema allows (semantics A-2 to
/// A-12, C-2 to C-7). A selector that breaks L-6 matches nothing and raises PARSE-06 (L-7); a peer of a kind that is
/// not known raises PARSE-07.
std::vector<AdminRule> readAdminRules(Reading& reading, const TreeNode& spec, AdminKind kind, Direction direction,
                                      Origin origin);

} // namespace portolan::loading
