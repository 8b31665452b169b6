#include "core/flow/table_builder.h"

#include "core/base/parallel.h"
#include "core/base/text.h"
#include "core/flow/combine.h"
#include "core/flow/file_report.h"
#include "core/flow/line_places.h"
#include "core/flow/log_copies.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <tuple>

namespace portolan {
namespace {

constexpr std::size_t kShareOfLanes = 8; ///< of the memory set aside, for lanes: an eighth
constexpr std::size_t kShareOfEdges = 4;
constexpr unsigned kSorters = 2; ///< runs that are in memory at a time, to be sorted
constexpr std::uint64_t kLanesBetweenStops = 4096;
constexpr std::uint64_t kLanesBetweenReports = 32 * kLanesBetweenStops;
constexpr std::size_t kFewInside = 10; ///< one edge in so many, below which the logs look like another cluster's
constexpr SourceRef kNoFile{FileId(std::numeric_limits<std::uint32_t>::max()), 0, 0}; ///< of what all inputs say
constexpr std::string_view kPhase = "Putting edges in order";

/// All of an edge but its ends, protocol and port.
FlowEdge edgeOf(const CombinedEdge& combined) {
    const Tally& seen = combined.seen;
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
    edge.isDaysAtLeast = seen.hasUnlistedDays;
    edge.fromPod = fromPodOf(seen.pods);
    edge.toPod = toPodOf(seen.pods);
    edge.origin = LinePlaces::refOf(seen.position);
    return edge;
}

} // namespace

void FlowTableBuilder::report(Diagnostic::Level level, SourceRef where, std::string message, std::string fix) {
    m_table.m_diagnostics.push_back({level, "", where, "", std::move(message), std::move(fix)});
}

void FlowTableBuilder::coarsenTo(unsigned coarseness) {
    while (m_ends.coarseness() < coarseness) m_tallies.renumber(m_ends.coarsen());
}

const FlowTableBuilder::Renumbering& FlowTableBuilder::renumbering(const EndTable& ends) {
    Renumbering& r = m_renumberings[&ends];
    const bool isStale = r.theirCoarseness != ends.coarseness() || r.ourCoarseness != m_ends.coarseness();
    if (isStale) r = {{}, ends.coarseness(), m_ends.coarseness()};
    for (std::size_t i = r.indices.size(); i < ends.size(); ++i) r.indices.push_back(m_ends.intern(ends[EndIndex(i)]));
    return r;
}

Result<void> FlowTableBuilder::addEvidence(FileId file, FlowFormat format, std::vector<WorkerShare> shares) {
    for (const WorkerShare& share : shares) coarsenTo(share.ends->coarseness());
    auto all = std::make_shared<Evidence>(); // but for the lanes
    std::vector<Tallies> tallies;
    std::vector<std::vector<LanesAside>> aside;
    for (WorkerShare& share : shares) {
        tallies.push_back(std::move(share.evidence.tallies));
        aside.push_back(std::move(share.evidence.aside));
        all->add(std::move(share.evidence));
    }
    const bool hasLostTrust = all->settleTrust();
    const FlowWindow window{all->firstSeen, all->lastSeen, all->days.size(), all->hasUnlistedDays};
    const FlowSource source{file, format, all->counts, window, all->isInRecords};
    const auto places = std::make_shared<const LinePlaces>(file, format, std::move(all->blockLines));
    m_sketches.emplace_back(file, std::move(all->lineSketch));
    bool hasLanes = false;

    for (std::size_t i = 0; i < shares.size(); ++i) {
        hasLanes = hasLanes || !tallies[i].isEmpty() || !aside[i].empty();
        const EndTable* const ends = shares[i].ends;
        const Renumbering* const ours = &renumbering(*ends); // kept up to date
        const auto settle = [all, places, ours](LaneKey& key, Tally& tally) {
            if (!all->settle(key)) return false;
            key.from = ours->indices[key.from.index()];
            key.to = ours->indices[key.to.index()];
            tally.position = places->placeAt(tally.position);
            return true;
        };
        for (LanesAside& lanes : aside[i])
            m_aside.push_back(
                {std::move(lanes.run), [settle, ends, then = lanes.coarseness](LaneKey& key, Tally& tally) {
                     key.from = ends->current(key.from, then);
                     key.to = ends->current(key.to, then);
                     return settle(key, tally);
                 }});
        m_tallies.take(std::move(tallies[i]), settle);
    }
    reportFile(*this, source, *all, *places, {hasLostTrust, hasLanes});
    m_table.m_counts.add(source.counts);
    m_days.add(all->days);
    FlowWindow& total = m_table.m_window;
    if (!window.isEmpty()) {
        total.firstSeen = total.isEmpty() ? window.firstSeen : std::min(total.firstSeen, window.firstSeen);
        total.lastSeen = std::max(total.lastSeen, window.lastSeen);
        total.isDaysAtLeast = total.isDaysAtLeast || window.isDaysAtLeast;
    }
    m_table.m_sources.push_back(source);
    while (m_ends.externals() > m_maxExternals && m_ends.coarseness() < EndTable::kMaxCoarseness)
        coarsenTo(m_ends.coarseness() + 1);
    return m_tallies.bytes() > m_maxBytes / kShareOfLanes ? setLanesAside() : Result<void>();
}

Result<void> FlowTableBuilder::setLanesAside() {
    for (const auto& [key, tally] : m_tallies)
        if (auto done = m_writer.add(key, tally); !done) return done;
    auto run = m_writer.finish();
    if (!run) return tl::make_unexpected(run.error());
    m_aside.push_back({std::move(*run), [this, then = m_ends.coarseness()](LaneKey& key, Tally&) {
                           key.from = m_ends.current(key.from, then);
                           key.to = m_ends.current(key.to, then);
                           return true;
                       }});
    m_tallies.clear();
    return {};
}

/// The runs that were set aside, each sorted, their ends by rank.
Result<std::vector<LaneRun>> FlowTableBuilder::sortRuns(const std::vector<EndIndex>& ranks, std::vector<bool>& isUsed,
                                                        const RunControl& control) {
    for (const auto& [ends, ours] : m_renumberings) renumbering(*ends);
    std::vector<Result<LaneRun>> sorted(m_aside.size());
    std::vector<std::vector<bool>> used(m_aside.size());
    const std::size_t sorters = std::min<std::size_t>(std::min(kSorters, defaultThreads()), m_aside.size());
    parallelFor(
        sorters,
        [&](std::size_t sorter) {
            LaneRunWriter writer;
            for (std::size_t i = sorter; i < m_aside.size(); i += sorters) {
                if (control.isStopped()) {
                    sorted[i] = cancelled();
                    return;
                }
                used[i].resize(ranks.size());
                sorted[i] = sortedRun(
                    m_aside[i].run,
                    [&](LaneKey& key, Tally& tally) {
                        if (!m_aside[i].settle(key, tally)) return false;
                        key.from = ranks[key.from.index()];
                        key.to = ranks[key.to.index()];
                        used[i][key.from.index()] = used[i][key.to.index()] = true;
                        return true;
                    },
                    writer);
                if (!sorted[i]) return;
            }
        },
        static_cast<unsigned>(sorters));
    std::vector<LaneRun> runs;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (!sorted[i]) return tl::make_unexpected(sorted[i].error());
        runs.push_back(std::move(*sorted[i]));
        for (std::size_t end = 0; end < isUsed.size(); ++end) isUsed[end] = isUsed[end] || used[i][end];
    }
    m_aside.clear();
    m_writer = {};
    return runs;
}

