#pragma once

#include "core/propose/verify.h"

namespace portolan {

/// Claim 6: takes the steps from today's policies on, those of different namespaces at the same time, and checks after
/// each that the edges which pass today and are to be kept still pass, and that no name lookup that works today is
/// shut. Fails only with Cancelled.
Result<Claim> checkOrder(const ProposalBasis& basis, const Proposal& proposal, std::span<const ApplyStep> order,
                         const RunControl& control);

/// "apply shop/web", "delete shop/old".
std::string displayName(const ProposalBasis& basis, const Proposal& proposal, const ApplyStep& step);

} // namespace portolan
