#include "core/report/usage_report.h"

#include "core/base/text.h"
#include "core/ledger/covering_rule.h"
#include "core/ledger/observability.h"
#include "core/ledger/removal.h"
#include "core/ledger/sufficiency.h"
#include "core/ledger/tighten.h"

#include <nlohmann/json.hpp>

#include <map>
#include <sstream>

namespace portolan {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kWorkloadsListed = 50; // of those whose evidence is thin

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& l : lines) out += (out.empty() ? "" : "; ") + l;
    return out;
}

std::string indented(const std::string& text, const std::string& by) {
    std::string out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out += by + line + '\n';
    return out;
}

/// What could be written instead of the rules that flows touch and do not use up, by rule; a removal stands under each
/// of its rules.
struct Edits {
    std::map<RuleRef, Tightening> tighter;
    std::vector<Removal> removals;
    std::map<RuleRef, std::size_t> removalOf;

    const Tightening* tightening(const RuleRef& rule) const {
        const auto it = tighter.find(rule);
        return it == tighter.end() ? nullptr : &it->second;
    }
    const Removal* removal(const RuleRef& rule) const {
        const auto it = removalOf.find(rule);
        return it == removalOf.end() ? nullptr : &removals[it->second];
    }
};

Result<Edits> editsOf(const Analysis& analysis, const RunControl& control) {
    Edits out;
    std::vector<RuleRef> wide;
    std::vector<RuleRef> unused;
    for (const RuleUsage& u : analysis.ledger->usages()) {
        if (u.state() == UsageState::Unused) unused.push_back(u.rule);
        if (u.state() == UsageState::Used && !residue(*analysis.ledger, u.rule).isEmpty()) wide.push_back(u.rule);
    }
    auto tighter = tighten(*analysis.ledger, wide, control);
    if (!tighter) return tl::make_unexpected(tighter.error());
    for (Tightening& t : *tighter) out.tighter.emplace(t.rule, std::move(t));
    auto removed = removals(*analysis.ledger, unused, control);
    if (!removed) return tl::make_unexpected(removed.error());
    out.removals = std::move(*removed);
    for (std::size_t i = 0; i < out.removals.size(); ++i)
        for (const RuleRef& rule : out.removals[i].rules) out.removalOf.emplace(rule, i);
    return out;
}

std::vector<std::string> residueLines(const Analysis& analysis, const RuleUsage& usage) {
    if (!usage.isObservable || usage.action != Action::Allow) return {};
    return residue(*analysis.ledger, usage.rule).describe(*analysis.cluster);
}

std::string policyName(const Analysis& analysis, const RuleUsage& u) {
    return analysis.cluster->displayName(u.rule.policy);
}
SourceRef where(const Analysis& analysis, const RuleUsage& u) {
    return whereOf(*analysis.reachability, u.rule);
}

std::string_view actionText(Action action) {
    switch (action) {
    case Action::Allow: return "allow";
    case Action::Deny: return "deny";
    case Action::Pass: return "pass";
    }
    return {};
}

/// The reason where a rule cannot be observed, else "".
std::string reason(const Analysis& analysis, const RuleUsage& u) {
    return u.state() == UsageState::NotObservable ? reasonText(*analysis.ledger, u) : std::string();
}

/// "4 connections, last 2026-11-17; 4 of 57 workload pairs used".
std::string figures(const RuleUsage& u) {
    std::string out = countText(u.hits) + " connections";
    if (u.action == Action::Deny) out += " denied";
    if (u.action == Action::Pass) out += " passed on";
    if (u.lastSeen != 0) out += ", last " + dateText(u.lastSeen);
    out += "; " + countText(u.usedPairs) + " of " + countText(u.allowedPairs) + " workload pairs ";
    return out + (u.action == Action::Allow ? "used" : "seen");
}

std::string stateText(const Analysis& analysis, const RuleUsage& u) {
    if (u.state() == UsageState::NotObservable)
        return std::string(u.isObservable ? "not observable: " : "not observable, no evidence: ") + reason(analysis, u);
    if (u.state() == UsageState::Used) return "used: " + figures(u);
    if (u.action == Action::Deny) return "never needed: the log shows nothing that it would have denied";
    if (u.action == Action::Pass) return "never needed: the log shows nothing that it would have passed on";
    return "unused: " + figures(u);
}

