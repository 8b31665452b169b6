#include "core/flow/formats/gcp_connection.h"
#include "core/flow/formats/json_reader.h"

namespace portolan {
namespace {

/// Google samples about one packet in ten before anything the user sets, and says so in no record (VPC Flow Logs,
/// "Log sampling and processing").
constexpr std::uint64_t kUsualSampling = 10;

/// One end's GKE details.
struct GkeDetails {
    std::string_view pod, ns, workload, kind, service, serviceNs;
};

void describe(const GkeDetails& words, FlowTextEnd& end) {
    EndFacts& facts = end.facts;
    if (!words.pod.empty() || !words.workload.empty()) {
        facts.endClass = EndClass::Endpoint;
        facts.ns = words.ns;
        facts.pod = words.pod;
        facts.workload = words.workload;
        facts.workloadKind = words.kind;
        if (words.kind == "ReplicaSet" && !words.pod.empty()) facts.workload = facts.workloadKind = {};
    } else if (!words.service.empty()) {
        facts.ns = words.serviceNs;
        facts.workload = words.service;
        facts.workloadKind = "Service";
    }
}

/// Reads VPC flow logs of Google Cloud (flows.md 2.7), as Cloud Logging exports them or their jsonPayload alone:
/// packets of one direction that a machine sent or received, sampled. No policy speaks in them, answers are records of
/// their own, and traffic that stays on a node is not in them.
class GcpVpcReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readField(std::string_view key, json::Value& value);
    bool readDetails(json::Value& value, GkeDetails& end);
    bool readService(json::Value& value, GkeDetails& end);

    FlowText m_text;
    GkeDetails m_from, m_to;
    std::string_view m_reporter;
    bool m_hasConnection = false;
};

/// The first of the Services that the destination stands for.
bool GcpVpcReader::readService(json::Value& value, GkeDetails& end) {
    const auto readOne = [&](json::Value& service) {
        GkeDetails one;
        const bool isWhole = json::forEachKeyOf(service, [&](std::string_view key, json::Value& field) {
            if (key == "service_name") one.service = text(field);
            if (key == "service_namespace") one.serviceNs = text(field);
            return true;
        });
        if (end.service.empty()) {
            end.service = one.service;
            end.serviceNs = one.serviceNs;
        }
        return isWhole;
    };
    return json::token(value) == "{" ? readOne(value) : json::forEachElementOf(value, readOne);
}

bool GcpVpcReader::readDetails(json::Value& value, GkeDetails& end) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "service") return readService(field, end);
        if (key != "pod") return true;
        return json::forEachKeyOf(field, [&](std::string_view name, json::Value& cell) {
            if (name == "pod_name")
                end.pod = text(cell);
            else if (name == "pod_namespace")
                end.ns = text(cell);
            else if (name == "pod_workload")
                return json::forEachKeyOf(cell, [&](std::string_view word, json::Value& content) {
                    if (word == "workload_name") end.workload = text(content);
                    return true;
                });
            return true;
        });
    });
}

bool GcpVpcReader::readField(std::string_view key, json::Value& value) {
    if (key == "connection") {
        m_hasConnection = true;
        return readGcpConnection(value, m_text);
    }
    if (key == "src_gke_details") return readDetails(value, m_from);
    if (key == "dest_gke_details") return readDetails(value, m_to);
    if (key == "reporter")
        m_reporter = json::plainString(value);
    else if (key == "start_time")
        m_text.firstSeen = json::time(value);
    else if (key == "end_time")
        m_text.lastSeen = json::time(value);
    return true;
}

bool GcpVpcReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_from = m_to = GkeDetails();
    m_reporter = {};
    m_hasConnection = false;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) {
        if (key != "jsonPayload") return readField(key, value);
        return json::forEachKeyOf(value,
                                  [&](std::string_view name, json::Value& field) { return readField(name, field); });
    });
}

LineResult GcpVpcReader::result(std::uint64_t position) {
    if (!m_hasConnection) return skippedLine(SkipReason::OtherEvent, position);
    describe(m_from, m_text.from);
    describe(m_to, m_text.to);
    if (m_reporter.starts_with("SRC")) m_text.reporter = Reporter::Source; // or SRC_GATEWAY
    if (m_reporter.starts_with("DEST")) m_text.reporter = Reporter::Destination;
    m_text.sampling = kUsualSampling;
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kGcpVpcEntry;
const FormatEntry kGcpVpcEntry{
    FlowFormat::GcpVpcFlow,
    [](const SniffedLine& line, FormatHeader&) {
        const auto holds = [&](std::string_view text) { return line.text.find(text) != std::string_view::npos; };
        const bool isWrapped = line.has("jsonPayload") && holds("\"connection\"") && holds("\"reporter\"");
        return isWrapped || (line.has("connection") && line.has("reporter"));
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<GcpVpcReader>(attribution);
    }};

} // namespace portolan
