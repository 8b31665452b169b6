#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

namespace portolan {
namespace {

constexpr std::string_view kFlowInfo = "Flow Info";

/// One event in the log's words, whichever shape it has.
struct AgentEvent {
    std::string_view from, fromPort, to, toPort, protocol, verdict, direction, tier;
};

/// Takes the word after the next such key of a message, which an optional colon and blanks separate from it; it ends at
/// a blank, comma or semicolon. Empty where the rest of the message has no such key.
std::string_view takeWordAfter(std::string_view& message, std::string_view key) {
    const std::size_t at = message.find(key);
    if (at == std::string_view::npos) return {};
    message.remove_prefix(at + key.size());
    if (message.starts_with(':')) message.remove_prefix(1);
    message = trimmed(message);
    return message.substr(0, message.find_first_of(" ,;"));
}

/// "Src IP: a Src Port: n Dest IP: b ... Verdict ACCEPT Direction egress, Tier NETWORK_POLICY", with or without colons.
AgentEvent parseMessage(std::string_view message) {
    AgentEvent event;
    event.from = takeWordAfter(message, "Src IP");
    event.fromPort = takeWordAfter(message, "Src Port");
    event.to = takeWordAfter(message, "Dest IP");
    event.toPort = takeWordAfter(message, "Dest Port");
    event.protocol = takeWordAfter(message, "Proto");
    event.verdict = takeWordAfter(message, "Verdict");
    event.direction = takeWordAfter(message, "Direction");
    event.tier = takeWordAfter(message, "Tier");
    return event;
}

/// The shape that the agent sends to CloudWatch: "Node: n;SIP: a;SPORT: n;DIP: b;DPORT: n;PROTOCOL: TCP;
/// PolicyVerdict: DENY;Tier: ADMIN".
AgentEvent parseCloudWatch(std::string_view message) {
    AgentEvent event;
    event.from = takeWordAfter(message, ";SIP");
    event.fromPort = takeWordAfter(message, ";SPORT");
    event.to = takeWordAfter(message, ";DIP");
    event.toPort = takeWordAfter(message, ";DPORT");
    event.protocol = takeWordAfter(message, ";PROTOCOL");
    event.verdict = takeWordAfter(message, ";PolicyVerdict");
    event.tier = takeWordAfter(message, ";Tier");
    return event;
}

bool isCloudWatch(std::string_view line) {
    return line.starts_with("Node:") && line.find(";SIP:") != std::string_view::npos;
}

/// Reads the log of the network policy agent of Amazon's VPC CNI (flows.md 2.6) in its four shapes. Events of the pods
/// that some policy selects, by address alone; the destination may still be a Service's. Denials are always logged,
/// connections that were let through only where the user asks for it.
class AwsPolicyAgentReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;
    LineResult read(std::string_view line, std::uint64_t position) override;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    LineResult resultOf(const AgentEvent& event, std::uint64_t position);

    AgentEvent m_event; ///< of keys of their own
    std::string_view m_message;
    std::int64_t m_time = 0;
};

LineResult AwsPolicyAgentReader::read(std::string_view line, std::uint64_t position) {
    if (line.starts_with('{')) return JsonReader::read(line, position);
    m_time = 0;
    if (isCloudWatch(line)) return resultOf(parseCloudWatch(line), position);
    if (line.starts_with(kFlowInfo)) return resultOf(parseMessage(line), position);
    return skippedLine(SkipReason::Malformed, position);
}

bool AwsPolicyAgentReader::readObject(json::Object& top) {
    m_event = AgentEvent();
    m_message = {};
    m_time = 0;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) {
        const auto word = [&] {
            const std::string_view token = json::token(value);
            return token.starts_with('"') ? json::plainString(value) : token;
        };
        if (key == "ts" || key == "timestamp")
            m_time = json::time(value);
        else if (key == "msg")
            m_message = text(value);
        else if (key == "Src IP")
            m_event.from = word();
        else if (key == "Src Port")
            m_event.fromPort = word();
        else if (key == "Dest IP")
            m_event.to = word();
        else if (key == "Dest Port")
            m_event.toPort = word();
        else if (key == "Proto")
            m_event.protocol = word();
        else if (key == "Verdict")
            m_event.verdict = word();
        else if (key == "Direction")
            m_event.direction = word();
        else if (key == "Tier")
            m_event.tier = word();
        return true;
    });
}

LineResult AwsPolicyAgentReader::result(std::uint64_t position) {
    if (isCloudWatch(m_message)) return resultOf(parseCloudWatch(m_message), position);
    if (!m_message.starts_with(kFlowInfo)) return skippedLine(SkipReason::OtherEvent, position);
    return resultOf(m_event.from.empty() ? parseMessage(m_message) : m_event, position);
}

LineResult AwsPolicyAgentReader::resultOf(const AgentEvent& event, std::uint64_t position) {
    const auto fromPort = parseNumber<std::uint16_t>(event.fromPort);
    const auto toPort = parseNumber<std::uint16_t>(event.toPort);
    if (event.from.empty() || event.to.empty() || !fromPort || !toPort)
        return skippedLine(SkipReason::Malformed, position);
    FlowText text;
    text.firstSeen = m_time;
    if (event.verdict.starts_with("EXPIRED")) return skippedLine(SkipReason::OtherEvent, position); // of the flow table
    if (event.verdict != "ACCEPT" && event.verdict != "DENY") return skippedFlow(SkipReason::NoVerdict, text, position);
    if (event.tier == "ERROR") return skippedFlow(SkipReason::NoPolicyReason, text, position);
    text.from.address = event.from;
    text.from.port = *fromPort;
    text.to.address = event.to;
    text.to.port = *toPort;
    text.protocol = parseProtocolCell(event.protocol);
    text.verdict = event.verdict == "ACCEPT" ? FlowVerdict::Allowed : FlowVerdict::Denied;
    text.observation = Observation::Verdict;
    if (event.direction == "egress") text.reporter = Reporter::Source;
    if (event.direction == "ingress") text.reporter = Reporter::Destination;
    text.weightKind = WeightKind::Record; // a client that is denied tries again and again
    return maker().make(text, position);
}

} // namespace

extern const FormatEntry kAwsPolicyAgentEntry;
const FormatEntry kAwsPolicyAgentEntry{
    FlowFormat::AwsPolicyAgent,
    [](const SniffedLine& line, FormatHeader&) {
        if (!line.isObject) return isCloudWatch(line.text);
        const auto holds = [&](std::string_view text) { return line.text.find(text) != std::string_view::npos; };
        return line.has("msg") && (holds("\"Flow Info") || holds("\"logger\":\"ebpf-client\""));
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<AwsPolicyAgentReader>(attribution);
    }};

} // namespace portolan
