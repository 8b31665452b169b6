#include "core/load/read_admin_policy_parts.h"

#include "core/load/names.h"
#include "core/load/read_admin_policy_ports.h"
#include "core/load/read_policy_parts.h"
#include "core/load/read_selector.h"

#include <algorithm>
#include <array>

namespace portolan::loading {
namespace {

using namespace std::string_view_literals;

constexpr std::array kSubjectFields{"namespaces"sv, "pods"sv};
constexpr std::array kEgressOnlyFields{"domainNames"sv, "networks"sv, "nodes"sv};
constexpr std::array kPeerFields{"domainNames"sv, "namespaces"sv, "networks"sv, "nodes"sv, "pods"sv};
constexpr std::array kPodsFields{"namespaceSelector"sv, "podSelector"sv};
constexpr std::array kOldPodsFields{"namespaces"sv, "podSelector"sv};
constexpr std::array kOldNamespacesFields{"namespaceSelector"sv, "notSameLabels"sv, "sameLabels"sv};
constexpr std::size_t kMaxRulesV1 = 100; // rules, and peers of one
constexpr std::size_t kMaxRulesV2 = 25;
constexpr std::size_t kMaxPeersV2 = 25;
constexpr std::size_t kMaxNetworks = 25;
constexpr std::size_t kMaxRuleName = 100;

bool isThere(const TreeNode& node, std::string_view key) {
    const TreeNode* const found = node.find(key);
    return found != nullptr && !found->isNull();
}

void tooLong(Reading& reading, const TreeNode& node, std::size_t most) {
    reading.reject(node, "too long", "has more than " + std::to_string(most) + " entries", "split it");
}

class PeerReader {
  public:
    PeerReader(Reading& reading, AdminKind kind, Origin origin) : m_reading(reading), m_kind(kind), m_origin(origin) {}

    AdminPeer subject(const TreeNode& spec) {
        const TreeNode* const node = m_reading.map(&spec, "subject");
        if (node == nullptr) {
            if (!m_reading.isRejected()) m_reading.missing(spec, "subject", "write namespaces: {} to govern every pod");
            return {};
        }
        m_reading.checkFields(*node, kSubjectFields);
        const auto key = onlyOne(*node, kSubjectFields);
        if (!key) {
            m_reading.reject(*node, "invalid subject", wrongCount(*node, kSubjectFields),
                             "write either namespaces or pods");
            return {};
        }
        return read(*node, *key);
    }

    std::optional<AdminPeer> peer(const TreeNode& node, Direction direction) {
        if (!node.isMap()) {
            if (node.isNull())
                m_reading.reject(node, "invalid peer", "is empty", "name a peer or remove the dash");
            else
                m_reading.wrongType(node, "a map");
            return std::nullopt;
        }
        if (const auto key = onlyOne(node, kPeerFields)) {
            m_reading.checkFields(node, kPeerFields);
            if (direction == Direction::Ingress && isEgressOnly(*key)) {
                m_reading.reject(*node.find(*key), "invalid peer", "is no peer of ingress",
                                 "ingress peers are namespaces or pods: other sources cannot be named");
                return std::nullopt;
            }
            return read(node, *key);
        }
        const bool isUnreadable = countOf(node, kPeerFields) == 0 && node.count != 0;
        if (isUnreadable) return unreadable(node);
        m_reading.reject(node, "invalid peer", wrongCount(node, kPeerFields),
                         "write exactly one of namespaces, pods, nodes, networks, domainNames");
        return std::nullopt;
    }

  private:
    static bool isEgressOnly(std::string_view key) {
        return std::ranges::find(kEgressOnlyFields, key) != kEgressOnlyFields.end();
    }
    static std::size_t countOf(const TreeNode& node, std::span<const std::string_view> fields) {
        return static_cast<std::size_t>(
            std::ranges::count_if(fields, [&](std::string_view f) { return isThere(node, f); }));
    }
    static std::optional<std::string_view> onlyOne(const TreeNode& node, std::span<const std::string_view> fields) {
        if (countOf(node, fields) != 1) return std::nullopt;
        return *std::ranges::find_if(fields, [&](std::string_view f) { return isThere(node, f); });
    }
    static std::string wrongCount(const TreeNode& node, std::span<const std::string_view> fields) {
        return countOf(node, fields) == 0 ? "names nothing" : "names more than one thing";
    }

