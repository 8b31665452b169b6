#include "core/report/usage_report.h"

#include "core/base/text.h"
#include "core/ledger/tighten.h"

#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace portolan {
namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& l : lines) out += (out.empty() ? "" : "; ") + l;
    return out;
}

/// The tighter form of every rule that flows touch and do not use up, by rule.
Result<std::map<RuleRef, std::string>> tightened(const Analysis& analysis, const RunControl& control) {
    std::vector<RuleRef> wide;
    for (const RuleUsage& u : analysis.ledger->usages())
        if (u.isObservable && u.usedPairs < u.allowedPairs) wide.push_back(u.rule);
    auto proposals = tighten(*analysis.ledger, wide, control);
    if (!proposals) return tl::make_unexpected(proposals.error());
    std::map<RuleRef, std::string> out;
    for (const Tightening& t : *proposals) out.emplace(t.rule, t.yaml);
    return out;
}

std::vector<std::string> residueLines(const Analysis& analysis, const RuleUsage& usage) {
    if (!usage.isObservable) return {};
    return residue(*analysis.ledger, usage.rule).describe(*analysis.cluster);
}

std::string policyName(const Analysis& analysis, const RuleUsage& u) {
    return analysis.cluster->displayName(u.rule.policy);
}
SourceRef where(const Analysis& analysis, const RuleUsage& u) {
    return whereOf(*analysis.reachability, u.rule);
}

} // namespace

Table usageTable(const Analysis& analysis) {
    Table out{{"policy", "direction", "rule", "where", "hits", "last_seen", "used_pairs", "allowed_pairs", "residue"},
              {}};
    for (const RuleUsage& u : analysis.ledger->usages())
        out.rows.push_back({policyName(analysis, u), std::string(name(u.rule.direction)),
                            std::to_string(u.rule.index + 1), analysis.cluster->files.line(where(analysis, u)),
                            u.isObservable ? std::to_string(u.hits) : "no evidence", dateText(u.lastSeen),
                            std::to_string(u.usedPairs), std::to_string(u.allowedPairs),
                            joined(residueLines(analysis, u))});
    return out;
}

Result<std::string> usageText(const Analysis& analysis, const RunControl& control) {
    const auto tighter = tightened(analysis, control);
    if (!tighter) return tl::make_unexpected(tighter.error());
    std::string out;
    for (const RuleUsage& u : analysis.ledger->usages()) {
        out += displayName(*analysis.reachability, u.rule) + "  " + analysis.cluster->files.line(where(analysis, u)) +
               '\n';
        if (!u.isObservable) {
            out += analysis.flows ? "    no evidence: no flow of the log touches its namespace\n"
                                  : "    no evidence: no flow log is loaded\n";
            continue;
        }
        out += "    " + countText(u.hits) + " connections" + (u.lastSeen != 0 ? ", last " + dateText(u.lastSeen) : "") +
               "; " + countText(u.usedPairs) + " of " + countText(u.allowedPairs) + " workload pairs used\n";
        for (const std::string& l : residueLines(analysis, u)) out += "    unused: " + l + '\n';
        if (const auto it = tighter->find(u.rule); it != tighter->end()) {
            out += "    a tighter rule that keeps every flow seen:\n";
            std::istringstream yaml(it->second);
            for (std::string line; std::getline(yaml, line);) out += "      " + line + '\n';
        }
    }
    return out;
}

Result<std::string> usageJson(const Analysis& analysis, const RunControl& control) {
    const auto tighter = tightened(analysis, control);
    if (!tighter) return tl::make_unexpected(tighter.error());
    nlohmann::ordered_json j;
    j["version"] = 1;
    j["rules"] = nlohmann::ordered_json::array();
    for (const RuleUsage& u : analysis.ledger->usages()) {
        const SourceRef at = where(analysis, u);
        const auto it = tighter->find(u.rule);
        j["rules"].push_back({{"policy", policyName(analysis, u)},
                              {"direction", name(u.rule.direction)},
                              {"rule", u.rule.index + 1},
                              {"file", at.isKnown() ? analysis.cluster->files.name(at.file) : ""},
                              {"line", at.line},
                              {"observable", u.isObservable},
                              {"hits", u.hits},
                              {"first_seen", timeText(u.firstSeen)},
                              {"last_seen", timeText(u.lastSeen)},
                              {"used_pairs", u.usedPairs},
                              {"allowed_pairs", u.allowedPairs},
                              {"residue", residueLines(analysis, u)},
                              {"tightened", it == tighter->end() ? "" : it->second}});
    }
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace portolan
