#pragma once

#include "core/reach/reachability.h"

#include <map>
#include <unordered_map>

namespace portolan {

/// Builds the pair functions of a Reachability under construction: captures of a class -> terms -> function, each
/// distinct one once. Lives as long as one build or one edit; not thread-safe.
class FunctionBuilder {
  public:
    FunctionBuilder(Reachability& target, SelectorTable& selectors);
    /// Sets the functions of one class in one direction from its captures.
    void build(ClassId id, Direction direction);

  private:
    using Terms = std::vector<PairFunction::Term>;
    struct Pair {
        std::uint32_t must = 0;
        std::uint32_t may = 0;
    };
    struct Key {
        Direction direction = Direction::Ingress;
        bool isTouched = false;
        std::uint32_t ports = 0;
        std::vector<Capture> captures;
        auto operator<=>(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };

    Pair make(const Key& key);
    void addTerms(const CompiledRule& rule, Certainty certainty, PortListId subjectPorts, Terms& out);
    void addNamedEgress(const NamedPort& port, const ClassSetPtr& peers, Terms& out);
    std::uint32_t functionOf(Terms terms);
    std::uint32_t constant(TrafficId traffic);

    Reachability& m_target;
    SelectorTable& m_selectors;
    std::uint32_t m_classCount;
    std::unordered_map<Key, Pair, KeyHash> m_pairs;
    std::map<Terms, std::uint32_t> m_functions;
    std::map<std::pair<const ClassSet*, NamedPort>, Terms> m_named;
};

} // namespace portolan
