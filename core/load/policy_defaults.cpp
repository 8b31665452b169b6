#include "core/load/policy_defaults.h"

namespace portolan::loading {

void applyDefaults(NetworkPolicy& policy) {
    if (policy.isTypesWritten) return;
    policy.isolatesIngress = true;
    policy.isolatesEgress = !policy.egress.empty();
}

} // namespace portolan::loading
