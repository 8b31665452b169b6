#include "core/flow/flow_worker.h"

#include "core/flow/wrapping.h"

namespace portolan {
namespace {

constexpr std::uint32_t kLinesBetweenStops = 512;

} // namespace

FlowWorker::FlowWorker(const Cluster& cluster, const ServiceIndex& services, std::size_t maxExternals)
    : m_maxExternals(maxExternals), m_attribution(cluster, services), m_hubble(m_attribution), m_rows(m_attribution) {}

void FlowWorker::begin(const FilePlan& plan) {
    m_plan = &plan;
    m_evidence = Evidence();
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
    }
    m_evidence.blockLines.emplace_back(block.number(), line);
    limitEnds();
    return true;
}

void FlowWorker::finish() {
    m_evidence.note(m_rows.finish(), m_attribution.knownPorts());
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
    switch (m_plan->sniffed.format) {
    case FlowFormat::Csv:
        if (position <= m_plan->headerPosition) return result;
        return m_rows.readCsv(m_plan->sniffed.layout, line.text, position);
    case FlowFormat::Hubble: return line.text.empty() ? result : m_hubble.read(line.text, position);
    case FlowFormat::JsonLines: return line.text.empty() ? result : m_rows.readJson(line.text, position);
    case FlowFormat::Unknown: break;
    }
    return result;
}

void FlowWorker::limitEnds() {
    while (ends().externals() > m_maxExternals && ends().coarseness() < EndTable::kMaxCoarseness) {
        m_evidence.tallies.renumber(m_attribution.coarsen());
        m_hubble.forgetEnds();
        m_rows.forgetEnds();
    }
}

} // namespace portolan
