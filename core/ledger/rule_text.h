#pragma once

#include "core/model/cluster.h"

#include <string>

namespace portolan {

/// The rule as the list item to write under `ingress` or `egress`, indented for that place by two spaces; label values
/// and names are quoted where YAML would read them as something else. Ends with a line feed.
std::string ruleYaml(const Cluster& cluster, Direction direction, const PolicyRule& rule);
/// "app=web,tier in (a,b),!beta", or "everything" for an empty selector.
std::string selectorText(const Cluster& cluster, const LabelSelector& selector);
/// A label key, label value or name as YAML reads it back: plain where that is safe, else in double quotes.
std::string yamlScalar(std::string_view text);

} // namespace portolan
