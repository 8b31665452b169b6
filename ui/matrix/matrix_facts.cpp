#include "ui/matrix/matrix_facts.h"

#include "core/ledger/workload_classes.h"

#include <algorithm>
#include <map>

namespace portolan {

namespace {

constexpr std::size_t kMaxUnseenEdges = 100'000;

bool isOpen(const Reachability& r, const std::vector<ClassId>& classes, Direction direction) {
    return !classes.empty() &&
           std::ranges::all_of(classes, [&](ClassId c) { return r.isolation(c, direction) == Ternary::No; });
}

bool isReached(const Reachability& r, const WorkloadKind& from, const WorkloadKind& to) {
    return std::ranges::any_of(from.classes, [&](ClassId s) {
        return std::ranges::any_of(to.classes, [&](ClassId t) { return !r.between(s, t).must.isEmpty(); });
    });
}

void collectKinds(MatrixFacts& facts) {
    const Analysis& analysis = *facts.analysis;
    const Cluster& cluster = *analysis.cluster;
    std::map<std::pair<NamespaceId, std::vector<ClassId>>, std::uint32_t> known;
    facts.kindOf.assign(cluster.workloads.size(), MatrixFacts::kNoKind);
    for (std::size_t i = 0; i < cluster.workloads.size(); ++i) {
        const auto span = analysis.ledger->workloadClasses().of(WorkloadId(i));
        if (span.empty()) continue;
        const std::vector<ClassId> classes(span.begin(), span.end());
        const NamespaceId ns = cluster.workloads[WorkloadId(i)].ns;
        const auto [at, isNew] = known.try_emplace({ns, classes}, static_cast<std::uint32_t>(facts.kinds.size()));
        if (isNew)
            facts.kinds.push_back({ns, classes, isOpen(*analysis.reachability, classes, Direction::Egress),
                                   isOpen(*analysis.reachability, classes, Direction::Ingress)});
        facts.kindOf[i] = at->second;
    }
}

void collectTalking(MatrixFacts& facts) {
    const auto kindOf = [&](const LedgerEnd& end) -> const WorkloadKind* {
        const auto* id = std::get_if<WorkloadId>(&end);
        const std::uint32_t kind = id != nullptr ? facts.kindOf[id->index()] : MatrixFacts::kNoKind;
        return kind == MatrixFacts::kNoKind ? nullptr : &facts.kinds[kind];
    };
    for (const LedgerEdge& e : facts.analysis->ledger->edges()) {
        const WorkloadKind* from = kindOf(e.from);
        const WorkloadKind* to = kindOf(e.to);
        if (from == nullptr || to == nullptr || e.from == e.to || e.seen.passed() == 0) continue;
        if (from->isOpenSource && to->isOpenTarget)
            facts.talkingOpen.emplace_back(std::get<WorkloadId>(e.from), std::get<WorkloadId>(e.to));
    }
    std::ranges::sort(facts.talkingOpen);
    const auto tail = std::ranges::unique(facts.talkingOpen);
    facts.talkingOpen.erase(tail.begin(), tail.end());
}

Result<void> collectUnseen(MatrixFacts& facts, const RunControl& control) {
    std::vector<WorkloadId> all;
    for (std::size_t i = 0; i < facts.kindOf.size(); ++i) all.emplace_back(i);
    auto unseen = facts.analysis->ledger->permittedUnseen(all, kMaxUnseenEdges, control);
    if (!unseen) return tl::make_unexpected(unseen.error());
    facts.unseen = std::move(unseen->edges);
    facts.leftOut = unseen->leftOut;
    facts.hasUnseen = true;
    return {};
}

Result<void> collectReach(MatrixFacts& facts, const RunControl& control) {
    const Reachability& r = *facts.analysis->reachability;
    facts.reach.assign(facts.kinds.size() * facts.kinds.size(), false);
    for (std::size_t from = 0; from < facts.kinds.size(); ++from) {
        if (control.isStopped()) return cancelled();
        for (std::size_t to = 0; to < facts.kinds.size(); ++to)
            facts.reach[from * facts.kinds.size() + to] = isReached(r, facts.kinds[from], facts.kinds[to]);
    }
    facts.hasShares = true;
    return {};
}

} // namespace

Result<std::shared_ptr<const MatrixFacts>> matrixFacts(std::shared_ptr<const Analysis> analysis,
                                                       const RunControl& control) {
    auto facts = std::make_shared<MatrixFacts>();
    facts->analysis = std::move(analysis);
    facts->hasEvidence = facts->analysis->ledger->evidence().has_value();
    collectKinds(*facts);
    collectTalking(*facts);
    if (facts->hasEvidence && facts->kindOf.size() <= kMaxUnseenWorkloads)
        if (const auto done = collectUnseen(*facts, control); !done) return tl::make_unexpected(done.error());
    if (facts->kinds.size() <= kMaxShadeKinds)
        if (const auto done = collectReach(*facts, control); !done) return tl::make_unexpected(done.error());
    return facts;
}

} // namespace portolan
