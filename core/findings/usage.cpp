#include "core/findings/families.h"
#include "core/ledger/gates.h"
#include "core/ledger/removal.h"
#include "core/ledger/sufficiency.h"
#include "core/ledger/tighten.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

/// What a log of that length may say: all of it, a hint only, or nothing.
class UsageCheck {
  public:
    UsageCheck(const FindingContext& context, Findings& out)
        : m_context(context), m_ledger(context.ledger()), m_r(context.reachability()), m_out(out) {}

    void check(const RuleUsage& usage) {
        const CompiledRule& rule = *compiledRule(m_r, usage.rule);
        if (usage.action != Action::Allow) return; // a rule that denies stands guard; its hits are refusals
        if (!usage.isObservable || !isOldEnough(usage.rule) || !isEffective(rule)) return;
        if (!usage.isUsed()) {
            // What the other end holds back cannot be seen; that is RED-06.
            if (!otherSide(m_context, usage.rule, Depth::FirstOpen).isAllClosed() || hasOutside(rule))
                reportRule(usage);
            return;
        }
        if (usage.maybeHits != 0) return;
        const std::size_t before = m_out.size();
        checkElements(usage, rule);
        checkPorts(usage, rule);
        if (m_out.size() == before && isWider(usage, rule)) m_wide.push_back(usage.rule);
    }
    /// Rules that fewer peers used than they admit, for RED-08.
    const std::vector<RuleRef>& wide() const { return m_wide; }
    /// The rules without any hit, each with the place of its finding.
    const std::map<RuleRef, std::size_t>& unused() const { return m_unused; }

  private:
    /// G-TIME: the policy and some pod on each side existed for the whole window.
    bool isOldEnough(const RuleRef& rule) const {
        const EvidenceWindow& window = *m_ledger.evidence();
        const std::int64_t start =
            m_context.hasFullWindow() ? window.last - std::int64_t{m_context.windowDays()} * kDay : window.first;
        const auto isOld = [&](const std::optional<std::int64_t>& createdAt) {
            return createdAt && *createdAt * kSecond <= start;
        };
        const AdminPolicy* const admin = m_r.adminPolicy(rule.policy);
        if (!isOld(admin != nullptr ? admin->createdAt : m_r.policy(rule.policy)->createdAt)) return false;
        const auto hasOldPod = [&](const ClassSet& classes) {
            for (const ClassRun& run : classes.runs())
                for (std::uint32_t c = run.first; c < run.end && c < m_r.classes().podClassCount(); ++c)
                    for (const PodId pod : m_r.classes().pods(ClassId(c))) {
                        const auto& created = m_context.cluster().pods[pod].createdAt;
                        if (!created || isOld(created)) return true;
                    }
            return false;
        };
        const CompiledRule& compiled = *compiledRule(m_r, rule);
        return hasOldPod(*m_r.compiled(rule.policy)->subject.must) &&
               (hasOutside(compiled) || hasOldPod(*compiled.peers.must));
    }
    bool hasOutside(const CompiledRule& rule) const {
        return !rule.peers.must->isEmpty() && rule.peers.must->runs().back().end > m_r.classes().podClassCount();
    }
    bool isEffective(const CompiledRule& rule) const {
        const bool hasPeers =
            !rule.peers.must->isEmpty() ||
            std::ranges::any_of(rule.related, [](const RelatedPods& r) { return !r.peers.must->isEmpty(); });
        return !m_r.compiled(rule.ref.policy)->subject.must->isEmpty() && hasPeers &&
               !(rule.traffic.isEmpty() && rule.namedPorts.empty());
    }
    /// The elements of from or to and of ports as they stand in the policy.
    struct Written {
        std::vector<SourceRef> peers;
        std::vector<PolicyPort> ports;
    };
    Written written(const RuleRef& ref) const {
        Written out;
        const auto take = [&](const auto& rule) {
            for (const auto& peer : rule.peers) out.peers.push_back(peer.where);
            out.ports = rule.ports;
        };
        if (const AdminPolicy* const admin = m_r.adminPolicy(ref.policy))
            take(admin->rules(ref.direction)[ref.index]);
        else
            take(m_r.policy(ref.policy)->rules(ref.direction)[ref.index]);
        return out;
    }

