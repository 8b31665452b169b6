#pragma once

#include "core/findings/context.h"
#include "core/findings/fix_proof.h"

/// The checks, one function a family. Each adds its findings in any order; check() sorts.

namespace portolan {

using Findings = std::vector<Finding>;

/// PARSE: what the readers had to say.
void checkParse(const FindingContext& context, Findings& out);
/// COV: who is not isolated, which namespaces lack a default, what is flat. False: stopped.
bool checkCoverage(const FindingContext& context, const RunControl& control, Findings& out);
/// SEL: selectors that match nothing, and alternatives that were meant as one condition. False: stopped.
bool checkSelectors(const FindingContext& context, const RunControl& control, Findings& out, FixProofs& proofs);
/// DIR: directions that follow from a missing policyTypes.
void checkDirections(const FindingContext& context, Findings& out);
/// EXP: rules that admit everybody. False: stopped.
bool checkExposure(const FindingContext& context, const RunControl& control, Findings& out);
/// DNS: closed and wide-open name resolution.
void checkDns(const FindingContext& context, Findings& out, FixProofs& proofs);
/// RED-05, RED-06: rules without effect. False: stopped.
bool checkRedundancy(const FindingContext& context, const RunControl& control, Findings& out);
/// RED-07, RED-08: rules that the log did not need, or not in full. Cancelled: stopped.
Result<void> checkUsage(const FindingContext& context, const RunControl& control, Findings& out);
/// ORD: what the order of cluster-wide policies leaves open or misses. False: stopped.
bool checkOrder(const FindingContext& context, const RunControl& control, Findings& out);
/// PLG: what the network plugin decides and nobody has said.
void checkPlugin(const FindingContext& context, Findings& out);
/// EXP-04, PATH-01: who gets to the workloads that are marked sensitive. Cancelled: stopped.
Result<void> checkPaths(const FindingContext& context, const RunControl& control, Findings& out);
/// SVC-01, DEP: what manifests declare against what is permitted and what was seen. False: stopped.
bool checkDeclared(const FindingContext& context, const RunControl& control, Findings& out);
/// FLOW: what was seen and is denied.
void checkFlows(const FindingContext& context, Findings& out, FixProofs& proofs);

/// The egress rule that opens the way to the cluster's DNS servers, for a policy of that namespace; nullopt where they
/// are not known or no labels name them.
std::optional<PolicyRule> dnsRule(const FindingContext& context, NamespaceId policyNamespace);
/// True where the rule allows the DNS ports (53 and 5353 over UDP and TCP) and nothing else.
bool isDnsOnly(const CompiledRule& rule);
/// True where such a rule leads to or admits to the cluster's DNS servers only.
bool isClusterDnsRule(const FindingContext& context, const RuleRef& rule);
/// True where the rule's peers hold every address of a family.
bool ruleAdmitsWholeFamily(const FindingContext& context, const CompiledRule& rule);

/// How the other ends of a rule's pod pairs answer (RED-06).
struct OtherSide {
    std::uint64_t open = 0;                 ///< pairs of classes that the other end lets through too
    std::uint64_t closed = 0;               ///< pairs it certainly denies
    std::vector<WorkloadId> closedSubjects; ///< of the first closed pairs
    std::vector<WorkloadId> closedPeers;

    bool isAllClosed() const { return closed != 0 && open == 0; }
};
/// Looks at pairs until the answer is known that some are open, or all pairs where `Depth::Full`; at most some ten
/// thousand.
enum class Depth : std::uint8_t { FirstOpen, Full };
OtherSide otherSide(const FindingContext& context, const RuleRef& rule, Depth depth);

} // namespace portolan
