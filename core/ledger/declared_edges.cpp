#include "core/ledger/declared_edges.h"

#include "core/ledger/gates.h"

#include <algorithm>
#include <tuple>

namespace portolan {
namespace {

/// Address classes that are looked at for a name outside; where there are more, its verdict is left open.
constexpr std::size_t kAddressesLookedAt = 512;

Cidr blockOf(const IpAddress& address) {
    return *Cidr::parse(address.text() + (address.family() == AddressFamily::V4 ? "/32" : "/128"));
}

auto endsOf(const LedgerEdge& e) {
    return std::tie(e.from, e.to, e.protocol, e.port);
}

std::int64_t earliest(std::int64_t a, std::int64_t b) {
    return a == 0 ? b : b == 0 ? a : std::min(a, b);
}

void add(EdgeEvidence& sum, const EdgeEvidence& seen) {
    sum.allowed += seen.allowed;
    sum.denied += seen.denied;
    sum.wouldDeny += seen.wouldDeny;
    sum.observed += seen.observed;
    sum.delivered += seen.delivered;
    sum.firstSeen = earliest(sum.firstSeen, seen.firstSeen);
    sum.lastSeen = std::max(sum.lastSeen, seen.lastSeen);
    sum.lastDelivered = std::max(sum.lastDelivered, seen.lastDelivered);
    sum.lastDenied = std::max(sum.lastDenied, seen.lastDenied);
    sum.daysSeen = std::max(sum.daysSeen, seen.daysSeen);
    sum.isMoreDays = sum.isMoreDays || seen.isMoreDays;
}

} // namespace

class DeclaredJoin {
  public:
    DeclaredJoin(std::shared_ptr<const Ledger> ledger, DeclaredTable table,
                 std::span<const std::vector<WorkloadId>> controllers, const RunControl& control)
        : m_out(new DeclaredEdges), m_ledger(*ledger), m_controllers(controllers), m_control(control) {
        m_out->m_ledger = std::move(ledger);
        m_out->m_table = std::move(table);
        m_out->m_declaring.resize(m_ledger.edges().size());
    }

    Result<std::shared_ptr<const DeclaredEdges>> run() {
        const auto& dependencies = m_out->m_table.dependencies;
        for (std::uint32_t i = 0; i < dependencies.size(); ++i) collect(dependencies[i], i);
        fold();
        for (std::size_t i = 0; i < m_out->m_edges.size(); ++i) {
            if (i % 64 == 0 && m_control.isStopped()) return cancelled();
            finish(m_out->m_edges[i]);
        }
        for (auto& declaring : m_out->m_declaring) {
            std::ranges::sort(declaring, {}, [&](std::uint32_t i) { return sureness(i); });
            declaring.erase(std::unique(declaring.begin(), declaring.end()), declaring.end());
        }
        for (std::uint32_t i = 0; i < m_ledger.edges().size(); ++i)
            if (isUndeclared(i)) m_out->m_undeclared.push_back(i);
        return m_out;
    }

  private:
    bool isUndeclared(std::uint32_t index) const {
        const LedgerEdge& edge = m_ledger.edges()[index];
        const auto* from = std::get_if<WorkloadId>(&edge.from);
        const auto* to = std::get_if<WorkloadId>(&edge.to);
        if (from == nullptr || to == nullptr || *from == *to || edge.seen.passed() == 0) return false;
        const bool isLookup = edge.port == 53 || edge.port == 5353; // semantics 8: of CoreDNS, and of OpenShift's
        return !isLookup && m_out->declaresAny(*from) && m_out->m_declaring[index].empty();
    }

    std::pair<int, std::uint32_t> sureness(std::uint32_t i) const {
        return {-static_cast<int>(m_out->m_table.dependencies[i].confidence), i};
    }

    void collect(const DeclaredDependency& d, std::uint32_t index) {
        if (const auto* workload = std::get_if<WorkloadId>(&d.from)) return addEdge(*workload, d, index);
        if (const auto* entry = std::get_if<EntryPointId>(&d.from)) {
            if (entry->index() >= m_controllers.size()) return;
            for (const WorkloadId controller : m_controllers[entry->index()])
                if (d.to != DeclaredTo(controller)) addEdge(controller, d, index);
            return;
        }
        const auto* to = std::get_if<WorkloadId>(&d.to);
        if (to == nullptr || std::holds_alternative<ApiServer>(d.from)) return;
        const bool isKubelet = std::holds_alternative<Kubelet>(d.from);
        for (const std::uint32_t e : m_ledger.edgesOf(*to)) {
            const LedgerEdge& edge = m_ledger.edges()[e];
            const bool isFrom =
                isKubelet ? std::holds_alternative<NodeId>(edge.from) : std::holds_alternative<WorkloadId>(edge.from);
            if (isFrom && edge.to == LedgerEnd(*to) && edge.protocol == d.protocol && edge.port == d.port)
                m_out->m_declaring[e].push_back(index);
        }
    }

    void addEdge(WorkloadId from, const DeclaredDependency& d, std::uint32_t index) {
        DeclaredEdge& out = m_out->m_edges.emplace_back();
        out.edge.from = from;
        if (const auto* workload = std::get_if<WorkloadId>(&d.to)) {
            out.edge.to = *workload;
        } else if (const auto* address = std::get_if<IpAddress>(&d.to)) {
            out.edge.to = blockOf(*address);
        } else {
            const auto& named = std::get<NamedTarget>(d.to);
            EndName end;
            end.name = named.name;
            end.kind = named.isInside ? "Service" : "Name";
            out.edge.to = UnresolvedEnd(std::move(end));
        }
        out.edge.protocol = d.protocol;
        out.edge.port = d.port;
        out.dependencies.push_back(index);
    }

