#include "core/flow/formats/gcp_connection.h"
#include "core/flow/formats/json_reader.h"

namespace portolan {
namespace {

/// One end in the log's words.
struct GkeEnd {
    std::string_view pod, ns, workload, kind, node;
};

void describe(const GkeEnd& words, FlowTextEnd& end) {
    EndFacts& facts = end.facts;
    if (words.kind == "Node" || (words.pod.empty() && !words.node.empty())) {
        facts.endClass = EndClass::Node;
        facts.workload = words.node.empty() ? words.workload : words.node;
        return;
    }
    if (words.pod.empty() && words.workload.empty()) return; // an "instance": the address tells all
    facts.endClass = EndClass::Endpoint;
    facts.ns = words.ns;
    facts.pod = words.pod;
    if (words.kind == "ReplicaSet" && !words.pod.empty()) return; // named with a hash; the pod's name tells the owner
    facts.workload = words.workload;
    facts.workloadKind = words.kind;
}

/// Reads the network policy log of GKE's Dataplane V2 (flows.md 2.4): one line a connection, enforcing end and verdict,
/// denials of some seconds put together. The log is limited in rate, which no line tells.
class GkePolicyReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readField(std::string_view key, json::Value& value);
    bool readEnd(json::Value& value, GkeEnd& end);

    FlowText m_text;
    GkeEnd m_from, m_to;
    std::string_view m_disposition;
    bool m_hasConnection = false;
};

bool GkePolicyReader::readEnd(json::Value& value, GkeEnd& end) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "pod_name")
            end.pod = text(field);
        else if (key == "pod_namespace" || (key == "namespace" && end.ns.empty()))
            end.ns = text(field);
        else if (key == "workload_name")
            end.workload = text(field);
        else if (key == "workload_kind")
            end.kind = text(field);
        else if (key == "node_name")
            end.node = text(field);
        return true;
    });
}

bool GkePolicyReader::readField(std::string_view key, json::Value& value) {
    if (key == "connection") {
        m_hasConnection = true;
        return readGcpConnection(value, m_text);
    }
    if (key == "src") return readEnd(value, m_from);
    if (key == "dest") return readEnd(value, m_to);
    if (key == "disposition")
        m_disposition = json::plainString(value);
    else if (key == "count")
        m_text.weight = json::number(value).value_or(1);
    else if (key == "timestamp" && m_text.firstSeen == 0)
        m_text.firstSeen = json::time(value);
    return true;
}

bool GkePolicyReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_from = m_to = GkeEnd();
    m_disposition = {};
    m_hasConnection = false;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) {
        if (key != "jsonPayload") return readField(key, value);
        return json::forEachKeyOf(value,
                                  [&](std::string_view name, json::Value& field) { return readField(name, field); });
    });
}

LineResult GkePolicyReader::result(std::uint64_t position) {
    if (!m_hasConnection) return skippedLine(SkipReason::OtherEvent, position);
    if (m_disposition != "allow" && m_disposition != "deny")
        return skippedFlow(SkipReason::NoVerdict, m_text, position);
    describe(m_from, m_text.from);
    describe(m_to, m_text.to);
    m_text.verdict = m_disposition == "allow" ? FlowVerdict::Allowed : FlowVerdict::Denied;
    m_text.observation = Observation::Verdict;
    m_text.reply = Reply::No;
    m_text.weightKind = WeightKind::Connection;
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kGkePolicyEntry;
const FormatEntry kGkePolicyEntry{
    FlowFormat::GkePolicyLog,
    [](const SniffedLine& line, FormatHeader&) {
        const auto holds = [&](std::string_view text) { return line.text.find(text) != std::string_view::npos; };
        const bool isOfFirewall = holds("\"rule_details\""); // the VPC's, which are written alike
        const bool isWrapped = line.has("jsonPayload") && holds("\"disposition\"") && holds("\"connection\"");
        return !isOfFirewall && (isWrapped || (line.has("connection") && line.has("disposition")));
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<GkePolicyReader>(attribution);
    }};

} // namespace portolan
