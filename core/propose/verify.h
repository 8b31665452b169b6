#pragma once

#include "core/propose/over_reach.h"
#include "core/propose/proposal.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

/// The proof that comes with a proposal (product.md, claims 1 to 6), computed by the evaluator on the proposed policies
/// together with every policy outside the scope.

namespace portolan {

enum class ClaimStatus : std::uint8_t {
    Holds,
    HoldsWithExceptions, ///< and the exceptions are listed
    Uncertain,           ///< rests on a fact that is missing
    Fails,
};
/// "holds", "holds with exceptions", "uncertain" or "fails".
std::string_view name(ClaimStatus status);

/// One claim with its figures and the cases a reader has to look at.
struct Claim {
    unsigned number = 0; ///< 1 to 6, as in product.md
    std::string title;   ///< "admits every edge that was to be kept"
    ClaimStatus status = ClaimStatus::Holds;
    std::vector<std::pair<std::string, std::uint64_t>> figures; ///< in a fixed order
    std::vector<std::string> exceptions;                        ///< at most kMaxListed, sorted
    std::vector<std::string> failures;                          ///< at most kMaxListed, sorted

    static constexpr std::size_t kMaxListed = 1000;
};

/// One step of applying a proposal.
struct ApplyStep {
    enum class Action : std::uint8_t { Apply, Delete };
    Action action = Action::Apply;
    std::size_t index = 0; ///< Apply: into Proposal::policies; Delete: the policy's id
    bool operator==(const ApplyStep&) const = default;
};

struct Certificate {
    std::vector<Claim> claims;    ///< six, in order
    OverReach overReach;          ///< claim 3 in full
    std::vector<ApplyStep> order; ///< claim 6: the order that was checked

    /// The worst status of the claims.
    ClaimStatus status() const;
};

/// The order in which no state in between closes what the last one keeps open: policies of workloads first, those that
/// select more than their workloads after the others, default-deny then, deletions last.
std::vector<ApplyStep> applyOrder(const Proposal& proposal);

/// Checks all claims. `after` is the result of evaluated(). Fails only with Cancelled.
Result<Certificate> verify(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                           const RunControl& control);

} // namespace portolan
