#include "core/flow/formats/conntrack_chains.h"
#include "core/flow/formats/conntrack_entry.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/text_fields.h"

#include <algorithm>

/// The connection tables of Linux and Open vSwitch (flows.md 2.15), printed at one moment or as events. The first tuple
/// is what the client sent, the second what the server answers, so that the ports are the pods'.

namespace portolan {
namespace {

class ConntrackReader final : public LineReader {
  public:
    ConntrackReader(Attribution& attribution, const LineHints& hints) : m_maker(attribution), m_hints(hints) {}
    LineResult read(std::string_view line, std::uint64_t position) override;
    LineResult more() override;
    LineResult finish() override;
    void forgetEnds() override { m_maker.forgetEnds(); }

  private:
    void giveOut();
    LineResult resultOf(const ConnectionChain& chain);

    RecordMaker m_maker;
    LineHints m_hints;
    ConntrackChains m_chains;
    std::vector<ConnectionChain> m_done; ///< last first
    int m_repeats = 0;                   ///< lines that are still to be counted as such
    std::uint64_t m_position = 0;        ///< of the last line
    std::string m_from;
    std::string m_to;
};

LineResult ConntrackReader::read(std::string_view line, std::uint64_t position) {
    if (!isConntrackLine(line)) {
        const bool isClosing = line.starts_with("conntrack v"); // how many entries have been shown
        return isClosing ? LineResult() : skippedLine(SkipReason::Malformed, position);
    }
    const auto entry = parseConntrackLine(line, m_hints.zoneMinutes);
    if (const auto* none = std::get_if<NoConntrackEntry>(&entry)) {
        const bool isPortless = *none == NoConntrackEntry::NoTransport;
        return skippedLine(isPortless ? SkipReason::NoTransport : SkipReason::Malformed, position);
    }
    const auto added = m_chains.add(std::get<ConntrackEntry>(entry), position);
    if (m_chains.isFull()) giveOut();
    m_repeats = added == ConntrackChains::Added::First ? 0 : added == ConntrackChains::Added::Further ? 1 : 2;
    m_position = position;
    return more();
}

/// Each line counts once: as a repeat, or as the first of a connection when that is given out.
LineResult ConntrackReader::more() {
    if (m_repeats > 0) {
        --m_repeats;
        return skippedLine(SkipReason::Repeated, m_position);
    }
    if (m_done.empty()) return {};
    const ConnectionChain chain = m_done.back();
    m_done.pop_back();
    return resultOf(chain);
}

LineResult ConntrackReader::finish() {
    giveOut();
    return more();
}

void ConntrackReader::giveOut() {
    m_done = m_chains.takeAll();
    std::ranges::reverse(m_done);
}

LineResult ConntrackReader::resultOf(const ConnectionChain& chain) {
    FlowText text;
    text.firstSeen = chain.firstSeen == 0 ? m_hints.fileTime : chain.firstSeen;
    text.lastSeen = chain.lastSeen == 0 ? m_hints.fileTime : chain.lastSeen;
    text.protocol = chain.first.protocol;
    if (!chain.isAnswered) {
        // A datagram without an answer may be all there was to say.
        if (chain.first.protocol != Protocol::Udp) return skippedFlow(SkipReason::NoAnswer, text, chain.position);
        text.observation = Observation::Attempted;
    }
    m_from = chain.first.from.text();
    m_to = chain.last.to.text();
    text.from.address = m_from;
    text.from.port = chain.first.fromPort;
    text.from.facts.endClass = classOfNodeInternals(m_from);
    text.to.address = m_to;
    text.to.port = chain.last.toPort;
    text.to.facts.endClass = classOfNodeInternals(m_to);
    text.reply = Reply::No;
    text.weightKind = WeightKind::Connection;
    return m_maker.make(text, chain.position);
}

} // namespace

extern const FormatEntry kConntrackEntry;
const FormatEntry kConntrackEntry{
    FlowFormat::Conntrack,
    [](const SniffedLine& line, FormatHeader&) { return !line.isObject && isConntrackLine(line.text); },
    [](Attribution& attribution, const FormatHeader&, const LineHints& hints) -> std::unique_ptr<LineReader> {
        return std::make_unique<ConntrackReader>(attribution, hints);
    },
    true};

} // namespace portolan
