#include "core/flow/formats/row_cells.h"

#include "core/flow/formats/cells.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <optional>

namespace portolan {
namespace {

constexpr std::int64_t kNanosecondsPerMinute = 60 * kNanosecondsPerSecond;

EndFacts endFacts(std::string_view ns, std::string_view workload, std::string_view pod) {
    EndFacts facts;
    facts.ns = ns;
    facts.pod = pod;
    facts.workload = workload;
    if (workload.ends_with(']'))
        if (const std::size_t open = workload.rfind('['); open != std::string_view::npos) {
            facts.workload = workload.substr(0, open);
            facts.workloadKind = workload.substr(open + 1, workload.size() - open - 2);
        }
    if (const std::size_t slash = facts.workload.find('/'); ns.empty() && slash != std::string_view::npos) {
        facts.ns = facts.workload.substr(0, slash);
        facts.workload.remove_prefix(slash + 1);
    }
    if (ns.empty() && facts.workload == "internet") facts.endClass = EndClass::World;
    if (ns.empty() && facts.workload == "reserved:ingress") facts.endClass = EndClass::Proxy;
    if (ns.empty() && facts.workloadKind == "Node") facts.endClass = EndClass::Node;
    if (facts.endClass == EndClass::Proxy) facts.workload = {};
    return facts;
}

bool isAnyOf(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](std::string_view word) {
        return std::ranges::equal(text, word, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    });
}

Reporter reporterOf(const RowCells& cells) {
    const std::string_view reporter = cells[RowColumn::Reporter];
    if (isAnyOf(reporter, {"src", "source", "client"})) return Reporter::Source;
    if (isAnyOf(reporter, {"dst", "dest", "destination", "server"})) return Reporter::Destination;
    const std::string_view direction = cells[RowColumn::Direction];
    if (isAnyOf(direction, {"egress", "outbound", "out", "1"})) return Reporter::Source;
    if (isAnyOf(direction, {"ingress", "inbound", "in", "0"})) return Reporter::Destination;
    return Reporter::Unknown;
}

/// Of an action; firewalls have more words for it than policies.
bool isRefusal(std::string_view action) {
    return parseFlowVerdict(action) == FlowVerdict::Denied ||
           isAnyOf(action, {"block", "blocked", "refuse", "refused"});
}

Reply replyOf(std::string_view text) {
    if (isAnyOf(text, {"true", "yes", "1"})) return Reply::Yes;
    return isAnyOf(text, {"false", "no", "0"}) ? Reply::No : Reply::Unknown;
}

/// Bits as a number, names ("SYN,ACK"), or letters ("...A..S.").
TcpFlags flagsOf(std::string_view text) {
    if (text.empty()) return {};
    if (text.starts_with("0x"))
        if (std::uint64_t bits = 0;
            std::from_chars(text.data() + 2, text.data() + text.size(), bits, 16).ec == std::errc())
            return tcpFlags(bits, FlagsOf::Direction);
    if (const auto bits = parseNumber<std::uint64_t>(text)) return tcpFlags(*bits, FlagsOf::Direction);
    const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
    const bool isInWords = has("SYN") || has("ACK") || has("FIN") || has("RST") || has("PSH");
    const bool hasSyn = isInWords ? has("SYN") : has("S");
    const bool hasAck = isInWords ? has("ACK") : has("A");
    return tcpFlags((hasSyn ? 2U : 0U) | (hasAck ? 16U : 0U), FlagsOf::Direction);
}

/// False for a date with a time of day and no zone behind it.
bool namesZone(std::string_view text) {
    if (text.size() < 19 || text[4] != '-') return true;
    return text.find_first_of("Zz+-", 19) != std::string_view::npos;
}

/// The ports and the count of a row; false where one is no number.
bool readNumbers(const RowCells& cells, FlowText& text) {
    const auto port = [&](RowColumn column, std::uint16_t& out) {
        const std::string_view cell = cells[column];
        const auto number = parseNumber<std::uint16_t>(cell);
        if (!cell.empty()) out = number.value_or(0);
        return cell.empty() || number.has_value();
    };
    std::uint16_t translated = 0;
    if (!port(RowColumn::SrcPort, text.from.port) || !port(RowColumn::DstPort, text.to.port) ||
        !port(RowColumn::DstNatPort, translated))
        return false;
    if (translated != 0) text.to.port = translated;
    const std::string_view count = cells[RowColumn::Count];
    const auto weight = parseNumber<std::uint64_t>(count);
    if (!count.empty() && (!weight || *weight == 0)) return false;
    text.weight = weight.value_or(1);
    return true;
}

/// The names and addresses of both ends. A Service is known by name only where no address says who answered: with one,
/// the port may be the pod's and not the Service's. The reporting pod's own names stand for the end that it is.
void readEnds(const RowCells& cells, FlowText& text) {
    text.from.facts = endFacts(cells[RowColumn::SrcNs], cells[RowColumn::SrcWorkload], cells[RowColumn::SrcPod]);
    text.from.address = cells[RowColumn::SrcIp];
    text.to.facts = endFacts(cells[RowColumn::DstNs], cells[RowColumn::DstWorkload], cells[RowColumn::DstPod]);
    text.to.address = cells[RowColumn::DstIp];
    const std::string_view translated = cells[RowColumn::DstNatIp];
    if (!translated.empty())
        text.to.address = translated;
    else if (text.to.address.empty() && !text.to.facts.hasName() && !cells[RowColumn::DstService].empty()) {
        const std::string_view ns = cells[RowColumn::DstServiceNs];
        text.to.facts = endFacts(ns.empty() ? cells[RowColumn::DstNs] : ns, cells[RowColumn::DstService], {});
        text.to.facts.workloadKind = "Service";
    }
    if (cells[RowColumn::OwnPod].empty() || text.reporter == Reporter::Unknown) return;
    EndFacts& own = text.reporter == Reporter::Source ? text.from.facts : text.to.facts;
    if (!own.hasName()) own = endFacts(cells[RowColumn::OwnNs], {}, cells[RowColumn::OwnPod]);
}

} // namespace

