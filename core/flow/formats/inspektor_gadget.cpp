#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

#include <utility>

namespace portolan {
namespace {

/// What an event says of one end of the socket.
struct GadgetEnd {
    std::string_view kind, ns, name; ///< "pod", "svc" or "raw"
};

/// The container that the event was seen in: the socket's own end.
struct GadgetContainer {
    std::string_view ns, pod, node, ownerKind, owner;
    bool isOnHostNetwork = false;
};

void describe(const GadgetContainer& words, FlowTextEnd& end) {
    EndFacts& facts = end.facts;
    if (words.isOnHostNetwork) {
        facts.endClass = EndClass::Node;
        facts.workload = words.node;
        return;
    }
    facts.endClass = EndClass::Endpoint;
    facts.ns = words.ns;
    facts.pod = words.pod;
    if (words.ownerKind == "ReplicaSet") return; // named with a hash; the pod's name tells the owner
    facts.workload = words.owner;
    facts.workloadKind = words.ownerKind;
}

void describe(const GadgetEnd& words, FlowTextEnd& end) {
    EndFacts& facts = end.facts;
    if (words.kind == "svc") {
        facts.ns = words.ns;
        facts.workload = words.name;
        facts.workloadKind = "Service";
    } else if (words.kind == "pod") {
        facts.endClass = EndClass::Endpoint;
        facts.ns = words.ns;
        facts.pod = words.name;
    }
}

/// Reads the events of Inspektor Gadget's trace_tcp, and of the older `trace tcpconnect` (flows.md 2.13). An event
/// tells of the socket of one container; the other end of what it connected to may be a Service. The connect event of
/// trace_tcp is of a connection that stands, that of the older gadget of a call.
class InspektorGadgetReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readField(std::string_view key, json::Value& value);
    bool readFlatField(std::string_view key, json::Value& value);
    bool readEnd(json::Value& value, FlowTextEnd& end, GadgetEnd& words);
    bool readContainer(json::Value& value);

    FlowText m_text; ///< from is the container's end
    GadgetEnd m_remote;
    GadgetContainer m_container;
    std::string_view m_type;
    bool m_isFlat = false;
    bool m_hasError = false;
};

bool InspektorGadgetReader::readEnd(json::Value& value, FlowTextEnd& end, GadgetEnd& words) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "addr")
            end.address = plainAddress(json::plainString(field));
        else if (key == "port")
            end.port = json::port(field);
        else if (key == "proto") {
            const std::string_view token = json::token(field);
            m_text.protocol = parseProtocolCell(token.starts_with('"') ? json::plainString(field) : token);
        } else if (key == "k8s") {
            return json::forEachKeyOf(field, [&](std::string_view name, json::Value& cell) {
                if (name == "kind") words.kind = json::plainString(cell);
                if (name == "name") words.name = text(cell);
                if (name == "namespace") words.ns = text(cell);
                return true;
            });
        }
        return true;
    });
}

bool InspektorGadgetReader::readContainer(json::Value& value) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "namespace")
            m_container.ns = text(field);
        else if (key == "podName" || key == "pod")
            m_container.pod = text(field);
        else if (key == "node")
            m_container.node = text(field);
        else if (key == "hostnetwork" || key == "hostNetwork")
            m_container.isOnHostNetwork = json::isTrue(field);
        else if (key == "owner")
            return json::forEachKeyOf(field, [&](std::string_view name, json::Value& cell) {
                if (name == "kind") m_container.ownerKind = text(cell);
                if (name == "name") m_container.owner = text(cell);
                return true;
            });
        return true;
    });
}

bool InspektorGadgetReader::readFlatField(std::string_view key, json::Value& value) {
    if (key == "saddr")
        m_text.from.address = plainAddress(json::plainString(value));
    else if (key == "sport")
        m_text.from.port = json::port(value);
    else if (key == "dport")
        m_text.to.port = json::port(value);
    else if (key == "namespace")
        m_container.ns = text(value);
    else if (key == "pod" || key == "podname")
        m_container.pod = text(value);
    else if (key == "node")
        m_container.node = text(value);
    else if (key == "hostNetwork" || key == "hostnetwork")
        m_container.isOnHostNetwork = json::isTrue(value);
    else if (key == "daddr") {
        m_isFlat = true;
        m_text.to.address = plainAddress(json::plainString(value));
    }
    return true;
}

bool InspektorGadgetReader::readField(std::string_view key, json::Value& value) {
    GadgetEnd own; // the container is told better by the event's own fields
    if (key == "src") return readEnd(value, m_text.from, own);
    if (key == "dst") return readEnd(value, m_text.to, m_remote);
    if (key == "k8s") return readContainer(value);
    if (key == "type")
        m_type = json::plainString(value);
    else if (key == "timestamp_raw" && m_text.firstSeen == 0)
        m_text.firstSeen = json::time(value);
    else if (key == "timestamp")
        m_text.firstSeen = json::time(value);
    else if (key == "error" || key == "error_raw") {
        const std::string_view error = json::token(value);
        m_hasError = m_hasError || (error != "\"\"" && error != "0" && error != "null");
    } else
        return readFlatField(key, value);
    return true;
}

bool InspektorGadgetReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_remote = GadgetEnd();
    m_container = GadgetContainer();
    m_type = {};
    m_isFlat = m_hasError = false;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) { return readField(key, value); });
}

LineResult InspektorGadgetReader::result(std::uint64_t position) {
    const bool isConnect = m_type == "connect";
    if (!m_isFlat && !isConnect && m_type != "accept" && m_type != "close")
        return skippedLine(SkipReason::OtherEvent, position);
    if (isLoopback(m_text.from.address) || isLoopback(m_text.to.address))
        return skippedLine(SkipReason::OtherEvent, position);
    if (m_hasError) return skippedFlow(SkipReason::NoAnswer, m_text, position);
    describe(m_container, m_text.from);
    describe(m_remote, m_text.to);
    m_text.weightKind = WeightKind::Connection;
    if (m_isFlat) {
        m_text.protocol = Protocol::Tcp;
        m_text.reply = Reply::No;
        m_text.reporter = Reporter::Source;
        m_text.observation = Observation::Attempted;
    } else if (isConnect) {
        m_text.reply = Reply::No;
        m_text.reporter = Reporter::Source;
    } else if (m_type == "accept") { // the socket's own end is the server's
        std::swap(m_text.from, m_text.to);
        m_text.reply = Reply::No;
        m_text.reporter = Reporter::Destination;
    } else {
        m_text.weight = 0; // either end's, and counted where it began
    }
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kInspektorGadgetEntry;
const FormatEntry kInspektorGadgetEntry{
    FlowFormat::InspektorGadget,
    [](const SniffedLine& line, FormatHeader&) {
        const bool hasContainer = line.has("netns_id") || line.has("mntns_id") || line.has("mountnsid");
        const bool isFlat = line.has("saddr") && line.has("daddr") && line.has("dport");
        const bool isOfPod = line.has("pod") || line.has("podname");
        return (isFlat && (hasContainer || isOfPod)) || (hasContainer && line.has("src") && line.has("dst"));
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<InspektorGadgetReader>(attribution);
    }};

} // namespace portolan
