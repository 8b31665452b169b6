#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

#include <algorithm>

namespace portolan {
namespace {

/// One end in the log's words; older versions told the workload alone.
struct NetObservEnd {
    std::string_view type, name, ns, owner, ownerKind;
    std::string_view translatedAddress;
    std::uint16_t translatedPort = 0;
};

/// What the network's own policies did, as far as the flow's NetworkEvents tell.
struct PolicyEvents {
    bool isDropped = false;      ///< by a network policy
    bool isDroppedOther = false; ///< by another rule of the network
    bool isAllowed = false;
    std::optional<Reporter> reporter; ///< the end that spoke; Unknown where both did

    void noteReporter(Reporter end) { reporter = reporter && *reporter != end ? Reporter::Unknown : end; }
};

struct FlagName {
    std::string_view name;
    std::uint64_t bits;
};
constexpr std::uint64_t kSyn = 0x02;
constexpr std::uint64_t kAck = 0x10;
/// The agent's own bit for packets with both; its SYN is of packets without ACK (netobserv-ebpf-agent, flow flags).
constexpr std::uint64_t kSynAck = 0x100;
constexpr FlagName kFlagNames[] = {{"SYN", kSyn}, {"ACK", kAck}, {"SYN_ACK", kSynAck}, {"SYN-ACK", kSynAck}};

/// All flags of the flow's packets of one direction. Where several packets are put together without the agent's own
/// bits, SYN and ACK together say nothing.
TcpFlags flagsOf(std::uint64_t bits, bool isOfAgent) {
    if ((bits & kSynAck) != 0) return (bits & kSyn) != 0 ? TcpFlags() : TcpFlags{true, true, true};
    if (isOfAgent && (bits & kSyn) != 0) return {true, true, false};
    return tcpFlags(bits, FlagsOf::Direction);
}

/// Whether an address was told: the agent writes zeros where nothing was translated.
bool isTold(std::string_view address) {
    return !address.empty() && address != "0.0.0.0" && address != "::";
}

void describe(const NetObservEnd& words, FlowTextEnd& end) {
    EndFacts& facts = end.facts;
    if (words.type == "Node") {
        facts.endClass = EndClass::Node;
        facts.workload = words.name;
        return;
    }
    facts.ns = words.ns;
    if (words.type == "Service") {
        facts.workload = words.name;
        facts.workloadKind = "Service";
        return;
    }
    if (words.name.empty() && words.owner.empty()) return;
    facts.endClass = EndClass::Endpoint;
    facts.pod = words.name;
    facts.workload = words.owner;
    facts.workloadKind = words.ownerKind;
    if (words.ownerKind == "ReplicaSet" && !words.name.empty()) facts.workload = facts.workloadKind = {};
    if (words.ownerKind == "Pod") facts.workloadKind = {}; // its own owner
}

/// Reads what flowlogs-pipeline of NetObserv writes (flows.md 2.9), the labels of Loki's streams merged in: records of
/// packets of one direction, sampled. No policy speaks in them but through OVN's NetworkEvents.
class NetObservReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readField(std::string_view key, json::Value& value);
    void readEndField(std::string_view key, json::Value& value, NetObservEnd& words, FlowTextEnd& end);
    bool readKindField(std::string_view key, json::Value& value);
    bool readFlags(json::Value& value);
    bool readEvents(json::Value& value);
    bool readTranslated(std::string_view key, json::Value& value);
    void translate();
    void noteEvent(std::string_view type, std::string_view action, std::string_view direction);

