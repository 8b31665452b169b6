#include "core/flow/formats/cells.h"
#include "core/flow/formats/json_reader.h"

#include <utility>

namespace portolan {
namespace {

/// A socket among the arguments of a kernel function.
struct TetragonSocket {
    std::string_view from, to, protocol;
    std::uint16_t fromPort = 0;
    std::uint16_t toPort = 0;

    bool isTold() const { return !to.empty() && toPort != 0; }
};

/// The pod whose process called the function; none for a process of the node.
struct TetragonPod {
    std::string_view ns, name, workload, kind;
};

/// What a function of the kernel says about its socket, told by its name.
enum class Call {
    Connect, ///< asks for a connection
    Accept,  ///< has one of a client
    Close,   ///< had one, of either side
    Packet,  ///< sends or receives, on either side
};

Call callOf(std::string_view function) {
    const auto holds = [&](std::string_view part) { return function.find(part) != std::string_view::npos; };
    if (holds("connect")) return Call::Connect;
    if (holds("accept")) return Call::Accept;
    return holds("close") || holds("destroy") ? Call::Close : Call::Packet;
}

std::string_view withoutPrefix(std::string_view text, std::string_view prefix) {
    return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

/// Reads the events of Tetragon (flows.md 2.14): calls of kernel functions that a TracingPolicy hooks and that have a
/// socket among their arguments. What a connection came to is not told, and its destination may be a Service.
class TetragonReader final : public JsonReader {
  public:
    using JsonReader::JsonReader;

  private:
    bool readObject(json::Object& top) override;
    LineResult result(std::uint64_t position) override;
    bool readTopField(std::string_view key, json::Value& value);
    bool readCall(json::Value& value);
    bool readPod(json::Value& value);
    bool readArgument(json::Value& value);
    bool readSocket(json::Value& value);

    FlowText m_text;
    TetragonSocket m_socket;
    TetragonPod m_pod;
    std::string_view m_node, m_function, m_action;
    std::optional<std::uint64_t> m_lost;
    bool m_isCall = false;
};

bool TetragonReader::readSocket(json::Value& value) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "saddr")
            m_socket.from = plainAddress(json::plainString(field));
        else if (key == "daddr" || key == "addr")
            m_socket.to = plainAddress(json::plainString(field));
        else if (key == "sport")
            m_socket.fromPort = json::port(field);
        else if (key == "dport" || key == "port")
            m_socket.toPort = json::port(field);
        else if (key == "protocol")
            m_socket.protocol = withoutPrefix(json::plainString(field), "IPPROTO_");
        return true;
    });
}

/// An argument is an object with one field, named by its kind; only the first socket counts.
bool TetragonReader::readArgument(json::Value& value) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        const bool isSocket = key == "sock_arg" || key == "socket_arg" || key == "sockaddr_arg" || key == "skb_arg";
        return isSocket && !m_socket.isTold() ? readSocket(field) : true;
    });
}

bool TetragonReader::readPod(json::Value& value) {
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key != "pod") return true;
        return json::forEachKeyOf(field, [&](std::string_view name, json::Value& cell) {
            if (name == "namespace")
                m_pod.ns = text(cell);
            else if (name == "name")
                m_pod.name = text(cell);
            else if (name == "workload")
                m_pod.workload = text(cell);
            else if (name == "workload_kind")
                m_pod.kind = text(cell);
            return true;
        });
    });
}

bool TetragonReader::readCall(json::Value& value) {
    m_isCall = true;
    return json::forEachKeyOf(value, [&](std::string_view key, json::Value& field) {
        if (key == "process") return readPod(field);
        if (key == "args") return json::forEachElementOf(field, [&](json::Value& arg) { return readArgument(arg); });
        if (key == "return") return readArgument(field);
        if (key == "function_name")
            m_function = json::plainString(field);
        else if (key == "action")
            m_action = json::plainString(field);
        return true;
    });
}

bool TetragonReader::readTopField(std::string_view key, json::Value& value) {
    if (key == "process_kprobe" || key == "process_lsm" || key == "process_tracepoint") return readCall(value);
    if (key == "node_name") {
        const std::string_view name = text(value); // "cluster/node" in a mesh
        m_node = name.substr(name.rfind('/') + 1);
    } else if (key == "time") {
        m_text.firstSeen = json::time(value);
    } else if (key == "rate_limit_info") {
        m_lost = 0;
        return json::forEachKeyOf(value, [&](std::string_view name, json::Value& field) {
            if (name == "number_of_dropped_process_events") m_lost = json::number(field).value_or(0);
            return true;
        });
    }
    return true;
}

bool TetragonReader::readObject(json::Object& top) {
    m_text = FlowText();
    m_socket = TetragonSocket();
    m_pod = TetragonPod();
    m_node = m_function = m_action = {};
    m_lost = std::nullopt;
    m_isCall = false;
    return json::forEachKey(top, [&](std::string_view key, json::Value& value) { return readTopField(key, value); });
}

LineResult TetragonReader::result(std::uint64_t position) {
    if (m_lost) {
        LineResult loss;
        loss.kind = LineResult::Kind::Loss;
        loss.lostEvents = *m_lost;
        return loss;
    }
    const bool isLocal = isLoopback(m_socket.from) || isLoopback(m_socket.to);
    if (!m_isCall || !m_socket.isTold() || isLocal) return skippedLine(SkipReason::OtherEvent, position);
    const bool isStopped = m_action.ends_with("SIGKILL") || m_action.ends_with("OVERRIDE");
    if (isStopped) return skippedFlow(SkipReason::NoPolicyReason, m_text, position); // by the TracingPolicy
    m_text.from.address = m_socket.from == "0.0.0.0" || m_socket.from == "::" ? std::string_view{} : m_socket.from;
    m_text.from.port = m_socket.fromPort;
    m_text.to.address = m_socket.to;
    m_text.to.port = m_socket.toPort;
    m_text.protocol = parseProtocolCell(m_socket.protocol);
    EndFacts& own = m_text.from.facts;
    if (m_pod.name.empty()) {
        own.endClass = EndClass::Node;
        own.workload = m_node;
    } else {
        own.endClass = EndClass::Endpoint;
        own.ns = m_pod.ns;
        own.pod = m_pod.name;
        own.workload = m_pod.workload;
        own.workloadKind = m_pod.kind;
    }
    m_text.weightKind = WeightKind::Connection;
    switch (callOf(m_function)) {
    case Call::Connect:
        m_text.observation = Observation::Attempted;
        m_text.reporter = Reporter::Source;
        m_text.reply = Reply::No;
        break;
    case Call::Accept:
        std::swap(m_text.from, m_text.to); // the socket's own end is the server's
        m_text.reporter = Reporter::Destination;
        m_text.reply = Reply::No;
        break;
    case Call::Close: m_text.weight = 0; break; // counted where it began
    case Call::Packet: m_text.weightKind = WeightKind::PacketSample; break;
    }
    return maker().make(m_text, position);
}

} // namespace

extern const FormatEntry kTetragonEntry;
const FormatEntry kTetragonEntry{
    FlowFormat::Tetragon,
    [](const SniffedLine& line, FormatHeader&) {
        return line.has("process_kprobe") || line.has("process_lsm") || line.has("process_exec") ||
               line.has("process_exit") || line.has("process_tracepoint") || line.has("rate_limit_info");
    },
    [](Attribution& attribution, const FormatHeader&, const LineHints&) -> std::unique_ptr<LineReader> {
        return std::make_unique<TetragonReader>(attribution);
    }};

} // namespace portolan