    void addWindow(Finding& finding) const {
        const EvidenceWindow& window = *m_ledger.evidence();
        finding.evidence.push_back(counted(window.connections, "connection") + " observed from " +
                                   dateText(window.first) + " to " + dateText(window.last) + ", flows on " +
                                   counted(window.days, "day"));
        if (window.lostEvents != 0)
            finding.evidence.push_back("the log says that " + counted(window.lostEvents, "event") + " were lost");
        if (m_context.hasFullWindow()) return;
        finding.severity = Severity::Info;
        finding.evidence.push_back("info only: the log covers less than " + counted(m_context.windowDays(), "day"));
    }

    void reportRule(const RuleUsage& usage) {
        Finding finding = m_context.make(
            "RED-07", usage.rule, "No observed flow used this " + std::string(name(usage.rule.direction)) + " rule");
        addWindow(finding);
        if (usage.allowedPairs != 0)
            finding.evidence.push_back(counted(usage.allowedPairs, "pair") + " of workloads allowed, none seen");
        finding.evidence.push_back(sufficiency(m_ledger, usage.rule).sentence(m_context.cluster()));
        finding.fix = "Remove the rule.";
        m_unused.emplace(usage.rule, m_out.size());
        m_out.push_back(std::move(finding));
    }

    void checkElements(const RuleUsage& usage, const CompiledRule& rule) {
        const std::vector<SourceRef> places = written(usage.rule).peers;
        if (places.size() < 2 || !rule.related.empty()) return;
        std::vector<ClassId> seen;
        for (const std::uint32_t i : usage.edges) {
            const LedgerEdge& edge = m_ledger.edges()[i];
            const LedgerEnd& peer = usage.rule.direction == Direction::Egress ? edge.to : edge.from;
            for (const ClassId c : classesOf(m_r, m_context.classes(), peer)) seen.push_back(c);
        }
        for (std::size_t e = 0; e < places.size(); ++e) {
            const ClassSet& element = *rule.peerMatches[e].may;
            if (element.isEmpty()) continue; // SEL-03
            if (std::ranges::any_of(seen, [&](ClassId c) { return element.contains(c); })) continue;
            const std::string name =
                (usage.rule.direction == Direction::Ingress ? "from[" : "to[") + std::to_string(e) + ']';
            Finding finding = m_context.make("RED-07", usage.rule, "No observed flow needed " + name + " of this rule");
            if (places[e].isKnown()) finding.where = places[e];
            addWindow(finding);
            const auto workloads = m_context.classes().in(element);
            if (!workloads.empty())
                finding.evidence.push_back("it stands for " + namesOf(m_context.cluster(), workloads));
            finding.fix = "Remove the element.";
            m_out.push_back(std::move(finding));
        }
    }

    void checkPorts(const RuleUsage& usage, const CompiledRule& rule) {
        const std::vector<PolicyPort> ports = written(usage.rule).ports;
        if (ports.size() < 2 || isDnsOnly(rule) || !rule.namedPorts.empty()) return;
        for (const PolicyPort& port : ports) {
            const bool isUsed = std::ranges::any_of(usage.edges, [&](std::uint32_t i) {
                const LedgerEdge& edge = m_ledger.edges()[i];
                return edge.protocol == port.protocol &&
                       (port.isWholeProtocol() || (port.first <= edge.port && edge.port <= port.last));
            });
            const bool isDnsFallback = port.protocol == Protocol::Tcp && port.first == 53;
            if (isUsed || isDnsFallback) continue;
            const std::string text = std::string(name(port.protocol)) +
                                     (port.isWholeProtocol() ? "" : ' ' + PortSet::range(port.first, port.last).text());
            Finding finding =
                m_context.make("RED-07", usage.rule, "No observed flow needed port " + text + " of this rule");
            if (port.where.isKnown()) finding.where = port.where;
            addWindow(finding);
            finding.fix = "Remove the port.";
            m_out.push_back(std::move(finding));
        }
    }

