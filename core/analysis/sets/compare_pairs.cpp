#include "core/analysis/sets/compare_pairs.h"

#include "core/analysis/sets/compare_witness.h"
#include "core/analysis/sets/explicit_traffic.h"
#include "core/reach/explain.h"
#include "core/reach/rule_match.h"

#include <algorithm>

namespace portolan {
namespace {

/// A side of joint sets, so that what is asked of one can be asked of the other.
enum class Side : std::uint8_t { First, Second };

std::optional<ClassId> classOf(const JointEnd& end, Side side) {
    return side == Side::First ? end.first : end.second;
}

const Reachability& reachOf(const JointSets& sets, Side side) {
    return *(side == Side::First ? sets.first() : sets.second()).reachability;
}

Doubts doubtsOf(const JointSets& sets, const JointEnd& from, const JointEnd& to) {
    return doubtsBetween(*sets.first().reachability, *from.first, *to.first) |
           doubtsBetween(*sets.second().reachability, *from.second, *to.second);
}

/// Gathers what keeps a comparison from holding.
class Outcome {
  public:
    explicit Outcome(const JointSets& sets) : m_sets(sets) { m_out.sets = {sets.second().name, sets.first().name}; }

    /// `text` follows the connection: ": new permits it, old does not".
    void add(const JointEnd& from, const JointEnd& to, const TrafficRelation& relation, const std::string& text) {
        if (relation.holds == Ternary::Yes) return;
        m_out.holds = both(m_out.holds, relation.holds);
        (relation.holds == Ternary::No ? m_certain : m_open) += 1;
        if (m_out.findings.size() >= kListedConnections) {
            ++m_out.leftOut;
            return;
        }
        const Reachability& first = *m_sets.first().reachability;
        const Reachability& second = *m_sets.second().reachability;
        const WitnessEnds ends = witnessEnds(first, second, from, to);
        const OnePort port = firstPortOf(relation.witness);
        SetFinding finding{"connection",
                           ends.text + " over " + relation.witness.text() + ": " + text,
                           {},
                           {},
                           relation.holds == Ternary::No};
        finding.why = m_sets.second().name + ": " + whyVerdict(second, ends.secondFrom, ends.secondTo, port) + "; " +
                      m_sets.first().name + ": " + whyVerdict(first, ends.firstFrom, ends.firstTo, port);
        if (!finding.isCertain) finding.why += "; open: " + doubtsOf(m_sets, from, to).text();
        m_out.findings.push_back(std::move(finding));
    }

    SetOutcome& value() { return m_out; }
    std::uint64_t certain() const { return m_certain; }
    std::uint64_t open() const { return m_open; }

