#pragma once

#include "core/reach/reachability.h"

#include <optional>
#include <string>
#include <vector>

namespace portolan {

/// One step of the evaluation of a direction: a rule that matches, or the end of a stage that decides.
struct ChainStep {
    enum class Stage : std::uint8_t { Admin, NetworkPolicies, Baseline, Default };
    Stage stage = Stage::Default;
    Action action = Action::Allow;
    Ternary match = Ternary::Yes; ///< Unknown: the step happens if the missing facts say so
    std::optional<RuleRef> rule;  ///< none: NetworkPolicies that isolate without a rule that matches, or the default
    std::vector<PolicyId> isolating{}; ///< those

    bool operator==(const ChainStep&) const = default;
};

/// The way of a question through the stages of one direction (semantics 9.2).
struct Chain {
    std::vector<ChainStep> steps;               ///< in order; several may be possible
    Ternary asksNetworkPolicies = Ternary::Yes; ///< whether the admin policies leave it to them
    Doubts doubts;                              ///< why more than one way is possible, in the ordered stages
};

/// What one gate is asked: may this traffic pass between subject and peer?
struct GateQuestion {
    ClassId subject;
    ClassId peer;
    Direction direction = Direction::Ingress;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;

    ClassId destination() const { return direction == Direction::Ingress ? subject : peer; }
};

/// The chain for a pod that policies govern; addresses and nodes have an empty one.
Chain chainOf(const Reachability& reachability, const GateQuestion& question);

/// The chain on one line: "[ANP deny-x rule 1 (anp.yaml:9)] Pass -> [NP shop/allow-y rule 2 (np.yaml:14)] Allow". A
/// step that is only possible ends with a question mark.
std::string notation(const Reachability& reachability, const std::vector<ChainStep>& steps);

} // namespace portolan
