#include "core/findings/families.h"
#include "core/reach/explain.h"

#include <algorithm>

namespace portolan {
namespace {

/// Traffic of both rules at that destination; named ports count as what the destination declares.
TrafficSet sharedTraffic(const FindingContext& context, const CompiledRule& a, const CompiledRule& b,
                         ClassId destination) {
    const EndpointClasses& classes = context.reachability().classes();
    return trafficAt(a, classes, destination).intersected(trafficAt(b, classes, destination));
}

const char* actionText(Action action) {
    return action == Action::Allow ? "allows" : action == Action::Deny ? "denies" : "passes on";
}

struct Conflict {
    RuleRef first, second;
    ClassId subject, peer;
    Protocol protocol = Protocol::Tcp;
    std::uint16_t port = 0;
};

std::string endName(const FindingContext& context, ClassId id) {
    const EndpointClasses& classes = context.reachability().classes();
    if (classes.isAddress(id)) return classes.range(id).first.text();
    return context.cluster().displayName(classes.pods(id).front());
}

class Conflicts {
  public:
    Conflicts(const FindingContext& context, const CompiledPolicy& first, const CompiledPolicy& second)
        : m_context(context), m_first(first), m_second(second) {}

    /// A connection for which the plugin may apply either policy, with different results.
    std::optional<Conflict> find(Direction d) const {
        const ClassSet subjects = m_first.subject.must->intersected(*m_second.subject.must);
        if (!m_first.capturesIn(d) || !m_second.capturesIn(d) || subjects.isEmpty()) return std::nullopt;
        for (const CompiledRule& a : m_first.rulesIn(d))
            for (const CompiledRule& b : m_second.rulesIn(d))
                if (a.action != b.action)
                    if (const auto found = findIn(subjects, a, b, d)) return found;
        return std::nullopt;
    }

  private:
    /// Of very many pairs of ends only the first are asked about: those that an earlier rule decides are skipped.
    static constexpr std::size_t kAsked = 256;

    std::optional<Conflict> findIn(const ClassSet& subjects, const CompiledRule& a, const CompiledRule& b,
                                   Direction d) const {
        const ClassSet peers = a.peers.must->intersected(*b.peers.must);
        std::optional<Conflict> out;
        std::size_t asked = 0;
        subjects.forEach([&](ClassId subject) {
            peers.forEach([&](ClassId peer) {
                if (out || asked >= kAsked) return;
                ++asked;
                out = at(subject, peer, a, b, d);
            });
        });
        return out;
    }

    std::optional<Conflict> at(ClassId subject, ClassId peer, const CompiledRule& a, const CompiledRule& b,
                               Direction d) const {
        const Reachability& r = m_context.reachability();
        const TrafficSet traffic = sharedTraffic(m_context, a, b, d == Direction::Ingress ? subject : peer);
        for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp, Protocol::Sctp}) {
            const auto& ranges = traffic.ports(protocol).ranges();
            if (ranges.empty()) continue;
            const Chain chain = chainOf(r, {subject, peer, d, protocol, ranges.front().first});
            if (chain.doubts.contains(Doubt::EqualPriority))
                return Conflict{a.ref, b.ref, subject, peer, protocol, ranges.front().first};
        }
        return std::nullopt;
    }

    const FindingContext& m_context;
    const CompiledPolicy& m_first;
    const CompiledPolicy& m_second;
};

/// ORD-02 (semantics A-3): two policies of one tier and priority, some traffic, two results.
void checkEqualPriorities(const FindingContext& context, const CompiledPolicy& a, const CompiledPolicy& b,
                          Findings& out) {
    if (a.tier != b.tier || a.priority != b.priority) return;
    const Reachability& r = context.reachability();
    for (const Direction d : kDirections) {
        const auto conflict = Conflicts(context, a, b).find(d);
        if (!conflict) continue;
        const bool isIngress = d == Direction::Ingress;
        Finding finding = context.make("ORD-02", conflict->first,
                                       shortName(r, a.id) + " and " + shortName(r, b.id) + " have the same priority " +
                                           std::to_string(a.priority) + " and disagree: the plugin may apply either");
        finding.evidence.push_back(endName(context, isIngress ? conflict->peer : conflict->subject) + " => " +
                                   endName(context, isIngress ? conflict->subject : conflict->peer) + " over " +
                                   std::string(name(conflict->protocol)) + ' ' + std::to_string(conflict->port));
        for (const RuleRef& rule : {conflict->first, conflict->second})
            finding.evidence.push_back(displayName(r, rule) + " (" + context.cluster().files.line(whereOf(r, rule)) +
                                       "): " + actionText(compiledRule(r, rule)->action));
        finding.fix = "Give the two policies different priorities; the lower number is applied first.";
        out.push_back(std::move(finding));
        return;
    }
}

/// ORD-10 (semantics A-8): a rule that denies every namespace, at pods that the internet still reaches, because peers
/// of an ingress rule are pods and nothing else.
void checkDenyOfNamespacesOnly(const FindingContext& context, const AdminPolicy& policy, const CompiledRule& rule,
                               Findings& out) {
    const AdminRule& written = policy.ingress[rule.ref.index];
    const auto isEveryNamespace = [](const AdminPeer& peer) {
        return peer.kind == AdminPeer::Kind::Pods && !peer.related && !peer.podSelector &&
               peer.namespaceSelector.isEmpty();
    };
    if (rule.action != Action::Deny || !written.isEveryPort || !std::ranges::any_of(written.peers, isEveryNamespace))
        return;
    const Reachability& r = context.reachability();
    const auto internet = r.internet();
    ClassSet open;
    r.compiled(rule.ref.policy)->subject.must->forEach([&](ClassId c) {
        if (r.isolation(c, Direction::Ingress) == Ternary::No) return;
        if (std::ranges::all_of(internet, [&](ClassId atom) { return r.between(atom, c).must.isAll(); }))
            open = open.united(ClassSet::range(c.value, c.value + 1));
    });
    const auto workloads = context.classes().in(open);
    if (workloads.empty() || internet.empty()) return;
    Finding finding =
        context.make("ORD-10", rule.ref,
                     "The rule denies the pods of every namespace, and every address outside still reaches " +
                         namesOf(context.cluster(), workloads));
    finding.workloads = workloads;
    finding.evidence.push_back(endName(context, internet.front()) + " => " +
                               context.cluster().displayName(workloads.front()) + ": allow");
    finding.fix =
        "Add a NetworkPolicy that isolates ingress in those namespaces: ingress rules of cluster-wide policies "
        "know no peers but pods.";
    out.push_back(std::move(finding));
}

} // namespace

bool checkOrder(const FindingContext& context, const RunControl& control, Findings& out) {
    const Reachability& r = context.reachability();
    for (std::size_t i = 0; i < r.adminPolicyCount(); ++i) {
        if (control.isStopped()) return false;
        const CompiledPolicy* const policy = r.compiled(adminPolicyId(i));
        if (policy == nullptr) continue;
        for (std::size_t other = i + 1; other < r.adminPolicyCount(); ++other)
            if (const CompiledPolicy* const second = r.compiled(adminPolicyId(other)))
                checkEqualPriorities(context, *policy, *second, out);
        for (const CompiledRule& rule : policy->rulesIn(Direction::Ingress))
            checkDenyOfNamespacesOnly(context, *r.adminPolicy(adminPolicyId(i)), rule, out);
    }
    return true;
}

} // namespace portolan
