#include "core/report/diff_causes.h"

#include "core/ledger/rule_text.h"
#include "core/model/selector_text.h"
#include "core/reach/explain.h"
#include "core/reach/rule_match.h"

#include <algorithm>
#include <map>
#include <set>

namespace portolan {
namespace {

constexpr std::size_t kMostPods = 32; ///< of a workload, among which a pair that shows the difference is looked for

using Ends = std::pair<Endpoint, Endpoint>;

std::vector<Endpoint> endpoints(const Reachability& side, const DiffEnd& end, std::optional<WorkloadId> id) {
    if (end.address) return {*end.address};
    std::vector<Endpoint> out;
    if (!id) return out;
    for (const PodId pod : side.cluster().workloads[*id].pods)
        if (out.size() < kMostPods) out.emplace_back(pod);
    return out;
}

/// A pair of pods (or addresses) of a side for which the witness stands as asked; the first pair where none does.
std::optional<Ends> pairOf(const Reachability& side, const std::vector<Endpoint>& from, const std::vector<Endpoint>& to,
                           const DiffWitness& witness, bool isAllowed) {
    if (from.empty() || to.empty()) return std::nullopt;
    for (const Endpoint& s : from)
        for (const Endpoint& t : to)
            if (s != t && (side.verdict(s, t, witness.protocol, witness.port) == Verdict::Allow) == isAllowed)
                return Ends{s, t};
    return Ends{from.front(), to.back()};
}

/// One state with the question asked of it; `tag` is "old" or "new".
struct Side {
    const Reachability& reach;
    const char* tag;
    std::optional<Ends> ends;
    Explanation explanation;

    std::string where(const SourceRef& ref) const {
        const std::string line = reach.cluster().files.line(ref);
        return line.empty() ? line : std::string(tag) + ": " + line;
    }
    const DirectionOutcome& gate(Direction d) const {
        return d == Direction::Egress ? explanation.egress : explanation.ingress;
    }
};

std::string selectorOf(const Cluster& cluster, const NetworkPolicy& policy) {
    return selectorText(cluster, policy.podSelector);
}

const NetworkPolicy* namesake(const Side& side, const std::string& policyName) {
    for (std::size_t i = 0; i < side.reach.policyCount(); ++i) {
        const PolicyId id(i);
        if (const NetworkPolicy* policy = side.reach.policy(id);
            policy != nullptr && shortName(side.reach, id) == policyName)
            return policy;
    }
    return nullptr;
}

std::string labelsOf(const Cluster& cluster, LabelSetId id) {
    std::set<std::string> sorted;
    for (const Label& label : cluster.labelSets[id])
        sorted.insert(std::string(cluster.text(label.key)) + "=" + std::string(cluster.text(label.value)));
    std::string out;
    for (const std::string& label : sorted) out += label + '\n';
    return out;
}

std::string portsOf(const Cluster& cluster, const Pod& pod) {
    std::string out;
    for (const ContainerPort& p : cluster.portLists[pod.ports])
        out += std::string(cluster.text(p.name)) + ' ' + std::to_string(p.number) + '\n';
    return out;
}

class CauseFinder {
  public:
    CauseFinder(const DiffSides& sides, const DiffEnds& ends, const DiffWitness& witness)
        : m_ends(ends), m_witness(witness), m_old(ask(sides.before, "old", !witness.isGained)),
          m_new(ask(sides.after, "new", witness.isGained)) {}

    std::vector<DiffCause> run() {
        for (const DiffEnd* end : {&m_ends.from, &m_ends.to}) {
            if (end->address || (end->before && end->after)) continue;
            const Side& side = end->after ? m_new : m_old;
            const Workload& workload = side.reach.cluster().workloads[end->after ? *end->after : *end->before];
            add(end->name + (end->after ? " is new" : " is gone"), side.where(workload.where));
        }
        if (!m_out.empty() || !m_old.ends || !m_new.ends) return std::move(m_out);
        for (const Direction direction : {Direction::Egress, Direction::Ingress}) checkGate(direction);
        return std::move(m_out);
    }

  private:
    Side ask(const Reachability& reach, const char* tag, bool isAllowed) const {
        const bool isNew = std::string_view(tag) == "new";
        Side side{reach, tag, std::nullopt, {}};
        side.ends =
            pairOf(reach, endpoints(reach, m_ends.from, isNew ? m_ends.from.after : m_ends.from.before),
                   endpoints(reach, m_ends.to, isNew ? m_ends.to.after : m_ends.to.before), m_witness, isAllowed);
        if (side.ends)
            side.explanation = explain(reach, side.ends->first, side.ends->second, m_witness.protocol, m_witness.port);
        return side;
    }

    void add(std::string what, std::string where) {
        DiffCause cause{std::move(what), std::move(where)};
        if (std::ranges::find(m_out, cause) == m_out.end()) m_out.push_back(std::move(cause));
    }

    const Side& allowing() const { return m_witness.isGained ? m_new : m_old; }
    const Side& refusing() const { return m_witness.isGained ? m_old : m_new; }
    const char* now() const { return m_witness.isGained ? " now" : " no longer"; }

