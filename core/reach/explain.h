#pragma once

#include "core/reach/chain.h"
#include "core/reach/reachability.h"

namespace portolan {

/// How one rule of a capturing policy stands to a question.
struct RuleOutcome {
    RuleRef rule;
    Ternary peer = Ternary::No;             ///< does a peer of the rule match the other end?
    Ternary port = Ternary::No;             ///< does a port of the rule match?
    std::optional<std::uint32_t> peerIndex; ///< first element of from/to that matches (or may); none: any peer
    Doubts doubts;

    Ternary matches() const { return both(peer, port); }
};

/// One gate of the chain: the egress of the source or the ingress of the destination.
struct DirectionOutcome {
    Direction direction = Direction::Ingress;
    Verdict verdict = Verdict::Allow;
    Ternary isolated = Ternary::No; ///< can policies keep traffic from it at all
    std::string exemption; ///< why policy does not apply: "hostNetwork", "outside the cluster", "own node", or ""
    std::vector<ChainStep> chain;        ///< the stages in order, down to what decides; notation() writes it
    std::vector<Capture> captures;       ///< NetworkPolicies that isolate the end, ascending
    std::vector<RuleOutcome> allowing;   ///< of their rules, if they are asked: those that match (or may, where
                                         ///< uncertain), by policy and index
    std::vector<RuleOutcome> nearMisses; ///< where nothing allows: rules that fail in one half only, peers first
    Doubts doubts;
};

/// The chain for one question: both gates must be open (semantics NP-4, IR-1).
struct Explanation {
    Verdict verdict = Verdict::Allow;
    bool isSelf = false; ///< a pod to itself is always allowed (NP-11)
    DirectionOutcome egress;
    DirectionOutcome ingress;
    Doubts doubts;
};

/// Explains the verdict of between() for one protocol and port.
Explanation explain(const Reachability& reachability, const Endpoint& from, const Endpoint& to, Protocol protocol,
                    std::uint16_t port);

/// What leaves traffic between two classes open: the doubts of every capture and rule that matches only perhaps.
Doubts doubtsBetween(const Reachability& reachability, ClassId from, ClassId to);

} // namespace portolan
