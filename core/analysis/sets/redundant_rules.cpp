#include "core/analysis/sets/redundant_rules.h"

#include "core/analysis/sets/compare_policies.h"
#include "core/analysis/sets/compare_witness.h"
#include "core/analysis/sets/joint_ends.h"
#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kPairsLookedAt = 2'000; // an example is enough

Result<Ternary> isSameWith(const Reachability& r, const PolicyEdit& edit, const RunControl& control) {
    const auto edited = r.edited(std::span(&edit, 1), control);
    if (!edited) return tl::make_unexpected(edited.error());
    return isSameReach(r, **edited, control);
}

/// A connection that a rule matches.
struct Matched {
    ClassId subject;
    ClassId peer;
    OnePort port;
};

/// The first connection that the rule matches, and that passes where one does.
std::optional<Matched> example(const Reachability& r, const CompiledRule& rule) {
    std::optional<Matched> out;
    bool isPassing = false;
    std::size_t looked = 0;
    r.compiled(rule.ref.policy)->subject.must->forEach([&](ClassId s) {
        rule.peers.must->forEach([&](ClassId p) {
            if (isPassing || looked > kPairsLookedAt) return;
            if (s == p && r.classes().weight(s) < 2) return;
            const bool isIngress = rule.ref.direction == Direction::Ingress;
            const TrafficSet traffic = trafficAt(rule, r.classes(), isIngress ? s : p);
            if (traffic.isEmpty()) return;
            ++looked;
            const TrafficSet passing = traffic.intersected(isIngress ? r.between(p, s).must : r.between(s, p).must);
            isPassing = !passing.isEmpty();
            if (isPassing || !out) out = {s, p, firstPortOf(isPassing ? passing : traffic)};
        });
    });
    return out;
}

std::string listed(const Reachability& r, const std::vector<RuleRef>& rules) {
    constexpr std::size_t kNamed = 3;
    std::string out;
    for (std::size_t i = 0; i < rules.size() && i < kNamed; ++i) {
        const std::string place = r.cluster().files.line(whereOf(r, rules[i]));
        out += (i == 0 ? "" : ", ") + displayName(r, rules[i]) + (place.empty() ? "" : " (" + place + ')');
    }
    if (rules.size() > kNamed) out += " and " + std::to_string(rules.size() - kNamed) + " more";
    return out;
}

} // namespace

Result<Ternary> isPolicyRedundant(const Reachability& reachability, PolicyId policy, const RunControl& control) {
    return isSameWith(reachability, {policy, nullptr}, control);
}

Result<Ternary> isRuleRedundant(const Reachability& reachability, const RuleRef& rule, const RunControl& control) {
    return isSameWith(reachability, withoutRule(reachability, rule), control);
}

std::string whyRuleRedundant(const Reachability& reachability, const RuleRef& rule) {
    const CompiledRule* compiled = compiledRule(reachability, rule);
    if (!compiled) return {};
    if (reachability.compiled(rule.policy)->subject.must->isEmpty()) return "its policy selects no pod";
    const auto matched = example(reachability, *compiled);
    if (!matched) return "it matches no connection";
    std::vector<RuleRef> others = admittingRules(reachability, matched->subject, matched->peer, rule.direction,
                                                 matched->port.protocol, matched->port.port);
    std::erase(others, rule);
    if (others.empty()) return "the other end lets nothing of it through, or nothing keeps it";
    return "the same is let through by " + listed(reachability, others);
}

std::string whyPolicyRedundant(const Reachability& reachability, PolicyId policy) {
    const CompiledPolicy& compiled = *reachability.compiled(policy);
    if (compiled.subject.must->isEmpty()) return "it selects no pod";
    const ClassId subject(compiled.subject.must->runs().front().first);
    std::vector<std::string> others;
    for (const Direction d : kDirections) {
        if (!compiled.capturesIn(d)) continue;
        for (const Capture& capture : reachability.captures(subject, d)) {
            const std::string shown = shortName(reachability, capture.policy);
            if (capture.policy != policy && std::ranges::find(others, shown) == others.end()) others.push_back(shown);
        }
    }
    if (others.empty()) return "it keeps nothing that would pass without it";
    std::string out = "what it selects is governed, and what it permits is permitted, by ";
    for (std::size_t i = 0; i < others.size(); ++i) out += (i == 0 ? "" : ", ") + others[i];
    return out;
}

} // namespace portolan