    void checkGate(Direction direction) {
        const DirectionOutcome& open = allowing().gate(direction);
        const DirectionOutcome& shut = refusing().gate(direction);
        if (open.verdict != Verdict::Allow || shut.verdict == Verdict::Allow) return;
        const bool isOrdered = std::ranges::any_of(
            std::initializer_list<const DirectionOutcome*>{&open, &shut}, [](const DirectionOutcome* outcome) {
                return std::ranges::any_of(outcome->chain, [](const ChainStep& s) {
                    return s.stage == ChainStep::Stage::Admin || s.stage == ChainStep::Stage::Baseline;
                });
            });
        if (isOrdered) {
            add(std::string(name(direction)) + ": " + notation(m_old.reach, m_old.gate(direction).chain) + " became " +
                    notation(m_new.reach, m_new.gate(direction).chain),
                "");
            return;
        }
        const std::size_t before = m_out.size();
        if (open.allowing.empty())
            findIsolating(direction, shut);
        else
            findRules(direction, open);
        if (m_out.size() == before) findLabels();
    }

    /// Rules that admit on one side and that the other side does not have, word for word.
    void findRules(Direction direction, const DirectionOutcome& open) {
        for (const RuleOutcome& outcome : open.allowing) {
            const Side& side = allowing();
            const NetworkPolicy* policy = side.reach.policy(outcome.rule.policy);
            if (policy == nullptr) continue;
            const PolicyRule& rule = policy->rules(direction)[outcome.rule.index];
            const NetworkPolicy* other = namesake(refusing(), shortName(side.reach, outcome.rule.policy));
            if (other != nullptr &&
                selectorOf(side.reach.cluster(), *policy) == selectorOf(refusing().reach.cluster(), *other)) {
                const std::string text = ruleYaml(side.reach.cluster(), direction, rule);
                const bool isThere = std::ranges::any_of(other->rules(direction), [&](const PolicyRule& r) {
                    return ruleYaml(refusing().reach.cluster(), direction, r) == text;
                });
                if (isThere) continue;
            }
            add(displayName(side.reach, outcome.rule) + " admits it" + now(), side.where(rule.where));
        }
    }

    /// Policies that isolate on one side and that the other side does not have, or that select other pods there.
    void findIsolating(Direction direction, const DirectionOutcome& shut) {
        const std::string& end = direction == Direction::Egress ? m_ends.from.name : m_ends.to.name;
        for (const Capture& capture : shut.captures) {
            const Side& side = refusing();
            const NetworkPolicy* policy = side.reach.policy(capture.policy);
            const std::string policyName = shortName(side.reach, capture.policy);
            const NetworkPolicy* other = namesake(allowing(), policyName);
            if (policy == nullptr ||
                (other != nullptr &&
                 selectorOf(side.reach.cluster(), *policy) == selectorOf(allowing().reach.cluster(), *other) &&
                 other->isolates(direction)))
                continue;
            add(policyName + (m_witness.isGained ? " no longer isolates " : " isolates ") + end + " for " +
                    std::string(name(direction)),
                side.where(policy->where));
        }
    }

    /// The policies read the same, so the ends differ.
    void findLabels() {
        for (const DiffEnd* end : {&m_ends.from, &m_ends.to}) {
            if (end->address) continue;
            const bool isFrom = end == &m_ends.from;
            const Pod& was = podOf(m_old, isFrom);
            const Pod& is = podOf(m_new, isFrom);
            const Cluster& old = m_old.reach.cluster();
            const Cluster& now = m_new.reach.cluster();
            if (labelsOf(old, was.labels) != labelsOf(now, is.labels))
                add("labels of " + end->name + " changed", m_new.where(is.where));
            if (portsOf(old, was) != portsOf(now, is))
                add("container ports of " + end->name + " changed", m_new.where(is.where));
            if (labelsOf(old, old.namespaces[was.ns].labels) != labelsOf(now, now.namespaces[is.ns].labels))
                add("labels of namespace " + std::string(now.text(now.namespaces[is.ns].name)) + " changed",
                    m_new.where(now.namespaces[is.ns].where));
        }
        if (m_out.empty()) add("addresses, nodes or facts about the ends changed", "");
    }

    static const Pod& podOf(const Side& side, bool isFrom) {
        const Endpoint& endpoint = isFrom ? side.ends->first : side.ends->second;
        return side.reach.cluster().pods[std::get<PodId>(endpoint)];
    }

    const DiffEnds& m_ends;
    const DiffWitness& m_witness;
    Side m_old;
    Side m_new;
    std::vector<DiffCause> m_out;
};

std::optional<DiffWitness> firstPort(const TrafficSet& traffic, bool isGained) {
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp, Protocol::Sctp})
        if (!traffic.ports(protocol).isEmpty())
            return DiffWitness{protocol, traffic.ports(protocol).ranges().front().first, isGained};
    return std::nullopt;
}

} // namespace

std::optional<DiffWitness> witnessOf(const PairTraffic& before, const PairTraffic& after) {
    if (auto gained = firstPort(after.must.minus(before.must), true)) return gained;
    return firstPort(before.must.minus(after.must), false);
}

std::vector<DiffCause> causesOf(const DiffSides& sides, const DiffEnds& ends, const DiffWitness& witness) {
    return CauseFinder(sides, ends, witness).run();
}

} // namespace portolan
