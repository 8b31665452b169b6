#include "core/findings/families.h"
#include "core/ledger/rule_text.h"

#include <algorithm>

namespace portolan {
namespace {

std::string defaultDenyYaml(const std::string& ns, const std::string& types) {
    return "apiVersion: networking.k8s.io/v1\n"
           "kind: NetworkPolicy\n"
           "metadata:\n"
           "  name: default-deny\n"
           "  namespace: " +
           ns +
           "\n"
           "spec:\n"
           "  podSelector: {}\n"
           "  policyTypes: [" +
           types + "]\n";
}

/// Policies of the namespace that isolate pods in that direction at all.
std::size_t policiesOf(const FindingContext& context, NamespaceId ns, Direction direction) {
    const auto range = std::ranges::equal_range(context.cluster().policies.all(), ns, {}, &NetworkPolicy::ns);
    return static_cast<std::size_t>(
        std::ranges::count_if(range, [&](const NetworkPolicy& p) { return p.isolates(direction); }));
}

/// COV-01 and COV-02 (semantics NP-1, NP-2). hostNetwork pods are the node's business.
void checkIsolation(const FindingContext& context, WorkloadId id, Direction direction, Findings& out) {
    const Reachability& r = context.reachability();
    const auto classes = context.classes().of(id);
    const auto isOpen = [&](ClassId c) {
        return !r.classes().isNodeLike(c) && r.isolation(c, direction) == Ternary::No;
    };
    const auto open = std::ranges::count_if(classes, isOpen);
    if (open == 0) return;
    const bool isIngress = direction == Direction::Ingress;
    const NamespaceId ns = context.cluster().workloads[id].ns;
    Finding finding =
        context.make(isIngress ? "COV-01" : "COV-02", id,
                     isIngress ? "No policy isolates the pods for ingress: everything may connect to them"
                               : "No policy isolates the pods for egress: they may connect to everything");
    const std::size_t policies = policiesOf(context, ns, direction);
    finding.evidence.push_back(policies == 0 ? "no policy of namespace " + context.namespaceName(ns) + " isolates " +
                                                   std::string(name(direction))
                                             : std::to_string(policies) + " of the namespace's policies isolate " +
                                                   std::string(name(direction)) + ", none selects these pods");
    if (static_cast<std::size_t>(open) < classes.size())
        finding.evidence.emplace_back("only some pods of the workload are concerned, their labels differ");
    context.raise(finding, {&id, 1});
    finding.fix = "Isolate the namespace and allow what is needed:\n" +
                  defaultDenyYaml(context.namespaceName(ns), isIngress ? "Ingress" : "Egress");
    out.push_back(std::move(finding));
}

/// COV-03: would a pod without labels, that does not exist yet, be isolated?
void checkDefaultDeny(const FindingContext& context, NamespaceId ns, Findings& out) {
    const Reachability& r = context.reachability();
    if (r.isTouchedByUnreadPolicy(ns)) return;
    const auto workloads = context.workloadsOf(ns);
    const bool hasPods = std::ranges::any_of(workloads, [&](WorkloadId id) { return context.isGoverned(id); });
    if (!hasPods) return;
    const auto policies = std::ranges::equal_range(context.cluster().policies.all(), ns, {}, &NetworkPolicy::ns);
    std::string missing;
    for (const Direction d : kDirections) {
        const bool isDenied = std::ranges::any_of(policies, [&](const NetworkPolicy& p) {
            return p.isolates(d) && matches(p.podSelector, {}) == Ternary::Yes;
        });
        if (!isDenied)
            missing += std::string(missing.empty() ? "" : ", ") + (d == Direction::Ingress ? "Ingress" : "Egress");
    }
    if (missing.empty()) return;
    const std::string name = context.namespaceName(ns);
    Finding finding = context.make("COV-03", "No policy isolates a new pod without labels (" + missing + ")");
    finding.proof = Proof::Structural;
    finding.ns = name;
    finding.object = "Namespace " + name;
    finding.where = context.cluster().namespaces[ns].where;
    finding.evidence.push_back(counted(workloads.size(), "workload") + ", " + std::to_string(policies.size()) +
                               (policies.size() == 1 ? " NetworkPolicy" : " NetworkPolicies") + " in the namespace");
    finding.fix = defaultDenyYaml(name, missing);
    if (const auto dns = dnsRule(context, ns); dns && missing.find("Egress") != std::string::npos)
        finding.fix += "  egress:\n" + ruleYaml(context.cluster(), Direction::Egress, *dns);
    out.push_back(std::move(finding));
}

bool isEveryPortOpen(const Reachability& r, ClassId from, ClassId to) {
    return r.between(from, to).must.ports(Protocol::Tcp).isAll();
}

/// COV-04 over classes: workloads of one class reach each other as the class reaches itself.
void checkFlatNamespace(const FindingContext& context, NamespaceId ns, Findings& out) {
    std::vector<WorkloadId> workloads;
    std::vector<ClassId> classes;
    for (const WorkloadId id : context.workloadsOf(ns)) {
        if (!context.isGoverned(id)) continue;
        workloads.push_back(id);
        for (const ClassId c : context.classes().of(id)) classes.push_back(c);
    }
    if (workloads.size() < std::max<std::size_t>(context.options().flatMinimum, 2)) return;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    for (const ClassId a : classes)
        for (const ClassId b : classes)
            if ((a != b || context.classes().in(a).size() > 1) && !isEveryPortOpen(context.reachability(), a, b))
                return;
    const std::uint64_t n = workloads.size();
    const std::string name = context.namespaceName(ns);
    Finding finding = context.make("COV-04", "Every workload reaches every other one on all TCP ports");
    finding.ns = name;
    finding.object = "Namespace " + name;
    finding.workloads = workloads;
    finding.where = context.cluster().namespaces[ns].where;
    finding.evidence.push_back(std::to_string(n * (n - 1)) + " of " + std::to_string(n * (n - 1)) +
                               " ordered pairs of " + std::to_string(n) + " workloads");
    finding.fix = "Isolate the namespace (default-deny) and allow what was observed or declared, workload by workload.";
    out.push_back(std::move(finding));
}

/// COV-05. Each namespace needs one workload that all workloads of every other namespace reach on all ports.
class FlatCluster {
  public:
    FlatCluster(const FindingContext& context, const RunControl& control)
        : m_context(context), m_r(context.reachability()), m_control(control) {}

