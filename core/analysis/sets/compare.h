#pragma once

#include "core/analysis/sets/policy_set.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Questions about sets of policies: are they alike, does one lie in another, do they permit or forbid what another
/// speaks of, is one idle. Takes sets that are loaded, gives for each set (or pair of sets) whether the property holds,
/// a count, and findings with a place in a file and a connection that shows them. Every verdict is the evaluator's;
/// what rests on missing facts is uncertain and said so. Cost: one look at each pair of endpoint groups that policies
/// govern; redundancy and vacuity evaluate the set again for each policy and rule, where it changes.

namespace portolan {

/// In the order documented.
enum class SetQuestion : std::uint8_t {
    Equivalence,        ///< each two sets permit the same; counts pairs that do not
    StrongEquivalence,  ///< and have the same policies, alike one by one; counts pairs that do not
    Containment,        ///< no later set permits more than the first; counts later sets of which that is true
    TwoWayContainment,  ///< 3 alike, 2 the first permits less, 1 the later permits less, 0 neither
    Permits,            ///< the first permits what later sets permit in so many words; counts those it does not
    Forbids,            ///< the first denies all of that; counts those it does not
    Interferes,         ///< no later set permits more where it and the first both speak; counts those that do
    PairwiseInterferes, ///< the same for every ordered pair
    SemanticDiff,       ///< nothing differs, pods included; counts categories that do
    Vacuity,            ///< the policies change something; counts sets that do not
    Emptiness,          ///< every policy and rule selects something; counts those that do not
    Redundancy,   ///< nothing changes without a policy, or a rule, only where it is needed; counts those that are not
    Sanity,       ///< vacuity, emptiness and redundancy together, each matter counted once
    AllCaptured,  ///< policies govern every pod both ways; counts workloads that some pod of is not, each way
    Disjointness, ///< no two policies select a pod in common; counts pairs that do
};

/// "two-way-containment".
std::string_view name(SetQuestion question);
/// One sentence on what holds where the answer is yes.
std::string_view meaning(SetQuestion question);
std::optional<SetQuestion> setQuestionNamed(std::string_view name);
/// All of them, in the order documented.
std::span<const SetQuestion> setQuestions();
/// Number of sets it takes at least.
std::size_t leastSets(SetQuestion question);

/// One thing that keeps a property from holding, or may.
struct SetFinding {
    std::string kind;  ///< "connection", "policy", "rule", "pod", "policies"
    std::string what;  ///< "shop/web => shop/db over TCP 80: new permits it, old does not"
    std::string why;   ///< the chain or the policies behind it; may be empty
    std::string where; ///< "file:line" of a policy or rule; may be empty
    bool isCertain = true;

    bool operator==(const SetFinding&) const = default;
};

/// The answer for one set, or for two.
struct SetOutcome {
    std::vector<std::string> sets; ///< one name, or two: the one that is spoken of, then what it is compared with
    Ternary holds = Ternary::Yes;
    std::uint64_t count = 0;     ///< what the question counts, certain matters only
    std::uint64_t uncertain = 0; ///< the same of what missing facts leave open
    std::string summary;         ///< one sentence
    bool isAnswered = true;      ///< false: the sets cannot be compared, and `summary` says why
    std::vector<SetFinding> findings;
    std::uint64_t leftOut = 0; ///< findings beyond kListed a kind
};

struct SetAnswer {
    SetQuestion question = SetQuestion::Equivalence;
    std::vector<SetOutcome> outcomes; ///< in the order of the sets as given

    std::uint64_t count() const;
    std::uint64_t uncertain() const;
    /// Yes only if every outcome is; a comparison that was not possible is No.
    Ternary holds() const;
};

/// Connections that an outcome lists; the rest are counted in `leftOut`.
inline constexpr std::size_t kListedConnections = 20;

/// Answers the question for the sets in the order given: single sets one by one, comparisons with the first set or
/// pair by pair as the question says. All sets are evaluated with one profile. Usage error where there are too few
/// sets; Cancelled.
Result<SetAnswer> compare(SetQuestion question, std::span<const PolicySet> sets, const RunControl& control);

} // namespace portolan
