#pragma once

#include "core/model/cluster.h"

#include <string>

namespace portolan {

/// The rule as the list item to write under `ingress` or `egress`, indented for that place by two spaces; label values
/// and names are quoted where YAML would read them as something else. Ends with a line feed.
std::string ruleYaml(const Cluster& cluster, Direction direction, const PolicyRule& rule);
/// The same of a rule of an admin policy, in the schema of its kind as servers of today know it.
std::string ruleYaml(const Cluster& cluster, const AdminPolicy& policy, Direction direction, const AdminRule& rule);
/// The whole of an admin policy as a YAML document, its rules as above. Empty where something of it was not read, so
/// that it cannot be written again. Ends with a line feed; has no document marker.
std::string adminPolicyYaml(const Cluster& cluster, const AdminPolicy& policy);

} // namespace portolan
