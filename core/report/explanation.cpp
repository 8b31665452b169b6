#include "core/report/explanation.h"

#include "core/reach/rule_match.h"

namespace portolan {
namespace {

constexpr std::size_t kMissLimit = 5;

std::string ruleLine(const Reachability& r, const RuleRef& rule) {
    return displayName(r, rule) + " (" + r.cluster().files.line(whereOf(r, rule)) + ')';
}

std::string gateText(const Reachability& r, const Endpoint& subject, const DirectionOutcome& gate) {
    std::string out = "  " + std::string(name(gate.direction)) + " of " + displayName(r, subject) + ": " +
                      std::string(name(gate.verdict)) + '\n';
    if (r.ordered() && gate.exemption.empty() && !gate.chain.empty()) out += "    " + notation(r, gate.chain) + '\n';
    if (!gate.exemption.empty()) out += "    policies do not apply: " + gate.exemption + '\n';
    if (gate.exemption.empty() && gate.isolated == Ternary::No)
        out += "    not isolated: no policy selects it in this direction\n";
    for (const Capture& c : gate.captures) {
        const NetworkPolicy& policy = *r.policy(c.policy);
        out += "    isolated by " + std::string(r.cluster().text(r.cluster().namespaces[policy.ns].name)) + '/' +
               std::string(r.cluster().text(policy.name)) + " (" + r.cluster().files.line(policy.where) + ')' +
               (c.certainty == Ternary::Unknown ? ", perhaps" : "") + '\n';
    }
    for (const RuleOutcome& o : gate.allowing)
        out += std::string("    ") + (o.matches() == Ternary::Yes ? "allowed by " : "perhaps allowed by ") +
               ruleLine(r, o.rule) + '\n';
    for (std::size_t i = 0; i < gate.nearMisses.size() && i < kMissLimit; ++i)
        out += "    near miss: " + ruleLine(r, gate.nearMisses[i].rule) + ": " + missText(gate.nearMisses[i]) + '\n';
    if (gate.nearMisses.size() > kMissLimit)
        out += "    and " + std::to_string(gate.nearMisses.size() - kMissLimit) + " more near misses\n";
    if (gate.verdict == Verdict::Deny && gate.nearMisses.empty() && !r.ordered()) out += "    no rule comes near\n";
    return out;
}

} // namespace

std::string displayName(const Reachability& reachability, const Endpoint& endpoint) {
    if (const auto* pod = std::get_if<PodId>(&endpoint)) return reachability.cluster().displayName(*pod);
    return std::get<IpAddress>(endpoint).text();
}

std::string missText(const RuleOutcome& outcome) {
    if (outcome.peer != Ternary::No) return "the peer matches, the port does not";
    return "the port matches, the peer does not";
}

std::string chainText(const Reachability& reachability, const Endpoint& from, const Endpoint& to,
                      const Explanation& explanation) {
    if (explanation.isSelf) return "  a pod always reaches itself\n";
    std::string out =
        gateText(reachability, from, explanation.egress) + gateText(reachability, to, explanation.ingress);
    for (const Doubt d : explanation.doubts.all())
        out += std::string("  not known: ") + name(d) + ": " + portolan::explanation(d) + '\n';
    return out;
}

} // namespace portolan
