#include "core/findings/findings.h"

#include "core/findings/families.h"

#include <algorithm>
#include <tuple>

namespace portolan {

Result<std::vector<Finding>> check(const Inputs& inputs, const RunControl& control) {
    const FindingContext context(inputs);
    Findings out;
    FixProofs proofs;
    checkParse(context, out);
    checkDirections(context, out);
    if (!checkCoverage(context, control, out) || !checkSelectors(context, control, out, proofs) ||
        !checkExposure(context, control, out) || !checkRedundancy(context, control, out) ||
        !checkOrder(context, control, out))
        return cancelled();
    checkDns(context, out, proofs);
    checkPlugin(context, out);
    if (const auto used = checkUsage(context, control, out); !used) return tl::make_unexpected(used.error());
    if (const auto walked = checkPaths(context, control, out); !walked) return tl::make_unexpected(walked.error());
    checkFlows(context, out, proofs);
    if (!checkDeclared(context, control, out)) return cancelled();
    if (const auto proved = proveFixes(context, proofs, out, control); !proved)
        return tl::make_unexpected(proved.error());
    if (!inputs.options.includeHeuristic)
        std::erase_if(out, [](const Finding& f) { return f.findingClass == FindingClass::Heuristic; });
    std::ranges::stable_sort(out, [](const Finding& a, const Finding& b) {
        return std::tie(a.severity, a.id, a.object, a.where, a.message) <
               std::tie(b.severity, b.id, b.object, b.where, b.message);
    });
    return out;
}

} // namespace portolan
