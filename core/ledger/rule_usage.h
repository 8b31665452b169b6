#pragma once

#include "core/policy/program.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace portolan {

/// Why a rule without a hit need not be unused (findings G-FLOW, G-TIME): the missing fact, in the order in which they
/// are looked for.
enum class Unobservable : std::uint8_t {
    No,             ///< nothing is missing: the log would show the rule in use
    NoLog,          ///< no flow log is loaded
    NotCovered,     ///< no flow touches a namespace of the rule's subjects
    OtherEndOnly,   ///< the log is written at the other end of such traffic, and touches none of the rule's peers
    DenialsOnly,    ///< the log does not tell of traffic that is let through
    NoVerdicts,     ///< the rule denies, and the log does not tell what was denied
    SameNode,       ///< both ends always run on one node, and the log does not see what stays on a node
    UnknownEnds,    ///< flows of an end that the inventory does not know, or that match in doubt, may have used it
    HeldBack,       ///< what it lets through was tried, and policies of the other end dropped it
    Sampled,        ///< the log holds a sample of the traffic
    Aggregated,     ///< lines of the log stand for several flows and name the port of the first only
    Lossy,          ///< more events were lost than kTolerableLoss
    ShortWindow,    ///< the log covers fewer days than EvidenceWindow::daysNeeded
    YoungerThanLog, ///< the policy was created after the log begins
};
inline constexpr std::size_t kUnobservableCount = 14;
/// "no-log", "not-covered", ...: for scripts; "" where nothing is missing.
std::string_view name(Unobservable reason);

/// Of all events, the share that may be lost before a rule without hits stops being evidence. At that share, what
/// happened three times is missed once in 8,000 windows.
inline constexpr double kTolerableLoss = 0.05;
/// Days that a log must cover unless portolan.yaml says otherwise (findings G-FLOW).
inline constexpr std::uint32_t kDaysNeeded = 30;

enum class UsageState : std::uint8_t { Used, Unused, NotObservable };
/// "used", "unused" or "not observable".
std::string_view name(UsageState state);

/// What one rule was good for. Its subject is the end whose gate it opens or closes, its peer the other end. A hit is
/// what the evaluator says the rule decides: for a rule that allows, connections that were not dropped (each of the
/// rules of NetworkPolicies that match has them, as any of them would do); for one that denies, connections that were;
/// for one that passes on, both.
struct RuleUsage {
    RuleRef rule;
    Action action = Action::Allow;
    Unobservable unobservable = Unobservable::NoLog;
    bool isObservable = false;   ///< flows are loaded and some of them touch what the rule is about
    std::uint64_t hits = 0;      ///< connections
    std::uint64_t maybeHits = 0; ///< connections that it may have decided: an end is unknown or the match uncertain
    std::uint64_t heldBack = 0;  ///< connections that it lets through and the other end dropped
    std::int64_t firstSeen = 0;  ///< of the hits, ns since 1970 UTC; 0: none
    std::int64_t lastSeen = 0;
    std::uint32_t daysSeen = 0;       ///< most days any one edge was seen on
    std::uint64_t usedPairs = 0;      ///< (subject workload, peer workload) seen; everything outside is one peer
    std::uint64_t allowedPairs = 0;   ///< all such pairs that it names; a workload with itself only if it has two pods
    std::vector<std::uint32_t> edges; ///< indices into Ledger::edges() of the hits, ascending

    bool isUsed() const { return hits != 0 || maybeHits != 0; }
    UsageState state() const {
        return hits != 0                          ? UsageState::Used
               : unobservable == Unobservable::No ? UsageState::Unused
                                                  : UsageState::NotObservable;
    }
};

} // namespace portolan
