#include "core/flow/clickhouse/summary_reader.h"

#include "core/flow/clickhouse/summary_table.h"

#include <charconv>
#include <limits>

namespace portolan::clickhouse {
namespace {

constexpr std::string_view kPhase = "Reading flows from ClickHouse";
constexpr std::string_view kNoPod = "~";

/// The cells of lanesQuery(), in order.
enum LaneCell : std::size_t {
    SrcClass,
    SrcCluster,
    SrcNs,
    SrcWorkload,
    SrcKind,
    SrcIp,
    DstClass,
    DstCluster,
    DstNs,
    DstWorkload,
    DstKind,
    DstIp,
    Proto,
    Port,
    VerdictWord,
    ObservationWord,
    ReporterWord,
    WeightWord,
    Flows,
    Records,
    Unidentified,
    Aggregated,
    First,
    Last,
    Days,
    Pods,
    Clients,
    LaneCells
};

enum OutcomeCell : std::size_t { Word, RecordSum, RecordMax, OutcomeFirst, OutcomeLast, OutcomeDays, OutcomeCells };

tl::unexpected<Error> unknown(std::string_view what, std::string_view word) {
    return fail(Error::Kind::Unsupported, "the table holds a " + std::string(what) +
                                              " that this version does not know: " + std::string(word.substr(0, 80)));
}

template <typename Number>
bool parse(std::string_view text, Number& out) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), out);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

/// The earliest time; the query gives the largest number where no row had one.
bool parseFirst(std::string_view text, std::int64_t& out) {
    if (!parse(text, out)) return false;
    if (out == std::numeric_limits<std::int64_t>::max()) out = 0;
    return true;
}

/// An end that nobody has to look up again: outside, or an address that had changed hands.
std::optional<EndValue> knownEnd(Cells cells, std::size_t first) {
    const std::string_view address = cells[first + 5];
    if (cells[first] == "outside") {
        if (const auto block = Cidr::parse(address)) return *block;
        const auto single = IpAddress::parse(address);
        if (single) return Cidr::of(*single, single->family() == AddressFamily::V4 ? 32 : 128);
    }
    if (cells[first] != "name" || cells[first + 4] != kReusedAddress) return std::nullopt;
    EndName end;
    end.cluster = cells[first + 1];
    end.ns = cells[first + 2];
    end.name = cells[first + 3];
    end.kind = cells[first + 4];
    end.address = IpAddress::parse(address);
    return UnresolvedEnd(std::move(end));
}

/// An end as a log line would have described it.
FlowTextEnd endOf(Cells cells, std::size_t first) {
    FlowTextEnd end;
    const std::string_view endClass = cells[first];
    EndFacts& facts = end.facts;
    facts.cluster = cells[first + 1];
    facts.ns = cells[first + 2];
    const std::string_view name = cells[first + 3];
    facts.workloadKind = cells[first + 4];
    end.address = cells[first + 5];
    if (endClass == "pod")
        facts.pod = name;
    else
        facts.workload = name;
    if (endClass == "node" || facts.workloadKind == "Node") facts.endClass = EndClass::Node;
    if (endClass != "name" || !facts.ns.empty() || !facts.cluster.empty() || facts.workloadKind == "Node") return end;
    if (name.empty()) facts.endClass = EndClass::Endpoint;
    const std::pair<std::string_view, EndClass> specials[] = {{"internet", EndClass::World},
                                                              {"reserved:ingress", EndClass::Proxy},
                                                              {"reserved:kube-apiserver", EndClass::ApiServer}};
    for (const auto& [special, specialClass] : specials)
        if (name == special && facts.workloadKind.empty()) {
            facts.endClass = specialClass;
            facts.workload = {};
        }
    return end;
}

std::uint64_t podsOf(Cells cells, const Cluster& cluster) {
    const std::string_view pair = cells[Pods];
    const std::size_t blank = pair.find(' ');
    if (blank == std::string_view::npos) return Tally::kNoPods;
    const auto find = [&](std::string_view ns, std::string_view name) {
        return name == kNoPod ? std::nullopt : cluster.findPod(ns, name);
    };
    return packedPods(find(cells[SrcNs], pair.substr(0, blank)), find(cells[DstNs], pair.substr(blank + 1)));
}

