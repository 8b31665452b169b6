#pragma once

#include "core/load/reading.h"

namespace portolan::loading {

/// Reads a networking.k8s.io NetworkPolicy (or the same of extensions/v1beta1) with every check of semantics NP-V1 to
/// NP-V8 into the batch; what the API server would refuse is dropped with PARSE-01.
void readPolicy(Reading& reading);

} // namespace portolan::loading