    /// A field of a release that is not known here; implementations must assume the worst of it.
    AdminPeer unreadable(const TreeNode& node) {
        AdminPeer out;
        out.kind = AdminPeer::Kind::Unreadable;
        out.where = m_reading.at(node);
        m_reading.report(Diagnostic::Level::Warning, "PARSE-07", node.at,
                         "unknown peer: " + m_reading.path(node) +
                             " is of no known kind; a rule that allows does not match it, any other denies everything",
                         "write one of namespaces, pods, nodes, networks, domainNames");
        return out;
    }

    AdminPeer read(const TreeNode& node, std::string_view key) {
        AdminPeer out;
        out.where = m_reading.at(node);
        if (key == "namespaces") readNamespaces(node, out);
        if (key == "pods") readPods(node, out);
        if (key == "nodes") {
            out.kind = AdminPeer::Kind::Nodes;
            if (const TreeNode* const nodes = m_reading.map(&node, "nodes")) selector(*nodes, out.nodeSelector, out);
        }
        if (key == "networks") readNetworks(node, out);
        if (key == "domainNames") readDomainNames(node, out);
        return out;
    }

    /// A selector that cannot be evaluated matches nothing (semantics L-7); what is wrong with it is told as PARSE-06.
    void selector(const TreeNode& node, LabelSelector& into, AdminPeer& peer) {
        Reading trial(m_reading);
        Diagnostics& diagnostics = m_reading.batch().diagnostics;
        const std::size_t before = diagnostics.size();
        into = readSelector(trial, node, m_origin);
        if (!trial.isRejected()) return;
        peer.kind = AdminPeer::Kind::Nothing;
        for (std::size_t i = before; i < diagnostics.size(); ++i) {
            if (diagnostics[i].code != "PARSE-01") continue;
            diagnostics[i].code = "PARSE-06";
            diagnostics[i].level = Diagnostic::Level::Warning;
            diagnostics[i].message += "; the API server accepts it in this kind, and it matches nothing";
        }
    }

    void readNamespaces(const TreeNode& node, AdminPeer& out) {
        const TreeNode* const namespaces = m_reading.map(&node, "namespaces");
        if (namespaces == nullptr) return;
        if (countOf(*namespaces, kOldNamespacesFields) == 0) return selector(*namespaces, out.namespaceSelector, out);
        tellOldSchema(*namespaces);
        readOldNamespaces(*namespaces, out);
    }

    void readPods(const TreeNode& node, AdminPeer& out) {
        const TreeNode* const pods = m_reading.map(&node, "pods");
        if (pods == nullptr) return;
        if (isThere(*pods, "namespaces")) {
            tellOldSchema(*pods);
            m_reading.checkFields(*pods, kOldPodsFields);
            if (const TreeNode* const namespaces = m_reading.map(pods, "namespaces"))
                readOldNamespaces(*namespaces, out);
        } else {
            m_reading.checkFields(*pods, kPodsFields);
            if (const TreeNode* const namespaces = m_reading.map(pods, "namespaceSelector"))
                selector(*namespaces, out.namespaceSelector, out);
        }
        if (const TreeNode* const of = m_reading.map(pods, "podSelector"))
            selector(*of, out.podSelector.emplace(), out);
    }

    void tellOldSchema(const TreeNode& node) {
        m_reading.report(
            Diagnostic::Level::Warning, "PARSE-07", node.at,
            "old schema: " + m_reading.path(node) +
                " is written as in releases up to v0.1.2, which servers of today do not know; read as then",
            "write namespaces: or pods: {namespaceSelector, podSelector} with label selectors");
    }

