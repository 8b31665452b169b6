#include "core/reach/ordered_policies.h"

#include <algorithm>
#include <limits>
#include <map>

namespace portolan {
namespace {

constexpr std::size_t kTableLimit = std::size_t{1} << 22U; // outcomes that are worked out beforehand: 32 MiB
constexpr std::uint32_t kPortsFollow = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint32_t markOf(std::uint32_t entry, bool isCertain) {
    return entry * 2 + (isCertain ? 1U : 0U);
}
constexpr std::uint32_t entryOf(std::uint32_t mark) {
    return mark / 2;
}
constexpr bool isCertain(std::uint32_t mark) {
    return mark % 2 == 1;
}

/// 128 bits that stand for a set of toggled numbers (engine.md 1.10).
struct Signature {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    void toggle(std::uint64_t n) {
        high ^= mixed(2 * n + 1);
        low ^= mixed(0x5851f42d4c957f2dULL + 2 * n);
    }
    bool operator==(const Signature&) const = default;

  private:
    static std::uint64_t mixed(std::uint64_t x) {
        x += 0x9e3779b97f4a7c15ULL;
        x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
        return x ^ (x >> 31U);
    }
};
struct SignatureHash {
    std::size_t operator()(const Signature& s) const noexcept { return static_cast<std::size_t>(s.low); }
};

/// What a group of policies, or a tier, may do with the traffic it sees.
struct Possible {
    TrafficSet allow, deny, pass;

