#include "core/load/read_admin_policy_ports.h"

#include "core/load/names.h"

#include <array>
#include <limits>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kPortItemFields{"namedPort"sv, "portNumber"sv, "portRange"sv};
constexpr std::array kProtocolItemFields{"destinationNamedPort"sv, "sctp"sv, "tcp"sv, "udp"sv};
constexpr std::array kNumberFields{"port"sv, "protocol"sv};
constexpr std::array kRangeFields{"end"sv, "protocol"sv, "start"sv};
constexpr std::array kDestinationFields{"number"sv, "range"sv};
constexpr std::array kBoundsFields{"end"sv, "start"sv};
constexpr std::array kProtocolFields{"destinationPort"sv};
constexpr std::size_t kMaxPorts = 100;
constexpr std::size_t kMaxProtocols = 25;
constexpr std::int64_t kMaxPort = std::numeric_limits<std::uint16_t>::max();

class PortReader {
  public:
    PortReader(Reading& reading, AdminRule& out) : m_reading(reading), m_out(out) {}

    /// portNumber, portRange or namedPort.
    void item(const TreeNode& node) {
        if (!isOneOf(node, kPortItemFields)) return;
        if (const TreeNode* const number = m_reading.map(&node, "portNumber")) {
            m_reading.checkFields(*number, kNumberFields);
            const auto protocol = protocolOf(*number);
            if (const auto port = portOf(*number, "port"); port && protocol) add(node, *protocol, *port, *port);
        } else if (const TreeNode* const range = m_reading.map(&node, "portRange")) {
            m_reading.checkFields(*range, kRangeFields);
            const auto protocol = protocolOf(*range);
            const auto first = portOf(*range, "start");
            const auto last = portOf(*range, "end");
            if (first && last && *first > *last)
                warn(*range, "empty port range: " + m_reading.path(*range) + " goes from " + std::to_string(*first) +
                                 " down to " + std::to_string(*last) + " and matches no port");
            else if (first && last && protocol)
                add(node, *protocol, *first, *last);
        } else {
            named(node, "namedPort");
        }
    }

    /// tcp, udp, sctp or destinationNamedPort.
    void protocolItem(const TreeNode& node) {
        if (!isOneOf(node, kProtocolItemFields)) return;
        if (node.find("destinationNamedPort") != nullptr && !node.find("destinationNamedPort")->isNull())
            return named(node, "destinationNamedPort");
        for (const auto& [key, protocol] : {std::pair("tcp"sv, Protocol::Tcp), std::pair("udp"sv, Protocol::Udp),
                                            std::pair("sctp"sv, Protocol::Sctp)}) {
            const TreeNode* const of = m_reading.map(&node, key);
            if (of == nullptr) continue;
            m_reading.checkFields(*of, kProtocolFields);
            const TreeNode* const destination = m_reading.map(of, "destinationPort");
            if (destination != nullptr) {
                destinationPort(*destination, protocol);
            } else if (!m_reading.isRejected()) {
                warn(*of, "no port: " + m_reading.path(*of) +
                              " names no destinationPort, which the schema asks for; read as all of " +
                              std::string(name(protocol)));
                add(node, protocol, 0, 0);
            }
        }
    }

  private:
    void warn(const TreeNode& node, std::string message) {
        m_reading.report(Diagnostic::Level::Warning, "", node.at, std::move(message));
    }

    /// True where exactly one of the fields is there.
    bool isOneOf(const TreeNode& node, std::span<const std::string_view> fields) {
        if (!node.isMap()) {
            m_reading.wrongType(node, "a map");
            return false;
        }
        m_reading.checkFields(node, fields);
        std::size_t count = 0;
        std::string list;
        for (const std::string_view field : fields) {
            const TreeNode* const found = node.find(field);
            count += found != nullptr && !found->isNull() ? 1U : 0U;
            list += (list.empty() ? "" : ", ") + std::string(field);
        }
        if (count == 1) return true;
        m_reading.reject(node, "invalid port", count == 0 ? "is empty" : "names more than one port",
                         "write exactly one of " + list);
        return false;
    }

