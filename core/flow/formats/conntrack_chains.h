#pragma once

#include "core/flow/formats/conntrack_entry.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace portolan {

/// A connection put together from the entries of all zones that it passed.
struct ConnectionChain {
    ConnectionTuple first; ///< as the client sent it
    ConnectionTuple last;  ///< as the server got it
    std::int64_t firstSeen = 0;
    std::int64_t lastSeen = 0;
    std::uint64_t position = 0; ///< of the first line
    bool isAnswered = false;
    bool isDestroyed = false; ///< an event said that it is over
    std::uint32_t along = 0;  ///< entries that say it was opened this way
    std::uint32_t against = 0;
};

/// Joins the entries of one connection: where packets pass several zones of the connection table, each has an entry of
/// its own, and what one makes of a packet is what the next one gets (flows.md 2.15).
///
///     zone 0:  node -> service     ──masqueraded──> internal -> service
///     zone 16:                                      internal -> service ──to a backend──> internal -> pod
///     one connection: node -> pod
///
/// Entries come in any order. A zone that saw the answer first has its entry the other way round; most entries decide
/// who opened the connection. Memory is bounded: when kMaxChains are open, all are given out, so that a connection
/// whose entries lie further apart counts twice.
class ConntrackChains {
  public:
    static constexpr std::size_t kMaxChains = std::size_t{1} << 16U;

    /// What an entry is: the first of a connection, a further one, or one that shows two open connections to be one.
    enum class Added : std::uint8_t { First, Further, Joining };
    Added add(const ConntrackEntry& entry, std::uint64_t position);
    bool isFull() const { return m_chains.size() >= kMaxChains; }
    /// Every open connection, in the order of their first lines; none is open afterwards.
    std::vector<ConnectionChain> takeAll();

  private:
    using Index = std::uint32_t;
    /// A connection, and whether something runs against its direction.
    struct Place {
        Index chain = 0;
        bool isAgainst = false;
    };
    struct TupleHash {
        std::size_t operator()(const ConnectionTuple& tuple) const;
    };

    std::optional<Place> find(const ConnectionTuple& tuple) const;
    /// As find(), without connections that are over where the entry begins one.
    std::optional<Place> findOpen(const ConnectionTuple& tuple, ConntrackEntry::Event event) const;
    Place rootOf(Place place) const;
    void remember(const ConnectionTuple& tuple, Place place);
    void open(const ConntrackEntry& entry, std::uint64_t position);
    void join(Place before, Place after);

    std::vector<ConnectionChain> m_chains;
    std::vector<Place> m_joinedTo; ///< by chain: itself, or the one that it became part of
    std::unordered_map<ConnectionTuple, Place, TupleHash> m_byTuple; ///< by the direction from the lower end
};

} // namespace portolan
