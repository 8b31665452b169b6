#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads `ports` of a v1alpha1 rule or `protocols` of a v1alpha2 rule into it (semantics A-11, C-4). What is accepted
/// and matches nothing leaves no port behind.
void readAdminPorts(Reading& reading, const TreeNode& rule, AdminKind kind, AdminRule& out);

} // namespace portolan::loading