    /// RED-08: fewer peer workloads seen than admitted, some of them of another namespace.
    bool isWider(const RuleUsage& usage, const CompiledRule& rule) const {
        if (usage.usedPairs >= usage.allowedPairs || isClusterDnsRule(m_context, usage.rule)) return false;
        std::vector<WorkloadId> used;
        for (const std::uint32_t i : usage.edges) {
            const LedgerEdge& edge = m_ledger.edges()[i];
            const LedgerEnd& peer = usage.rule.direction == Direction::Egress ? edge.to : edge.from;
            if (const auto* workload = std::get_if<WorkloadId>(&peer)) used.push_back(*workload);
        }
        std::ranges::sort(used);
        used.erase(std::unique(used.begin(), used.end()), used.end());
        const auto admitted = m_context.classes().in(*rule.peers.must);
        const NetworkPolicy* const policy = m_r.policy(usage.rule.policy);
        return used.size() < admitted.size() && std::ranges::any_of(admitted, [&](WorkloadId id) {
                   return policy == nullptr || m_context.cluster().workloads[id].ns != policy->ns;
               });
    }

    const FindingContext& m_context;
    const Ledger& m_ledger;
    const Reachability& m_r;
    Findings& m_out;
    std::vector<RuleRef> m_wide;
    std::map<RuleRef, std::size_t> m_unused;
};

/// Says what may go, with the proof.
Result<void> proveRemovals(const FindingContext& context, const std::map<RuleRef, std::size_t>& unused,
                           const RunControl& control, Findings& out) {
    std::vector<RuleRef> rules;
    for (const auto& [rule, finding] : unused) rules.push_back(rule);
    const auto proved = removals(context.ledger(), rules, control);
    if (!proved) return tl::make_unexpected(proved.error());
    for (const Removal& removal : *proved) {
        const std::string what = removal.isWholePolicy ? "Remove the policy; other policies isolate its pods as well."
                                 : removal.rules.size() == 1 ? "Remove the rule."
                                                             : "Remove the unused rules of the policy.";
        for (const RuleRef& rule : removal.rules)
            out[unused.at(rule)].fix = what + " Proved to keep all " + counted(removal.connections, "connection") +
                                       " observed through the gates that it governs:\n" + removal.diff;
    }
    return {};
}

Finding wider(const FindingContext& context, const Tightening& tightening) {
    const Ledger& ledger = context.ledger();
    const RuleUsage& usage = *ledger.usage(tightening.rule);
    Finding finding = context.make("RED-08", tightening.rule,
                                   "The rule allows " + counted(usage.allowedPairs, "pair") + " of workloads, " +
                                       std::to_string(usage.usedPairs) + " were seen");
    const EvidenceWindow& window = *ledger.evidence();
    finding.evidence.push_back(counted(usage.hits, "connection") + " used it, last on " + dateText(usage.lastSeen) +
                               "; flows on " + counted(window.days, "day"));
    for (const std::string& part : residue(ledger, tightening.rule).describe(context.cluster()))
        finding.evidence.push_back("never seen: " + part);
    finding.evidence.push_back(sufficiency(ledger, tightening.rule).sentence(context.cluster()));
    for (const std::string& note : tightening.notes) finding.evidence.push_back("note: " + note);
    finding.fix =
        "Proved to keep every observed flow (" + counted(tightening.pairsAfter, "pair") + "):\n" + tightening.yaml;
    return finding;
}

} // namespace

Result<void> checkUsage(const FindingContext& context, const RunControl& control, Findings& out) {
    if (!context.ledger().evidence()) return {};
    UsageCheck check(context, out);
    std::size_t looked = 0;
    for (const RuleUsage& usage : context.ledger().usages()) {
        if (looked++ % 64 == 0 && control.isStopped()) return cancelled();
        check.check(usage);
    }
    if (const auto proved = proveRemovals(context, check.unused(), control, out); !proved) return proved;
    if (!context.hasFullWindow()) return {};
    const auto tightenings = tighten(context.ledger(), check.wide(), control);
    if (!tightenings) return tl::make_unexpected(tightenings.error());
    for (const Tightening& tightening : *tightenings) out.push_back(wider(context, tightening));
    return {};
}

} // namespace portolan
