#include "core/flow/formats/calico_end.h"
#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

namespace portolan {
namespace {

/// Reads the flow logs of Calico Enterprise and Calico Cloud (flows.md 2.2): one line a flow, reporting end and flush
/// interval. What staged policies would have done (pending_policies) decides nothing here: the flow went on as the
/// enforced ones said.
class CalicoEnterpriseReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readEndField(std::string_view key, json::Value& value, CalicoEnd& words, FlowTextEnd& end);
    bool readLabels(json::Value& value, FlowTextEnd& end);
    void readField(std::string_view key, json::Value& value);

    FlowText m_text;
    CalicoEnd m_from, m_to;
    std::string_view m_action;
    std::optional<std::uint64_t> m_started;
    std::optional<std::uint64_t> m_flows;
    std::int64_t m_timestamp = 0;
};

bool CalicoEnterpriseReader::readLabels(json::Value& value, FlowTextEnd& end) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key != "labels") return true;
        return json::forEachElementOf(field, [&](json::Value& label) {
            addCalicoLabel(text(label), end);
            return true;
        });
    });
}

/// A key without its "source_" or "dest_".
bool CalicoEnterpriseReader::readEndField(std::string_view key, json::Value& value, CalicoEnd& words,
                                          FlowTextEnd& end) {
    if (key == "ip")
        words.address = json::plainString(value);
    else if (key == "name")
        words.name = text(value);
    else if (key == "name_aggr")
        words.aggregated = text(value);
    else if (key == "namespace")
        words.ns = text(value);
    else if (key == "type")
        words.type = json::plainString(value);
    else if (key == "port")
        end.port = json::port(value);
    else if (key == "labels")
        return readLabels(value, end);
    return true;
}

void CalicoEnterpriseReader::readField(std::string_view key, json::Value& value) {
    if (key == "start_time" || key == "startTime")
        m_text.firstSeen = json::time(value);
    else if (key == "end_time" || key == "endTime")
        m_text.lastSeen = json::time(value);
    else if (key == "proto")
        m_text.protocol =
            parseProtocolCell(json::token(value).starts_with('"') ? json::plainString(value) : json::token(value));
    else if (key == "action")
        m_action = json::plainString(value);
    else if (key == "reporter") {
        const std::string_view reporter = json::plainString(value);
        m_text.reporter = reporter == "src"   ? Reporter::Source
                          : reporter == "dst" ? Reporter::Destination
                                              : Reporter::Unknown; // fwd: at a host in between
    } else if (key == "num_flows_started")
        m_started = json::number(value);
    else if (key == "num_flows")
        m_flows = json::number(value);
    else if (key == "@timestamp")
        m_timestamp = json::time(value);
}

bool CalicoEnterpriseReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_from = m_to = CalicoEnd();
    m_action = {};
    m_started = m_flows = std::nullopt;
    m_timestamp = 0;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) {
        constexpr std::string_view kSource = "source_";
        constexpr std::string_view kDestination = "dest_";
        if (key.starts_with(kSource)) return readEndField(key.substr(kSource.size()), value, m_from, m_text.from);
        if (key.starts_with(kDestination)) return readEndField(key.substr(kDestination.size()), value, m_to, m_text.to);
        readField(key, value);
        return true;
    });
}

LineResult CalicoEnterpriseReader::result(std::uint64_t position) {
    if (m_text.firstSeen == 0 && m_text.lastSeen == 0) m_text.firstSeen = m_timestamp;
    if (m_action != "allow" && m_action != "deny") return skippedFlow(SkipReason::NoVerdict, m_text, position);
    describe(m_from, m_text.from);
    describe(m_to, m_text.to);
    m_text.verdict = m_action == "allow" ? FlowVerdict::Allowed : FlowVerdict::Denied;
    m_text.observation = Observation::Verdict;
    m_text.reply = Reply::No;
    // A connection that lives on is in every interval, but was started in one only.
    m_text.weightKind = m_started ? WeightKind::Connection : WeightKind::Record;
    m_text.weight = m_started ? *m_started : m_flows.value_or(1);
    if (m_text.protocol && m_text.to.port == 0)
        return skippedFlow(SkipReason::NoPort, m_text, position); // aggregated away
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kCalicoEnterpriseEntry;
const FormatEntry kCalicoEnterpriseEntry{
    FlowFormat::CalicoEnterprise,
    [](const SniffedLine& line, FormatHeader&) { return line.has("source_name_aggr") || line.has("dest_name_aggr"); },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<CalicoEnterpriseReader>(attribution);
    }};

} // namespace portolan