    /// One edge for all dependencies of the same ends and port.
    void fold() {
        auto& edges = m_out->m_edges;
        std::ranges::stable_sort(
            edges, [](const DeclaredEdge& a, const DeclaredEdge& b) { return endsOf(a.edge) < endsOf(b.edge); });
        std::vector<DeclaredEdge> out;
        for (DeclaredEdge& e : edges) {
            if (!out.empty() && endsOf(out.back().edge) == endsOf(e.edge))
                out.back().dependencies.push_back(e.dependencies.front());
            else
                out.push_back(std::move(e));
        }
        for (DeclaredEdge& e : out) {
            std::ranges::sort(e.dependencies, {}, [&](std::uint32_t i) { return sureness(i); });
            e.confidence = m_out->m_table.dependencies[e.dependencies.front()].confidence;
        }
        edges = std::move(out);
    }

    void finish(DeclaredEdge& out) {
        LedgerEdge& edge = out.edge;
        const bool isNamed = std::holds_alternative<UnresolvedEnd>(edge.to);
        out.isObservable = !isNamed;
        if (edge.port == 0) return finishWithoutPort(out);
        if (const LedgerEdge* const seen = m_ledger.find(edge.from, edge.to, edge.protocol, edge.port)) {
            edge = *seen;
            out.isJudged = true;
            return declare(static_cast<std::size_t>(seen - m_ledger.edges().data()), out);
        }
        if (isNamed) return judgeName(out);
        judge(m_ledger.reachability(), m_ledger.workloadClasses(), edge);
        out.isJudged = true;
    }

    void declare(std::size_t index, const DeclaredEdge& by) {
        auto& declaring = m_out->m_declaring[index];
        declaring.insert(declaring.end(), by.dependencies.begin(), by.dependencies.end());
    }

    /// The manifest names no port: the ends are denied where nothing at all may pass, else it is left open.
    void finishWithoutPort(DeclaredEdge& out) {
        LedgerEdge& edge = out.edge;
        const WorkloadId from = std::get<WorkloadId>(edge.from);
        for (const std::uint32_t i : m_ledger.edgesOf(from)) {
            const LedgerEdge& seen = m_ledger.edges()[i];
            if (seen.from != edge.from || seen.to != edge.to) continue;
            add(edge.seen, seen.seen);
            declare(i, out);
        }
        const auto sources = classesOf(m_ledger.reachability(), m_ledger.workloadClasses(), edge.from);
        const auto targets = classesOf(m_ledger.reachability(), m_ledger.workloadClasses(), edge.to);
        if (sources.empty() || targets.empty()) return;
        out.isJudged = true;
        const bool isAnyOpen = std::ranges::any_of(sources, [&](ClassId s) {
            return std::ranges::any_of(targets,
                                       [&](ClassId t) { return !m_ledger.reachability().between(s, t).may.isEmpty(); });
        });
        edge.verdict = isAnyOpen ? Verdict::Uncertain : Verdict::Deny;
    }

    /// A name outside may have any address: allowed where every address is, denied where none.
    void judgeName(DeclaredEdge& out) const {
        const EndName& end = *std::get<UnresolvedEnd>(out.edge.to);
        const EndpointClasses& classes = m_ledger.reachability().classes();
        if (end.kind != "Name" || classes.count() - classes.podClassCount() > kAddressesLookedAt) return;
        std::array<bool, 3> isMet{}; // by Verdict
        const auto sources = classesOf(m_ledger.reachability(), m_ledger.workloadClasses(), out.edge.from);
        for (std::uint32_t c = classes.podClassCount(); c < classes.count(); ++c)
            for (const ClassId s : sources) {
                const PairTraffic traffic = m_ledger.reachability().between(s, ClassId(c));
                isMet[static_cast<std::size_t>(traffic.verdict(out.edge.protocol, out.edge.port))] = true;
            }
        out.isJudged = isMet[0] || isMet[1] || isMet[2];
        const bool isMixed = isMet[0] + isMet[1] + isMet[2] > 1;
        out.edge.verdict = isMixed || isMet[1] ? Verdict::Uncertain : isMet[2] ? Verdict::Allow : Verdict::Deny;
    }

    std::shared_ptr<DeclaredEdges> m_out;
    const Ledger& m_ledger;
    std::span<const std::vector<WorkloadId>> m_controllers;
    const RunControl& m_control;
};

Result<std::shared_ptr<const DeclaredEdges>> DeclaredEdges::create(std::shared_ptr<const Ledger> ledger,
                                                                   DeclaredTable table,
                                                                   std::span<const std::vector<WorkloadId>> controllers,
                                                                   const RunControl& control) {
    return DeclaredJoin(std::move(ledger), std::move(table), controllers, control).run();
}

std::span<const DeclaredEdge> DeclaredEdges::from(WorkloadId id) const {
    const auto [first, last] = std::ranges::equal_range(
        m_edges, LedgerEnd(id), {}, [](const DeclaredEdge& e) -> const LedgerEnd& { return e.edge.from; });
    return {first, last};
}

} // namespace portolan
