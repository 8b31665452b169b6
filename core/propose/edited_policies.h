#pragma once

#include "core/ledger/rule_edits.h"
#include "core/propose/directory.h"

#include <span>
#include <string>
#include <vector>

/// Edits of rules as documents: the policies they change before and after, the difference, and a directory to apply
/// with its way back. The texts are Portolan's own rendering: comments, labels and annotations of the input are not in
/// them.

namespace portolan {

/// A policy that edits change or take away.
struct EditedPolicy {
    PolicyId id;
    std::string name;   ///< "shop/web", "ANP deny-x"
    std::string path;   ///< in a directory of policies: "edits/shop/web.yaml", "edits/cluster-wide/ANP-deny-x.yaml"
    std::string before; ///< a YAML document; empty where parts of an admin policy were not read
    std::string after;  ///< likewise, and empty where the policy goes
    bool isGone = false;

    /// It stays and can be written.
    bool isWritable() const { return !isGone && !after.empty(); }
};

/// The edited policies in the order of the edits, which are of policies that `today` has.
std::vector<EditedPolicy> editedPolicies(const Reachability& today, std::span<const PolicyEdit> edits);

/// What changes, policy by policy, as unified diffs of the documents (unifiedDiff); of an admin policy that cannot be
/// written nothing.
std::string diffText(std::span<const EditedPolicy> policies);

/// What of the evidence stays, a sentence a claim: "Keeps all 131 observed edges that pass today." first, or how many
/// would break.
std::vector<std::string> proofLines(const Ledger& ledger, const RuleEdits& edits);

/// What is done to a rule and what was proved of it, one line: "shop/db ingress rule 2: tighter, 38 of 310 pairs
/// remain, keeps all 99 connections", "...: left out, not observable: ...".
std::string lineOf(const Reachability& today, const RuleEdit& edit);

/// The edits as a directory to apply: the changed policies at their paths, delete.txt (those that go, one
/// "namespace/name" a line), rollback.txt (all of them as they were), changes.diff and README.md (what is edited, what
/// is proved, how to apply and to go back).
DirectoryText directoryText(const Ledger& ledger, const RuleEdits& edits);

/// Puts the edits into the directory of a proposal that was made from a cluster with them: deletions and way back are
/// joined, and the story of the edits stands in EDITS.md. Their files lie apart from the proposal's, which its way back
/// deletes.
void addEdits(const Ledger& ledger, const RuleEdits& edits, DirectoryText& proposal);

} // namespace portolan