    /// nullopt: stopped.
    std::optional<bool> isFlat() {
        for (std::size_t i = 0; i < m_context.cluster().namespaces.size(); ++i) {
            const NamespaceId ns(i);
            if (!m_context.isInScope(ns)) continue;
            std::vector<ClassId> classes;
            std::vector<WorkloadId> workloads;
            for (const WorkloadId id : m_context.workloadsOf(ns)) {
                if (!m_context.isGoverned(id)) continue;
                workloads.push_back(id);
                for (const ClassId c : m_context.classes().of(id)) classes.push_back(c);
            }
            if (classes.empty()) continue;
            std::ranges::sort(classes);
            classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
            m_namespaces.push_back({std::move(classes), std::move(workloads), std::nullopt});
        }
        if (m_namespaces.size() < 2) return false;
        for (std::size_t b = 0; b < m_namespaces.size(); ++b) {
            if (m_control.isStopped()) return std::nullopt;
            const bool isOpen = isOpenTo(m_namespaces[b]);
            for (std::size_t a = 0; a < m_namespaces.size(); ++a)
                if (a != b && !(isOpen && isOpenFrom(m_namespaces[a])) && !isReached(m_namespaces[a], m_namespaces[b]))
                    return false;
        }
        return true;
    }
    std::size_t namespaceCount() const { return m_namespaces.size(); }

  private:
    struct Members {
        std::vector<ClassId> classes;
        std::vector<WorkloadId> workloads;
        std::optional<bool> isOpenFrom;
    };
    bool isIsolated(ClassId c, Direction d) const { return m_r.isolation(c, d) != Ternary::No; }
    bool isOpenTo(const Members& to) const {
        return std::ranges::any_of(to.workloads, [&](WorkloadId id) {
            return std::ranges::none_of(m_context.classes().of(id),
                                        [&](ClassId c) { return isIsolated(c, Direction::Ingress); });
        });
    }
    bool isOpenFrom(Members& from) {
        if (!from.isOpenFrom)
            from.isOpenFrom =
                std::ranges::none_of(from.classes, [&](ClassId c) { return isIsolated(c, Direction::Egress); });
        return *from.isOpenFrom;
    }
    bool isReached(const Members& from, const Members& to) const {
        return std::ranges::any_of(to.workloads, [&](WorkloadId id) {
            return std::ranges::all_of(m_context.classes().of(id), [&](ClassId t) {
                return std::ranges::all_of(from.classes, [&](ClassId s) { return m_r.between(s, t).must.isAll(); });
            });
        });
    }

    const FindingContext& m_context;
    const Reachability& m_r;
    const RunControl& m_control;
    std::vector<Members> m_namespaces;
};

} // namespace

bool checkCoverage(const FindingContext& context, const RunControl& control, Findings& out) {
    const Cluster& cluster = context.cluster();
    for (std::size_t i = 0; i < cluster.namespaces.size(); ++i) {
        const NamespaceId ns(i);
        if (control.isStopped()) return false;
        if (!context.isInScope(ns)) continue;
        checkDefaultDeny(context, ns, out);
        if (!context.isInventoryComplete()) continue;
        checkFlatNamespace(context, ns, out);
        for (const WorkloadId id : context.workloadsOf(ns))
            for (const Direction d : kDirections) checkIsolation(context, id, d, out);
    }
    if (!context.isInventoryComplete()) return true;
    FlatCluster flat(context, control);
    const auto isFlat = flat.isFlat();
    if (!isFlat) return false;
    if (*isFlat) {
        Finding finding = context.make("COV-05", "Every namespace has a workload that all others reach on all ports");
        finding.object = "Cluster" + (cluster.name.empty() ? "" : ' ' + cluster.name);
        finding.evidence.push_back("no boundary between any two of " + std::to_string(flat.namespaceCount()) +
                                   " namespaces");
        finding.fix = "Give every namespace a default-deny policy (COV-03) and allow what is needed.";
        out.push_back(std::move(finding));
    }
    return true;
}

} // namespace portolan
