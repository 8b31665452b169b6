#include "core/flow/formats/calico_end.h"
#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

#include <algorithm>

namespace portolan {
namespace {

/// The fields of both spellings: Whisker's source_name is Goldmane's sourceName in protobuf's JSON.
enum class Field {
    None,
    StartTime,
    EndTime,
    Action,
    Reporter,
    Protocol,
    Name,
    Namespace,
    Type,
    Labels,
    Addresses,
    Port,
    Started
};

struct NamedField {
    std::string_view name;
    Field field;
};
constexpr NamedField kFields[] = {
    {"start_time", Field::StartTime},
    {"startTime", Field::StartTime},
    {"end_time", Field::EndTime},
    {"endTime", Field::EndTime},
    {"action", Field::Action},
    {"reporter", Field::Reporter},
    {"protocol", Field::Protocol},
    {"proto", Field::Protocol},
    {"numConnectionsStarted", Field::Started},
    {"num_connections_started", Field::Started},
};
/// After "source", "source_", "dest" or "dest_".
constexpr NamedField kEndFields[] = {
    {"name", Field::Name},           {"Name", Field::Name},     {"namespace", Field::Namespace},
    {"Namespace", Field::Namespace}, {"type", Field::Type},     {"Type", Field::Type},
    {"labels", Field::Labels},       {"Labels", Field::Labels}, {"ips", Field::Addresses},
    {"Ips", Field::Addresses},       {"port", Field::Port},     {"Port", Field::Port},
};

template <std::size_t count>
Field fieldOf(const NamedField (&fields)[count], std::string_view name) {
    for (const NamedField& f : fields)
        if (f.name == name) return f.field;
    return Field::None;
}

/// Reads the flows of Calico's open source edition (flows.md 2.3): Whisker's answers and event stream, and Goldmane's
/// flows as protobuf's JSON ({"id":..,"flow":{"Key":{..},..}}). Fifteen seconds of one edge and reporting end a line.
class GoldmaneReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;
    LineResult read(std::string_view line, std::uint64_t position) override;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readField(std::string_view key, json::Value& value);
    bool readEndField(std::string_view key, json::Value& value, CalicoEnd& words, FlowTextEnd& end);
    bool readLabels(json::Value& value, FlowTextEnd& end);
    bool readOnlyAddress(json::Value& value, CalicoEnd& words);

