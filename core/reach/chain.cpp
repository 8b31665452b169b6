#include "core/reach/chain.h"

#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kNamedIsolating = 3;

Ternary matchOf(const Reachability& r, const CompiledRule& rule, const GateQuestion& q) {
    const bool isPort = portMatch(rule, r.classes(), q.destination(), q.protocol, q.port);
    return isPort ? peerMatch(rule, q.subject, q.peer) : Ternary::No;
}

Doubts peerDoubts(const CompiledRule& rule, ClassId subject) {
    Doubts out = rule.peers.doubts;
    for (const RelatedPods& related : rule.related)
        if (related.subjects->contains(subject)) out |= related.peers.doubts;
    return out;
}

class Walk {
  public:
    Walk(const Reachability& r, const GateQuestion& question) : m_r(r), m_q(question) {}

    Chain run() {
        const EndpointClasses& classes = m_r.classes();
        if (classes.isAddress(m_q.subject) || classes.isNodeLike(m_q.subject)) return {};
        const auto captures = m_r.adminCaptures(m_q.subject, m_q.direction);
        m_goesOn = Ternary::Yes;
        tier(AdminTier::Admin, captures);
        m_chain.asksNetworkPolicies = m_goesOn;
        if (m_goesOn != Ternary::No) networkPolicies();
        if (m_goesOn != Ternary::No) tier(AdminTier::Baseline, captures);
        if (m_goesOn != Ternary::No) m_chain.steps.push_back({ChainStep::Stage::Default, Action::Allow, m_goesOn, {}});
        return std::move(m_chain);
    }

  private:
    /// The policies of a tier by groups of one priority; each does what its own first matching rule says.
    void tier(AdminTier wanted, const std::vector<Capture>& captures) {
        Ternary isUndecided = m_goesOn;
        Ternary isPassed = Ternary::No;
        for (std::size_t i = 0; i < captures.size() && isUndecided != Ternary::No;) {
            const CompiledPolicy& first = *m_r.compiled(captures[i].policy);
            if (first.tier != wanted) {
                ++i;
                continue;
            }
            const std::size_t firstStep = m_chain.steps.size();
            bool hasCertain = false;
            for (; i < captures.size(); ++i) {
                const CompiledPolicy& policy = *m_r.compiled(captures[i].policy);
                if (policy.tier != wanted || policy.priority != first.priority) break;
                hasCertain = firstMatch(policy, captures[i].certainty, isUndecided) || hasCertain;
            }
            const auto group = std::span(m_chain.steps).subspan(firstStep);
            for (const ChainStep& step : group)
                if (step.action == Action::Pass) isPassed = either(isPassed, step.match);
            tellDisagreement(group);
            if (hasCertain)
                isUndecided = Ternary::No;
            else if (!group.empty())
                isUndecided = Ternary::Unknown;
            if (hasCertain && group.size() > 1 && isPassed == Ternary::Yes) isPassed = onlyPass(group);
        }
        m_goesOn = either(isUndecided, isPassed);
    }

    static Ternary onlyPass(std::span<const ChainStep> group) {
        const bool isOnly = std::ranges::all_of(group, [](const ChainStep& s) { return s.action == Action::Pass; });
        return isOnly ? Ternary::Yes : Ternary::Unknown;
    }

    void tellDisagreement(std::span<const ChainStep> group) {
        for (const ChainStep& step : group)
            if (step.rule->policy != group.front().rule->policy && step.action != group.front().action)
                m_chain.doubts |= Doubt::EqualPriority;
    }

    /// Adds the steps of one policy; true if one of its rules matches for certain.
    bool firstMatch(const CompiledPolicy& policy, Ternary captured, Ternary isAsked) {
        for (const CompiledRule& rule : policy.rulesIn(m_q.direction)) {
            const Ternary byRule = matchOf(m_r, rule, m_q);
            const Ternary match = both(captured, byRule);
            if (match == Ternary::No) continue;
            if (captured == Ternary::Unknown) m_chain.doubts |= policy.subject.doubts;
            if (byRule == Ternary::Unknown) m_chain.doubts |= peerDoubts(rule, m_q.subject);
            const auto stage = policy.tier == AdminTier::Admin ? ChainStep::Stage::Admin : ChainStep::Stage::Baseline;
            m_chain.steps.push_back({stage, rule.action, both(match, isAsked), rule.ref});
            if (match == Ternary::Yes) return true;
        }
        return false;
    }

    void networkPolicies() {
        const Ternary isolated = m_r.networkPolicyIsolation(m_q.subject, m_q.direction);
        if (isolated == Ternary::No) return;
        std::optional<ChainStep> best;
        ChainStep denial{ChainStep::Stage::NetworkPolicies, Action::Deny, both(isolated, m_goesOn), {}};
        for (const Capture& capture : m_r.captures(m_q.subject, m_q.direction)) {
            denial.isolating.push_back(capture.policy);
            for (const CompiledRule& rule : m_r.compiled(capture.policy)->rulesIn(m_q.direction)) {
                const Ternary match = both(capture.certainty, matchOf(m_r, rule, m_q));
                if (match != Ternary::No && (!best || best->match < match))
                    best = ChainStep{ChainStep::Stage::NetworkPolicies, Action::Allow, match, rule.ref};
            }
        }
        const bool isCertain = best && best->match == Ternary::Yes;
        if (best) {
            best->match = both(best->match, m_goesOn);
            m_chain.steps.push_back(*best);
        }
        if (!isCertain) {
            if (best) denial.match = Ternary::Unknown;
            m_chain.steps.push_back(std::move(denial));
        }
        m_goesOn = isolated == Ternary::Yes ? Ternary::No : Ternary::Unknown;
    }

    const Reachability& m_r;
    const GateQuestion& m_q;
    Chain m_chain;
    Ternary m_goesOn = Ternary::Yes; // whether the next stage is asked
};

std::string actionText(const Reachability& r, const ChainStep& step) {
    if (step.action == Action::Deny) return "Deny";
    if (step.action == Action::Pass) return "Pass";
    const AdminPolicy* const admin = step.rule ? r.adminPolicy(step.rule->policy) : nullptr;
    return admin != nullptr && admin->kind == AdminKind::ClusterNetworkPolicy ? "Accept" : "Allow";
}

std::string stepText(const Reachability& r, const ChainStep& step) {
    if (step.rule)
        return shortName(r, step.rule->policy) + " rule " + std::to_string(step.rule->index + 1) + " (" +
               r.cluster().files.line(whereOf(r, *step.rule)) + ')';
    if (step.stage == ChainStep::Stage::Default) return "no policy";
    std::string out;
    for (std::size_t i = 0; i < std::min(step.isolating.size(), kNamedIsolating); ++i)
        out += (i == 0 ? "" : ", ") + shortName(r, step.isolating[i]) + " (" +
               r.cluster().files.line(r.policy(step.isolating[i])->where) + ')';
    if (step.isolating.size() > kNamedIsolating)
        out += " and " + std::to_string(step.isolating.size() - kNamedIsolating) + " more";
    return out.empty() ? "unread policies" : out;
}

} // namespace

Chain chainOf(const Reachability& reachability, const GateQuestion& question) {
    return Walk(reachability, question).run();
}

std::string notation(const Reachability& reachability, const std::vector<ChainStep>& steps) {
    std::string out;
    for (const ChainStep& step : steps)
        out += (out.empty() ? "[" : " -> [") + stepText(reachability, step) + "] " + actionText(reachability, step) +
               (step.match == Ternary::Unknown ? "?" : "");
    return out;
}

} // namespace portolan
