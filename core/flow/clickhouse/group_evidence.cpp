#include "core/flow/clickhouse/group_evidence.h"

#include <algorithm>
#include <charconv>

namespace portolan::clickhouse {
namespace {

constexpr std::size_t kShareOfLanes = 4; ///< of the memory set aside: a quarter

template <typename Number, typename OnNumber>
bool parseArray(std::string_view text, OnNumber onNumber) {
    if (text.size() < 2 || !text.starts_with('[') || !text.ends_with(']')) return false;
    const char* at = text.data() + 1;
    const char* const end = text.data() + text.size() - 1;
    while (at != end) {
        Number value = 0;
        const auto read = std::from_chars(at, end, value);
        if (read.ec != std::errc() || (read.ptr != end && *read.ptr != ',')) return false;
        onNumber(value);
        at = read.ptr == end ? end : read.ptr + 1;
    }
    return true;
}

/// Stands in the record for an end that is known already.
FlowTextEnd standIn(std::uint16_t port) {
    FlowTextEnd end;
    end.facts.endClass = EndClass::World;
    end.port = port;
    return end;
}

/// The address of an end that somebody else had for part of the time.
EndValue changedHands(std::string_view address) {
    EndName end;
    end.kind = kReusedAddress;
    end.address = IpAddress::parse(address);
    return UnresolvedEnd(std::move(end));
}

} // namespace

GroupEvidence::GroupEvidence(const Cluster& cluster, const ServiceIndex& services, const FlowOptions& options)
    : m_maxExternals(options.maxExternalAddresses), m_maxBytes(options.maxMemoryBytes / kShareOfLanes),
      m_attribution(cluster, services, options.history.get()), m_maker(m_attribution) {}

LineResult GroupEvidence::made(FlowText& text, std::int64_t firstSeen, std::int64_t lastSeen) {
    text.firstSeen = text.lastSeen = firstSeen;
    LineResult out = m_maker.make(text, 0);
    if (lastSeen == firstSeen || out.kind != LineResult::Kind::Flow) return out;
    text.firstSeen = text.lastSeen = lastSeen;
    const LineResult later = m_maker.make(text, 0);
    if (later.record.from.end != out.record.from.end)
        out.record.from = m_attribution.asKnown(changedHands(text.from.address));
    if (later.record.to.end != out.record.to.end) {
        out.record.to = m_attribution.asKnown(changedHands(text.to.address));
        out.record.toPort = text.to.port;
    }
    return out;
}

Result<void> GroupEvidence::add(FlowText text, Tally tally, const Known& known) {
    if (known.from) text.from = standIn(text.from.port);
    if (known.to) text.to = standIn(text.to.port);
    LineResult line = made(text, tally.firstSeen, tally.lastSeen);
    m_evidence.fields.add(line.fields);
    if (line.kind != LineResult::Kind::Flow) {
        skip(line.reason, tally);
        return {};
    }
    m_evidence.counts.lines += tally.records;
    m_evidence.counts.flows += tally.records;
    see(tally);
    FlowRecord& record = line.record;
    if (known.from) record.from = m_attribution.asKnown(*known.from);
    if (known.to) record.to = m_attribution.asKnown(*known.to);
    tally.position = 0;
    tally.pods = std::min(tally.pods, packedPods(record.from.pod, record.to.pod));
    const Reporter reporter =
        isTrace(text.observation) || text.observation == Observation::Stated ? Reporter::Unknown : text.reporter;
    const Lane lane{text.observation, text.verdict, reporter, Trust::Sure};
    m_evidence.tallies.add({record.from.end, record.to.end, record.protocol, record.toPort, lane}, tally);
    const EndTable& ends = m_attribution.ends();
    while (ends.externals() > m_maxExternals && ends.coarseness() < EndTable::kMaxCoarseness) {
        m_evidence.tallies.renumber(m_attribution.coarsen());
        m_maker.forgetEnds();
    }
    return m_evidence.limitMemory(m_maxBytes, m_aside, ends.coarseness());
}

void GroupEvidence::skip(SkipReason reason, const Tally& tally) {
    FlowCounts& counts = m_evidence.counts;
    counts.lines += tally.records;
    if (reason >= SkipReason::NoTransport) counts.flows += tally.records;
    counts.skipped[static_cast<std::size_t>(reason)] += tally.records;
    see(tally);
}

void GroupEvidence::see(const Tally& tally) {
    see(tally.firstSeen, tally.lastSeen, tally.days);
    m_evidence.hasUnlistedDays = m_evidence.hasUnlistedDays || tally.hasUnlistedDays;
}

void GroupEvidence::see(std::int64_t firstSeen, std::int64_t lastSeen, const DaySet& days) {
    Evidence& e = m_evidence;
    if (firstSeen != 0) e.firstSeen = e.firstSeen == 0 ? firstSeen : std::min(e.firstSeen, firstSeen);
    if (lastSeen != 0) e.lastSeen = e.lastSeen == 0 ? lastSeen : std::max(e.lastSeen, lastSeen);
    e.days.add(days);
}

bool parseDays(std::string_view text, DaySet& days) {
    return parseArray<std::int32_t>(text, [&](std::int32_t day) { days.add(day); });
}

bool parseHashes(std::string_view text, std::vector<std::uint64_t>& hashes) {
    return parseArray<std::uint64_t>(text, [&](std::uint64_t hash) { hashes.push_back(hash); });
}

} // namespace portolan::clickhouse
