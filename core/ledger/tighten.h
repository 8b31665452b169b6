#pragma once

#include "core/ledger/ledger.h"

namespace portolan {

/// Peers of one namespace that a rule allows and that no flow used.
struct UnusedPeers {
    NamespaceId ns;
    std::vector<WorkloadId> workloads; ///< ascending
    bool isWhole = false;              ///< no peer of the namespace was seen
};

/// Peers that were seen, and ports that others of the rule's peers use but none of these.
struct UnusedCombination {
    std::optional<NamespaceId> ns;     ///< none: addresses outside
    std::vector<WorkloadId> workloads; ///< ascending; empty: addresses outside
    TrafficSet traffic;
};

/// The part of a rule that nothing used: along each of its sides, then of what is left the combinations of a peer and a
/// port. Empty where the rule is not observable.
struct Residue {
    std::vector<UnusedPeers> peers;   ///< by namespace
    bool isOutsideUnused = false;     ///< addresses are allowed, and none was seen
    std::vector<WorkloadId> subjects; ///< workloads the policy selects whose traffic never needed the rule
    TrafficSet traffic;               ///< ports the rule allows and nobody used; named ports as their numbers
    std::vector<UnusedCombination> combinations;                     ///< by namespace, then by workload; outside last
    std::vector<std::string> describe(const Cluster& cluster) const; ///< one line a part, for reports

    bool isEmpty() const {
        return peers.empty() && !isOutsideUnused && subjects.empty() && traffic.isEmpty() && combinations.empty();
    }
};

/// What of the rule nothing used.
Residue residue(const Ledger& ledger, const RuleRef& rule);

/// A rule that allows less and keeps every observed flow.
struct Tightening {
    RuleRef rule;
    std::shared_ptr<const NetworkPolicy>
        policy;                     ///< the whole policy with the rule replaced; nullptr of an admin policy
    PolicyRule replacement;         ///< of a NetworkPolicy
    PolicyEdit edit;                ///< of a policy of any kind
    std::string yaml;               ///< the replacement as the list item to write instead
    std::string diff;               ///< from the rule as it is, as unifiedDiff()
    std::vector<std::string> notes; ///< what a reader should know of the cut, a sentence each
    std::uint64_t pairsAfter = 0;   ///< as RuleUsage::allowedPairs
    std::uint64_t connections = 0;  ///< of the log that used the rule: all are kept
};

/// Another text for one rule.
struct RuleReplacement {
    RuleRef rule;
    PolicyRule replacement;
};

/// Whether each replacement still matches every flow that its rule matched in the log. Rules only add up and who is
/// isolated stays the same, so a flow that its own rule still matches is kept whatever happens to other rules: one
/// evaluation of all replacements (of different rules) proves each of them. Fails only with Cancelled.
Result<std::vector<bool>> keepHits(const Ledger& ledger, std::span<const RuleReplacement> replacements,
                                   const RunControl& control);

/// The smallest edit of each rule that keeps every flow of its hits: elements of from/to and ports without a hit go,
/// wide ones become the workloads and ports that were seen; elements that are used in full stay as written. Addresses
/// outside are narrowed only where at most five of a wide block were seen, with a note. Each is proved in the edited
/// cluster: the rule still admits every one of its flows, and nothing that it did not admit before. That is enough for
/// a rule of an admin policy too: what it no longer takes was allowed by it and goes to the rules after it. Left out
/// are rules that deny or pass, without hits, with hits that are only possible, where nothing gets smaller, and where
/// no stable labels tell the seen workloads from others. All are proved in one evaluation. Fails only with Cancelled.
Result<std::vector<Tightening>> tighten(const Ledger& ledger, std::span<const RuleRef> rules,
                                        const RunControl& control);

} // namespace portolan
