#include "core/flow/evidence.h"

#include "core/flow/time_text.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace portolan {
namespace {

/// How a record is to be counted by what it says of itself and what the rules say (flows.md 0.1, 2.1): policy speaks of
/// the first packet of a connection, so a verdict whose ports say nothing is taken as it stands, a trace is not. A
/// record of traffic in the answering direction tells of the connection as well as one of the asking direction.
enum class Filing : std::uint8_t { Count, TurnRound, RulesSayReply, RulesDoNotKnow, Reply, UnknownOrientation };

Filing filingOfSighting(const FlowRecord& record, const KnownPorts& known) {
    Orientation orientation = record.reply == Reply::Yes ? Orientation::Reverse : Orientation::Forward;
    if (record.reply == Reply::Unknown) orientation = orientationByRules(record, known);
    if (orientation == Orientation::Unknown) return Filing::UnknownOrientation;
    if (orientation == Orientation::Forward) return Filing::Count;
    return record.fromPort == 0 ? Filing::Reply : Filing::TurnRound;
}

FlowRecord turnedRound(FlowRecord record) {
    std::swap(record.from, record.to);
    std::swap(record.fromPort, record.toPort);
    if (record.reporter != Reporter::Unknown)
        record.reporter = record.reporter == Reporter::Source ? Reporter::Destination : Reporter::Source;
    record.observation = Observation::SightedAnswer;
    return record;
}

Filing filing(const FlowRecord& record, const KnownPorts& known) {
    if (isSighting(record.observation)) return filingOfSighting(record, known);
    if (record.reply == Reply::Yes) return Filing::Reply;
    if (record.observation == Observation::Stated) return Filing::Count;
    if (record.reply == Reply::No && !isTrace(record.observation)) return Filing::Count;
    const Orientation orientation = orientationByRules(record, known);
    if (orientation == Orientation::Forward) return Filing::Count;
    if (record.reply == Reply::No)
        return orientation == Orientation::Reverse ? Filing::RulesSayReply : Filing::RulesDoNotKnow;
    if (orientation == Orientation::Reverse) return Filing::Reply;
    return record.observation == Observation::Verdict ? Filing::Count : Filing::UnknownOrientation;
}

} // namespace

void FieldsSeen::add(const FieldsSeen& other) {
    eventType = eventType || other.eventType;
    direction = direction || other.direction;
    reply = reply || other.reply;
    names = names || other.names;
    workloads = workloads || other.workloads;
    labels = labels || other.labels;
    addresses = addresses || other.addresses;
}

void Evidence::note(const LineResult& result, const KnownPorts& known) {
    if (result.kind == LineResult::Kind::Nothing) return;
    ++counts.lines;
    fields.add(result.fields);
    switch (result.kind) {
    case LineResult::Kind::Flow:
        ++counts.flows;
        noteTime(result.record);
        noteFlow(result.record, known);
        break;
    case LineResult::Kind::Skip:
        if (result.reason >= SkipReason::NoTransport) {
            ++counts.flows;
            noteTime(result.record);
        }
        skip(result.reason, result.record.position);
        break;
    case LineResult::Kind::Loss:
        ++counts.lossNotices;
        counts.lostEvents += result.lostEvents;
        break;
    case LineResult::Kind::Nothing: break;
    }
}

void Evidence::skip(SkipReason reason, std::uint64_t position) {
    const auto at = static_cast<std::size_t>(reason);
    ++counts.skipped[at];
    firstSkip[at] = std::min(firstSkip[at], position);
}

void Evidence::noteTime(const FlowRecord& record) {
    if (record.firstSeen == 0) return;
    firstSeen = firstSeen == 0 ? record.firstSeen : std::min(firstSeen, record.firstSeen);
    lastSeen = lastSeen == 0 ? record.lastSeen : std::max(lastSeen, record.lastSeen);
    days.add(utcDay(record.firstSeen));
    days.add(utcDay(record.lastSeen));
    hasUnlistedDays = hasUnlistedDays || isOverDays(record);
}

