#include "core/load/read_policy_parts.h"

#include "core/load/names.h"
#include "core/load/read_selector.h"

#include <array>
#include <limits>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kIngressFields{"from"sv, "ports"sv};
constexpr std::array kEgressFields{"to"sv, "ports"sv};
constexpr std::array kPeerFields{"ipBlock"sv, "namespaceSelector"sv, "podSelector"sv};
constexpr std::array kBlockFields{"cidr"sv, "except"sv};
constexpr std::array kPortFields{"endPort"sv, "port"sv, "protocol"sv};
constexpr std::int64_t kMaxPort = std::numeric_limits<std::uint16_t>::max();

std::optional<IpBlock> readBlock(Reading& reading, const TreeNode& node) {
    reading.checkFields(node, kBlockFields);
    const TreeNode* const written = node.find("cidr");
    if (written == nullptr || written->isNull()) {
        reading.reject(node, "invalid CIDR", "has no cidr", "name the block");
        return std::nullopt;
    }
    const auto cidr = readCidr(reading, *written);
    IpBlock out;
    for (const Member& item : reading.list(&node, "except")) {
        const auto except = readCidr(reading, item.value);
        if (!except || !cidr) continue;
        const bool isInside = except->family() == cidr->family() && cidr->contains(except->address()) &&
                              except->prefixLength() > cidr->prefixLength();
        if (!isInside)
            reading.reject(item.value, "invalid CIDR",
                           "is " + except->text() + ", which is not a smaller part of " + cidr->text(),
                           "remove it or widen the cidr");
        out.except.push_back(*except);
    }
    if (!cidr) return std::nullopt;
    out.cidr = *cidr;
    return out;
}

/// PARSE-08 for `namespaceSelector:` with nothing below it, beside a podSelector (semantics NP-P6).
void checkNullSelector(Reading& reading, const TreeNode& peer) {
    for (const std::string_view key : {"namespaceSelector"sv, "podSelector"sv}) {
        const TreeNode* const node = peer.find(key);
        if (node == nullptr || !node->isNull()) continue;
        reading.report(Diagnostic::Level::Error, "PARSE-08", node->at,
                       "null peer selector: " + reading.path(*node) + " is empty and counts as absent",
                       "indent what belongs to it, or write {} to select everything");
    }
}

std::optional<PolicyPeer> readPeer(Reading& reading, const TreeNode& node, Origin origin) {
    if (node.isNull()) {
        reading.reject(node, "invalid peer", "is empty", "name a selector or an ipBlock, or remove the dash");
        return std::nullopt;
    }
    if (!node.isMap()) {
        reading.wrongType(node, "a map");
        return std::nullopt;
    }
    reading.checkFields(node, kPeerFields);
    checkNullSelector(reading, node);
    PolicyPeer out;
    out.where = reading.at(node);
    const TreeNode* const pods = reading.map(&node, "podSelector");
    const TreeNode* const namespaces = reading.map(&node, "namespaceSelector");
    const TreeNode* const block = reading.map(&node, "ipBlock");
    if (pods != nullptr) out.podSelector = readSelector(reading, *pods, origin);
    if (namespaces != nullptr) out.namespaceSelector = readSelector(reading, *namespaces, origin);
    if (block != nullptr) out.ipBlock = readBlock(reading, *block);
    const bool hasSelector = pods != nullptr || namespaces != nullptr;
    if (block != nullptr && hasSelector)
        reading.reject(node, "invalid peer", "has an ipBlock and a selector", "split it into two list items");
    else if (block == nullptr && !hasSelector && !reading.isRejected())
        reading.reject(node, "invalid peer", "has neither podSelector, namespaceSelector nor ipBlock",
                       "name one of them; to mean everyone, leave the list out");
    return out;
}

