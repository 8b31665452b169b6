#include "core/flow/formats/conntrack_chains.h"

#include "core/flow/distinct.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace portolan {
namespace {

void see(ConnectionChain& chain, const ConntrackEntry& entry) {
    chain.isAnswered = chain.isAnswered || entry.isAnswered;
    chain.isDestroyed = chain.isDestroyed || entry.event == ConntrackEntry::Event::Destroy;
    if (entry.time == 0) return;
    chain.firstSeen = chain.firstSeen == 0 ? entry.time : std::min(chain.firstSeen, entry.time);
    chain.lastSeen = std::max(chain.lastSeen, entry.time);
}

void turnRound(ConnectionChain& chain) {
    const ConnectionTuple first = chain.first;
    chain.first = chain.last.reversed();
    chain.last = first.reversed();
    std::swap(chain.along, chain.against);
}

bool isFromLowerEnd(const ConnectionTuple& tuple) {
    return std::tie(tuple.from, tuple.fromPort) <= std::tie(tuple.to, tuple.toPort);
}

/// The path of the other direction through the same zone.
void turnRound(ConntrackEntry& entry) {
    const ConnectionTuple before = entry.before;
    entry.before = entry.after.reversed();
    entry.after = before.reversed();
}

} // namespace

std::size_t ConntrackChains::TupleHash::operator()(const ConnectionTuple& tuple) const {
    const std::uint64_t ports = std::uint64_t{tuple.fromPort} << 32U | std::uint64_t{tuple.toPort} << 8U |
                                static_cast<std::uint64_t>(tuple.protocol);
    const std::uint64_t from = scrambled(tuple.from.high() ^ scrambled(tuple.from.low() ^ ports));
    return scrambled(from ^ tuple.to.high() ^ scrambled(tuple.to.low() + 1));
}

ConntrackChains::Place ConntrackChains::rootOf(Place place) const {
    while (m_joinedTo[place.chain].chain != place.chain) {
        const Place up = m_joinedTo[place.chain];
        place = {up.chain, place.isAgainst != up.isAgainst};
    }
    return place;
}

std::optional<ConntrackChains::Place> ConntrackChains::find(const ConnectionTuple& tuple) const {
    const bool isTurned = !isFromLowerEnd(tuple);
    const auto it = m_byTuple.find(isTurned ? tuple.reversed() : tuple);
    if (it == m_byTuple.end()) return std::nullopt;
    return rootOf({it->second.chain, it->second.isAgainst != isTurned});
}

std::optional<ConntrackChains::Place> ConntrackChains::findOpen(const ConnectionTuple& tuple,
                                                                ConntrackEntry::Event event) const {
    const auto place = find(tuple);
    const bool isOver = place && event == ConntrackEntry::Event::New && m_chains[place->chain].isDestroyed;
    return isOver ? std::nullopt : place; // else the ports are taken again
}

void ConntrackChains::remember(const ConnectionTuple& tuple, Place place) {
    const bool isTurned = !isFromLowerEnd(tuple);
    m_byTuple.insert_or_assign(isTurned ? tuple.reversed() : tuple, Place{place.chain, place.isAgainst != isTurned});
}

void ConntrackChains::open(const ConntrackEntry& entry, std::uint64_t position) {
    const auto index = static_cast<Index>(m_chains.size());
    ConnectionChain chain;
    chain.first = entry.before;
    chain.last = entry.after;
    chain.position = position;
    chain.along = 1;
    see(chain, entry);
    m_chains.push_back(chain);
    m_joinedTo.push_back({index, false});
    remember(entry.before, {index, false});
    remember(entry.after, {index, false});
}

/// The entry at hand leads from one connection to the other.
void ConntrackChains::join(Place before, Place after) {
    ConnectionChain& chain = m_chains[before.chain];
    ConnectionChain& other = m_chains[after.chain];
    if (before.isAgainst != after.isAgainst) turnRound(other);
    (before.isAgainst ? chain.first : chain.last) = before.isAgainst ? other.first : other.last;
    ++(before.isAgainst ? chain.against : chain.along);
    chain.along += other.along;
    chain.against += other.against;
    chain.isAnswered = chain.isAnswered || other.isAnswered;
    chain.isDestroyed = chain.isDestroyed || other.isDestroyed;
    if (other.firstSeen != 0)
        chain.firstSeen = chain.firstSeen == 0 ? other.firstSeen : std::min(chain.firstSeen, other.firstSeen);
    chain.lastSeen = std::max(chain.lastSeen, other.lastSeen);
    chain.position = std::min(chain.position, other.position);
    m_joinedTo[after.chain] = {before.chain, before.isAgainst != after.isAgainst};
}

ConntrackChains::Added ConntrackChains::add(const ConntrackEntry& given, std::uint64_t position) {
    ConntrackEntry entry = given;
    auto before = findOpen(entry.before, entry.event);
    auto after = entry.after == entry.before ? before : findOpen(entry.after, entry.event);
    if (!before && !after) {
        open(entry, position);
        return Added::First;
    }
    const Place place = before ? *before : *after;
    ConnectionChain& chain = m_chains[place.chain];
    see(chain, entry);
    if (before && after && before->chain != after->chain) {
        join(*before, *after);
        return Added::Joining;
    }
    ++(place.isAgainst ? chain.against : chain.along);
    if (before && after) return Added::Further;
    remember(before ? entry.after : entry.before, place);
    if (place.isAgainst) {
        turnRound(entry);
        std::swap(before, after);
    }
    if (before && chain.last == entry.before) chain.last = entry.after;
    if (after && chain.first == entry.after) chain.first = entry.before;
    return Added::Further;
}

std::vector<ConnectionChain> ConntrackChains::takeAll() {
    std::vector<ConnectionChain> out;
    out.reserve(m_chains.size());
    for (Index i = 0; i < m_chains.size(); ++i) {
        ConnectionChain& chain = m_chains[i];
        if (m_joinedTo[i].chain != i) continue;
        const bool isTie = chain.along == chain.against && chain.last.toPort > chain.first.fromPort;
        if (chain.against > chain.along || isTie) turnRound(chain);
        out.push_back(chain);
    }
    std::ranges::sort(out, {}, &ConnectionChain::position);
    m_chains.clear();
    m_joinedTo.clear();
    m_byTuple.clear();
    return out;
}

} // namespace portolan
