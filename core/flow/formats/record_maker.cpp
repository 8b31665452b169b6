#include "core/flow/formats/record_maker.h"

#include <algorithm>
#include <tuple>

namespace portolan {
namespace {

constexpr std::size_t kMaxRemembered = 200'000;

void append(std::string& key, std::string_view part) {
    key.append(part).append(1, '\n');
}

} // namespace

LineResult skippedLine(SkipReason reason, std::uint64_t position) {
    LineResult result;
    result.kind = LineResult::Kind::Skip;
    result.reason = reason;
    result.record.position = position;
    return result;
}

LineResult skippedFlow(SkipReason reason, const FlowText& text, std::uint64_t position) {
    LineResult result = skippedLine(reason, position);
    result.record.firstSeen = text.firstSeen == 0 ? text.lastSeen : text.firstSeen;
    result.record.lastSeen = std::max(result.record.firstSeen, text.lastSeen);
    return result;
}

std::optional<Attributed> RecordMaker::find(const FlowTextEnd& end, std::int64_t time) {
    const EndFacts& facts = end.facts;
    // Addresses are remembered where they are looked up, as they are somebody's for a time only.
    if (!facts.hasName()) return m_attribution.byAddress(facts.endClass, facts.ns, end.address, time);
    m_key.assign(1, static_cast<char>('0' + static_cast<int>(facts.endClass)));
    for (const std::string_view part :
         {facts.cluster, facts.ns, facts.pod, facts.workload, facts.workloadKind, facts.podPrefix})
        append(m_key, part);
    for (const auto& [key, value] : facts.labels) {
        append(m_key, key);
        append(m_key, value);
    }
    if (const auto it = m_known.find(std::string_view(m_key)); it != m_known.end())
        return it->second ? it->second : m_attribution.byAddress(facts.endClass, facts.ns, end.address, time);
    if (m_known.size() >= kMaxRemembered) m_known.clear();
    std::optional<Attributed> out;
    if (const auto service = m_attribution.serviceByName(facts))
        out = Attributed{{}, *service};
    else if (const auto named = m_attribution.byName(facts))
        out = Attributed{*named, std::nullopt};
    const auto& known = m_known.emplace(m_key, out).first->second;
    return known ? known : m_attribution.byAddress(facts.endClass, facts.ns, end.address, time);
}

LineResult RecordMaker::make(const FlowText& text, std::uint64_t position) {
    LineResult result = skippedFlow(SkipReason::NoTransport, text, position);
    FlowRecord& record = result.record;
    result.fields.eventType = true;
    result.fields.direction = text.reporter != Reporter::Unknown;
    result.fields.reply = text.reply != Reply::Unknown;
    result.fields.names = text.from.facts.hasName() || text.to.facts.hasName();
    result.fields.addresses = !text.from.address.empty() || !text.to.address.empty();
    if (!text.protocol || text.to.port == 0) return result;
    result.reason = SkipReason::HealthCheck;
    if (text.from.facts.endClass == EndClass::Health || text.to.facts.endClass == EndClass::Health) return result;
    result.reason = SkipReason::NoEnd;
    const auto from = find(text.from, record.firstSeen);
    const auto to = find(text.to, record.firstSeen);
    if (!from || !to) return result;
    record.protocol = *text.protocol;
    record.from = from->end;
    record.fromPort = text.from.port;
    record.to = to->end;
    record.toPort = text.to.port;
    if (from->service)
        std::tie(record.from, record.fromPort) =
            m_attribution.translated(*from->service, record.protocol, record.fromPort);
    if (to->service)
        std::tie(record.to, record.toPort) = m_attribution.translated(*to->service, record.protocol, record.toPort);
    record.verdict = text.verdict;
    record.observation = text.observation;
    record.reporter = text.reporter;
    record.reply = text.reply;
    record.flags = text.flags;
    record.weightKind = text.weightKind;
    record.weight = text.weight;
    record.sampling = text.sampling;
    record.isAggregate = text.isAggregate;
    result.kind = LineResult::Kind::Flow;
    return result;
}

} // namespace portolan