    TrafficSet& of(Action action) { return action == Action::Allow ? allow : action == Action::Deny ? deny : pass; }
};

} // namespace

TrafficId OrderedOutcome::must(const TrafficTable& table, Ternary isolation, TrafficId byRules) const {
    const TrafficId after = isolation == Ternary::Yes  ? byRules
                            : isolation == Ternary::No ? baselineMust
                                                       : table.intersected(byRules, baselineMust);
    return table.minus(table.minus(TrafficTable::kAll, deny), table.minus(next, after));
}

TrafficId OrderedOutcome::may(const TrafficTable& table, Ternary isolation, TrafficId byRules) const {
    const TrafficId after = isolation == Ternary::Yes  ? byRules
                            : isolation == Ternary::No ? baselineMay
                                                       : table.united(byRules, baselineMay);
    return table.united(allow, table.intersected(next, after));
}

std::size_t OrderedPolicies::MarksHash::operator()(const Marks& marks) const noexcept {
    std::uint64_t h = marks.size();
    for (const std::uint32_t m : marks) {
        h = (h ^ m) * 0x9e3779b97f4a7c15ULL;
        h ^= h >> 32U;
    }
    return static_cast<std::size_t>(h);
}

std::shared_ptr<const OrderedPolicies>
OrderedPolicies::create(std::shared_ptr<const EndpointClasses> classes,
                        std::span<const std::shared_ptr<const CompiledPolicy>> policies, const TrafficTable& traffics) {
    std::shared_ptr<OrderedPolicies> out(new OrderedPolicies(std::move(classes), traffics));
    out->m_stages = {adminStage(AdminTier::Admin, policies), adminStage(AdminTier::Baseline, policies)};
    for (const Direction d : kDirections) {
        Side& side = out->m_sides[slot(d)];
        out->addEntries(out->m_stages[0], d, side);
        side.firstBaseline = static_cast<std::uint32_t>(side.entries.size());
        out->addEntries(out->m_stages[1], d, side);
        side.subjects = out->makeKeys(side, &Entry::subjects);
        side.peers = out->makeKeys(side, &Entry::peers);
        out->splitByPorts(side, d == Direction::Ingress ? side.subjects : side.peers);
        out->fillTable(d);
        out->mergeEqualKeys(d);
        makePeerRuns(side);
    }
    return out;
}

void OrderedPolicies::addEntries(const Stage& stage, Direction d, Side& side) const {
    const auto& policies = stage.policies;
    std::uint32_t group = side.entries.empty() ? 0 : side.entries.back().group + 1;
    std::uint32_t place = side.entries.empty() ? 0 : side.entries.back().policy + 1;
    for (std::size_t i = 0; i < policies.size(); ++i, ++place) {
        const auto isEqual = [&](std::size_t other) { return policies[other]->priority == policies[i]->priority; };
        const bool isContinued = i > 0 && isEqual(i - 1);
        if (i > 0 && !isContinued) ++group;
        Entry entry;
        entry.subjects = policies[i]->subject;
        entry.policy = place;
        entry.group = group;
        entry.isAlone = !isContinued && (i + 1 == policies.size() || !isEqual(i + 1));
        for (const CompiledRule& rule : policies[i]->rulesIn(d)) {
            entry.rule = &rule;
            entry.peers = rule.peers;
            side.entries.push_back(entry);
            for (const RelatedPods& related : rule.related) {
                Entry part = entry;
                part.peers = related.peers;
                const bool isCertainSubject = part.subjects.isCertain();
                part.subjects.must =
                    std::make_shared<const ClassSet>(entry.subjects.must->intersected(*related.subjects));
                part.subjects.may =
                    isCertainSubject
                        ? part.subjects.must
                        : std::make_shared<const ClassSet>(entry.subjects.may->intersected(*related.subjects));
                side.entries.push_back(std::move(part));
            }
        }
    }
}

/// Sweeps over all classes; between two ends of a set's runs nothing changes.
OrderedPolicies::Keys OrderedPolicies::makeKeys(const Side& side, Match Entry::*sets) const {
    std::map<std::pair<const ClassSet*, const ClassSet*>, Sets> distinct;
    for (std::uint32_t e = 0; e < side.entries.size(); ++e) {
        const Match& match = side.entries[e].*sets;
        Sets& s = distinct[{match.must.get(), match.may.get()}];
        s.sets = match;
        s.entries.push_back(e);
    }
    constexpr std::uint8_t kMay = 1;
    constexpr std::uint8_t kMust = 2;
    struct Event {
        std::uint32_t at = 0;
        std::uint32_t number = 0; // of the set, by order of entries
        std::uint8_t bits = 0;
    };
    std::vector<const Sets*> byNumber;
    std::vector<Event> events;
    for (const auto& [key, s] : distinct) byNumber.push_back(&s);
    std::ranges::sort(byNumber, {}, [](const Sets* s) { return s->entries.front(); });
    for (std::uint32_t n = 0; n < byNumber.size(); ++n) {
        const auto add = [&](const ClassSet& set, std::uint8_t bits) {
            for (const ClassRun& run : set.runs()) {
                events.push_back({run.first, n, bits});
                events.push_back({run.end, n, bits});
            }
        };
        const Match& match = byNumber[n]->sets;
        if (match.isCertain()) {
            add(*match.must, kMay | kMust);
        } else {
            add(*match.may, kMay);
            add(*match.must, kMust);
        }
    }
    std::ranges::sort(events, {}, &Event::at);

    Keys out;
    out.keyOf.assign(m_classes->count(), 0);
    out.lists.emplace_back();
    std::unordered_map<Signature, std::uint32_t, SignatureHash> known{{Signature(), 0}};
    std::vector<std::uint8_t> state(side.entries.size(), 0);
    Signature signature;
    for (std::size_t i = 0; i < events.size();) {
        const std::uint32_t at = events[i].at;
        for (; i < events.size() && events[i].at == at; ++i) {
            signature.toggle(std::uint64_t{events[i].number} * 4 + events[i].bits);
            for (const std::uint32_t e : byNumber[events[i].number]->entries)
                state[e] = static_cast<std::uint8_t>(state[e] ^ events[i].bits);
        }
        if (i == events.size()) break; // the last runs end here
        const auto [it, isNew] = known.try_emplace(signature, static_cast<std::uint32_t>(out.lists.size()));
        if (isNew) {
            Marks& list = out.lists.emplace_back();
            for (std::uint32_t e = 0; e < state.size(); ++e)
                if ((state[e] & kMay) != 0) list.push_back(markOf(e, (state[e] & kMust) != 0));
        }
        if (it->second != 0) std::fill(out.keyOf.begin() + at, out.keyOf.begin() + events[i].at, it->second);
    }
    out.ports.resize(out.lists.size());
    return out;
}

/// What a named port means differs by destination: keys that meet one are told apart by the declared ports.
void OrderedPolicies::splitByPorts(const Side& side, Keys& keys) const {
    std::vector<bool> isNaming;
    for (const Marks& list : keys.lists)
        isNaming.push_back(std::ranges::any_of(
            list, [&](std::uint32_t mark) { return !side.entries[entryOf(mark)].rule->namedPorts.empty(); }));
    std::map<std::pair<std::uint32_t, PortListId>, std::uint32_t> split;
    for (std::uint32_t c = 0; c < m_classes->podClassCount(); ++c) {
        const std::uint32_t key = keys.keyOf[c];
        const PortListId ports = m_classes->ports(ClassId(c));
        if (!isNaming[key] || m_classes->isNodeLike(ClassId(c)) || ports == PortListId()) continue;
        const auto [it, isNew] = split.try_emplace({key, ports}, static_cast<std::uint32_t>(keys.lists.size()));
        if (isNew) {
            keys.lists.push_back(Marks(keys.lists[key]));
            keys.ports.push_back(ports);
        }
        keys.keyOf[c] = it->second;
    }
}

/// The rules that match both ends, in order, as far as they can matter: a rule that takes everything ends its tier.
OrderedPolicies::Marks OrderedPolicies::matching(std::uint32_t subjectKey, std::uint32_t peerKey, Direction d) const {
    const Side& side = m_sides[slot(d)];
    const Marks& subjects = side.subjects.lists[subjectKey];
    const Marks& peers = side.peers.lists[peerKey];
    Marks out;
    bool isNaming = false;
    auto s = subjects.begin();
    auto p = peers.begin();
    while (s != subjects.end() && p != peers.end()) {
        if (entryOf(*s) != entryOf(*p)) {
            ++(entryOf(*s) < entryOf(*p) ? s : p);
            continue;
        }
        const bool isSure = isCertain(*s) && isCertain(*p);
        const std::uint32_t e = entryOf(*s);
        const Entry& entry = side.entries[e];
        out.push_back(markOf(e, isSure));
        isNaming = isNaming || !entry.rule->namedPorts.empty();
        ++s;
        ++p;
        if (!isSure || !entry.isAlone || !entry.rule->traffic.isAll()) continue;
        if (e >= side.firstBaseline) break;
        s = std::lower_bound(s, subjects.end(), markOf(side.firstBaseline, false));
        p = std::lower_bound(p, peers.end(), markOf(side.firstBaseline, false));
    }
    if (isNaming) {
        const PortListId ports = d == Direction::Ingress ? side.subjects.ports[subjectKey] : side.peers.ports[peerKey];
        out.insert(out.end(), {kPortsFollow, ports.value});
    }
    return out;
}

TrafficSet OrderedPolicies::trafficOf(const CompiledRule& rule, PortListId destination) const {
    TrafficSet out = rule.traffic;
    for (const NamedPort& port : rule.namedPorts) out = out.united(resolve(port, m_classes->portList(destination)));
    return out;
}

/// Goes through the tiers top-down with what is still undecided. Every policy of a tie group does what its own first
/// matching rule says (IR-6), so that disagreement leaves more than one possibility; so does a match that is not
/// certain, which both acts and lets pass (IR-4).
OrderedOutcome OrderedPolicies::fold(const Marks& marks, const Side& side) const {
    const bool hasPorts = marks.size() >= 2 && marks[marks.size() - 2] == kPortsFollow;
    const PortListId destination = hasPorts ? PortListId(marks.back()) : PortListId();
    const std::size_t end = marks.size() - (hasPorts ? 2 : 0);
    std::size_t i = 0;
    const auto entryAt = [&](std::size_t at) -> const Entry& { return side.entries[entryOf(marks[at])]; };
    const auto foldTier = [&](std::uint32_t endEntry) {
        Possible out;
        TrafficSet undecided = TrafficSet::all();
        while (i < end && entryOf(marks[i]) < endEntry) {
            const std::uint32_t group = entryAt(i).group;
            TrafficSet left = undecided;
            while (i < end && entryAt(i).group == group) {
                const std::uint32_t policy = entryAt(i).policy;
                TrafficSet own = undecided;
                for (; i < end && entryAt(i).policy == policy; ++i) {
                    const CompiledRule& rule = *entryAt(i).rule;
                    const TrafficSet matched = own.intersected(trafficOf(rule, destination));
                    TrafficSet& possible = out.of(rule.action);
                    possible = possible.united(matched);
                    if (isCertain(marks[i])) own = own.minus(matched);
                }
                left = left.intersected(own);
            }
            undecided = left;
        }
        out.pass = out.pass.united(undecided);
        return out;
    };
    const Possible admin = foldTier(side.firstBaseline);
    const Possible baseline = foldTier(std::numeric_limits<std::uint32_t>::max());
    OrderedOutcome out;
    out.allow = m_traffics.intern(admin.allow);
    out.deny = m_traffics.intern(admin.deny);
    out.next = m_traffics.intern(admin.pass);
    out.baselineMust = m_traffics.intern(TrafficSet::all().minus(baseline.deny));
    out.baselineMay = m_traffics.intern(baseline.allow.united(baseline.pass));
    return out;
}

const OrderedOutcome& OrderedPolicies::remembered(Marks marks, Direction d) const {
    const std::lock_guard lock(m_mutex);
    auto& outcomes = m_outcomes[slot(d)];
    if (const auto it = outcomes.find(marks); it != outcomes.end()) return *it->second;
    auto outcome = std::make_unique<OrderedOutcome>(fold(marks, m_sides[slot(d)]));
    outcome->id = m_outcomeCount++;
    return *outcomes.emplace(std::move(marks), std::move(outcome)).first->second;
}

const OrderedOutcome& OrderedPolicies::outcome(std::uint32_t subjectKey, std::uint32_t peerKey, Direction d) const {
    const Side& side = m_sides[slot(d)];
    if (!side.table.empty()) return *side.table[subjectKey * side.peers.lists.size() + peerKey];
    return remembered(matching(subjectKey, peerKey, d), d);
}

void OrderedPolicies::fillTable(Direction d) {
    Side& side = m_sides[slot(d)];
    const std::size_t size = side.subjects.lists.size() * side.peers.lists.size();
    if (size > kTableLimit) return;
    side.table.reserve(size);
    for (std::uint32_t s = 0; s < side.subjects.lists.size(); ++s)
        for (std::uint32_t p = 0; p < side.peers.lists.size(); ++p)
            side.table.push_back(&remembered(matching(s, p, d), d));
}

/// Keys whose outcomes never differ become one; what is asked of subject keys apart from outcomes stays as it is.
void OrderedPolicies::mergeEqualKeys(Direction d) {
    Side& side = m_sides[slot(d)];
    if (side.table.empty()) return;
    const std::size_t columns = side.peers.lists.size();
    using Row = std::vector<const OrderedOutcome*>;
    std::map<std::pair<std::pair<Ternary, bool>, Row>, std::uint32_t> rows;
    std::vector<std::uint32_t> rowOf;
    std::vector<std::uint32_t> keptRows;
    for (std::uint32_t s = 0; s < side.subjects.lists.size(); ++s) {
        const auto first = side.table.begin() + static_cast<std::ptrdiff_t>(s * columns);
        const auto [it, isNew] = rows.try_emplace(
            {{restricts(s, d), isBaselineOnly(s, d)}, Row(first, first + static_cast<std::ptrdiff_t>(columns))},
            static_cast<std::uint32_t>(keptRows.size()));
        if (isNew) keptRows.push_back(s);
        rowOf.push_back(it->second);
    }
    std::map<Row, std::uint32_t> columnIds;
    std::vector<std::uint32_t> columnOf;
    std::vector<std::uint32_t> keptColumns;
    for (std::uint32_t p = 0; p < columns; ++p) {
        Row column;
        for (const std::uint32_t s : keptRows) column.push_back(side.table[s * columns + p]);
        const auto [it, isNew] =
            columnIds.try_emplace(std::move(column), static_cast<std::uint32_t>(keptColumns.size()));
        if (isNew) keptColumns.push_back(p);
        columnOf.push_back(it->second);
    }
    std::vector<const OrderedOutcome*> table;
    for (const std::uint32_t s : keptRows)
        for (const std::uint32_t p : keptColumns) table.push_back(side.table[s * columns + p]);
    const auto keep = [](Keys& keys, const std::vector<std::uint32_t>& idOf, const std::vector<std::uint32_t>& kept) {
        for (std::uint32_t& key : keys.keyOf) key = idOf[key];
        Keys out;
        for (const std::uint32_t k : kept) {
            out.lists.push_back(std::move(keys.lists[k]));
            out.ports.push_back(keys.ports[k]);
        }
        keys.lists = std::move(out.lists);
        keys.ports = std::move(out.ports);
    };
    keep(side.subjects, rowOf, keptRows);
    keep(side.peers, columnOf, keptColumns);
    side.table = std::move(table);
}

void OrderedPolicies::makePeerRuns(Side& side) {
    const auto& keyOf = side.peers.keyOf;
    for (std::uint32_t c = 0; c < keyOf.size(); ++c) {
        if (!side.peerRuns.empty() && side.peerRuns.back().key == keyOf[c])
            side.peerRuns.back().end = c + 1;
        else
            side.peerRuns.push_back({c + 1, keyOf[c]});
    }
}

Ternary OrderedPolicies::restricts(std::uint32_t subjectKey, Direction d) const {
    const Side& side = m_sides[slot(d)];
    Ternary out = Ternary::No;
    for (const std::uint32_t mark : side.subjects.lists[subjectKey]) {
        const Entry& entry = side.entries[entryOf(mark)];
        if (entry.rule->action != Action::Deny || entry.peers.may->isEmpty()) continue;
        out = either(out, isCertain(mark) && !entry.peers.must->isEmpty() ? Ternary::Yes : Ternary::Unknown);
    }
    return out;
}

bool OrderedPolicies::isBaselineOnly(std::uint32_t subjectKey, Direction d) const {
    const Side& side = m_sides[slot(d)];
    const Marks& list = side.subjects.lists[subjectKey];
    return list.empty() || entryOf(list.front()) >= side.firstBaseline;
}

} // namespace portolan
