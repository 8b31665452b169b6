#pragma once

#include "core/model/cluster.h"

#include <string>

namespace portolan {

/// A selector on one line: "app=web,tier in (a,b),!canary"; "" for one that selects everything. Sorted by key.
std::string selectorText(const Cluster& cluster, const LabelSelector& selector);

} // namespace portolan