    /// namespaceSelector, sameLabels or notSameLabels (semantics A-14).
    void readOldNamespaces(const TreeNode& node, AdminPeer& out) {
        m_reading.checkFields(node, kOldNamespacesFields);
        const auto key = onlyOne(node, kOldNamespacesFields);
        if (!key)
            return m_reading.reject(node, "invalid peer", wrongCount(node, kOldNamespacesFields),
                                    "write one of namespaceSelector, sameLabels, notSameLabels");
        if (*key == "namespaceSelector") {
            if (const TreeNode* const of = m_reading.map(&node, *key)) selector(*of, out.namespaceSelector, out);
            return;
        }
        NamespaceRelation related;
        related.isSame = *key == "sameLabels";
        for (const Member& item : m_reading.list(&node, *key))
            if (const auto label = m_reading.stringOf(item.value))
                related.keys.push_back(m_reading.symbols().intern(*label));
        std::ranges::sort(related.keys);
        out.related = std::move(related);
    }

    void readNetworks(const TreeNode& node, AdminPeer& out) {
        out.kind = AdminPeer::Kind::Networks;
        const auto items = m_reading.list(&node, "networks");
        const TreeNode& list = *node.find("networks");
        if (items.empty() && !m_reading.isRejected())
            m_reading.reject(list, "invalid peer", "is an empty list", "name a network");
        if (items.size() > kMaxNetworks) tooLong(m_reading, list, kMaxNetworks);
        for (const Member& item : items)
            if (const auto cidr = readCidr(m_reading, item.value)) out.networks.push_back(*cidr);
    }

    void readDomainNames(const TreeNode& node, AdminPeer& out) {
        out.kind = AdminPeer::Kind::DomainNames;
        const TreeNode& list = *node.find("domainNames");
        if (m_kind == AdminKind::BaselineAdminNetworkPolicy)
            return m_reading.reject(list, "invalid peer", "is no peer of a BaselineAdminNetworkPolicy");
        const auto items = m_reading.list(&node, "domainNames");
        if (items.empty() && !m_reading.isRejected())
            m_reading.reject(list, "invalid peer", "is an empty list", "name a domain");
        if (items.size() > kMaxNetworks) tooLong(m_reading, list, kMaxNetworks);
        for (const Member& item : items) {
            const auto written = m_reading.stringOf(item.value);
            if (!written) continue;
            std::string_view text = *written;
            if (text.starts_with("*.")) text.remove_prefix(2);
            if (text.ends_with('.')) text.remove_suffix(1);
            if (isDnsSubdomain(text))
                out.domainNames.emplace_back(*written);
            else
                m_reading.reject(item.value, "invalid domain name", "is " + quoted(*written),
                                 "write a name such as example.com or *.example.com");
        }
    }

