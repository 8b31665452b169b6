#include "core/flow/table_builder.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace portolan {
namespace {

constexpr unsigned kLineBits = 40;

/// Line numbers, from 1, of positions (block << 32 | line in block) of one file.
class LineNumbers {
  public:
    explicit LineNumbers(std::vector<std::pair<std::uint32_t, std::uint32_t>> blockLines) {
        std::ranges::sort(blockLines);
        std::uint64_t lines = 0;
        for (const auto& [block, count] : blockLines) {
            m_before.resize(block + std::size_t{1}, lines);
            m_before[block] = lines;
            lines += count;
        }
    }
    std::uint64_t at(std::uint64_t position) const {
        const std::uint64_t block = position >> 32U;
        return (block < m_before.size() ? m_before[block] : 0) + (position & 0xffffffffU) + 1;
    }

  private:
    std::vector<std::uint64_t> m_before;
};

SourceRef refAt(FileId file, const LineNumbers& lines, std::uint64_t position) {
    if (position == Evidence::kNowhere) return {file, 0, 0};
    return {file, static_cast<std::uint32_t>(std::min<std::uint64_t>(lines.at(position), 0xffffffffU)), 0};
}

bool isWorthTelling(SkipReason reason) {
    return reason == SkipReason::Malformed || reason == SkipReason::TooLong || reason == SkipReason::Truncated ||
           reason == SkipReason::ContainerPartial || reason == SkipReason::NoVerdict || reason == SkipReason::NoEnd ||
           reason == SkipReason::NoPort;
}

std::string counted(std::uint64_t count, std::string_view what) {
    return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

/// The optional fields that no flow of a Hubble log has, and what cannot be told without them.
std::string missingFields(const FieldsSeen& seen) {
    std::string out;
    const auto miss = [&](bool isSeen, std::string_view field) {
        if (!isSeen) out += (out.empty() ? "" : "; ") + std::string(field);
    };
    miss(seen.eventType, "event_type: allowed cannot be told from observed");
    miss(seen.direction, "traffic_direction: it is unknown which end's policy spoke");
    miss(seen.reply, "is_reply: replies are told by flags and ports");
    miss(seen.names, "pod_name: ends are known by address or label alone");
    if (!seen.names) miss(seen.addresses, "IP: nameless ends are unknown");
    return out;
}

/// The place of each end in the order of ends.
std::vector<std::uint32_t> ranksOf(const std::vector<FlowEnd>& ends) {
    std::vector<std::uint32_t> order(ends.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t i) -> const FlowEnd& { return ends[i]; });
    std::vector<std::uint32_t> ranks(ends.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
    return ranks;
}

/// All of an edge but its ends, protocol and port.
FlowEdge edgeOf(const CombinedEdge& combined) {
    const Tally& seen = combined.seen;
    const std::uint64_t line = seen.position & ((std::uint64_t{1} << kLineBits) - 1);
    FlowEdge edge;
    edge.verdict = combined.verdict;
    edge.count = combined.count;
    edge.weightKind = combined.weightKind;
    edge.isCountEstimated = combined.isCountEstimated;
    edge.hasAggregates = seen.hasAggregates;
    edge.reportedBy = combined.reportedBy;
    edge.firstSeen = seen.firstSeen;
    edge.lastSeen = seen.lastSeen;
    edge.days = seen.days.size();
    edge.fromPod = fromPodOf(seen.pods);
    edge.toPod = toPodOf(seen.pods);
    edge.origin.file = FileId(seen.position >> kLineBits);
    edge.origin.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, 0xffffffffU));
    return edge;
}

} // namespace

void FlowTableBuilder::report(Diagnostic::Level level, SourceRef where, std::string message, std::string fix) {
    m_table.m_diagnostics.push_back({level, "", where, "", std::move(message), std::move(fix)});
}

void FlowTableBuilder::coarsenTo(unsigned coarseness) {
    while (m_ends.coarseness() < coarseness) m_tallies.renumber(m_ends.coarsen());
}

const std::vector<EndIndex>& FlowTableBuilder::renumbering(const EndTable& ends) {
    Renumbering& r = m_renumberings[&ends];
    const bool isStale = r.theirCoarseness != ends.coarseness() || r.ourCoarseness != m_ends.coarseness();
    if (isStale) r = {{}, ends.coarseness(), m_ends.coarseness()};
    for (std::size_t i = r.indices.size(); i < ends.size(); ++i) r.indices.push_back(m_ends.intern(ends[EndIndex(i)]));
    return r.indices;
}