std::string proofText(const Tightening& t, const RuleUsage& u) {
    return "keeps all " + countText(t.connections) + " connections; " + countText(t.pairsAfter) + " of " +
           countText(u.allowedPairs) + " pairs remain";
}

std::string proofText(const Removal& r) {
    return "keeps all " + countText(r.connections) + " connections through the gates it governs; closes " +
           countText(r.closedPairs) + " unused " + (r.closedPairs == 1 ? "pair" : "pairs");
}

std::string removalTitle(const Removal& r) {
    if (r.isWholePolicy) return "remove the policy; other policies isolate its pods as well";
    return r.rules.size() == 1 ? "remove the rule" : "remove the rules";
}

/// How far the evidence for a cut goes; of a rule in use, what may yet show the rest of it in use.
std::string evidenceText(const Analysis& analysis, const RuleUsage& u) {
    std::string out = sufficiency(*analysis.ledger, u.rule).sentence(*analysis.cluster);
    if (const std::string doubt = reasonText(*analysis.ledger, u); !doubt.empty()) out += "; " + doubt;
    return out;
}

/// Lines that follow a rule's state.
std::string suggestion(const Analysis& analysis, const Edits& edits, const RuleUsage& u) {
    std::string out;
    if (const Tightening* const t = edits.tightening(u.rule)) {
        out += "    a tighter rule, proved: " + proofText(*t, u) + '\n';
        for (const std::string& note : t->notes) out += "    note: " + note + '\n';
        out += indented(t->diff, "      ");
    } else if (const Removal* const r = edits.removal(u.rule)) {
        if (r->rules.front() != u.rule) {
            out += "    goes with " + displayName(*analysis.reachability, r->rules.front()) + '\n';
        } else {
            out += "    " + removalTitle(*r) + ", proved: " + proofText(*r) + '\n' + indented(r->diff, "      ");
        }
    }
    if (!out.empty()) out += "    evidence: " + evidenceText(analysis, u) + '\n';
    return out;
}

bool isThin(const Sufficiency& s) {
    return !s.canEstimate() || *s.unseenEdges() >= 0.5;
}

/// The workloads whose log says less than one would wish.
std::string thinEvidence(const Analysis& analysis) {
    if (!analysis.ledger->evidence()) return {};
    const Cluster& cluster = *analysis.cluster;
    std::string out;
    std::size_t thin = 0;
    std::size_t solid = 0;
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const WorkloadId id(i);
        bool isAny = false;
        for (const Direction d : kDirections) {
            const Sufficiency s = sufficiency(*analysis.ledger, id, d);
            if (!isThin(s) || (s.edges == 0 && !analysis.ledger->edgesOf(id).empty())) continue;
            isAny = true;
            if (thin < kWorkloadsListed)
                out += "    " + cluster.displayName(id) + ' ' + std::string(name(d)) + ": " + s.sentence() + '\n';
        }
        (isAny ? thin : solid) += 1;
    }
    if (thin == 0) return {};
    out = "evidence that is thin, by workload\n" + out;
    if (thin > kWorkloadsListed) out += "    and " + countText(thin - kWorkloadsListed) + " more workloads\n";
    return out + "    of " + countText(solid) + " other workloads the log shows no sign of edges not seen\n";
}

Json sufficiencyJson(const Analysis& analysis) {
    Json out = Json::array();
    if (!analysis.ledger->evidence()) return out;
    for (std::size_t i = 0; i < analysis.cluster->workloads.size(); ++i)
        for (const Direction d : kDirections) {
            const Sufficiency s = sufficiency(*analysis.ledger, WorkloadId(i), d);
            Json j = {{"workload", analysis.cluster->identity(WorkloadId(i))},
                      {"direction", name(d)},
                      {"days_of_log", s.daysOfLog},
                      {"days_seen", s.daysSeen},
                      {"edges", s.edges},
                      {"seen_on_one_day", s.seenOnOneDay},
                      {"seen_on_two_days", s.seenOnTwo}};
            j["coverage"] = s.coverage() ? Json(*s.coverage()) : Json();
            j["unseen_edges"] = s.unseenEdges() ? Json(*s.unseenEdges() + 0.0) : Json(); // no -0.0
            j["text"] = s.sentence();
            out.push_back(std::move(j));
        }
    return out;
}