/// Makes the table's ends of those with edges (replies and skipped lines have ends too); their index there, by rank.
std::vector<EndIndex> FlowTableBuilder::keepEnds(const std::vector<EndIndex>& ranks, const std::vector<bool>& isUsed) {
    std::vector<EndIndex> byRank(ranks.size());
    for (std::size_t i = 0; i < ranks.size(); ++i) byRank[ranks[i].index()] = EndIndex(i);
    std::vector<EndIndex> kept(ranks.size());
    for (std::size_t rank = 0; rank < byRank.size(); ++rank) {
        if (!isUsed[rank]) continue;
        kept[rank] = EndIndex(m_table.m_ends.size());
        m_table.m_ends.push_back(m_ends[byRank[rank]]);
    }
    return kept;
}

/// The edges of all lanes, in the order of the table.
Result<void> FlowTableBuilder::makeEdges(const RunControl& control) {
    const std::vector<EndIndex> ranks = m_ends.ranks();
    std::vector<bool> isUsed(ranks.size());
    std::uint64_t bytesAside = 0;
    for (const Aside& aside : m_aside) bytesAside += aside.run.end - aside.run.begin;
    const auto runs = sortRuns(ranks, isUsed, control);
    if (!runs) return tl::make_unexpected(runs.error());
    std::deque<Tallies::Entry> rest = m_tallies.takeEntries();
    for (auto& [key, tally] : rest) {
        key.from = ranks[key.from.index()];
        key.to = ranks[key.to.index()];
        isUsed[key.from.index()] = isUsed[key.to.index()] = true;
    }
    const std::vector<EndIndex> kept = keepEnds(ranks, isUsed);
    m_table.m_edges = SpilledArray<FlowEdge>(m_maxBytes / kShareOfEdges);
    if (runs->empty()) m_table.m_edges.reserve(rest.size()); // to grow would hold them twice
    std::vector<Tallies::Entry> lanes;                       // of one edge
    std::uint64_t count = 0;
    std::uint64_t total = rest.size();
    for (const LaneRun& run : *runs) total += run.lanes;
    auto merged = mergeLanes(*runs, std::move(rest), [&](LaneKey key, Tally tally) -> Result<void> {
        if (++count % kLanesBetweenStops == 0) {
            if (control.isStopped()) return cancelled();
            if (count % kLanesBetweenReports == 0)
                control.report(kPhase, std::min(1.0, static_cast<double>(count) / static_cast<double>(total)));
        }
        key.from = kept[key.from.index()];
        key.to = kept[key.to.index()];
        Result<void> done;
        if (!lanes.empty() && !lanes.front().first.isSameEdge(key)) {
            done = addEdges(lanes);
            lanes.clear();
        }
        lanes.emplace_back(key, std::move(tally));
        return done;
    });
    if (merged && !lanes.empty()) merged = addEdges(lanes);
    if (merged) merged = m_table.m_edges.finish();
    if (merged && bytesAside > 0)
        report(Diagnostic::Level::Note, kNoFile,
               "more edges than memory is set aside for: " + countOf((bytesAside >> 20U) + 1, "megabyte") +
                   " of them went through temporary files");
    return merged;
}

