#include "core/policy/profile.h"

#include <algorithm>
#include <array>
#include <span>
#include <type_traits>

namespace portolan {
namespace {

/// A knob: its name, the values it takes, and where the profile keeps which of them it has.
struct Knob {
    std::string_view name;
    std::span<const std::string_view> values;
    std::size_t (*get)(const Profile&); ///< index into `values`
    void (*set)(Profile&, std::size_t);
};

/// Knobs whose values are written in the order of the field's enumerators, the first of which is 0.
template <auto field>
constexpr Knob knobOf(std::string_view name, std::span<const std::string_view> values) {
    return {name, values, [](const Profile& p) { return static_cast<std::size_t>(p.*field); },
            [](Profile& p, std::size_t value) {
                p.*field = static_cast<std::remove_reference_t<decltype(p.*field)>>(value);
            }};
}

constexpr std::array<std::string_view, 3> kTernary{"no", "unknown", "yes"};
constexpr std::array<std::string_view, 2> kNoYes{"no", "yes"};
constexpr std::array<std::string_view, 2> kSupport{"not", "supported"};
constexpr std::array<std::string_view, 2> kHostNetwork{"as-node", "as-pod"};
constexpr std::array<std::string_view, 3> kPolicing{"policed", "unknown", "allow"};
constexpr std::array<std::string_view, 3> kServiceNat{"pre", "both", "post"};
constexpr std::array<std::string_view, 3> kSourceSeen{"client", "node", "either"};

constexpr std::array<Knob, 13> kKnobs{
    knobOf<&Profile::isEnforced>("enforced", kNoYes),
    knobOf<&Profile::ipBlockMatchesPods>("ipBlockMatchesPods", kTernary),
    knobOf<&Profile::ipBlockMatchesNodes>("ipBlockMatchesNodes", kTernary),
    knobOf<&Profile::hostNetworkPods>("hostNetworkPods", kHostNetwork),
    knobOf<&Profile::ingressFromOwnNode>("ingressFromOwnNode", kPolicing),
    knobOf<&Profile::egressToOwnNode>("egressToOwnNode", kPolicing),
    knobOf<&Profile::hairpin>("hairpin", kPolicing),
    knobOf<&Profile::serviceNatBeforePolicy>("serviceNat", kServiceNat),
    knobOf<&Profile::externalSourceSeen>("externalSourceSeen", kSourceSeen),
    knobOf<&Profile::hasEndPort>("endPort", kSupport),
    knobOf<&Profile::hasSctp>("sctp", kSupport),
    knobOf<&Profile::networksMatchPods>("networksMatchPods", kTernary),
    knobOf<&Profile::unreadPoliciesIgnored>("unreadPoliciesIgnored", kTernary),
};

std::string joined(std::span<const std::string_view> words) {
    std::string out;
    for (const std::string_view word : words) {
        if (!out.empty()) out += ", ";
        out += word;
    }
    return out;
}

std::string knobNames() {
    std::vector<std::string_view> names;
    for (const Knob& knob : kKnobs) names.push_back(knob.name);
    return joined(names);
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
        p.hairpin = OwnNode::Policed;
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
    const std::string_view wanted = assignment.substr(0, equals);
    const std::string_view value = equals == std::string_view::npos ? "" : assignment.substr(equals + 1);
    const auto knob = std::ranges::find(kKnobs, wanted, &Knob::name);
    if (knob == kKnobs.end())
        return fail(Error::Kind::Usage, "there is no knob \"" + std::string(wanted) + "\"; knobs are " + knobNames());
    const auto written = std::ranges::find(knob->values, value);
    if (written == knob->values.end())
        return fail(Error::Kind::Usage, "knob " + std::string(wanted) + " cannot be \"" + std::string(value) +
                                            "\", possible are " + joined(knob->values));
    knob->set(*this, static_cast<std::size_t>(written - knob->values.begin()));
    return {};
}

std::vector<std::pair<std::string, std::string>> Profile::settings() const {
    std::vector<std::pair<std::string, std::string>> out;
    for (const Knob& knob : kKnobs) out.emplace_back(knob.name, knob.values[knob.get(*this)]);
    return out;
}

} // namespace portolan