void FlowTableBuilder::addEvidence(FileId file, FlowFormat format, std::vector<WorkerShare> shares) {
    for (const WorkerShare& share : shares) coarsenTo(share.ends->coarseness());
    Evidence all;
    for (WorkerShare& share : shares) {
        share.evidence.tallies.renumber(renumbering(*share.ends));
        all.add(std::move(share.evidence));
    }
    const bool hasLostTrust = all.settleTrust();
    reportFile(file, format, all, hasLostTrust);
    const LineNumbers lines(all.blockLines);
    m_tallies.take(std::move(all.tallies), [&](LaneKey&, Tally& tally) {
        const std::uint64_t line = format == FlowFormat::ClickHouse ? 0 : lines.at(tally.position); // groups have none
        tally.position = std::uint64_t{file.value} << kLineBits | line;
    });
    m_table.m_counts.add(all.counts);
    FlowWindow window{all.firstSeen, all.lastSeen, all.days.size()};
    m_days.add(all.days);
    FlowWindow& total = m_table.m_window;
    if (!window.isEmpty()) {
        total.firstSeen = total.isEmpty() ? window.firstSeen : std::min(total.firstSeen, window.firstSeen);
        total.lastSeen = std::max(total.lastSeen, window.lastSeen);
    }
    m_table.m_sources.push_back({file, format, all.counts, window, all.isInRecords});
    m_isFoldedForMemory = m_isFoldedForMemory || all.isFoldedForMemory;
    while (m_ends.coarseness() < EndTable::kMaxCoarseness) {
        const bool isTooMuch = m_tallies.size() > m_maxLanes && lanesToOutside(m_tallies, m_ends) > m_maxLanes;
        if (!isTooMuch && m_ends.externals() <= m_maxExternals) break;
        m_isFoldedForMemory = m_isFoldedForMemory || isTooMuch;
        coarsenTo(m_ends.coarseness() + 1);
    }
}

void FlowTableBuilder::reportFile(FileId file, FlowFormat format, const Evidence& evidence, bool hasLostTrust) {
    const LineNumbers lines(evidence.blockLines);
    const std::string_view unit = evidence.isInRecords ? "record" : "line";
    for (std::size_t i = 0; i < kSkipReasonCount; ++i) {
        const auto reason = static_cast<SkipReason>(i);
        if (evidence.counts.skipped[i] == 0 || !isWorthTelling(reason)) continue;
        const auto level = reason < SkipReason::OtherEvent ? Diagnostic::Level::Warning : Diagnostic::Level::Note;
        report(level, refAt(file, lines, evidence.firstSkip[i]),
               counted(evidence.counts.skipped[i], unit) + " left out: " + std::string(text(reason)) +
                   "; this is the first");
    }
    if (evidence.counts.unknownOrientation > 0)
        report(Diagnostic::Level::Note, refAt(file, lines, evidence.firstUnknownOrientation),
               counted(evidence.counts.unknownOrientation, "flow") +
                   " left out: client and server cannot be told apart; this is the first");
    if (evidence.counts.lostEvents > 0)
        report(Diagnostic::Level::Warning, {file, 0, 0},
               "the log says that " + counted(evidence.counts.lostEvents, "event") +
                   " were lost: a flow that is not here may still have happened");
    if (hasLostTrust)
        report(Diagnostic::Level::Note, {file, 0, 0},
               "no line says it is a reply, so is_reply:false is not trusted: replies are told by flags and ports",
               "turn on connection tracking in the agent that writes the log");
    const std::string missing = missingFields(evidence.fields);
    if (format == FlowFormat::Hubble && evidence.counts.flows > 0 && !missing.empty())
        report(Diagnostic::Level::Note, {file, 0, 0}, "fields that no flow carries: " + missing,
               "add them to the exporter's field mask");
}

