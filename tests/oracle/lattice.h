#pragma once

#include "tests/support/world.h"

#include <functional>

namespace portolan::world {

/// Calls `visit` with every world of two namespaces and three pods whose policies are combinations of a few shapes:
/// subject x policyTypes x (no rule, or a rule of every peer shape and port shape) in each direction.
void forEachPolicyShape(const std::function<void(const World&)>& visit);
/// The same world with every pair of ingress policies over one subject: rules of several policies add up.
void forEachPairOfPolicies(const std::function<void(const World&)>& visit);
/// Every selector of one or two expressions over one key against pods and namespaces that carry the key with each
/// value, with an unknown value, or not at all.
void forEachSelector(const std::function<void(const World&)>& visit);

} // namespace portolan::world
