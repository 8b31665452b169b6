#pragma once

#include "core/load/read_metadata.h"

namespace portolan::loading {

/// Reads the value of a LabelSelector field (matchLabels, matchExpressions); what breaks semantics L-6 rejects the
/// object. Label values of stored objects are taken as they are.
LabelSelector readSelector(Reading& reading, const TreeNode& node, Origin origin);

/// Reads the plain map of labels that Services select by; nullopt where `key` is absent, null or an empty map.
std::optional<LabelSelector> readMapSelector(Reading& reading, const TreeNode* parent, std::string_view key);

} // namespace portolan::loading