std::vector<FlowEnd> FlowTableBuilder::makeEnds() {
    std::map<UnresolvedEnd, UnresolvedId> ids; // of ends with edges: replies and skipped lines have ends too
    for (const auto& [key, tally] : m_tallies)
        for (const EndIndex index : {key.from, key.to})
            if (const auto* end = std::get_if<UnresolvedEnd>(&m_ends[index])) ids.emplace(*end, UnresolvedId());
    for (auto& [end, id] : ids) {
        id = UnresolvedId(m_table.m_unresolved.size());
        m_table.m_unresolved.push_back(end);
    }
    std::vector<FlowEnd> ends;
    for (std::size_t i = 0; i < m_ends.size(); ++i) {
        const EndValue& value = m_ends[EndIndex(i)];
        if (const auto* workload = std::get_if<WorkloadId>(&value))
            ends.emplace_back(*workload);
        else if (const auto* node = std::get_if<NodeId>(&value))
            ends.emplace_back(*node);
        else if (const auto* block = std::get_if<Cidr>(&value))
            ends.emplace_back(*block);
        else
            ends.emplace_back(ids[std::get<UnresolvedEnd>(value)]);
    }
    return ends;
}

void FlowTableBuilder::addEdges(std::span<const LaneTally> lanes, const LaneKey& key,
                                const std::vector<FlowEnd>& ends) {
    const FlowEnd& from = ends[key.from.index()];
    const FlowEnd& to = ends[key.to.index()];
    const bool isToOutside = std::holds_alternative<Cidr>(to) || std::holds_alternative<NodeId>(to);
    std::uint64_t records = 0;
    std::uint64_t connections = 0;
    for (const auto& [lane, tally] : lanes) records += tally->records;
    for (const CombinedEdge& c : combined(lanes, isToOutside)) {
        connections += c.count;
        FlowEdge edge = edgeOf(c);
        edge.from = from;
        edge.to = to;
        edge.protocol = key.protocol;
        edge.port = key.port;
        m_table.m_edges.push_back(std::move(edge));
    }
    const std::uint64_t countedLines = std::min(records, connections);
    m_table.m_counts.counted += countedLines;
    m_table.m_counts.duplicates += records - countedLines;
    if (std::holds_alternative<UnresolvedId>(from) || std::holds_alternative<UnresolvedId>(to))
        m_table.m_counts.unresolved += countedLines;
    const auto isReused = [&](const FlowEnd& end) {
        const auto* id = std::get_if<UnresolvedId>(&end);
        return id && m_table[*id].kind == kReusedAddress;
    };
    if (isReused(from) || isReused(to)) m_ofEarlierPods += connections;
}

/// The edges of all lanes, in the order of the table.
void FlowTableBuilder::makeEdges() {
    const std::vector<FlowEnd> ends = makeEnds();
    const std::vector<std::uint32_t> rank = ranksOf(ends);
    const auto edge = [&](const LaneKey& key) {
        return std::tuple(rank[key.from.index()], rank[key.to.index()], key.protocol, key.port);
    };
    std::vector<const Tallies::Entry*> lanes;
    lanes.reserve(m_tallies.size());
    for (const Tallies::Entry& entry : m_tallies) lanes.push_back(&entry);
    std::ranges::sort(lanes, {},
                      [&](const Tallies::Entry* lane) { return std::pair(edge(lane->first), lane->first.lane); });
    const auto isLast = [&](std::size_t i) {
        return i + 1 == lanes.size() || edge(lanes[i]->first) != edge(lanes[i + 1]->first);
    };
    std::size_t count = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i) count += isLast(i) ? 1 : 0;
    m_table.m_edges.reserve(count); // to grow would hold them twice
    std::vector<LaneTally> group;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        group.emplace_back(lanes[i]->first.lane, &lanes[i]->second);
        if (!isLast(i)) continue;
        addEdges(group, lanes[i]->first, ends);
        group.clear();
    }
}

FlowTable FlowTableBuilder::build() {
    makeEdges();
    m_table.m_window.days = m_days.size();
    m_table.m_isFolded = m_ends.coarseness() > 0;
    if (m_table.m_isFolded)
        report(Diagnostic::Level::Note, {},
               m_isFoldedForMemory
                   ? "more edges to addresses outside the cluster than memory is set aside for: folded to blocks"
                   : "more than " + std::to_string(m_maxExternals) +
                         " addresses outside the cluster: folded to blocks");
    if (m_ofEarlierPods > 0)
        report(Diagnostic::Level::Warning, {},
               counted(m_ofEarlierPods, "connection") +
                   " with addresses that another pod had at that time: nobody is named for them",
               "give the dumps of that time with --snapshot");
    std::ranges::sort(m_table.m_sources, {}, &FlowSource::file);
    std::ranges::stable_sort(m_table.m_diagnostics, {},
                             [](const Diagnostic& d) { return std::tie(d.where, d.message); });
    return std::move(m_table);
}

} // namespace portolan
