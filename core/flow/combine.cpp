#include "core/flow/combine.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

/// Records of weight 0 speak of connections that other records count; where no other does, there was one all the same.
std::uint64_t atLeastOne(const Tally& tally) {
    return std::max<std::uint64_t>(tally.weight, 1);
}

/// The lanes of one edge, by what combine() asks for.
class Lanes {
  public:
    explicit Lanes(std::span<const LaneTally> lanes) : m_lanes(lanes) {}

    std::uint64_t weight(Observation observation, FlowVerdict verdict, Reporter reporter) const {
        const auto* tally = find(observation, verdict, reporter);
        return tally == nullptr ? 0 : atLeastOne(*tally);
    }
    const Tally* find(Observation observation, FlowVerdict verdict, Reporter reporter) const {
        for (const auto& [lane, tally] : m_lanes)
            if (lane == Lane{observation, verdict, reporter, Trust::Sure}) return tally;
        return nullptr;
    }
    /// The larger of what verdict events and drops say at one end.
    std::uint64_t enforced(FlowVerdict verdict, Reporter reporter) const {
        return std::max(weight(Observation::Verdict, verdict, reporter), weight(Observation::Drop, verdict, reporter));
    }
    std::uint64_t enforced(FlowVerdict verdict) const {
        const std::uint64_t source = enforced(verdict, Reporter::Source);
        const std::uint64_t destination = enforced(verdict, Reporter::Destination);
        const std::uint64_t either = enforced(verdict, Reporter::Unknown);
        const std::uint64_t ends =
            verdict == FlowVerdict::Denied ? source + destination : std::max(source, destination);
        return std::max(ends, either);
    }
    /// Both ends may report the same traffic, and its answers are counted apart: the largest is what there was.
    std::uint64_t sighted(FlowVerdict verdict) const {
        std::uint64_t most = 0;
        for (const auto& [lane, tally] : m_lanes)
            if (isSighting(lane.observation) && lane.verdict == verdict) most = std::max(most, atLeastOne(*tally));
        return most;
    }
    std::uint64_t stated(FlowVerdict verdict) const { return weight(Observation::Stated, verdict, Reporter::Unknown); }

  private:
    std::span<const LaneTally> m_lanes;
};

void noteReporter(FlowReporters& by, const Lane& lane) {
    by.table = by.table || lane.observation == Observation::Stated;
    by.trace = by.trace || isTrace(lane.observation) || lane.observation == Observation::Sighted ||
               lane.observation == Observation::SightedAnswer;
    by.delivery = by.delivery || lane.observation == Observation::TraceDelivered;
    by.source = by.source || lane.reporter == Reporter::Source;
    by.destination = by.destination || lane.reporter == Reporter::Destination;
}

void see(CombinedEdge& edge, const Lane& lane, const Tally& tally) {
    noteReporter(edge.reportedBy, lane);
    edge.seen.extend(tally);
    edge.seen.pods = std::min(edge.seen.pods, tally.pods);
    edge.seen.position = std::min(edge.seen.position, tally.position);
    edge.seen.hasAggregates = edge.seen.hasAggregates || tally.hasAggregates;
    edge.weightKind = std::max(edge.weightKind, tally.weightKind);
}

/// Distinct connections over trace lanes; what cannot be told apart counts by the point that saw most.
void countTraces(CombinedEdge& edge, std::span<const LaneTally> traces) {
    DistinctCounter distinct;
    std::uint64_t unidentified = 0;
    for (const auto& [lane, tally] : traces) {
        see(edge, lane, *tally);
        if (tally->distinct) distinct.add(*tally->distinct);
        unidentified = std::max(unidentified, tally->unidentified);
    }
    if (unidentified > 0) edge.weightKind = std::max(edge.weightKind, WeightKind::PacketSample);
    edge.count += distinct.count() + unidentified;
    edge.isCountEstimated = !distinct.isExact();
}

} // namespace

std::vector<CombinedEdge> combined(std::span<const LaneTally> all, bool isToOutside) {
    const Lanes lanes(all);
    std::array<CombinedEdge, kFlowVerdicts.size()> edges;
    for (const FlowVerdict verdict : kFlowVerdicts) {
        CombinedEdge& edge = edges[static_cast<std::size_t>(verdict)];
        edge.verdict = verdict;
        edge.count = lanes.enforced(verdict) + lanes.stated(verdict) + lanes.sighted(verdict);
        for (const auto& [lane, tally] : all)
            if (!isTrace(lane.observation) && lane.verdict == verdict) see(edge, lane, *tally);
    }
    const bool isDenied = lanes.enforced(FlowVerdict::Denied) > 0;
    const bool isLetThrough = lanes.enforced(FlowVerdict::Allowed) > 0 || lanes.enforced(FlowVerdict::WouldDeny) > 0;
    std::vector<LaneTally> traces;
    for (const auto& [lane, tally] : all) {
        if (!isTrace(lane.observation)) continue;
        if (isLetThrough) {
            const auto verdict =
                lanes.enforced(FlowVerdict::Allowed) > 0 ? FlowVerdict::Allowed : FlowVerdict::WouldDeny;
            see(edges[static_cast<std::size_t>(verdict)], lane, *tally);
            continue;
        }
        const bool isPastDenial = lane.observation == Observation::TraceDelivered ||
                                  (isToOutside && lane.observation == Observation::TracePassed);
        if (!isDenied || isPastDenial) traces.emplace_back(lane, tally);
    }
    if (!traces.empty()) countTraces(edges[static_cast<std::size_t>(FlowVerdict::Observed)], traces);
    std::vector<CombinedEdge> out;
    for (CombinedEdge& edge : edges)
        if (edge.count > 0) out.push_back(std::move(edge));
    return out;
}

} // namespace portolan
