#pragma once

#include "core/load/batch.h"

#include <vector>

namespace portolan::loading {

/// Takes out of `below` the objects that `above` states, too, as if `above` had been applied to it: namespaces, nodes,
/// pods, controllers, services, entry points and policies go by kind and name. A Namespace of `above` keeps the labels
/// of the one it replaces that it does not state.
void applyOver(std::vector<Batch>& below, std::vector<Batch>& above);

} // namespace portolan::loading
