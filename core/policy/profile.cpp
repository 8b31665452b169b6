#include "core/policy/profile.h"

#include <array>

namespace portolan {
namespace {

std::optional<Ternary> parseTernary(std::string_view value) {
    if (value == "yes") return Ternary::Yes;
    if (value == "no") return Ternary::No;
    if (value == "unknown") return Ternary::Unknown;
    return std::nullopt;
}

std::string text(Ternary t) {
    return t == Ternary::Yes ? "yes" : t == Ternary::No ? "no" : "unknown";
}

std::optional<Profile::OwnNode> parseOwnNode(std::string_view value) {
    if (value == "allow") return Profile::OwnNode::Allow;
    if (value == "policed") return Profile::OwnNode::Policed;
    if (value == "unknown") return Profile::OwnNode::Unknown;
    return std::nullopt;
}

std::string text(Profile::OwnNode o) {
    return o == Profile::OwnNode::Allow ? "allow" : o == Profile::OwnNode::Policed ? "policed" : "unknown";
}

Result<void> wrongValue(std::string_view knob, std::string_view value, std::string_view possible) {
    return fail(Error::Kind::Usage, "knob " + std::string(knob) + " cannot be \"" + std::string(value) +
                                        "\", possible are " + std::string(possible));
}

} // namespace

std::optional<Profile> Profile::named(std::string_view wanted) {
    Profile p;
    p.name = wanted;
    if (wanted == "generic") return p;
    if (wanted == "calico") {
        p.ipBlockMatchesPods = p.ipBlockMatchesNodes = Ternary::Yes;
        p.egressToOwnNode = OwnNode::Policed;
        return p;
    }
    if (wanted == "cilium") {
        p.ipBlockMatchesPods = p.ipBlockMatchesNodes = Ternary::No;
        p.egressToOwnNode = OwnNode::Policed;
        p.networksMatchPods = Ternary::Unknown;
        return p;
    }
    if (wanted == "antrea" || wanted == "ovn-k" || wanted == "kube-network-policies") {
        p.ipBlockMatchesPods = p.ipBlockMatchesNodes = Ternary::Yes;
        return p;
    }
    if (wanted == "aws") {
        p.serviceNatBeforePolicy = Ternary::No;
        return p;
    }
    if (wanted == "np-guard") {
        p.ipBlockMatchesPods = p.ipBlockMatchesNodes = Ternary::No;
        p.networksMatchPods = Ternary::No;
        p.hostNetworkPods = HostNetwork::AsPod;
        p.egressToOwnNode = OwnNode::Policed;
        p.unreadPoliciesIgnored = Ternary::Yes;
        p.isIpv4Only = true;
        return p;
    }
    return std::nullopt;
}

std::vector<std::string> Profile::names() {
    return {"generic", "calico", "cilium", "antrea", "ovn-k", "kube-network-policies", "aws", "np-guard"};
}

Result<void> Profile::set(std::string_view assignment) {
    const std::size_t equals = assignment.find('=');
    const std::string_view knob = assignment.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : assignment.substr(equals + 1);
    const std::array<std::pair<std::string_view, Ternary*>, 4> ternaries{{
        {"ipBlockMatchesPods", &ipBlockMatchesPods},
        {"ipBlockMatchesNodes", &ipBlockMatchesNodes},
        {"networksMatchPods", &networksMatchPods},
        {"unreadPoliciesIgnored", &unreadPoliciesIgnored},
    }};
    for (const auto& [spelling, field] : ternaries) {
        if (knob != spelling) continue;
        const auto parsed = parseTernary(value);
        if (!parsed) return wrongValue(knob, value, "yes, no, unknown");
        *field = *parsed;
        return {};
    }
    if (knob == "hostNetworkPods") {
        if (value != "as-node" && value != "as-pod") return wrongValue(knob, value, "as-node, as-pod");
        hostNetworkPods = value == "as-pod" ? HostNetwork::AsPod : HostNetwork::AsNode;
        return {};
    }
    if (knob == "ingressFromOwnNode" || knob == "egressToOwnNode") {
        const auto parsed = parseOwnNode(value);
        if (!parsed) return wrongValue(knob, value, "allow, policed, unknown");
        (knob == "ingressFromOwnNode" ? ingressFromOwnNode : egressToOwnNode) = *parsed;
        return {};
    }
    if (knob == "serviceNat") {
        if (value != "post" && value != "pre" && value != "both") return wrongValue(knob, value, "post, pre, both");
        serviceNatBeforePolicy = value == "post" ? Ternary::Yes : value == "pre" ? Ternary::No : Ternary::Unknown;
        return {};
    }
    return fail(Error::Kind::Usage, "there is no knob \"" + std::string(knob) +
                                        "\"; knobs are ipBlockMatchesPods, ipBlockMatchesNodes, hostNetworkPods, "
                                        "ingressFromOwnNode, egressToOwnNode, serviceNat, networksMatchPods, "
                                        "unreadPoliciesIgnored");
}

std::vector<std::pair<std::string, std::string>> Profile::settings() const {
    return {
        {"ipBlockMatchesPods", text(ipBlockMatchesPods)},
        {"ipBlockMatchesNodes", text(ipBlockMatchesNodes)},
        {"hostNetworkPods", hostNetworkPods == HostNetwork::AsPod ? "as-pod" : "as-node"},
        {"ingressFromOwnNode", text(ingressFromOwnNode)},
        {"egressToOwnNode", text(egressToOwnNode)},
        {"serviceNat", serviceNatBeforePolicy == Ternary::Yes  ? "post"
                       : serviceNatBeforePolicy == Ternary::No ? "pre"
                                                               : "both"},
        {"networksMatchPods", text(networksMatchPods)},
        {"unreadPoliciesIgnored", text(unreadPoliciesIgnored)},
    };
}

} // namespace portolan
