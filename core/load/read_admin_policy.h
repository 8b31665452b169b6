#pragma once

#include "core/load/reading.h"

#include <string_view>

namespace portolan::loading {

/// Reads an AdminNetworkPolicy, BaselineAdminNetworkPolicy (v1alpha1) or ClusterNetworkPolicy (v1alpha2) of
/// policy.networking.k8s.io into the batch; what the CRD's schema refuses is dropped with PARSE-01 (semantics 4). The
/// nested peers of releases up to v0.1.2 are read with PARSE-07.
void readAdminPolicy(Reading& reading, std::string_view kind);

} // namespace portolan::loading