Result<void> takeLane(Cells cells, GroupEvidence& evidence) {
    if (cells.size() != LaneCells) return fail(Error::Kind::Internal, "the server's answer has other columns");
    FlowText text;
    text.from = endOf(cells, SrcClass);
    text.to = endOf(cells, DstClass);
    text.protocol = parseProtocolNumber(cells[Proto]);
    const auto verdict = parseFlowVerdict(cells[VerdictWord]);
    const auto observation = parseObservation(cells[ObservationWord]);
    const auto reporter = parseReporter(cells[ReporterWord]);
    const auto weightKind = parseWeightKind(cells[WeightWord]);
    if (!text.protocol) return unknown("protocol", cells[Proto]);
    if (!verdict) return unknown("verdict", cells[VerdictWord]);
    if (!observation) return unknown("kind of observation", cells[ObservationWord]);
    if (!reporter) return unknown("reporter", cells[ReporterWord]);
    if (!weightKind) return unknown("kind of weight", cells[WeightWord]);
    text.verdict = *verdict;
    text.observation = *observation;
    text.reporter = *reporter;
    Tally tally;
    tally.weightKind = *weightKind;
    tally.hasAggregates = cells[Aggregated] != "0";
    tally.pods = podsOf(cells, evidence.attribution().cluster());
    std::vector<std::uint64_t> clients;
    const bool isRead = parse(cells[Port], text.to.port) && parse(cells[Flows], tally.weight) &&
                        parse(cells[Records], tally.records) && parse(cells[Unidentified], tally.unidentified) &&
                        parseFirst(cells[First], tally.firstSeen) && parse(cells[Last], tally.lastSeen) &&
                        parseDays(cells[Days], tally.days) && parseHashes(cells[Clients], clients);
    if (!isRead) return unknown("number", cells[Flows]);
    if (!clients.empty()) tally.distinct = std::make_unique<DistinctCounter>(DistinctCounter::of(clients));
    return evidence.add(std::move(text), std::move(tally), {knownEnd(cells, SrcClass), knownEnd(cells, DstClass)});
}

/// Adds a count to the one that its word names.
Result<void> takeOutcome(Cells cells, GroupEvidence& evidence) {
    if (cells.size() != OutcomeCells) return fail(Error::Kind::Internal, "the server's answer has other columns");
    FlowCounts& counts = evidence.evidence().counts;
    std::uint64_t records = 0;
    std::uint64_t largest = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
    DaySet days;
    if (!parse(cells[RecordSum], records) || !parse(cells[RecordMax], largest) ||
        !parseFirst(cells[OutcomeFirst], first) || !parse(cells[OutcomeLast], last) ||
        !parseDays(cells[OutcomeDays], days))
        return unknown("number", cells[RecordSum]);
    const std::string_view word = cells[Word];
    evidence.see(first, last, days);
    if (word == kOutcomeAggregate) counts.aggregates += records;
    if (word == kOutcomeLostEvent) counts.lostEvents += records;
    if (word == kOutcomeSampling) counts.sampling = std::max(counts.sampling, largest);
    if (word == kOutcomeAggregate || word == kOutcomeLostEvent || word == kOutcomeSampling) return {};
    counts.lines += records;
    if (word == kOutcomeLossNotice) {
        counts.lossNotices += records;
        return {};
    }
    if (word == kOutcomeReply || word == kOutcomeUnknownOrientation) {
        (word == kOutcomeReply ? counts.replies : counts.unknownOrientation) += records;
        counts.flows += records;
        return {};
    }
    for (std::size_t i = 0; i < kSkipReasonCount; ++i) {
        const auto reason = static_cast<SkipReason>(i);
        if (word != outcomeOf(reason)) continue;
        counts.skipped[i] += records;
        if (reason >= SkipReason::NoTransport) counts.flows += records;
        return {};
    }
    return unknown("kind of line", word);
}

} // namespace

Result<void> readSummary(Session& session, const Address& address, GroupEvidence& evidence, const RunControl& control) {
    const auto lanes = session.proven(
        lanesQuery(address), {Records, laneLinesQuery(address)}, kPhase,
        [&](Cells cells) { return takeLane(cells, evidence); }, control);
    if (!lanes) return tl::make_unexpected(lanes.error());
    const auto outcomes = session.proven(
        outcomesQuery(address), {RecordSum, outcomeLinesQuery(address)}, kPhase,
        [&](Cells cells) { return takeOutcome(cells, evidence); }, control);
    if (!outcomes) return tl::make_unexpected(outcomes.error());
    return {};
}

} // namespace portolan::clickhouse
