#pragma once

#include "core/policy/program.h"
#include "core/reach/traffic_table.h"

#include <array>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

namespace portolan {

/// What the admin policies make of the traffic between two classes in one direction, as far as they can be sure. The
/// first three cover everything; where they overlap, it is open which of them happens.
struct OrderedOutcome {
    std::uint32_t id = 0;
    TrafficId allow = TrafficTable::kNone;       ///< what the Admin tier may allow
    TrafficId deny = TrafficTable::kNone;        ///< what it may deny
    TrafficId next = TrafficTable::kAll;         ///< what it may leave to the NetworkPolicies
    TrafficId baselineMust = TrafficTable::kAll; ///< what the Baseline tier certainly lets through, if it is asked
    TrafficId baselineMay = TrafficTable::kAll;  ///< what it may let through

    /// What passes once the NetworkPolicies are asked: `isolation` by them, and what their rules let through then.
    TrafficId must(const TrafficTable& table, Ternary isolation, TrafficId byRules) const;
    TrafficId may(const TrafficTable& table, Ternary isolation, TrafficId byRules) const;
};

/// The ordered stages, kept apart from the classes' own functions (engine.md 1.13): subjects that the same rules govern
/// share a key, as do peers that the same rules name, and a pair of keys has one outcome.
///
///   subjects ──key──┐
///                   ├──> rules that match, in order ──fold──> OrderedOutcome
///   peers ─────key──┘
///
/// Takes compiled admin policies; decides with semantics, C-1, C-2 and the tie groups of IR-6. Cost: what
/// the runs of the sets say, and one fold for each distinct sequence of matching rules. Thread-safe.
class OrderedPolicies {
  public:
    /// Null pointers among the policies are left out.
    static std::shared_ptr<const OrderedPolicies>
    create(std::shared_ptr<const EndpointClasses> classes,
           std::span<const std::shared_ptr<const CompiledPolicy>> policies, const TrafficTable& traffics);

    /// A run of peers that share a key; the end is exclusive.
    struct KeyRun {
        std::uint32_t end = 0;
        std::uint32_t key = 0;
    };
    /// Key 0: no rule governs the class.
    std::uint32_t subjectKey(ClassId id, Direction d) const { return m_sides[slot(d)].subjects.keyOf[id.index()]; }
    std::uint32_t peerKey(ClassId id, Direction d) const { return m_sides[slot(d)].peers.keyOf[id.index()]; }
    std::size_t subjectKeyCount(Direction d) const { return m_sides[slot(d)].subjects.lists.size(); }
    std::size_t peerKeyCount(Direction d) const { return m_sides[slot(d)].peers.lists.size(); }
    const std::vector<KeyRun>& peerRuns(Direction d) const { return m_sides[slot(d)].peerRuns; }

    const OrderedOutcome& outcome(std::uint32_t subjectKey, std::uint32_t peerKey, Direction d) const;
    /// Whether some rule that denies governs the key's subjects: No leaves every traffic to the NetworkPolicies or
    /// allows it.
    Ternary restricts(std::uint32_t subjectKey, Direction d) const;
    /// True where only the Baseline tier governs the key's subjects, or nothing does.
    bool isBaselineOnly(std::uint32_t subjectKey, Direction d) const;

  private:
    using Marks = std::vector<std::uint32_t>; // entry * 2, plus 1 where the match is certain; ascending
    /// A rule, or the part of one whose peers depend on the subject.
    struct Entry {
        const CompiledRule* rule = nullptr;
        Match subjects;
        Match peers;
        std::uint32_t policy = 0; ///< place in the order
        std::uint32_t group = 0;  ///< policies of one tier and priority
        AdminTier tier = AdminTier::Admin;
        bool isAlone = true; ///< the only policy of its group
    };
    struct Keys {
        std::vector<std::uint32_t> keyOf; // by class
        std::vector<Marks> lists;         // by key
        std::vector<PortListId> ports;    // by key: of the destination, where a rule of the list names a port
    };
    struct Side {
        std::vector<Entry> entries; // in order; Baseline last
        std::uint32_t firstBaseline = 0;
        Keys subjects;
        Keys peers;
        std::vector<KeyRun> peerRuns;
        std::vector<const OrderedOutcome*> table; // subject key * peer keys + peer key; empty where it would be large
    };
    struct Sets {
        Match sets;
        std::vector<std::uint32_t> entries;
    };
    struct MarksHash {
        std::size_t operator()(const Marks& marks) const noexcept;
    };
    static std::size_t slot(Direction d) { return static_cast<std::size_t>(d); }

    OrderedPolicies(std::shared_ptr<const EndpointClasses> classes, const TrafficTable& traffics)
        : m_classes(std::move(classes)), m_traffics(traffics) {}
    void addEntries(const Stage& stage, Direction d, Side& side) const;
    Keys makeKeys(const Side& side, Match Entry::*sets) const;
    void splitByPorts(const Side& side, Keys& keys) const;
    void fillTable(Direction d);
    void mergeEqualKeys(Direction d);
    static void makePeerRuns(Side& side);
    Marks matching(std::uint32_t subjectKey, std::uint32_t peerKey, Direction d) const;
    const OrderedOutcome& remembered(Marks marks, Direction d) const;
    OrderedOutcome fold(const Marks& marks, const Side& side) const;
    TrafficSet trafficOf(const CompiledRule& rule, PortListId destination) const;

    std::shared_ptr<const EndpointClasses> m_classes;
    TrafficTable m_traffics;
    std::array<Stage, 2> m_stages; // Admin, Baseline
    std::array<Side, 2> m_sides;
    mutable std::mutex m_mutex;
    mutable std::array<std::unordered_map<Marks, std::unique_ptr<OrderedOutcome>, MarksHash>, 2> m_outcomes;
    mutable std::uint32_t m_outcomeCount = 0; // of both directions
};

} // namespace portolan
