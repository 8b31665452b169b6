#pragma once

#include "core/model/cluster.h"

#include <string>

namespace portolan {

/// A selector on one line: "app=web,tier in (a,b),!canary"; "everything" for an empty one. Sorted by key.
std::string selectorText(const Cluster& cluster, const LabelSelector& selector);

} // namespace portolan
