#include "core/findings/families.h"

#include <algorithm>
#include <array>

namespace portolan {
namespace {

/// A knob that leaves matches of rules open, and how a rule is written that needs none.
struct OpenKnob {
    Doubt doubt;
    const char* yes; ///< what a rule does then
    const char* no;
};

constexpr std::array kKnobs{
    OpenKnob{Doubt::IpBlockMatchesPods, "the blocks admit pods by their addresses",
             "they speak of addresses outside the pods only"},
    OpenKnob{Doubt::IpBlockMatchesNodes, "the blocks admit nodes and pods of the host network",
             "they do not admit nodes"},
    OpenKnob{Doubt::NetworksMatchPods, "the networks hold pods and nodes", "they speak of addresses outside only"},
};

struct Affected {
    std::vector<RuleRef> rules;
    std::uint64_t pods = 0; ///< of one rule, the most that the knob adds to its peers
};

/// Pods among the peers of a rule that match only if the knob says so.
std::uint64_t openPods(const EndpointClasses& classes, const CompiledRule& rule) {
    std::uint64_t out = 0;
    rule.peers.may->minus(*rule.peers.must).forEach([&](ClassId c) {
        if (!classes.isAddress(c)) out += classes.weight(c);
    });
    return out;
}

Affected affectedBy(const FindingContext& context, Doubt doubt) {
    const Reachability& r = context.reachability();
    Affected out;
    const auto look = [&](PolicyId id) {
        const CompiledPolicy* const policy = r.compiled(id);
        if (policy == nullptr || policy->subject.may->isEmpty()) return;
        for (const Direction d : kDirections)
            for (const CompiledRule& rule : policy->rulesIn(d)) {
                if (!policy->capturesIn(d) || rule.peers.isCertain() || !rule.peers.doubts.contains(doubt)) continue;
                out.rules.push_back(rule.ref);
                out.pods = std::max(out.pods, openPods(r.classes(), rule));
            }
    };
    for (std::size_t i = 0; i < r.policyCount(); ++i) look(PolicyId(i));
    for (std::size_t i = 0; i < r.adminPolicyCount(); ++i) look(adminPolicyId(i));
    return out;
}

/// PLG-07: one finding a knob, however many verdicts rest on it.
void checkKnob(const FindingContext& context, const OpenKnob& knob, Findings& out) {
    const Affected affected = affectedBy(context, knob.doubt);
    if (affected.rules.empty()) return;
    constexpr std::size_t kNamed = 5;
    const Reachability& r = context.reachability();
    Finding finding = context.make(
        "PLG-07", counted(affected.rules.size(), "rule") + (affected.rules.size() == 1 ? " means" : " mean") +
                      " different things to different network plugins (" + name(knob.doubt) + ')');
    finding.object = std::string("knob ") + name(knob.doubt);
    finding.where = whereOf(r, affected.rules.front());
    finding.evidence.push_back(std::string("yes: ") + knob.yes + ", in one rule up to " +
                               counted(affected.pods, "pod"));
    finding.evidence.push_back(std::string("no: ") + knob.no);
    for (std::size_t i = 0; i < affected.rules.size() && i < kNamed; ++i)
        finding.evidence.push_back(displayName(r, affected.rules[i]) + " (" +
                                   context.cluster().files.line(whereOf(r, affected.rules[i])) + ')');
    if (affected.rules.size() > kNamed)
        finding.evidence.push_back("and " + counted(affected.rules.size() - kNamed, "more rule"));
    finding.fix = std::string("Name the network plugin with --profile, or this with --knob ") + name(knob.doubt) +
                  "=yes|no; or select pods by labels and keep blocks for addresses outside the cluster.";
    out.push_back(std::move(finding));
}

} // namespace

void checkPlugin(const FindingContext& context, Findings& out) {
    for (const OpenKnob& knob : kKnobs) checkKnob(context, knob, out);
}

} // namespace portolan
