#include "core/findings/families.h"
#include "core/ledger/gates.h"

#include <algorithm>

namespace portolan {
namespace {

constexpr std::size_t kPlacesTold = 3;

class DeclaredCheck {
  public:
    DeclaredCheck(const FindingContext& context, const DeclaredEdges& declared, Findings& out)
        : m_context(context), m_cluster(context.cluster()), m_declared(declared), m_out(out) {}

    void check(const DeclaredEdge& declared) {
        if (!declared.isJudged || !isGoverned(declared.edge.from) || !isGoverned(declared.edge.to)) return;
        if (declared.edge.verdict == Verdict::Deny)
            reportBlocked(declared);
        else if (declared.edge.verdict == Verdict::Allow)
            checkUnseen(declared);
    }

    /// DEP-01 for one of DeclaredEdges::undeclared().
    void checkObserved(std::uint32_t index) {
        const LedgerEdge& edge = m_context.ledger().edges()[index];
        const auto* const from = std::get_if<WorkloadId>(&edge.from);
        const auto* const to = std::get_if<WorkloadId>(&edge.to);
        if (edge.verdict != Verdict::Allow || edge.seen.delivered == 0) return;
        if (!m_context.isGoverned(*from) || !m_context.isGoverned(*to)) return;
        if (m_context.isDnsServer(*to)) return; // every name is looked up, and nobody writes it down
        Finding finding = make("DEP-01", edge, *to, "Observed, permitted, and declared by nothing");
        const EdgeEvidence& seen = edge.seen;
        finding.evidence.push_back(counted(seen.passed(), "connection") + " on " + daysText(seen) +
                                   (seen.lastSeen != 0 ? ", last on " + dateText(seen.lastSeen) : ""));
        for (const Direction d : kDirections)
            for (const RuleRef& rule : edge.gate(d).rules) {
                const SourceRef where = m_context.make("DEP-01", rule, {}).where;
                finding.evidence.push_back(std::string(name(d)) + " allowed by " + m_context.objectName(rule.policy) +
                                           (where.isKnown() ? " at " + m_cluster.files.line(where) : ""));
                if (!finding.where.isKnown()) finding.where = where;
            }
        const std::size_t count = m_declared.from(*from).size();
        finding.evidence.push_back(m_cluster.displayName(*from) + " declares " +
                                   (count == 1 ? "1 other dependency" : std::to_string(count) + " other dependencies"));
        finding.fix =
            "If the call is needed, write it down where the workload is configured; else remove what makes it, "
            "and the rule that lets it.";
        m_out.push_back(std::move(finding));
    }

  private:
    bool isGoverned(const LedgerEnd& end) const {
        const auto* workload = std::get_if<WorkloadId>(&end);
        return workload == nullptr || m_context.isGoverned(*workload);
    }

    Finding make(std::string_view id, const LedgerEdge& edge, WorkloadId about, std::string message) const {
        Finding finding = m_context.make(id, std::move(message));
        finding.object = displayName(m_cluster, edge.from) + " => " + displayName(m_cluster, edge.to);
        if (edge.port != 0) finding.object += ' ' + std::string(name(edge.protocol)) + ' ' + std::to_string(edge.port);
        finding.ns = m_context.namespaceName(m_cluster.workloads[about].ns);
        for (const LedgerEnd* end : {&edge.from, &edge.to})
            if (const auto* workload = std::get_if<WorkloadId>(end)) finding.workloads.push_back(*workload);
        std::ranges::sort(finding.workloads);
        return finding;
    }

    void addPlaces(Finding& finding, const DeclaredEdge& declared) const {
        finding.where = m_declared.dependency(declared.dependencies.front()).where;
        std::size_t told = 0;
        for (const std::uint32_t i : declared.dependencies) {
            if (told++ == kPlacesTold) {
                finding.evidence.push_back("declared in " + std::to_string(declared.dependencies.size() - kPlacesTold) +
                                           " more places");
                return;
            }
            const DeclaredDependency& d = m_declared.dependency(i);
            const bool isEntry = std::holds_alternative<EntryPointId>(d.from);
            finding.evidence.push_back("declared by " +
                                       (isEntry ? displayName(m_cluster, d.from) + ", " : std::string()) +
                                       std::string(name(d.by)) + ' ' + textOf(d) + " at " +
                                       m_cluster.files.line(d.where) + " (" + std::string(name(d.confidence)) + ')');
        }
    }

    void reportBlocked(const DeclaredEdge& declared) {
        if (declared.confidence == Confidence::Guess) return;
        const LedgerEdge& edge = declared.edge;
        Finding finding = make("SVC-01", edge, std::get<WorkloadId>(edge.from),
                               "The manifests lead here, and the policies do not let it pass");
        const bool isEntry =
            std::holds_alternative<EntryPointId>(m_declared.dependency(declared.dependencies.front()).from);
        if (isEntry) finding.severity = Severity::High;
        if (declared.confidence == Confidence::Likely) finding.severity = Severity::Low;
        addPlaces(finding, declared);
        for (const Direction d : kDirections)
            if (edge.gate(d).kind == EdgeGate::Kind::Closed)
                finding.evidence.push_back(std::string(name(d)) + " of " +
                                           displayName(m_cluster, d == Direction::Egress ? edge.from : edge.to) +
                                           " is closed");
        if (declared.isSeen())
            finding.evidence.push_back(counted(edge.seen.total(), "connection") + " seen, " +
                                       std::to_string(edge.seen.denied) + " of them dropped");
        finding.fix = "If the connection is needed, allow it at both ends; else remove the setting.";
        m_out.push_back(std::move(finding));
    }

    /// DEP-02: only where the log would show it, and shows the workload at work.
    void checkUnseen(const DeclaredEdge& declared) {
        if (declared.isSeen() || !declared.isObservable || declared.confidence == Confidence::Guess) return;
        if (!m_context.hasFullWindow() || m_context.ledger().evidence()->lostEvents != 0) return;
        const WorkloadId from = std::get<WorkloadId>(declared.edge.from);
        const auto isSource = [&](std::uint32_t i) {
            const LedgerEdge& edge = m_context.ledger().edges()[i];
            return edge.from == declared.edge.from && edge.seen.passed() != 0;
        };
        if (std::ranges::none_of(m_context.ledger().edgesOf(from), isSource)) return;
        Finding finding = make("DEP-02", declared.edge, from, "Declared, permitted, and never seen");
        addPlaces(finding, declared);
        const EvidenceWindow& window = *m_context.ledger().evidence();
        finding.evidence.push_back("no flow from " + dateText(window.first) + " to " + dateText(window.last) +
                                   ", other flows of " + m_cluster.displayName(from) + " were seen");
        finding.fix = "If nothing needs it any more, remove the setting, then the rules that allow it.";
        m_out.push_back(std::move(finding));
    }

    const FindingContext& m_context;
    const Cluster& m_cluster;
    const DeclaredEdges& m_declared;
    Findings& m_out;
};

} // namespace

bool checkDeclared(const FindingContext& context, const RunControl& control, Findings& out) {
    if (context.declared() == nullptr) return true;
    DeclaredCheck check(context, *context.declared(), out);
    std::size_t looked = 0;
    for (const DeclaredEdge& edge : context.declared()->edges()) {
        if (looked++ % 64 == 0 && control.isStopped()) return false;
        check.check(edge);
    }
    for (const std::uint32_t i : context.declared()->undeclared()) {
        if (looked++ % 64 == 0 && control.isStopped()) return false;
        check.checkObserved(i);
    }
    return true;
}

} // namespace portolan