    Reading& m_reading;
    AdminKind m_kind;
    Origin m_origin;
};

std::optional<Action> parseAction(AdminKind kind, std::string_view text) {
    if (text == (kind == AdminKind::ClusterNetworkPolicy ? "Accept" : "Allow")) return Action::Allow;
    if (text == "Deny") return Action::Deny;
    if (text == "Pass" && kind != AdminKind::BaselineAdminNetworkPolicy) return Action::Pass;
    return std::nullopt;
}

/// Semantics A-4, C-2.
void readAction(Reading& reading, const TreeNode& node, AdminKind kind, AdminRule& out) {
    const auto text = reading.string(&node, "action");
    if (!text) {
        if (!reading.isRejected()) reading.missing(node, "action");
        return;
    }
    if (const auto action = parseAction(kind, *text)) {
        out.action = *action;
        return;
    }
    const std::string_view possible = kind == AdminKind::ClusterNetworkPolicy         ? "Accept, Deny or Pass"
                                      : kind == AdminKind::BaselineAdminNetworkPolicy ? "Allow or Deny"
                                                                                      : "Allow, Deny or Pass";
    reading.reject(*node.find("action"), "invalid action", "is " + quoted(*text), "write " + std::string(possible));
}

/// Semantics, C-5, C-7.
void checkCombinations(Reading& reading, const TreeNode& node, const AdminRule& rule) {
    const auto isOutside = [](const AdminPeer& p) {
        return p.kind == AdminPeer::Kind::Nodes || p.kind == AdminPeer::Kind::Networks ||
               p.kind == AdminPeer::Kind::DomainNames;
    };
    const auto isDomain = [](const AdminPeer& p) { return p.kind == AdminPeer::Kind::DomainNames; };
    if (std::ranges::any_of(rule.ports, &PolicyPort::isNamed) && std::ranges::any_of(rule.peers, isOutside))
        reading.reject(node, "invalid rule", "has a named port with networks, nodes or domainNames",
                       "write the port's number, or split the rule");
    if (rule.action != Action::Allow && std::ranges::any_of(rule.peers, isDomain))
        reading.reject(node, "invalid rule", "has domainNames in a rule that does not allow",
                       "deny everything after a rule that allows the names");
}

/// A selector that matches nothing does harm where its rule denies: what was told since then says so (semantics L-7).
void tellFailsOpen(Reading& reading, std::size_t since) {
    Diagnostics& diagnostics = reading.batch().diagnostics;
    for (std::size_t i = since; i < diagnostics.size(); ++i) {
        if (diagnostics[i].code != "PARSE-06") continue;
        diagnostics[i].level = Diagnostic::Level::Error;
        diagnostics[i].message += ", so that the rule denies nobody";
    }
}

AdminRule readRule(Reading& reading, const TreeNode& node, AdminKind kind, Direction direction, Origin origin) {
    AdminRule out;
    out.where = reading.at(node);
    if (!node.isMap()) {
        if (node.isNull())
            reading.reject(node, "invalid rule", "is empty", "remove the dash or indent what belongs to it");
        else
            reading.wrongType(node, "a map");
        return out;
    }
    const bool isCluster = kind == AdminKind::ClusterNetworkPolicy;
    const std::string_view peersKey = direction == Direction::Ingress ? "from" : "to";
    const std::array fields{"action"sv, peersKey, "name"sv, isCluster ? "protocols"sv : "ports"sv};
    reading.checkFields(node, fields);
    if (const auto text = reading.string(&node, "name")) {
        out.name = *text;
        if (text->size() > kMaxRuleName)
            reading.reject(*node.find("name"), "too long",
                           "has more than " + std::to_string(kMaxRuleName) + " characters");
    }
    readAction(reading, node, kind, out);
    const auto peers = reading.list(&node, peersKey);
    const std::size_t most = isCluster ? kMaxPeersV2 : kMaxRulesV1;
    if (peers.empty() && !reading.isRejected())
        reading.reject(node, "invalid rule", "has no " + std::string(peersKey),
                       "name at least one peer; namespaces: {} means every pod");
    if (peers.size() > most) tooLong(reading, *node.find(peersKey), most);
    PeerReader peerReader(reading, kind, origin);
    const std::size_t told = reading.batch().diagnostics.size();
    for (const Member& item : peers)
        if (auto peer = peerReader.peer(item.value, direction)) out.peers.push_back(std::move(*peer));
    if (out.action == Action::Deny) tellFailsOpen(reading, told);
    readAdminPorts(reading, node, kind, out);
    checkCombinations(reading, node, out);
    return out;
}

} // namespace

AdminPeer readSubject(Reading& reading, const TreeNode& spec, AdminKind kind, Origin origin) {
    return PeerReader(reading, kind, origin).subject(spec);
}

std::vector<AdminRule> readAdminRules(Reading& reading, const TreeNode& spec, AdminKind kind, Direction direction,
                                      Origin origin) {
    std::vector<AdminRule> out;
    const auto items = reading.list(&spec, name(direction));
    const std::size_t most = kind == AdminKind::ClusterNetworkPolicy ? kMaxRulesV2 : kMaxRulesV1;
    if (items.size() > most) tooLong(reading, *spec.find(name(direction)), most);
    for (const Member& item : items) out.push_back(readRule(reading, item.value, kind, direction, origin));
    return out;
}

} // namespace portolan::loading