    FlowText m_text;
    NetObservEnd m_from, m_to;
    PolicyEvents m_events;
    std::string_view m_recordType;
    std::uint64_t m_flagBits = 0;
    bool m_hasFlags = false;
    bool m_isOfAgent = false;
    bool m_isDuplicate = false;
    std::int64_t m_received = 0;
    std::uint64_t m_packets = 0;
    std::uint64_t m_droppedPackets = 0;
};

/// A key without its "Src" or "Dst".
void NetObservReader::readEndField(std::string_view key, json::Value& value, NetObservEnd& words, FlowTextEnd& end) {
    if (key == "Addr")
        end.address = plainAddress(json::plainString(value));
    else if (key == "Port")
        end.port = json::port(value);
    else if (key == "K8S_Name" || key == "Pod")
        words.name = text(value);
    else if (key == "K8S_Namespace" || key == "Namespace")
        words.ns = text(value);
    else if (key == "K8S_OwnerName" || key == "Workload")
        words.owner = text(value);
    else if (key == "K8S_OwnerType" || key == "WorkloadKind")
        words.ownerKind = text(value);
    else if (key == "K8S_Type")
        words.type = text(value);
}

/// The tuple as it was sent on: the source before masquerading and the destination after translation are the pods.
bool NetObservReader::readTranslated(std::string_view key, json::Value& value) {
    if (key == "XlatDstAddr")
        m_to.translatedAddress = plainAddress(json::plainString(value));
    else if (key == "XlatDstPort")
        m_to.translatedPort = json::port(value);
    return true;
}

bool NetObservReader::readFlags(json::Value& value) {
    m_hasFlags = true;
    if (const auto bits = json::number(value)) {
        m_flagBits = *bits;
        return true;
    }
    return json::forEachElementOf(value, [&](json::Value& flag) {
        const std::string_view word = json::plainString(flag);
        for (const FlagName& known : kFlagNames)
            if (word == known.name) m_flagBits |= known.bits;
        m_isOfAgent = true; // only the agent's bits are decoded
        return true;
    });
}

void NetObservReader::noteEvent(std::string_view type, std::string_view action, std::string_view direction) {
    const bool isOfPolicy = type.ends_with("NetworkPolicy") || type == "NetpolNamespace";
    const bool isDrop = action == "drop" || action == "reject";
    const bool isAllow = action.starts_with("allow");
    if (!isOfPolicy) {
        m_events.isDroppedOther = m_events.isDroppedOther || isDrop;
        return;
    }
    if (!isDrop && !isAllow) return;
    if (isDrop && !m_events.isDropped) m_events.reporter.reset(); // the end that denied is the one that matters
    const Reporter end = direction == "Ingress"  ? Reporter::Destination
                         : direction == "Egress" ? Reporter::Source
                                                 : Reporter::Unknown;
    if (isDrop || !m_events.isDropped) m_events.noteReporter(end);
    m_events.isDropped = m_events.isDropped || isDrop;
    m_events.isAllowed = m_events.isAllowed || isAllow;
}

bool NetObservReader::readEvents(json::Value& value) {
    return json::forEachElementOf(value, [&](json::Value& event) {
        std::string_view feature, type, action, direction;
        const bool isWhole = json::forEachKeyOf(event, [&](std::string_view key, json::Value& field) {
            if (key == "Feature") feature = json::plainString(field);
            if (key == "Type") type = json::plainString(field);
            if (key == "Action") action = json::plainString(field);
            if (key == "Direction") direction = json::plainString(field);
            return true;
        });
        if (feature == "acl") noteEvent(type, action, direction);
        return isWhole;
    });
}

bool NetObservReader::readKindField(std::string_view key, json::Value& value) {
    if (key == "FlowDirection") {
        const auto direction = json::number(value);
        if (direction == 0U) m_text.reporter = Reporter::Destination;
        if (direction == 1U) m_text.reporter = Reporter::Source;
    } else if (key == "Flags")
        return readFlags(value);
    else if (key == "Duplicate")
        m_isDuplicate = json::isTrue(value);
    else if (key == "_RecordType")
        m_recordType = json::plainString(value);
    else if (key == "AgentIP")
        m_isOfAgent = true;
    return true;
}

bool NetObservReader::readField(std::string_view key, json::Value& value) {
    if (key.starts_with("Src"))
        readEndField(key.substr(3), value, m_from, m_text.from);
    else if (key.starts_with("Dst"))
        readEndField(key.substr(3), value, m_to, m_text.to);
    else if (key == "TimeFlowStartMs" || key == "TimeFlowStart")
        m_text.firstSeen = json::time(value);
    else if (key == "TimeFlowEndMs" || key == "TimeFlowEnd")
        m_text.lastSeen = json::time(value);
    else if (key == "TimeReceived")
        m_received = json::time(value);
    else if (key == "Proto")
        m_text.protocol = protocolOf(json::number(value).value_or(0));
    else if (key == "Packets")
        m_packets = json::number(value).value_or(0);
    else if (key == "PktDropPackets")
        m_droppedPackets = json::number(value).value_or(0);
    else if (key == "Sampling" || key == "SamplingRate")
        m_text.sampling = json::number(value).value_or(0);
    else if (key == "NetworkEvents")
        return readEvents(value);
    else if (key.starts_with("Xlat"))
        return readTranslated(key, value);
    else
        return readKindField(key, value);
    return true;
}

bool NetObservReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_from = m_to = NetObservEnd();
    m_events = PolicyEvents();
    m_recordType = {};
    m_flagBits = 0;
    m_hasFlags = m_isOfAgent = m_isDuplicate = false;
    m_received = 0;
    m_packets = m_droppedPackets = 0;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) { return readField(key, value); });
}

