#include "core/flow/formats/hubble_line.h"
#include "core/flow/formats/json_text.h"
#include "core/flow/formats/line_reader.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/input/line_blocks.h"
#include "core/flow/time_text.h"

#include <deque>
#include <string>
#include <unordered_map>

namespace portolan {
namespace {

using json::is;
using simdjson::ondemand::raw_json_string;

constexpr std::size_t kMaxRememberedBytes = std::size_t{64} << 20U;

/// What one end's JSON object says: an end, or that the address has to decide.
struct KnownEnd {
    std::optional<AttributedEnd> end;
    EndClass endClass = EndClass::Unknown;
    std::string ns;
    bool hasName = false;
    bool hasWorkload = false;
    bool hasLabels = false;
};

/// "k8s:app=web" as ("app", "web"); labels of Cilium's own making and the namespace are left out.
std::optional<std::pair<std::string_view, std::string_view>> podLabel(std::string_view label) {
    constexpr std::string_view kSource = "k8s:";
    if (!label.starts_with(kSource)) return std::nullopt;
    label.remove_prefix(kSource.size());
    if (label.starts_with("io.cilium.") || label.starts_with("io.kubernetes.pod.")) return std::nullopt;
    const std::size_t equals = label.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    return std::pair(label.substr(0, equals), label.substr(equals + 1));
}

/// Reads the JSON lines of Cilium Hubble and of what speaks its format: `hubble observe -o json` and `-o jsonpb`, the
/// exporter's files with or without a field mask, the bare flows of older versions, Retina. Reads each line in one pass
/// and only the fields that matter; what a line says of an end is understood once and then known by its text.
class HubbleReader final : public LineReader {
  public:
    explicit HubbleReader(Attribution& a) : m_attribution(a) {}

    LineResult read(std::string_view line, std::uint64_t position) override;
    void forgetEnds() override {
        m_knownEnds.clear();
        m_knownBytes = 0;
    }

  private:
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    LineResult readFlow(const HubbleFlow& flow, std::uint64_t position);
    const KnownEnd& known(std::string_view object);
    KnownEnd understood(std::string_view object);
    bool readLabels(json::Value& value, EndFacts& facts, std::optional<EndClass>& reserved);
    bool readWorkloads(json::Value& value, EndFacts& facts);