    FlowText m_text;
    CalicoEnd m_from, m_to;
    std::string_view m_action;
    bool m_isFromGoldmane = false; ///< else from Whisker, which counts no connections
};

LineResult GoldmaneReader::read(std::string_view line, std::uint64_t position) {
    constexpr std::string_view kEvent = "data:";
    if (line.starts_with('{')) return JsonReader::read(line, position);
    if (line.starts_with(kEvent)) return JsonReader::read(trimmed(line.substr(kEvent.size())), position);
    for (const std::string_view field : {":", "event:", "id:", "retry:"}) // of the event stream, without an event
        if (line.starts_with(field)) return {};
    return skippedLine(SkipReason::Malformed, position);
}

/// One text of labels joined by " | ", or an array of them.
bool GoldmaneReader::readLabels(json::Value& value, FlowTextEnd& end) {
    if (json::token(value).starts_with('"')) {
        constexpr std::string_view kBetween = " | ";
        std::string_view rest = text(value);
        while (!rest.empty()) {
            const std::size_t at = std::min(rest.find(kBetween), rest.size());
            addCalicoLabel(rest.substr(0, at), end);
            rest.remove_prefix(std::min(at + kBetween.size(), rest.size()));
        }
        return true;
    }
    return json::forEachElementOf(value, [&](json::Value& label) {
        addCalicoLabel(text(label), end);
        return true;
    });
}

/// The flow's end is the aggregate of all addresses; only a single one tells it.
bool GoldmaneReader::readOnlyAddress(json::Value& value, CalicoEnd& words) {
    int count = 0;
    const bool isWhole = json::forEachElementOf(value, [&](json::Value& address) {
        words.address = json::plainString(address);
        ++count;
        return true;
    });
    if (count != 1) words.address = {};
    return isWhole;
}

bool GoldmaneReader::readEndField(std::string_view key, json::Value& value, CalicoEnd& words, FlowTextEnd& end) {
    switch (fieldOf(kEndFields, key)) {
    case Field::Name: words.aggregated = text(value); break;
    case Field::Namespace: words.ns = text(value); break;
    case Field::Type: words.type = json::plainString(value); break;
    case Field::Labels: return readLabels(value, end);
    case Field::Addresses: return readOnlyAddress(value, words);
    case Field::Port: end.port = json::port(value); break;
    default: break;
    }
    return true;
}

bool GoldmaneReader::readField(std::string_view key, json::Value& value) {
    for (const std::string_view side : {"source_", "source", "dest_", "dest"})
        if (key.starts_with(side)) {
            const bool isSource = side.front() == 's';
            return readEndField(key.substr(side.size()), value, isSource ? m_from : m_to,
                                isSource ? m_text.from : m_text.to);
        }
    switch (fieldOf(kFields, key)) {
    case Field::StartTime: m_text.firstSeen = json::time(value); break;
    case Field::EndTime: m_text.lastSeen = json::time(value); break;
    case Field::Action: m_action = json::plainString(value); break;
    case Field::Reporter: {
        const std::string_view reporter = json::plainString(value);
        m_text.reporter = reporter == "Src"   ? Reporter::Source
                          : reporter == "Dst" ? Reporter::Destination
                                              : Reporter::Unknown;
        break;
    }
    case Field::Protocol: m_text.protocol = parseProtocolCell(json::plainString(value)); break;
    case Field::Started: m_text.weight = json::number(value).value_or(0); break;
    default: break;
    }
    return true;
}

bool GoldmaneReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_text.weight = 0; // protobuf's JSON leaves out zeros
    m_from = m_to = CalicoEnd();
    m_action = {};
    m_isFromGoldmane = false;
    const auto readFlow = [&](std::string_view key, json::Value& value) {
        if (key != "Key" && key != "key") return readField(key, value);
        m_isFromGoldmane = true;
        return json::forEachKeyOf(value,
                                  [&](std::string_view name, json::Value& field) { return readField(name, field); });
    };
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) {
        return key == "flow" ? json::forEachKeyOf(value, readFlow) : readFlow(key, value);
    });
}

LineResult GoldmaneReader::result(std::uint64_t position) {
    const bool isAllowed = m_action == "Allow";
    if (!isAllowed && m_action != "Deny")
        return m_from == CalicoEnd() ? skippedLine(SkipReason::OtherEvent, position)
                                     : skippedFlow(SkipReason::NoVerdict, m_text, position);
    describe(m_from, m_text.from);
    describe(m_to, m_text.to);
    m_text.verdict = isAllowed ? FlowVerdict::Allowed : FlowVerdict::Denied;
    m_text.observation = Observation::Verdict;
    m_text.reply = Reply::No;
    m_text.weightKind = m_isFromGoldmane ? WeightKind::Connection : WeightKind::Record;
    if (!m_isFromGoldmane) m_text.weight = 1;
    if (m_text.protocol && m_text.to.port == 0)
        return skippedFlow(SkipReason::NoPort, m_text, position); // aggregated away
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kGoldmaneEntry;
const FormatEntry kGoldmaneEntry{
    FlowFormat::Goldmane,
    [](const SniffedLine& line, FormatHeader&) {
        const auto holds = [&](std::string_view text) { return line.text.find(text) != std::string_view::npos; };
        if (!line.isObject) return line.text.starts_with("data:") && holds("\"source_name\"") && holds("\"dest_name\"");
        const bool isGoldmane = (line.has("flow") && holds("\"Key\"")) || line.has("Key");
        return (isGoldmane && (holds("\"sourceName\"") || holds("\"source_name\""))) ||
               (line.has("source_name") && line.has("dest_name") && line.has("reporter"));
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<GoldmaneReader>(attribution);
    }};

} // namespace portolan