  private:
    const JointSets& m_sets;
    SetOutcome m_out;
    std::uint64_t m_certain = 0;
    std::uint64_t m_open = 0;
};

SetOutcome notComparable(const JointSets& sets) {
    SetOutcome out;
    out.sets = {sets.second().name, sets.first().name};
    out.holds = Ternary::No;
    out.isAnswered = false;
    out.summary = sets.second().name + " and " + sets.first().name + " have different pods and cannot be compared";
    if (const std::string pods = sets.podsOnlyInSecond(); !pods.empty())
        out.summary += "; only in " + sets.second().name + ": " + pods;
    if (const std::string pods = sets.podsOnlyInFirst(); !pods.empty())
        out.summary += "; only in " + sets.first().name + ": " + pods;
    return out;
}

/// Whether a gate on either side keeps anything of the pair; where none does, both permit everything.
bool isGoverned(const JointSets& sets, const JointEnd& from, const JointEnd& to) {
    for (const Side side : {Side::First, Side::Second}) {
        const Reachability& r = reachOf(sets, side);
        const auto isOpen = [&](const JointEnd& end, Direction d) {
            const ClassId id = *classOf(end, side);
            return r.classes().isAddress(id) || (!r.classes().isNodeLike(id) && r.isolation(id, d) == Ternary::No);
        };
        const bool isFree = isOpen(from, Direction::Egress) && isOpen(to, Direction::Ingress);
        if (!isFree) return true;
    }
    return false;
}

/// What `inner` permits and `outer` does not, over the pods that both have.
Result<Outcome> beyond(const JointSets& sets, Side inner, const RunControl& control) {
    Outcome out(sets);
    const Side outer = inner == Side::First ? Side::Second : Side::First;
    const std::string text = (inner == Side::First ? sets.first() : sets.second()).name + " permits it, " +
                             (outer == Side::First ? sets.first() : sets.second()).name + " does not";
    const auto traffic = [&](const JointEnd& from, const JointEnd& to, Side side) {
        return reachOf(sets, side).between(*classOf(from, side), *classOf(to, side));
    };
    const bool isDone = sets.forEachPair(control, [&](const JointEnd& from, const JointEnd& to) {
        if (!from.isOnBoth() || !to.isOnBoth() || !isGoverned(sets, from, to)) return true;
        out.add(from, to,
                isWithin(traffic(from, to, inner), traffic(from, to, outer), [&] { return doubtsOf(sets, from, to); }),
                text);
        return true;
    });
    if (!isDone) return cancelled();
    return out;
}

void append(SetOutcome& to, SetOutcome&& from) {
    for (SetFinding& f : from.findings) {
        if (to.findings.size() < kListedConnections)
            to.findings.push_back(std::move(f));
        else
            ++to.leftOut;
    }
    to.leftOut += from.leftOut;
}

std::string perhaps(Ternary holds, const std::string& yes, const std::string& no, const std::string& open) {
    return holds == Ternary::Yes ? yes : holds == Ternary::No ? no : open;
}

/// "a shop/web": how a policy is matched with its namesake in another set.
std::vector<std::string> policyNames(const PolicySet& set) {
    std::vector<std::string> out;
    for (const PolicyId id : set.policies()) out.push_back(shortName(*set.reachability, id));
    std::ranges::sort(out);
    return out;
}

/// The set with one of its policies alone.
Result<PolicySet> withOnly(const PolicySet& set, const std::string& policy, const RunControl& control) {
    std::vector<PolicyEdit> edits;
    for (const PolicyId id : set.policies())
        if (shortName(*set.reachability, id) != policy) edits.push_back({id, nullptr});
    PolicySet out = set;
    if (edits.empty()) return out;
    auto edited = set.reachability->edited(edits, control);
    if (!edited) return tl::make_unexpected(edited.error());
    out.reachability = std::move(*edited);
    return out;
}

SetOutcome withoutPolicies(const PolicySet& first, const PolicySet& later) {
    SetOutcome out;
    out.sets = {later.name, first.name};
    out.holds = Ternary::No;
    out.isAnswered = false;
    out.summary = later.name + " has no policies, so it permits nothing in so many words";
    return out;
}

} // namespace

Result<SetOutcome> containment(const PolicySet& first, const PolicySet& second, const RunControl& control) {
    const JointSets sets(first, second);
    if (const std::string pods = sets.podsOnlyInSecond(); !pods.empty()) {
        SetOutcome out;
        out.sets = {second.name, first.name};
        out.holds = Ternary::No;
        out.summary = second.name + " is not contained in " + first.name + ": only " + second.name + " has " + pods;
        return out;
    }
    auto found = beyond(sets, Side::Second, control);
    if (!found) return tl::make_unexpected(found.error());
    SetOutcome out = std::move(found->value());
    out.count = out.holds == Ternary::Yes ? 1 : 0;
    out.uncertain = out.holds == Ternary::Unknown ? 1 : 0;
    out.summary = perhaps(out.holds, second.name + " is contained in " + first.name,
                          second.name + " is not contained in " + first.name,
                          "whether " + second.name + " is contained in " + first.name + " is uncertain");
    return out;
}

Result<SetOutcome> equivalence(const PolicySet& first, const PolicySet& second, const RunControl& control) {
    const JointSets sets(first, second);
    if (!sets.hasSamePods()) return notComparable(sets);
    auto more = beyond(sets, Side::Second, control);
    if (!more) return tl::make_unexpected(more.error());
    auto less = beyond(sets, Side::First, control);
    if (!less) return tl::make_unexpected(less.error());
    SetOutcome out = std::move(more->value());
    out.holds = both(out.holds, less->value().holds);
    append(out, std::move(less->value()));
    out.count = out.holds == Ternary::No ? 1 : 0;
    out.uncertain = out.holds == Ternary::Unknown ? 1 : 0;
    out.sets = {first.name, second.name};
    const std::string names = first.name + " and " + second.name;
    out.summary = perhaps(out.holds, names + " are equivalent", names + " are not equivalent",
                          "whether " + names + " are equivalent is uncertain");
    return out;
}

Result<SetOutcome> strongEquivalence(const PolicySet& first, const PolicySet& second, const RunControl& control) {
    const std::vector<std::string> inFirst = policyNames(first);
    const std::vector<std::string> inSecond = policyNames(second);
    SetOutcome out;
    out.sets = {first.name, second.name};
    const auto addMissing = [&](const std::vector<std::string>& has, const std::vector<std::string>& lacks,
                                const std::string& who, const std::string& whoNot) {
        for (const std::string& policy : has) {
            if (std::ranges::binary_search(lacks, policy)) continue;
            out.holds = Ternary::No;
            out.findings.push_back({"policy", policy + ": only in " + who + ", not in " + whoNot, {}, {}, true});
        }
    };
    addMissing(inFirst, inSecond, first.name, second.name);
    addMissing(inSecond, inFirst, second.name, first.name);
    for (const std::string& policy : inFirst) {
        if (!std::ranges::binary_search(inSecond, policy)) continue;
        const auto a = withOnly(first, policy, control);
        if (!a) return tl::make_unexpected(a.error());
        const auto b = withOnly(second, policy, control);
        if (!b) return tl::make_unexpected(b.error());
        auto alone = equivalence(*a, *b, control);
        if (!alone) return alone;
        if (!alone->isAnswered) return alone;
        if (alone->holds == Ternary::Yes) continue;
        out.holds = both(out.holds, alone->holds);
        SetFinding finding{"policy", policy + ": not equivalent in the two sets", {}, {}, alone->holds == Ternary::No};
        if (!alone->findings.empty()) finding.why = alone->findings.front().what;
        out.findings.push_back(std::move(finding));
    }
    out.count = out.holds == Ternary::No ? 1 : 0;
    out.uncertain = out.holds == Ternary::Unknown ? 1 : 0;
    const std::string names = first.name + " and " + second.name;
    out.summary =
        perhaps(out.holds, names + " are equivalent policy by policy", names + " are not equivalent policy by policy",
                "whether " + names + " are equivalent policy by policy is uncertain");
    return out;
}

Result<SetOutcome> twoWayContainment(const PolicySet& first, const PolicySet& second, const RunControl& control) {
    auto secondInFirst = containment(first, second, control);
    if (!secondInFirst) return secondInFirst;
    auto firstInSecond = containment(second, first, control);
    if (!firstInSecond) return firstInSecond;
    SetOutcome out;
    out.sets = {first.name, second.name};
    out.holds = both(secondInFirst->holds, firstInSecond->holds);
    const bool isFirstInside = firstInSecond->holds == Ternary::Yes;
    const bool isSecondInside = secondInFirst->holds == Ternary::Yes;
    out.count = isFirstInside && isSecondInside ? 3 : isFirstInside ? 2 : isSecondInside ? 1 : 0;
    out.uncertain = secondInFirst->holds == Ternary::Unknown || firstInSecond->holds == Ternary::Unknown ? 1 : 0;
    out.summary = isFirstInside && isSecondInside ? first.name + " and " + second.name + " are equivalent"
                                                  : firstInSecond->summary + "; " + secondInFirst->summary;
    append(out, std::move(*firstInSecond));
    append(out, std::move(*secondInFirst));
    return out;
}

namespace {

/// What an answer says of a pair that breaks it, and of the sets where it holds, does not, or may.
struct Wording {
    std::string breach;
    std::string holds, fails, open;
};

/// Asks `relate` about every pair of which the later set's policies speak: what they permit in so many words, and what
/// the first set permits there.
template <typename Relate>
Result<SetOutcome> ofWhatIsSaid(const PolicySet& first, const PolicySet& later, const RunControl& control,
                                const Wording& words, Relate relate) {
    if (later.policies().empty()) return withoutPolicies(first, later);
    const JointSets sets(first, later);
    if (!sets.hasSamePods()) return notComparable(sets);
    Outcome found(sets);
    const bool isDone = sets.forEachPair(control, [&](const JointEnd& from, const JointEnd& to) {
        const ExplicitTraffic said = explicitTraffic(*later.reachability, *from.second, *to.second);
        if (said.isCaptured == Ternary::No) return true;
        const PairTraffic here = first.reachability->between(*from.first, *to.first);
        found.add(from, to, relate(said.traffic, here, [&] { return doubtsOf(sets, from, to); }), words.breach);
        return true;
    });
    if (!isDone) return cancelled();
    SetOutcome out = std::move(found.value());
    out.count = out.holds == Ternary::No ? 1 : 0;
    out.uncertain = out.holds == Ternary::Unknown ? 1 : 0;
    out.summary = perhaps(out.holds, words.holds, words.fails, words.open);
    return out;
}

} // namespace

Result<SetOutcome> permits(const PolicySet& first, const PolicySet& later, const RunControl& control) {
    const Wording words{later.name + " permits it in so many words, " + first.name + " denies it",
                        first.name + " permits what " + later.name + " speaks of",
                        first.name + " does not permit all that " + later.name + " speaks of",
                        "whether " + first.name + " permits what " + later.name + " speaks of is uncertain"};
    return ofWhatIsSaid(first, later, control, words,
                        [](const PairTraffic& said, const PairTraffic& here, const auto& doubts) {
                            return isWithin(said, here, doubts);
                        });
}

Result<SetOutcome> forbids(const PolicySet& first, const PolicySet& later, const RunControl& control) {
    const Wording words{later.name + " permits it in so many words, and so does " + first.name,
                        first.name + " forbids what " + later.name + " speaks of",
                        first.name + " does not forbid all that " + later.name + " speaks of",
                        "whether " + first.name + " forbids what " + later.name + " speaks of is uncertain"};
    return ofWhatIsSaid(
        first, later, control, words, [](const PairTraffic& said, const PairTraffic& here, const auto&) {
            TrafficRelation relation;
            if (const TrafficSet surely = said.must.intersected(here.must); !surely.isEmpty())
                relation = {Ternary::No, surely};
            else if (const TrafficSet perhapsBoth = said.may.intersected(here.may); !perhapsBoth.isEmpty())
                relation = {Ternary::Unknown, perhapsBoth};
            return relation;
        });
}

Result<SetOutcome> interferes(const PolicySet& first, const PolicySet& later, const RunControl& control) {
    const JointSets sets(first, later);
    if (!sets.hasSamePods()) return notComparable(sets);
    Outcome found(sets);
    const bool isDone = sets.forEachPair(control, [&](const JointEnd& from, const JointEnd& to) {
        const ExplicitTraffic there = explicitTraffic(*later.reachability, *from.second, *to.second);
        if (there.isCaptured == Ternary::No) return true;
        const ExplicitTraffic here = explicitTraffic(*first.reachability, *from.first, *to.first);
        const Ternary isShared = both(there.isCaptured, here.isCaptured);
        if (isShared == Ternary::No) return true;
        TrafficRelation relation = isWithin(there.traffic, here.traffic, [&] { return doubtsOf(sets, from, to); });
        if (relation.holds == Ternary::No && isShared == Ternary::Unknown) relation.holds = Ternary::Unknown;
        found.add(from, to, relation,
                  later.name + " permits it, " + first.name + " does not, and both govern the pods");
        return true;
    });
    if (!isDone) return cancelled();
    SetOutcome out = std::move(found.value());
    out.count = out.holds == Ternary::No ? 1 : 0;
    out.uncertain = out.holds == Ternary::Unknown ? 1 : 0;
    out.summary = perhaps(out.holds, later.name + " does not interfere with " + first.name,
                          later.name + " interferes with " + first.name,
                          "whether " + later.name + " interferes with " + first.name + " is uncertain");
    return out;
}

} // namespace portolan