Result<void> FlowTableBuilder::addEdges(std::span<const Tallies::Entry> lanes) {
    const LaneKey& key = lanes.front().first;
    const EndValue& from = m_table[key.from];
    const EndValue& to = m_table[key.to];
    const bool isToOutside = std::holds_alternative<Cidr>(to) || std::holds_alternative<NodeId>(to);
    std::uint64_t records = 0;
    std::uint64_t connections = 0;
    std::vector<LaneTally> tallies;
    for (const auto& [laneKey, tally] : lanes) {
        records += tally.records;
        tallies.emplace_back(laneKey.lane, &tally);
    }
    const std::size_t before = m_table.m_edges.size();
    for (const CombinedEdge& c : combined(tallies, isToOutside)) {
        connections += c.count;
        FlowEdge edge = edgeOf(c);
        edge.from = key.from;
        edge.to = key.to;
        edge.protocol = key.protocol;
        edge.port = key.port;
        if (auto done = m_table.m_edges.push(edge); !done) return done;
    }
    const std::uint64_t countedLines = std::min(records, connections);
    m_table.m_counts.counted += countedLines;
    m_table.m_counts.duplicates += records - countedLines;
    const bool isInside = std::holds_alternative<WorkloadId>(from) || std::holds_alternative<WorkloadId>(to);
    m_edgesInside += isInside ? m_table.m_edges.size() - before : 0;
    const auto* fromName = std::get_if<UnresolvedEnd>(&from);
    const auto* toName = std::get_if<UnresolvedEnd>(&to);
    if (fromName || toName) m_table.m_counts.unresolved += countedLines;
    const auto isReused = [](const UnresolvedEnd* end) { return end && (*end)->kind == kReusedAddress; };
    if (isReused(fromName) || isReused(toName)) m_ofEarlierPods += connections;
    return {};
}

/// Rotation leaves a log and its packed copy side by side: the connections of both are counted.
void FlowTableBuilder::reportCopies() {
    std::ranges::sort(m_sketches, {}, [](const auto& sketch) { return sketch.first; });
    std::vector<DistinctCounter> sketches;
    for (auto& [file, sketch] : m_sketches) sketches.push_back(std::move(sketch));
    for (const LogCopy& copy : logCopies(sketches)) {
        const std::string share = copy.percent == 100 ? "all" : "about " + std::to_string(copy.percent) + " %";
        report(Diagnostic::Level::Warning, {m_sketches[copy.log].first, 0, 0},
               share + " of its lines with flows stand in " + m_table.m_files.name(m_sketches[copy.earlier].first) +
                   ", too: their connections count twice",
               "give each log once");
    }
}

/// A log that has little to do with the inventory is likely another cluster's.
void FlowTableBuilder::reportStrangers() {
    const std::size_t edges = m_table.m_edges.size();
    if (m_cluster.workloads.isEmpty() || edges < kFewInside || m_edgesInside * kFewInside >= edges) return;
    report(m_edgesInside == 0 ? Diagnostic::Level::Warning : Diagnostic::Level::Note, kNoFile,
           (m_edgesInside == 0 ? std::string("none") : "only " + std::to_string(m_edgesInside)) + " of " +
               countOf(edges, "edge") + " of the logs has an end among the workloads of the inventory",
           "see whether logs and manifests are of the same cluster");
}

Result<FlowTable> FlowTableBuilder::build(const RunControl& control) {
    if (auto made = makeEdges(control); !made) return tl::make_unexpected(made.error());
    m_table.m_window.days = m_days.size();
    m_table.m_isFolded = m_ends.coarseness() > 0;
    if (m_table.m_isFolded)
        report(Diagnostic::Level::Note, kNoFile,
               "more than " + std::to_string(m_maxExternals) + " addresses outside the cluster: folded to blocks");
    if (m_ofEarlierPods > 0)
        report(Diagnostic::Level::Warning, kNoFile,
               countOf(m_ofEarlierPods, "connection") +
                   " with addresses that another pod had at that time: nobody is named for them",
               "give the dumps of that time with --snapshot");
    reportCopies();
    reportStrangers();
    std::ranges::sort(m_table.m_sources, {}, &FlowSource::file);
    std::ranges::stable_sort(m_table.m_diagnostics, {},
                             [](const Diagnostic& d) { return std::tie(d.where, d.message); });
    return std::move(m_table);
}

} // namespace portolan