Json editJson(const Edits& edits, const RuleUsage& u) {
    if (const Tightening* const t = edits.tightening(u.rule))
        return {{"kind", "tighten"},
                {"diff", t->diff},
                {"notes", t->notes},
                {"connections_kept", t->connections},
                {"pairs_after", t->pairsAfter},
                {"proof", proofText(*t, u)}};
    if (const Removal* const r = edits.removal(u.rule))
        return {{"kind", r->isWholePolicy ? "remove-policy" : "remove-rule"},
                {"diff", r->diff},
                {"notes", Json::array()},
                {"connections_kept", r->connections},
                {"pairs_after", 0},
                {"proof", proofText(*r)}};
    return nullptr;
}

} // namespace

Table usageTable(const Analysis& analysis) {
    Table out{{"policy", "direction", "rule", "where", "hits", "last_seen", "used_pairs", "allowed_pairs", "residue",
               "state", "reason", "action"},
              {}};
    for (const RuleUsage& u : analysis.ledger->usages())
        out.rows.push_back({policyName(analysis, u), std::string(name(u.rule.direction)),
                            std::to_string(u.rule.index + 1), analysis.cluster->files.line(where(analysis, u)),
                            u.isObservable ? std::to_string(u.hits) : "no evidence", dateText(u.lastSeen),
                            std::to_string(u.usedPairs), std::to_string(u.allowedPairs),
                            joined(residueLines(analysis, u)), std::string(name(u.state())), reason(analysis, u),
                            std::string(actionText(u.action))});
    return out;
}

Result<std::string> usageText(const Analysis& analysis, const RunControl& control) {
    const auto edits = editsOf(analysis, control);
    if (!edits) return tl::make_unexpected(edits.error());
    std::string out;
    for (const RuleUsage& u : analysis.ledger->usages()) {
        out += displayName(*analysis.reachability, u.rule) + "  " + analysis.cluster->files.line(where(analysis, u)) +
               "\n    " + stateText(analysis, u) + '\n';
        if (const auto by = coveringRule(*analysis.reachability, u.rule))
            out += "    needless beside " + displayName(*analysis.reachability, *by) + ", which covers it\n";
        if (u.state() == UsageState::NotObservable && u.hits == 0) continue;
        for (const std::string& l : residueLines(analysis, u)) out += "    unused: " + l + '\n';
        out += suggestion(analysis, *edits, u);
    }
    return out.empty() ? out : out + thinEvidence(analysis);
}

Result<std::string> usageJson(const Analysis& analysis, const RunControl& control) {
    const auto edits = editsOf(analysis, control);
    if (!edits) return tl::make_unexpected(edits.error());
    Json j;
    j["version"] = 1;
    j["rules"] = Json::array();
    for (const RuleUsage& u : analysis.ledger->usages()) {
        const auto by = coveringRule(*analysis.reachability, u.rule);
        const SourceRef at = where(analysis, u);
        const Tightening* const tighter = edits->tightening(u.rule);
        Json rule = {{"policy", policyName(analysis, u)},
                     {"direction", name(u.rule.direction)},
                     {"rule", u.rule.index + 1},
                     {"file", at.isKnown() ? analysis.cluster->files.name(at.file) : ""},
                     {"line", at.line},
                     {"observable", u.state() != UsageState::NotObservable},
                     {"hits", u.hits},
                     {"first_seen", timeText(u.firstSeen)},
                     {"last_seen", timeText(u.lastSeen)},
                     {"used_pairs", u.usedPairs},
                     {"allowed_pairs", u.allowedPairs},
                     {"residue", residueLines(analysis, u)},
                     {"tightened", tighter == nullptr ? "" : tighter->yaml},
                     {"action", actionText(u.action)},
                     {"state", name(u.state())},
                     {"reason_id", u.state() == UsageState::NotObservable ? name(u.unobservable) : ""},
                     {"reason", reason(analysis, u)},
                     {"possible_hits", u.maybeHits},
                     {"days_seen", u.daysSeen}};
        rule["covered_by"] = by ? displayName(*analysis.reachability, *by) : std::string();
        rule["edit"] = editJson(*edits, u);
        rule["sufficiency"] = u.isObservable ? evidenceText(analysis, u) : std::string();
        j["rules"].push_back(std::move(rule));
    }
    j["sufficiency"] = sufficiencyJson(analysis);
    return j.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

} // namespace portolan
