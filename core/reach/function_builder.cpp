#include "core/reach/function_builder.h"

#include <algorithm>

namespace portolan {

std::size_t FunctionBuilder::KeyHash::operator()(const Key& key) const noexcept {
    std::uint64_t h =
        std::uint64_t{key.ports} << 2U | (key.isTouched ? 2U : 0U) | static_cast<std::uint64_t>(key.direction);
    for (const Capture& c : key.captures) {
        h = (h ^ (std::uint64_t{c.policy.value} << 2U | static_cast<std::uint64_t>(c.certainty))) *
            0x9e3779b97f4a7c15ULL;
        h ^= h >> 31U;
    }
    return h;
}

FunctionBuilder::FunctionBuilder(Reachability& target, SelectorTable& selectors)
    : m_target(target), m_selectors(selectors), m_classCount(target.classes().count()) {}

std::uint32_t FunctionBuilder::constant(TrafficId traffic) {
    const Terms key = {{nullptr, traffic}}; // no term of a rule has a null set
    const auto [it, isNew] = m_functions.try_emplace(key, static_cast<std::uint32_t>(m_target.m_functions.size()));
    if (isNew)
        m_target.m_functions.push_back(
            std::make_shared<const PairFunction>(PairFunction::constant(traffic, m_classCount)));
    return it->second;
}

std::uint32_t FunctionBuilder::functionOf(Terms terms) {
    std::ranges::sort(terms);
    terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
    std::erase_if(terms,
                  [](const PairFunction::Term& t) { return t.peers->isEmpty() || t.traffic == TrafficTable::kNone; });
    if (terms.empty()) return constant(TrafficTable::kNone);
    const auto [it, isNew] =
        m_functions.try_emplace(std::move(terms), static_cast<std::uint32_t>(m_target.m_functions.size()));
    if (isNew)
        m_target.m_functions.push_back(
            std::make_shared<const PairFunction>(PairFunction::unionOf(it->first, m_classCount, m_target.m_traffics)));
    return it->second;
}

/// A named port at egress means what each peer declares under the name (NP-T3): the peers that agree are one term.
void FunctionBuilder::addNamedEgress(const NamedPort& port, const ClassSetPtr& peers, Terms& out) {
    const auto [it, isNew] = m_named.try_emplace({peers.get(), port});
    if (isNew) {
        const EndpointClasses& classes = m_target.classes();
        std::map<TrafficId, ClassSet> byMeaning;
        peers->forEach([&](ClassId c) {
            if (classes.isAddress(c) || classes.isNodeLike(c)) return;
            const TrafficSet meaning = resolve(port, classes.portList(classes.ports(c)));
            if (!meaning.isEmpty()) byMeaning[m_target.m_traffics.intern(meaning)].append(c);
        });
        for (auto& [traffic, set] : byMeaning) it->second.push_back({m_selectors.intern(std::move(set)), traffic});
    }
    out.insert(out.end(), it->second.begin(), it->second.end());
}

void FunctionBuilder::addTerms(const CompiledRule& rule, Certainty certainty, PortListId subjectPorts, Terms& out) {
    const ClassSetPtr& peers = certainty == Certainty::Must ? rule.peers.must : rule.peers.may;
    TrafficSet traffic = rule.traffic;
    for (const NamedPort& port : rule.namedPorts) {
        if (rule.ref.direction == Direction::Ingress)
            traffic = traffic.united(resolve(port, m_target.classes().portList(subjectPorts)));
        else
            addNamedEgress(port, peers, out);
    }
    out.push_back({peers, m_target.m_traffics.intern(traffic)});
}

FunctionBuilder::Pair FunctionBuilder::make(const Key& key) {
    if (key.isTouched) return {constant(TrafficTable::kNone), constant(TrafficTable::kAll)};
    if (key.captures.empty()) return {constant(TrafficTable::kAll), constant(TrafficTable::kAll)};
    // Semantics NP-3 in Kleene logic: isolated = some policy captures; allowed = some capturing policy's rule matches.
    const bool isIsolated =
        std::ranges::any_of(key.captures, [](const Capture& c) { return c.certainty == Ternary::Yes; });
    Terms must;
    Terms may;
    for (const Capture& capture : key.captures) {
        for (const CompiledRule& rule : m_target.m_compiled[capture.policy.index()]->rulesIn(key.direction)) {
            if (capture.certainty == Ternary::Yes) addTerms(rule, Certainty::Must, PortListId(key.ports), must);
            addTerms(rule, Certainty::May, PortListId(key.ports), may);
        }
    }
    // Where isolation is open, what passes without it is the Baseline tier's to say if there is one.
    const bool isRules = isIsolated || m_target.m_ordered;
    return {functionOf(std::move(must)), isRules ? functionOf(std::move(may)) : constant(TrafficTable::kAll)};
}

void FunctionBuilder::build(ClassId id, Direction direction) {
    const EndpointClasses& classes = m_target.classes();
    const bool isPoliced = !classes.isAddress(id) && !classes.isNodeLike(id);
    Key key;
    key.direction = direction;
    if (isPoliced) {
        const auto captures = m_target.captures(id, direction);
        key.captures.assign(captures.begin(), captures.end());
        key.isTouched = m_target.m_unreadTouched[classes.ns(id).index()];
        if (direction == Direction::Ingress) key.ports = classes.ports(id).value;
    }
    auto it = m_pairs.find(key);
    if (it == m_pairs.end()) {
        const Pair pair = make(key);
        it = m_pairs.emplace(std::move(key), pair).first;
    }
    auto& functionOf = m_target.m_functionOf[static_cast<std::size_t>(direction)];
    functionOf[static_cast<std::size_t>(Certainty::Must)][id.index()] = it->second.must;
    functionOf[static_cast<std::size_t>(Certainty::May)][id.index()] = it->second.may;
}

} // namespace portolan
