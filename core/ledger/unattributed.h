#pragma once

#include "core/ledger/ledger.h"
#include "core/ledger/workload_classes.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

namespace portolan {

/// Connections with an end that may be any pod: an address that another pod had then, or that lies among the pods'
/// addresses and is nobody's now; a Service with several workloads behind it; a name that the inventory lacks. A rule
/// that governs such an end, or that lets through to pods, may have been used by them although no hit says so
/// (findings FLOW-08: an inventory gap). Told by the end's namespace where the log names it, by port, and by the end
/// that is known.
class Unattributed {
  public:
    Unattributed(const Reachability& reachability, const WorkloadClasses& classes, std::span<const LedgerEdge> edges);

    /// How many connections the rule may have decided beside its hits and its other possible hits.
    std::uint64_t mayHit(const CompiledRule& rule) const;

  private:
    enum class Unknown : std::uint8_t { Subject, Peer };
    /// namespace of the subject, or nullopt for any; protocol; port, 0 for any.
    using Key = std::tuple<Unknown, std::optional<NamespaceId>, Protocol, std::uint16_t>;
    struct Group {
        std::uint64_t passed = 0;
        std::uint64_t denied = 0;
        std::vector<ClassId> known; ///< of the other ends, ascending
        bool isAnyKnown = false;    ///< too many other ends, or one that is not known either
    };

    void add(const LedgerEdge& edge, Direction direction);
    bool isAmongPods(const LedgerEnd& end) const;
    bool mayMatch(const CompiledRule& rule, const Key& key, const Group& group) const;

    const Reachability& m_reachability;
    const WorkloadClasses& m_classes;
    std::vector<Cidr> m_podBlocks;                ///< ascending
    std::array<std::map<Key, Group>, 2> m_groups; ///< by direction
};

} // namespace portolan
