#pragma once

#include "core/propose/verify.h"

#include <map>
#include <string>

namespace portolan {

/// Files of a directory: path with '/' between folders -> text.
using DirectoryText = std::map<std::string, std::string>;

/// The proposal as a directory to apply (contract.md): policies/NAMESPACE/NAME.yaml, delete.txt (one
/// "namespace/name" a line), rollback.txt (the replaced policies as YAML, to be applied to go back), certificate.json
/// (see certificateJson) and README.md (the story, what to decide, the apply order, the way back). `after` is what the
/// certificate was made from.
DirectoryText directoryText(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                            const Reachability& after);

/// {"version":1,"status","claims":[{"claim","title","status","figures":{},"exceptions":[],"failures":[]}],
///  "overReach":[{"from","to","traffic","pairs"}],"edges":[{"from","to","protocol","port","outcome","reason",
///  "connections","days"}],"review":[{"from","to","protocol","port","outcome","connections","refused","days",
///  "mayBeMoreDays","overReach","attention","addresses":[]}],"applyOrder":[{"action","policy"}],"deleted":[],"kept":[{"policy","reason"}],
///  "silent":[],"indistinct":[{"workloads":[],"alsoSelected":[]}],"remarks":[]}
std::string certificateJson(const ProposalBasis& basis, const Proposal& proposal, const Certificate& certificate,
                            const Reachability& after);

} // namespace portolan
