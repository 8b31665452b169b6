#include "core/analysis/sets/compare_pairs.h"
#include "core/analysis/sets/compare_witness.h"
#include "core/reach/explain.h"

#include <array>

namespace portolan {
namespace {

/// What a pair of ends is made of: pods that only one set has, pods of both, addresses.
enum class Part : std::uint8_t { Removed, Kept, Added, Address };

/// The ways in which connections differ, in the order told.
struct Category {
    Part one, other; ///< in either order
    bool isGained;   ///< permitted in the second set only
    const char* text;
};

constexpr std::array kCategories{
    Category{Part::Removed, Part::Removed, false, "lost between removed pods"},
    Category{Part::Removed, Part::Address, false, "lost between removed pods and addresses"},
    Category{Part::Removed, Part::Kept, false, "lost between removed pods and pods of both sets"},
    Category{Part::Kept, Part::Kept, true, "added between pods of both sets"},
    Category{Part::Kept, Part::Kept, false, "removed between pods of both sets"},
    Category{Part::Kept, Part::Address, true, "added between pods of both sets and addresses"},
    Category{Part::Kept, Part::Address, false, "removed between pods of both sets and addresses"},
    Category{Part::Kept, Part::Added, true, "new between pods of both sets and added pods"},
    Category{Part::Added, Part::Added, true, "new between added pods"},
    Category{Part::Added, Part::Address, true, "new between added pods and addresses"},
};

constexpr std::size_t kListedOfCategory = 3;

Part partOf(const JointEnd& end) {
    if (end.isAddress()) return Part::Address;
    return end.isOnBoth() ? Part::Kept : end.first ? Part::Removed : Part::Added;
}

class SemanticDiff {
  public:
    SemanticDiff(const PolicySet& first, const PolicySet& second) : m_sets(first, second) {}

    Result<SetOutcome> run(const RunControl& control) {
        const bool isDone = m_sets.forEachPair(control, [&](const JointEnd& from, const JointEnd& to) {
            look(from, to);
            return true;
        });
        if (!isDone) return cancelled();
        return result();
    }

  private:
    struct Found {
        std::uint64_t certain = 0;
        std::uint64_t open = 0;
        std::vector<SetFinding> findings;
    };

    PairTraffic traffic(const PolicySet& set, const std::optional<ClassId>& from,
                        const std::optional<ClassId>& to) const {
        if (!from || !to) return {};
        return set.reachability->between(*from, *to);
    }

    void look(const JointEnd& from, const JointEnd& to) {
        const PairTraffic before = traffic(m_sets.first(), from.first, to.first);
        const PairTraffic after = traffic(m_sets.second(), from.second, to.second);
        if (before == after && before.isCertain()) return;
        const auto doubts = [&] {
            Doubts out;
            if (from.first && to.first) out |= doubtsBetween(*m_sets.first().reachability, *from.first, *to.first);
            if (from.second && to.second) out |= doubtsBetween(*m_sets.second().reachability, *from.second, *to.second);
            return out;
        };
        const Part s = partOf(from);
        const Part t = partOf(to);
        for (std::size_t c = 0; c < kCategories.size(); ++c) {
            const Category& category = kCategories[c];
            const bool isIt = (category.one == s && category.other == t) || (category.one == t && category.other == s);
            if (!isIt) continue;
            add(m_found[c], from, to,
                category.isGained ? isWithin(after, before, doubts) : isWithin(before, after, doubts),
                category.isGained);
        }
    }

    void add(Found& found, const JointEnd& from, const JointEnd& to, const TrafficRelation& relation, bool isGained) {
        if (relation.holds == Ternary::Yes) return;
        const bool isCertain = relation.holds == Ternary::No;
        ++(isCertain ? found.certain : found.open);
        if (found.findings.size() >= kListedOfCategory) return;
        const Reachability& first = *m_sets.first().reachability;
        const Reachability& second = *m_sets.second().reachability;
        const WitnessEnds ends = witnessEnds(first, second, from, to);
        const OnePort port = firstPortOf(relation.witness);
        const std::string why = m_sets.first().name + ": " + whyVerdict(first, ends.firstFrom, ends.firstTo, port) +
                                "; " + m_sets.second().name + ": " +
                                whyVerdict(second, ends.secondFrom, ends.secondTo, port);
        found.findings.push_back({"connection",
                                  ends.text + " over " + relation.witness.text() +
                                      (isGained ? " is permitted in " : " is no longer permitted in ") +
                                      m_sets.second().name,
                                  why,
                                  {},
                                  isCertain});
    }

    SetOutcome result() {
        SetOutcome out;
        out.sets = {m_sets.first().name, m_sets.second().name};
        for (std::size_t c = 0; c < kCategories.size(); ++c) {
            Found& found = m_found[c];
            if (found.certain + found.open == 0) continue;
            ++(found.certain > 0 ? out.count : out.uncertain);
            out.holds = both(out.holds, found.certain > 0 ? Ternary::No : Ternary::Unknown);
            out.findings.push_back(
                {"category", "connections " + std::string(kCategories[c].text), {}, {}, found.certain > 0});
            out.leftOut += found.certain + found.open - found.findings.size();
            for (SetFinding& f : found.findings) out.findings.push_back(std::move(f));
        }
        const std::string names = m_sets.first().name + " and " + m_sets.second().name;
        out.summary = out.holds == Ternary::Yes ? names + " permit the same"
                      : out.holds == Ternary::No
                          ? names + " differ in " + std::to_string(out.count) + (out.count == 1 ? " way" : " ways")
                          : "whether " + names + " permit the same is uncertain";
        return out;
    }

    JointSets m_sets;
    std::array<Found, kCategories.size()> m_found;
};

} // namespace

Result<SetOutcome> semanticDiff(const PolicySet& first, const PolicySet& second, const RunControl& control) {
    return SemanticDiff(first, second).run(control);
}

} // namespace portolan
