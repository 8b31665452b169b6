#pragma once

#include "core/propose/over_reach.h"
#include "core/propose/proposal.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// The edges of a proposal as a person decides on them: one by one between workloads, and at once where they differ
/// only in the address outside, since one rule stands for all of these.

namespace portolan {

/// One decision.
struct ReviewRow {
    std::vector<std::uint32_t> edges; ///< of the basis, ascending, not empty; several have addresses outside at one end
    std::optional<Direction> outside{}; ///< of the traffic with addresses, as the workload sees it; none: no addresses
    EdgeResult suggested;     ///< what becomes of each of them where nobody decides; the reason is the first's
    std::uint64_t passed = 0; ///< connections that were let through
    std::uint64_t refused = 0;
    std::uint32_t days = 0;     ///< distinct UTC days on which any was seen
    bool isMoreDays = false;    ///< the log may hold more: only first and last days of an edge are known
    std::int64_t firstSeen = 0; ///< nanoseconds since 1970 UTC; 0: unknown
    std::int64_t lastSeen = 0;
    std::string declaredAt{}; ///< "web.yaml:12"; the first that is declared
};

/// All decisions of a basis, by the first edge; edges that are out of scope or pass whatever policies say need none.
/// Depends on no decision, so that rows stay while decisions are taken.
std::vector<ReviewRow> reviewRows(const ProposalBasis& basis);

/// Why a person has to look at a row before it is taken, as a clause; empty where it may be taken as suggested: "seen
/// on one day only". Name lookups need nobody: every proposal keeps them.
std::string attention(const ProposalBasis& basis, const ReviewRow& row, const OverReach& overReach,
                      const Reachability& after);

/// What a rule for the internet admits beyond the addresses that were seen.
inline constexpr std::string_view kEveryOtherAddress = "every other public address";

/// What the row's rules admit beyond the evidence: "0", "12 pairs" of pods, "every other public address".
std::string overReachText(const ProposalBasis& basis, const ReviewRow& row, const OverReach& overReach);

/// The ends of a row: "shop/web", "222 public addresses", "203.0.113.7".
std::string sourceText(const ProposalBasis& basis, const ReviewRow& row);
std::string destinationText(const ProposalBasis& basis, const ReviewRow& row);
/// "12,400 connections with 222 addresses, 31 of 31 days".
std::string evidenceText(const ProposalBasis& basis, const ReviewRow& row);
/// "shop/web -> 16 public addresses TCP 443: EVIDENCE; ATTENTION".
std::string lineOf(const ProposalBasis& basis, const ReviewRow& row, const std::string& attention);

/// The lines of all rows that need attention, sorted.
std::vector<std::string> decisionLines(const ProposalBasis& basis, const OverReach& overReach,
                                       const Reachability& after);

} // namespace portolan
