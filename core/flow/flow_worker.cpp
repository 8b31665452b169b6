#include "core/flow/flow_worker.h"

#include "core/flow/input/wrapping.h"

namespace portolan {
namespace {

constexpr std::uint32_t kLinesBetweenStops = 512;

} // namespace

FlowWorker::FlowWorker(const Cluster& cluster, const ServiceIndex& services, std::size_t maxExternals)
    : m_maxExternals(maxExternals), m_attribution(cluster, services) {}

void FlowWorker::begin(const FilePlan& plan) {
    m_plan = &plan;
    m_evidence = Evidence();
    const FormatEntry* entry = entryOf(plan.sniffed.format);
    m_reader = entry ? entry->reader(m_attribution, plan.sniffed.header, plan.hints) : nullptr;
}

bool FlowWorker::read(const LineBlock& block, const RunControl& control) {
    std::uint32_t line = 0;
    for (; line < block.tooLong(); ++line) {
        ++m_evidence.counts.lines;
        m_evidence.skip(SkipReason::TooLong, std::uint64_t{block.number()} << 32U | line);
    }
    m_evidence.counts.bytes += block.text().size();
    std::string_view rest = block.text();
    for (; const auto raw = takeLine(rest); ++line) {
        if (line % kLinesBetweenStops == 0 && control.isStopped()) return false;
        const std::uint64_t position = std::uint64_t{block.number()} << 32U | line;
        LineResult result = readLine(*raw, position);
        const bool isBroken = result.kind == LineResult::Kind::Skip && result.reason == SkipReason::Malformed;
        if (isBroken && rest.empty() && block.isCutOff()) result.reason = SkipReason::Truncated;
        m_evidence.note(result, m_attribution.knownPorts());
        while (m_reader && (result = m_reader->more()).kind != LineResult::Kind::Nothing)
            m_evidence.note(result, m_attribution.knownPorts());
    }
    m_evidence.blockLines.emplace_back(block.number(), line);
    limitEnds();
    return true;
}

void FlowWorker::finish() {
    if (!m_reader) return;
    for (LineResult result = m_reader->finish(); result.kind != LineResult::Kind::Nothing; result = m_reader->more())
        m_evidence.note(result, m_attribution.knownPorts());
}

LineResult FlowWorker::readLine(std::string_view raw, std::uint64_t position) {
    const UnwrappedLine line = unwrapped(raw, m_scratch);
    LineResult result;
    if (line.isPartial) {
        result.kind = LineResult::Kind::Skip;
        result.reason = SkipReason::ContainerPartial;
        result.record.position = position;
        return result;
    }
    const bool isPreface = !m_plan->sniffed.header.columns.empty() && position < m_plan->headerPosition;
    const bool mayBeEmpty = m_plan->sniffed.format == FlowFormat::Csv; // inside a quoted cell
    if (!m_reader || isPreface || (line.text.empty() && !mayBeEmpty)) return result;
    return m_reader->read(line.text, position);
}

void FlowWorker::limitEnds() {
    while (ends().externals() > m_maxExternals && ends().coarseness() < EndTable::kMaxCoarseness) {
        m_evidence.tallies.renumber(m_attribution.coarsen());
        if (m_reader) m_reader->forgetEnds();
    }
}

} // namespace portolan