    Attribution& m_attribution;
    simdjson::ondemand::parser m_lineParser;
    simdjson::ondemand::parser m_endParser;
    std::unordered_map<std::string, KnownEnd, TextHash, std::equal_to<>> m_knownEnds;
    std::size_t m_knownBytes = 0;
    std::deque<std::string> m_undone; ///< strings of the current end that had escapes
};

LineResult HubbleReader::read(std::string_view line, std::uint64_t position) {
    simdjson::ondemand::document document;
    json::Object top;
    HubbleLine text;
    const bool isObject = m_lineParser.iterate(line.data(), line.size(), line.size() + kPaddingBytes).get(document) ==
                              simdjson::SUCCESS &&
                          document.get_object().get(top) == simdjson::SUCCESS;
    if (!isObject || !readHubbleLine(top, text)) return skippedLine(SkipReason::Malformed, position);
    if (text.lostEvents) {
        LineResult loss;
        loss.kind = LineResult::Kind::Loss;
        loss.lostEvents = *text.lostEvents;
        return loss;
    }
    if (text.hasFlow) return readFlow(text.flow, position);
    return skippedLine(text.hasOtherEvent ? SkipReason::OtherEvent : SkipReason::Malformed, position);
}

LineResult HubbleReader::readFlow(const HubbleFlow& flow, std::uint64_t position) {
    LineResult result = skippedLine(SkipReason::NoTransport, position);
    FlowRecord& record = result.record;
    record.firstSeen = record.lastSeen = parseRfc3339(flow.time).value_or(0);
    result.fields.eventType = flow.words.eventType.has_value();
    result.fields.direction = !flow.words.direction.empty();
    result.fields.reply = flow.reply != Reply::Unknown;
    result.fields.addresses = !flow.fromAddress.empty();
    const auto classOrReason = classified(flow.words);
    if (!flow.protocol || flow.toPort == 0 || flow.toPort > 65535 || flow.fromPort > 65535) return result;
    if (const auto* reason = std::get_if<SkipReason>(&classOrReason)) {
        result.reason = *reason;
        return result;
    }
    const auto& kind = std::get<HubbleClass>(classOrReason);
    const auto resolve = [&](std::string_view object, std::string_view address) -> std::optional<Attributed> {
        const KnownEnd& end = known(object);
        result.fields.names = result.fields.names || end.hasName;
        result.fields.workloads = result.fields.workloads || end.hasWorkload;
        result.fields.labels = result.fields.labels || end.hasLabels;
        if (end.endClass == EndClass::Health) result.reason = SkipReason::HealthCheck;
        if (end.end) return Attributed{*end.end, std::nullopt};
        return m_attribution.byAddress(end.endClass, end.ns, address, record.firstSeen);
    };
    result.reason = SkipReason::NoEnd;
    auto from = resolve(flow.fromObject, flow.fromAddress);
    auto to = resolve(flow.toObject, flow.toAddress);
    if (!from || !to || result.reason == SkipReason::HealthCheck) return result;
    record.protocol = *flow.protocol;
    record.fromPort = static_cast<std::uint16_t>(flow.fromPort);
    record.toPort = static_cast<std::uint16_t>(flow.toPort);
    if (from->service) from->end = m_attribution.translated(*from->service, record.protocol, record.fromPort).first;
    if (to->service)
        std::tie(to->end, record.toPort) = m_attribution.translated(*to->service, record.protocol, record.toPort);
    record.from = from->end;
    record.to = to->end;
    record.verdict = kind.verdict;
    record.observation = kind.observation;
    record.reporter = kind.reporter;
    record.reply = flow.reply;
    record.flags = flow.flags;
    record.weight = flow.weight;
    record.isAggregate = flow.isAggregate;
    record.clientIdentity = TextHash{}(flow.fromAddress.empty() ? flow.fromObject : flow.fromAddress);
    result.kind = LineResult::Kind::Flow;
    return result;
}

const KnownEnd& HubbleReader::known(std::string_view object) {
    if (const auto it = m_knownEnds.find(object); it != m_knownEnds.end()) return it->second;
    if (m_knownBytes > kMaxRememberedBytes) {
        m_knownEnds.clear();
        m_knownBytes = 0;
    }
    m_knownBytes += object.size();
    return m_knownEnds.emplace(std::string(object), understood(object)).first->second;
}

KnownEnd HubbleReader::understood(std::string_view object) {
    KnownEnd out;
    m_undone.clear();
    simdjson::ondemand::document document;
    json::Object fields;
    if (object.empty() ||
        m_endParser.iterate(object.data(), object.size(), object.size() + kPaddingBytes).get(document) !=
            simdjson::SUCCESS ||
        document.get_object().get(fields) != simdjson::SUCCESS)
        return out;
    EndFacts facts;
    std::optional<EndClass> reserved;
    std::uint64_t identity = 0;
    json::forEachField(fields, [&](raw_json_string key, json::Value& value) {
        if (is(key, "namespace"))
            facts.ns = json::string(value, m_undone);
        else if (is(key, "pod_name"))
            facts.pod = json::string(value, m_undone);
        else if (is(key, "cluster_name"))
            facts.cluster = json::string(value, m_undone);
        else if (is(key, "identity"))
            identity = json::number(value).value_or(0);
        else if (is(key, "labels"))
            return readLabels(value, facts, reserved);
        else if (is(key, "workloads"))
            return readWorkloads(value, facts);
        return true;
    });
    facts.endClass = reserved.value_or(facts.ns.empty() ? identityClass(identity) : EndClass::Endpoint);
    out.endClass = facts.endClass;
    out.ns = facts.ns;
    out.hasName = !facts.pod.empty();
    out.hasWorkload = !facts.workload.empty();
    out.hasLabels = reserved.has_value() || !facts.labels.empty();
    out.end = m_attribution.byName(facts);
    return out;
}

bool HubbleReader::readLabels(json::Value& value, EndFacts& facts, std::optional<EndClass>& reserved) {
    simdjson::ondemand::array labels;
    if (value.get_array().get(labels) != simdjson::SUCCESS) return true;
    for (auto entry : labels) {
        json::Value item;
        if (std::move(entry).get(item) != simdjson::SUCCESS) return false;
        const std::string_view label = json::string(item, m_undone);
        constexpr std::string_view kReserved = "reserved:";
        constexpr std::string_view kNamespace = "k8s:io.kubernetes.pod.namespace=";
        if (label.starts_with(kReserved)) {
            const auto named = reservedClass(label.substr(kReserved.size()));
            if (named && (!reserved || *named == EndClass::ApiServer)) reserved = named;
        } else if (label.starts_with("cidr:")) {
            if (!reserved) reserved = EndClass::World;
        } else if (label.starts_with(kNamespace)) {
            if (facts.ns.empty()) facts.ns = label.substr(kNamespace.size());
        } else if (const auto own = podLabel(label)) {
            facts.labels.push_back(*own);
        }
    }
    return true;
}

bool HubbleReader::readWorkloads(json::Value& value, EndFacts& facts) {
    simdjson::ondemand::array workloads;
    if (value.get_array().get(workloads) != simdjson::SUCCESS) return true;
    for (auto entry : workloads) {
        json::Value item;
        if (std::move(entry).get(item) != simdjson::SUCCESS) return false;
        if (!facts.workload.empty()) continue;
        const bool isWhole = json::forEachFieldOf(item, [&](raw_json_string key, json::Value& field) {
            if (is(key, "name"))
                facts.workload = json::string(field, m_undone);
            else if (is(key, "kind"))
                facts.workloadKind = json::string(field, m_undone);
            return true;
        });
        if (!isWhole) return false;
    }
    return true;
}

} // namespace

extern const FormatEntry kHubbleEntry;
const FormatEntry kHubbleEntry{
    FlowFormat::Hubble,
    [](const SniffedLine& line, FormatHeader&) {
        const bool isEvent =
            line.has("node_status") || line.has("lost_events") || line.has("agent_event") || line.has("debug_event");
        const bool isBare = line.has("verdict") && (line.has("IP") || line.has("l4"));
        return isEvent || isBare || line.has("flow");
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<HubbleReader>(attribution);
    }};

} // namespace portolan
