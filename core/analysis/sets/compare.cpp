#include "core/analysis/sets/compare.h"

#include "core/analysis/sets/compare_pairs.h"
#include "core/analysis/sets/compare_policies.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

/// Which of the sets are asked about together.
enum class Arity : std::uint8_t { EachSet, WithFirst, EachPair, EachOrderedPair };

struct QuestionFacts {
    SetQuestion question;
    std::string_view name;
    Arity arity;
    std::string_view meaning;
};

constexpr std::array kQuestions{
    QuestionFacts{SetQuestion::Equivalence, "equivalence", Arity::EachPair, "the sets permit exactly the same"},
    QuestionFacts{SetQuestion::StrongEquivalence, "strong-equivalence", Arity::EachPair,
                  "the sets have the same policies, and each permits the same in both"},
    QuestionFacts{SetQuestion::Containment, "containment", Arity::WithFirst,
                  "later sets permit nothing that the first does not"},
    QuestionFacts{SetQuestion::TwoWayContainment, "two-way-containment", Arity::WithFirst,
                  "each later set permits what the first does, no more and no less"},
    QuestionFacts{SetQuestion::Permits, "permits", Arity::WithFirst,
                  "the first set permits all that policies of later sets permit in so many words"},
    QuestionFacts{SetQuestion::Forbids, "forbids", Arity::WithFirst,
                  "the first set denies all that policies of later sets permit in so many words"},
    QuestionFacts{SetQuestion::Interferes, "interferes", Arity::WithFirst,
                  "later sets permit nothing more to pods that the first set governs as well"},
    QuestionFacts{SetQuestion::PairwiseInterferes, "pairwise-interferes", Arity::EachOrderedPair,
                  "no set permits more to pods that another governs as well"},
    QuestionFacts{SetQuestion::SemanticDiff, "semantic-diff", Arity::EachPair,
                  "nothing differs between the sets, added and removed pods included"},
    QuestionFacts{SetQuestion::Vacuity, "vacuity", Arity::EachSet, "the policies change what may pass"},
    QuestionFacts{SetQuestion::Emptiness, "emptiness", Arity::EachSet, "every policy and every rule selects something"},
    QuestionFacts{SetQuestion::Redundancy, "redundancy", Arity::EachSet,
                  "no policy and no rule could be left out without a change"},
    QuestionFacts{SetQuestion::Sanity, "sanity", Arity::EachSet, "vacuity, emptiness and redundancy find nothing"},
    QuestionFacts{SetQuestion::AllCaptured, "all-captured", Arity::EachSet,
                  "policies govern the ingress and egress of every pod"},
    QuestionFacts{SetQuestion::Disjointness, "disjointness", Arity::EachSet, "no two policies select the same pod"},
};

constexpr std::array kInOrder = [] {
    std::array<SetQuestion, kQuestions.size()> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = kQuestions[i].question;
    return out;
}();

const QuestionFacts& factsOf(SetQuestion question) {
    return kQuestions[static_cast<std::size_t>(question)];
}

Result<SetOutcome> about(SetQuestion question, const PolicySet& set, const RunControl& control) {
    switch (question) {
    case SetQuestion::Vacuity: return vacuity(set, control);
    case SetQuestion::Emptiness: return emptiness(set);
    case SetQuestion::Redundancy: return redundancy(set, control);
    case SetQuestion::Sanity: return sanity(set, control);
    case SetQuestion::AllCaptured: return allCaptured(set);
    case SetQuestion::Disjointness: return disjointness(set);
    default: return fail(Error::Kind::Internal, "a question about two sets was asked of one");
    }
}

Result<SetOutcome> about(SetQuestion question, const PolicySet& first, const PolicySet& later,
                         const RunControl& control) {
    switch (question) {
    case SetQuestion::Equivalence: return equivalence(first, later, control);
    case SetQuestion::StrongEquivalence: return strongEquivalence(first, later, control);
    case SetQuestion::Containment: return containment(first, later, control);
    case SetQuestion::TwoWayContainment: return twoWayContainment(first, later, control);
    case SetQuestion::Permits: return permits(first, later, control);
    case SetQuestion::Forbids: return forbids(first, later, control);
    case SetQuestion::Interferes:
    case SetQuestion::PairwiseInterferes: return interferes(first, later, control);
    case SetQuestion::SemanticDiff: return semanticDiff(first, later, control);
    default: return fail(Error::Kind::Internal, "a question about one set was asked of two");
    }
}

/// The pairs that a question of two sets is asked about, by place.
std::vector<std::pair<std::size_t, std::size_t>> pairsOf(Arity arity, std::size_t count) {
    std::vector<std::pair<std::size_t, std::size_t>> out;
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j) {
            if (i == j || (j < i && arity != Arity::EachOrderedPair)) continue;
            if (i > 0 && arity == Arity::WithFirst) continue;
            out.emplace_back(i, j);
        }
    return out;
}

} // namespace

std::string_view name(SetQuestion question) {
    return factsOf(question).name;
}

std::string_view meaning(SetQuestion question) {
    return factsOf(question).meaning;
}

std::optional<SetQuestion> setQuestionNamed(std::string_view name) {
    const auto it = std::ranges::find(kQuestions, name, &QuestionFacts::name);
    return it == kQuestions.end() ? std::nullopt : std::optional(it->question);
}

std::span<const SetQuestion> setQuestions() {
    return kInOrder;
}

std::size_t leastSets(SetQuestion question) {
    return factsOf(question).arity == Arity::EachSet ? 1 : 2;
}

std::uint64_t SetAnswer::count() const {
    std::uint64_t out = 0;
    for (const SetOutcome& o : outcomes) out += o.count;
    return out;
}

std::uint64_t SetAnswer::uncertain() const {
    std::uint64_t out = 0;
    for (const SetOutcome& o : outcomes) out += o.uncertain;
    return out;
}

Ternary SetAnswer::holds() const {
    Ternary out = Ternary::Yes;
    for (const SetOutcome& o : outcomes) out = both(out, o.holds);
    return out;
}

Result<SetAnswer> compare(SetQuestion question, std::span<const PolicySet> sets, const RunControl& control) {
    if (sets.size() < leastSets(question))
        return fail(Error::Kind::Usage, std::string(name(question)) + " is a question about " +
                                            (leastSets(question) == 1 ? "one set" : "two sets") + " or more");
    SetAnswer out{question, {}};
    const auto take = [&](Result<SetOutcome> outcome) -> Result<void> {
        if (!outcome) return tl::make_unexpected(outcome.error());
        out.outcomes.push_back(std::move(*outcome));
        return {};
    };
    if (leastSets(question) == 1) {
        for (const PolicySet& set : sets)
            if (auto done = take(about(question, set, control)); !done) return tl::make_unexpected(done.error());
        return out;
    }
    for (const auto& [first, later] : pairsOf(factsOf(question).arity, sets.size()))
        if (auto done = take(about(question, sets[first], sets[later], control)); !done)
            return tl::make_unexpected(done.error());
    return out;
}

} // namespace portolan
