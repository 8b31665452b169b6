#pragma once

#include "core/load/read_metadata.h"

namespace portolan::loading {

/// Reads spec.ingress or spec.egress. A null rule becomes the rule `{}` and raises PARSE-08 (semantics NP-N8); peers
/// and ports that break semantics NP-V3 to NP-V7 reject the object.
std::vector<PolicyRule> readRules(Reading& reading, const TreeNode* spec, Direction direction, Origin origin);

/// Reads an address with a prefix length; anything else rejects the object. Host bits and old spellings are accepted
/// with a note (semantics NP-V7).
std::optional<Cidr> readCidr(Reading& reading, const TreeNode& node);

} // namespace portolan::loading