    void destinationPort(const TreeNode& node, Protocol protocol) {
        m_reading.checkFields(node, kDestinationFields);
        const TreeNode* const range = m_reading.map(&node, "range");
        const bool hasNumber = node.find("number") != nullptr && !node.find("number")->isNull();
        if (hasNumber == (range != nullptr)) {
            if (!m_reading.isRejected())
                m_reading.reject(node, "invalid port", hasNumber ? "has a number and a range" : "is empty",
                                 "write either number or range");
        } else if (hasNumber) {
            if (const auto port = portOf(node, "number")) add(node, protocol, *port, *port);
        } else {
            m_reading.checkFields(*range, kBoundsFields);
            const auto first = portOf(*range, "start");
            const auto last = portOf(*range, "end");
            if (first && last && *first >= *last)
                m_reading.reject(*range, "invalid port",
                                 "goes from " + std::to_string(*first) + " to " + std::to_string(*last),
                                 "write the larger number as end, or a single number");
            else if (first && last)
                add(node, protocol, *first, *last);
        }
    }

    /// TCP where none is written; nullopt for a name that is none of the three, which the schema lets pass.
    std::optional<Protocol> protocolOf(const TreeNode& node) {
        const auto text = m_reading.string(&node, "protocol");
        if (!text || text->empty()) return Protocol::Tcp;
        if (const auto protocol = parseProtocol(*text)) return protocol;
        warn(*node.find("protocol"), "unknown protocol: " + m_reading.path(*node.find("protocol")) + " is " +
                                         quoted(*text) + ", and the port matches nothing");
        return std::nullopt;
    }

    std::optional<std::uint16_t> portOf(const TreeNode& node, std::string_view key) {
        const TreeNode* const written = node.find(key);
        if (written == nullptr || written->isNull()) {
            m_reading.missing(node, key);
            return std::nullopt;
        }
        const auto port = m_reading.integer(&node, key);
        if (!port) return std::nullopt;
        if (*port >= 1 && *port <= kMaxPort) return static_cast<std::uint16_t>(*port);
        m_reading.reject(*written, "invalid port", "is " + std::to_string(*port) + ", not in 1-65535");
        return std::nullopt;
    }

    void add(const TreeNode& node, Protocol protocol, std::uint16_t first, std::uint16_t last) {
        m_out.ports.push_back({protocol, first, last, {}, m_reading.at(node)});
    }

    /// A port's name stands for every protocol under which the destination declares it.
    void named(const TreeNode& node, std::string_view key) {
        const auto text = m_reading.string(&node, key);
        if (!text) return;
        if (!isPortName(*text))
            return m_reading.reject(*node.find(key), "invalid port", "is " + quoted(*text) + ", which is no port name");
        for (const Protocol protocol : kProtocols)
            m_out.ports.push_back({protocol, 0, 0, m_reading.symbols().intern(*text), m_reading.at(node)});
    }

    Reading& m_reading;
    AdminRule& m_out;
};

} // namespace

void readAdminPorts(Reading& reading, const TreeNode& rule, AdminKind kind, AdminRule& out) {
    const bool isCluster = kind == AdminKind::ClusterNetworkPolicy;
    const std::string_view key = isCluster ? "protocols" : "ports";
    const std::size_t most = isCluster ? kMaxProtocols : kMaxPorts;
    const auto items = reading.list(&rule, key);
    if (items.empty()) return;
    out.isEveryPort = false;
    if (items.size() > most)
        reading.reject(*rule.find(key), "too long", "has more than " + std::to_string(most) + " entries",
                       "split the rule");
    PortReader reader(reading, out);
    for (const Member& item : items) {
        if (isCluster)
            reader.protocolItem(item.value);
        else
            reader.item(item.value);
    }
}

} // namespace portolan::loading
