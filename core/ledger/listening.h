#pragma once

#include "core/ledger/ledger.h"

namespace portolan {

/// For each workload the ports somebody says it listens on: declared container ports and targets of Services that
/// select its pods, by name resolved at the pod. Sorted, without duplicates.
std::vector<ListeningPorts> declaredListeningPorts(const Cluster& cluster);

} // namespace portolan
