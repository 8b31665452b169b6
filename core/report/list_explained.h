#pragma once

#include "core/base/run_control.h"
#include "core/report/list.h"
#include "core/report/table.h"

#include <string>
#include <vector>

namespace portolan {

/// A part of the traffic of a pair that has one verdict for one reason.
struct ExplainedPart {
    Verdict verdict = Verdict::Deny;
    TrafficSet traffic;
    std::string egress;  ///< the chain at the source: "[NP shop/allow-web rule 2 (np.yaml:14)] Allow"
    std::string ingress; ///< the chain at the destination
    std::string doubts;  ///< the missing facts where uncertain
    std::string pods;    ///< "shop/web-1 => shop/db-0" where pods of the pair differ; else empty
};

struct ExplainedPair {
    std::string from;
    std::string to;
    std::vector<ExplainedPart> parts; ///< what is allowed first, then uncertain, then denied; together all traffic
};

/// What `list --explain` may leave out of the parts.
enum class ExplainOnly : std::uint8_t { Everything, Allowed, Denied };

/// Every pair of the list with the chain of tiers and rules behind each part of its traffic, denied ones too. With
/// `options.port` only that port is explained. Fails only with Cancelled. Cost: one chain for each pair and each port
/// range that a rule of either end tells apart.
Result<std::vector<ExplainedPair>> explainList(const Reachability& reachability, const ListOptions& options,
                                               ExplainOnly only, const RunControl& control);

/// The parts of what passes between two endpoints over one protocol, as in a list: allowed, uncertain, then denied.
std::vector<ExplainedPart> explainEnds(const Reachability& reachability, const Endpoint& from, const Endpoint& to,
                                       Protocol protocol);

/// The parts on indented lines, each with its chain.
std::string explainedText(const std::vector<ExplainedPart>& parts);
/// "a => b" with its parts on indented lines.
std::string explainedText(const std::vector<ExplainedPair>& pairs);
/// Columns src, dst, verdict, conn, egress, ingress, uncertain, pods.
Table explainedTable(const std::vector<ExplainedPair>& pairs);

} // namespace portolan
