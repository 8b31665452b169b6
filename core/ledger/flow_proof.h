#pragma once

#include "core/ledger/ledger.h"

#include <vector>

namespace portolan {

/// An endpoint for every way in which the pods of an end differ before or after an edit; of a block its first and last
/// address. Empty for a name that the inventory does not know.
std::vector<Endpoint> representatives(const Reachability& before, const Reachability& after, const LedgerEnd& end);

/// Whether the rule of a gate lets the edge through, between these endpoints.
bool isAdmittedBy(const Reachability& reachability, const RuleRef& rule, const Endpoint& from, const Endpoint& to,
                  const LedgerEdge& edge);

/// Whether the rule still admits each of its hits.
bool keepsHits(const Ledger& ledger, const Reachability& after, const RuleRef& rule);

/// Whether the edge, for all its pods that may use it, may still do so: allowed for certain stays so, and what is
/// possible stays possible.
bool keepsFlow(const Reachability& before, const Reachability& after, const LedgerEdge& edge);

/// Whether the rule after the edit lets through nothing that it did not before: its peers and, at each of them, its
/// ports. Which pods its policy selects must be the same.
bool admitsNoMore(const Reachability& before, const Reachability& after, const RuleRef& rule);

} // namespace portolan