/// Reads `port` and `endPort` (semantics NP-V4, NP-V6).
void readPortNumbers(Reading& reading, const TreeNode& node, PolicyPort& out) {
    const TreeNode* const port = node.find("port");
    const TreeNode* const endPort = node.find("endPort");
    const bool hasPort = port != nullptr && !port->isNull();
    const bool hasEnd = endPort != nullptr && !endPort->isNull();
    if (hasPort && port->isScalar() && port->type() == ScalarType::String) {
        if (!isPortName(port->text))
            reading.reject(*port, "invalid port", "is the string " + quoted(port->text) + ", which is no port name",
                           "write a number without quotes, or a name of at most 15 of a-z, 0-9 and '-'");
        else if (hasEnd)
            reading.reject(*endPort, "invalid port", "is given for the port name " + quoted(port->text),
                           "remove endPort or write numbers");
        out.name = reading.symbols().intern(port->text);
        return;
    }
    const auto first = reading.integer(&node, "port");
    const auto last = reading.integer(&node, "endPort");
    if (hasEnd && !hasPort) reading.reject(*endPort, "invalid port", "is given without port", "add port");
    if (first && (*first < 1 || *first > kMaxPort))
        return reading.reject(*port, "invalid port", "is " + std::to_string(*first) + ", not in 1-65535");
    if (first && last && (*last < *first || *last > kMaxPort))
        return reading.reject(*endPort, "invalid port",
                              "is " + std::to_string(*last) + ", not in " + std::to_string(*first) + "-65535",
                              "write the larger number as endPort");
    if (!first) return;
    out.first = static_cast<std::uint16_t>(*first);
    out.last = last ? static_cast<std::uint16_t>(*last) : out.first;
}

PolicyPort readPort(Reading& reading, const TreeNode& node) {
    PolicyPort out;
    out.where = reading.at(node);
    if (node.isNull()) {
        reading.report(Diagnostic::Level::Error, "PARSE-08", node.at,
                       "null rule: " + reading.path(node) + " is empty and means every TCP port",
                       "remove the dash or write a port");
        return out;
    }
    if (!node.isMap()) {
        reading.wrongType(node, "a map");
        return out;
    }
    reading.checkFields(node, kPortFields);
    const auto protocol = reading.string(&node, "protocol");
    if (protocol && !protocol->empty()) {
        if (const auto parsed = parseProtocol(*protocol))
            out.protocol = *parsed;
        else
            reading.reject(*node.find("protocol"), "invalid protocol", "is " + quoted(*protocol),
                           "write TCP, UDP or SCTP in capital letters");
    }
    readPortNumbers(reading, node, out);
    return out;
}

PolicyRule readRule(Reading& reading, const TreeNode& node, Direction direction, Origin origin) {
    PolicyRule out;
    out.where = reading.at(node);
    if (node.isNull()) {
        reading.report(Diagnostic::Level::Error, "PARSE-08", node.at,
                       "null rule: " + reading.path(node) + " is empty and allows " + std::string(name(direction)) +
                           " from or to everyone on every port",
                       "remove the dash or indent what belongs to it");
        return out;
    }
    if (!node.isMap()) {
        reading.wrongType(node, "a map");
        return out;
    }
    const bool isIngress = direction == Direction::Ingress;
    reading.checkFields(node, isIngress ? kIngressFields : kEgressFields);
    for (const Member& item : reading.list(&node, isIngress ? "from" : "to"))
        if (auto peer = readPeer(reading, item.value, origin)) out.peers.push_back(std::move(*peer));
    for (const Member& item : reading.list(&node, "ports")) out.ports.push_back(readPort(reading, item.value));
    return out;
}

} // namespace

std::optional<Cidr> readCidr(Reading& reading, const TreeNode& node) {
    const auto text = reading.stringOf(node);
    if (!text) return std::nullopt;
    const auto cidr = Cidr::parse(*text);
    if (!cidr) {
        reading.reject(node, "invalid CIDR", "is " + quoted(*text),
                       text->find('/') == std::string_view::npos
                           ? "add the prefix length: " + std::string(*text) + "/32"
                           : "write an address and a prefix length");
        return std::nullopt;
    }
    if (cidr->hadHostBits())
        reading.report(Diagnostic::Level::Note, "", node.at,
                       "host bits: " + reading.path(node) + " is " + quoted(*text) + ", read as " + cidr->text(),
                       "write " + cidr->text());
    else if (cidr->family() == AddressFamily::V4 && cidr->text() != *text)
        reading.report(Diagnostic::Level::Note, "", node.at,
                       "old spelling: " + reading.path(node) + " is " + quoted(*text) + ", read as " + cidr->text(),
                       "write " + cidr->text());
    return cidr;
}

std::vector<PolicyRule> readRules(Reading& reading, const TreeNode* spec, Direction direction, Origin origin) {
    std::vector<PolicyRule> out;
    for (const Member& item : reading.list(spec, direction == Direction::Ingress ? "ingress" : "egress"))
        out.push_back(readRule(reading, item.value, direction, origin));
    return out;
}

} // namespace portolan::loading