void Evidence::noteFlow(const FlowRecord& record, const KnownPorts& known) {
    if (record.isAggregate) ++counts.aggregates;
    counts.sampling = std::max(counts.sampling, record.sampling);
    Trust trust = Trust::Sure;
    switch (filing(record, known)) {
    case Filing::TurnRound: count(turnedRound(record), trust); return;
    case Filing::Reply:
        hasTrueReply = hasTrueReply || record.reply == Reply::Yes;
        ++counts.replies;
        return;
    case Filing::UnknownOrientation:
        ++counts.unknownOrientation;
        firstUnknownOrientation = std::min(firstUnknownOrientation, record.position);
        return;
    case Filing::RulesSayReply: trust = Trust::RulesSayReply; break;
    case Filing::RulesDoNotKnow: trust = Trust::RulesDoNotKnow; break;
    case Filing::Count: break;
    }
    count(record, trust);
}

void Evidence::count(const FlowRecord& record, Trust trust) {
    const Reporter reporter =
        isTrace(record.observation) || record.observation == Observation::Stated ? Reporter::Unknown : record.reporter;
    const Lane lane{record.observation, record.verdict, reporter, trust};
    if (trust != Trust::Sure) {
        Doubted& doubted = trust == Trust::RulesSayReply ? replies : directionless;
        ++doubted.records;
        doubted.firstPosition = std::min(doubted.firstPosition, record.position);
    }
    tallies.add({record.from.end, record.to.end, record.protocol, record.toPort, lane}, record);
}

void Evidence::add(Evidence other) {
    tallies.take(std::move(other.tallies), [](LaneKey&, Tally&) { return true; });
    std::ranges::move(other.aside, std::back_inserter(aside));
    const auto addDoubted = [](Doubted& mine, const Doubted& theirs) {
        mine.records += theirs.records;
        mine.firstPosition = std::min(mine.firstPosition, theirs.firstPosition);
    };
    addDoubted(replies, other.replies);
    addDoubted(directionless, other.directionless);
    counts.add(other.counts);
    for (std::size_t i = 0; i < firstSkip.size(); ++i) firstSkip[i] = std::min(firstSkip[i], other.firstSkip[i]);
    firstUnknownOrientation = std::min(firstUnknownOrientation, other.firstUnknownOrientation);
    hasTrueReply = hasTrueReply || other.hasTrueReply;
    isInRecords = isInRecords || other.isInRecords;
    fields.add(other.fields);
    if (other.firstSeen != 0) {
        firstSeen = firstSeen == 0 ? other.firstSeen : std::min(firstSeen, other.firstSeen);
        lastSeen = lastSeen == 0 ? other.lastSeen : std::max(lastSeen, other.lastSeen);
    }
    days.add(other.days);
    hasUnlistedDays = hasUnlistedDays || other.hasUnlistedDays;
    lineSketch.add(other.lineSketch);
    blockLines.insert(blockLines.end(), other.blockLines.begin(), other.blockLines.end());
}

Result<void> Evidence::limitMemory(std::size_t maxBytes, LaneRunWriter& writer, unsigned coarseness) {
    if (tallies.bytes() <= maxBytes) return {};
    for (const auto& [key, tally] : tallies)
        if (auto done = writer.add(key, tally); !done) return done;
    auto run = writer.finish();
    if (!run) return tl::make_unexpected(run.error());
    aside.push_back({std::move(*run), coarseness});
    tallies.clear();
    return {};
}

Evidence Evidence::copy() const {
    Evidence out;
    out.tallies = tallies.copy();
    out.aside = aside;
    out.replies = replies;
    out.directionless = directionless;
    out.counts = counts;
    out.firstSkip = firstSkip;
    out.firstUnknownOrientation = firstUnknownOrientation;
    out.hasTrueReply = hasTrueReply;
    out.fields = fields;
    out.firstSeen = firstSeen;
    out.lastSeen = lastSeen;
    out.days = days;
    out.hasUnlistedDays = hasUnlistedDays;
    out.blockLines = blockLines;
    out.lineSketch = lineSketch;
    out.isInRecords = isInRecords;
    return out;
}

bool Evidence::settleTrust() {
    if (hasTrueReply || replies.records + directionless.records == 0) return false;
    counts.replies += replies.records;
    counts.unknownOrientation += directionless.records;
    firstUnknownOrientation = std::min(firstUnknownOrientation, directionless.firstPosition);
    return true;
}

bool Evidence::settle(LaneKey& key) const {
    if (!hasTrueReply && key.lane.trust != Trust::Sure) return false;
    key.lane.trust = Trust::Sure;
    return true;
}

} // namespace portolan
