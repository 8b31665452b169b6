#pragma once

#include "core/propose/proposal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a proposal opens, against today, and which of its rules do it: what claim 2 is made from, and how the generator
/// finds the edges that no rule can admit without admitting more than today's policies do.

namespace portolan {

/// Traffic between two classes that a proposal admits and today's policies do not; where it is only perhaps admitted
/// then, today's policies certainly deny it.
struct Opening {
    enum class Cause : std::uint8_t {
        NameLookups, ///< a rule for name lookups
        Decision,    ///< a rule for an edge that a person accepted
        Doubt,       ///< today's policies may admit it
        ByCatch,     ///< rules that cannot tell an end from others
    };
    ClassId from;
    ClassId to;
    std::optional<IpAddress> node; ///< the address end is this node's, whatever its class
    TrafficSet traffic;
    Cause cause = Cause::ByCatch;
    bool isMeant = false;                  ///< the pair itself is what the cause is for, not a bystander
    std::vector<std::uint32_t> leaving{};  ///< edges whose rules open the gate of the source, ascending
    std::vector<std::uint32_t> arriving{}; ///< edges whose rules open the gate of the destination, ascending
};

struct Openings {
    std::vector<Opening> items; ///< by from, to, first port
    std::uint64_t pairs = 0;    ///< pairs of classes that were compared: those of which a gate opened
};

/// Compares `after`, the result of evaluated(), with today. Only pairs of which some gate opened are looked at: where
/// none did, nothing can have (semantics NP-4). Fails only with Cancelled.
Result<Openings> findOpenings(const ProposalBasis& basis, const Proposal& proposal, const Reachability& after,
                              const RunControl& control);

/// Edges to leave out so that no opening by bystanders is left, ascending: for each opening the smaller of the two
/// sets that open its gates, for fewer connections where they are equal.
std::vector<std::uint32_t> edgesBehind(const ProposalBasis& basis, const Openings& openings);

/// The classes that are an end of evidence, the atoms of the addresses that rules name it by included.
std::vector<ClassId> namedClasses(const Reachability& reachability, const EdgeEnd& end);

/// The workloads of a class, or its addresses: "shop/api, shop/web", "10.0.0.0-10.0.0.255".
std::string displayName(const Reachability& reachability, ClassId id);

} // namespace portolan
