#include "core/flow/flow_worker.h"

#include "core/flow/input/time_mark.h"

#include <functional>

namespace portolan {
namespace {

constexpr std::uint32_t kLinesBetweenStops = 512;

} // namespace

FlowWorker::FlowWorker(const Cluster& cluster, const ServiceIndex& services, const AddressHistory* history,
                       std::size_t maxExternals)
    : m_maxExternals(maxExternals), m_attribution(cluster, services, history) {}

void FlowWorker::begin(const FilePlan& plan) {
    m_plan = &plan;
    m_evidence = Evidence();
    m_evidence.isInRecords = plan.isInRecords;
    const FormatEntry* entry = entryOf(plan.sniffed.format);
    m_reader = entry ? entry->reader(m_attribution, plan.sniffed.header, plan.hints) : nullptr;
}

Result<void> FlowWorker::read(const LineBlock& block, const RunControl& control) {
    std::uint32_t line = 0;
    for (; line < block.tooLong(); ++line) {
        LineResult result;
        result.kind = LineResult::Kind::Skip;
        result.reason = SkipReason::TooLong;
        result.record.position = std::uint64_t{block.number()} << 32U | line;
        count(result);
    }
    m_evidence.counts.bytes += block.text().size();
    std::string_view rest = block.text();
    for (; auto text = takeLine(rest); ++line) {
        if (m_isRefused || (line % kLinesBetweenStops == 0 && control.isStopped())) return cancelled();
        const std::uint64_t position = std::uint64_t{block.number()} << 32U | line;
        const std::int64_t envelopeTime = takeTimeMark(*text);
        m_attribution.setEnvelopeTime(envelopeTime);
        LineResult result = readLine(*text, position);
        if (m_isSketching && result.kind == LineResult::Kind::Flow)
            m_evidence.lineSketch.add(std::hash<std::string_view>()(*text));
        const bool isBroken = result.kind == LineResult::Kind::Skip && result.reason == SkipReason::Malformed;
        if (isBroken && rest.empty() && block.isCutOff()) result.reason = SkipReason::Truncated;
        note(result, envelopeTime);
        while (m_reader && (result = m_reader->more()).kind != LineResult::Kind::Nothing) note(result, envelopeTime);
    }
    m_evidence.blockLines.emplace_back(block.number(), line);
    limitEnds();
    return m_evidence.limitMemory(m_maxBytes, m_aside, ends().coarseness());
}

/// Counts what a line said; the time of its envelope stands in for one of its own.
void FlowWorker::note(LineResult& result, std::int64_t envelopeTime) {
    if (result.record.firstSeen == 0) result.record.firstSeen = result.record.lastSeen = envelopeTime;
    count(result);
}

void FlowWorker::count(const LineResult& result) {
    m_evidence.note(result, m_attribution.knownPorts());
    if (m_listener && !m_isRefused) m_isRefused = !m_listener->note(result, m_attribution);
}

void FlowWorker::finish() {
    if (!m_reader) return;
    for (LineResult result = m_reader->finish(); result.kind != LineResult::Kind::Nothing; result = m_reader->more())
        count(result);
}

LineResult FlowWorker::readLine(std::string_view line, std::uint64_t position) {
    LineResult result;
    const bool isPreface = !m_plan->sniffed.header.columns.empty() && position < m_plan->headerPosition;
    const bool mayBeEmpty = m_plan->sniffed.format == FlowFormat::Csv; // inside a quoted cell
    if (!m_reader || isPreface || (line.empty() && !mayBeEmpty)) return result;
    return m_reader->read(line, position);
}

void FlowWorker::limitEnds() {
    while (ends().externals() > m_maxExternals && ends().coarseness() < EndTable::kMaxCoarseness) {
        m_evidence.tallies.renumber(m_attribution.coarsen());
        if (m_reader) m_reader->forgetEnds();
    }
}

} // namespace portolan