RowMaker::RowMaker(Attribution& attribution, std::shared_ptr<const ColumnMapping> mapping, int zoneMinutes)
    : m_maker(attribution), m_mapping(std::move(mapping)),
      m_zoneMinutes(m_mapping ? m_mapping->zoneMinutes.value_or(zoneMinutes) : zoneMinutes) {}

void RowMaker::applyMapping(RowCells& cells) const {
    if (!m_mapping) return;
    RowCells mapped;
    for (std::size_t i = 0; i < kRowColumnCount; ++i) {
        const auto column = static_cast<RowColumn>(i);
        mapped.set({column, 0}, m_mapping->valueOf(column, trimmed(cells[column])));
    }
    for (const auto& [column, text] : m_mapping->constants) mapped.set({column, 0}, text);
    cells = mapped;
}

std::int64_t RowMaker::time(std::string_view text) const {
    const std::int64_t out = parseTime(text).value_or(0);
    return out == 0 || m_zoneMinutes == 0 || namesZone(text) ? out : out - m_zoneMinutes * kNanosecondsPerMinute;
}

LineResult RowMaker::make(RowCells& cells, std::uint64_t position) {
    applyMapping(cells);
    FlowText text;
    if (!readNumbers(cells, text)) return skippedLine(SkipReason::Malformed, position);
    const std::string_view point = cells[RowColumn::Time];
    const std::string_view first = cells[RowColumn::FirstSeen];
    const std::string_view last = cells[RowColumn::LastSeen];
    text.firstSeen = time(first.empty() ? point : first);
    text.lastSeen = time(last.empty() ? point : last);
    text.reporter = reporterOf(cells);
    readEnds(cells, text);
    text.protocol = parseProtocolCell(cells[RowColumn::Protocol]);
    const std::string_view said = trimmed(cells[RowColumn::Verdict]);
    const auto verdict = parseFlowVerdict(said);
    text.verdict = verdict.value_or(FlowVerdict::Observed);
    const bool isConstant = m_mapping && m_mapping->constants.contains(RowColumn::Verdict);
    const bool isStated = !said.empty() && !(isConstant && text.verdict == FlowVerdict::Observed);
    if (isStated || text.from.port == 0) {
        text.observation = Observation::Stated;
        text.reply = Reply::No;
    } else {
        text.observation = Observation::Sighted;
        text.flags = flagsOf(cells[RowColumn::TcpFlags]);
    }
    if (!cells[RowColumn::Reply].empty()) text.reply = replyOf(cells[RowColumn::Reply]);
    LineResult result = m_maker.make(text, position);
    const bool isTransport = text.protocol && text.to.port != 0;
    const bool isRefused = isRefusal(trimmed(cells[RowColumn::Action]));
    if (isTransport && !verdict)
        result.reason = SkipReason::NoVerdict;
    else if (isTransport && said.empty() && isRefused)
        result.reason = SkipReason::NoPolicyReason;
    else
        return result;
    result.kind = LineResult::Kind::Skip;
    return result;
}

} // namespace portolan
