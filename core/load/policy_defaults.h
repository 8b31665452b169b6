#pragma once

#include "core/model/policy.h"

namespace portolan::loading {

/// What the API server fills in when it stores a NetworkPolicy: without policyTypes it isolates ingress, and egress
/// where there is an egress rule (semantics NP-N2). Everything else that defaults means what its absence means.
void applyDefaults(NetworkPolicy& policy);

} // namespace portolan::loading