void NetObservReader::translate() {
    if (!isTold(m_to.translatedAddress) || m_to.translatedAddress == m_text.to.address) return;
    m_text.to.address = m_to.translatedAddress;
    if (m_to.translatedPort != 0) m_text.to.port = m_to.translatedPort;
    m_to = NetObservEnd(); // the names are those of the address that was asked for
}

LineResult NetObservReader::result(std::uint64_t position) {
    if (m_text.from.address.empty() && m_text.to.address.empty() && m_from.name.empty() && m_to.name.empty())
        return skippedLine(SkipReason::OtherEvent, position);
    if (m_text.firstSeen == 0 && m_text.lastSeen == 0) m_text.firstSeen = m_received;
    if (m_isDuplicate) return skippedFlow(SkipReason::Repeated, m_text, position);
    translate();
    describe(m_from, m_text.from);
    describe(m_to, m_text.to);
    if (m_hasFlags && m_text.protocol == Protocol::Tcp) m_text.flags = flagsOf(m_flagBits, m_isOfAgent);
    m_text.weightKind = WeightKind::Record;
    if (m_recordType == "newConnection" || m_recordType == "endConnection" || m_recordType == "heartbeat") {
        m_text.weightKind = WeightKind::Connection;
        m_text.weight = m_recordType == "endConnection" ? 1 : 0; // what begins or goes on is counted when it ends
    }
    if (m_events.isDropped || m_events.isAllowed) {
        m_text.observation = Observation::Verdict;
        m_text.verdict = m_events.isDropped ? FlowVerdict::Denied : FlowVerdict::Allowed;
        m_text.reporter = m_events.reporter.value_or(Reporter::Unknown);
    } else if (m_events.isDroppedOther || (m_droppedPackets > 0 && m_droppedPackets >= m_packets)) {
        return skippedFlow(SkipReason::NoPolicyReason, m_text, position);
    }
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kNetObservEntry;
const FormatEntry kNetObservEntry{
    FlowFormat::NetObserv,
    [](const SniffedLine& line, FormatHeader&) {
        const auto isOfNetObserv = [](std::string_view key) {
            return key.starts_with("SrcK8S_") || key.starts_with("DstK8S_") || key.starts_with("TimeFlow");
        };
        return (line.has("SrcAddr") || line.has("DstAddr")) && std::ranges::any_of(line.keys, isOfNetObserv);
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<NetObservReader>(attribution);
    }};

} // namespace portolan
