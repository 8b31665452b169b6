#include "ui/paths/paths_data.h"

#include "ui/session/selection.h"

#include <algorithm>
#include <iterator>

namespace portolan {
namespace {

const QString kInternet = QStringLiteral("internet");

bool isOutside(const LedgerEnd& end) {
    return std::holds_alternative<Cidr>(end);
}

bool isObservedWay(const Analysis& analysis, WorkloadId from, WorkloadId to) {
    for (const std::uint32_t i : analysis.ledger->edgesOf(from)) {
        const LedgerEdge& e = analysis.ledger->edges()[i];
        if (e.from == LedgerEnd(from) && e.to == LedgerEnd(to) && e.seen.passed() != 0) return true;
    }
    return false;
}

Result<void> findChokePoints(PathsAnswer& answer, const RunControl& control) {
    const auto choke = chokePoints(*answer.graph, answer.from, control);
    if (choke)
        answer.chokePoints = *choke;
    else if (choke.error().kind == Error::Kind::Cancelled)
        return tl::make_unexpected(choke.error());
    else
        answer.chokeProblem = QString::fromStdString(choke.error().message);
    return {};
}

Result<void> findWays(PathsAnswer& answer, PathNode to, const RunControl& control) {
    answer.cuts.emplace_back();
    if (answer.from == to) return {};
    const std::size_t count = answer.to.size() == 1 ? kShownRoutes : kShownRoutesEach;
    auto found = routes(*answer.graph, answer.from, to, {count, answer.maxHops}, control);
    if (!found) return tl::make_unexpected(found.error());
    if (found->empty()) return {};
    std::ranges::move(*found, std::back_inserter(answer.routes));
    const Analysis& analysis = *answer.analysis;
    auto cut = smallestCut(
        *answer.graph, answer.from, to,
        [&](WorkloadId source, WorkloadId target) {
            return analysis.ledger && isObservedWay(analysis, source, target);
        },
        control);
    if (cut)
        answer.cuts.back() = std::move(*cut);
    else if (cut.error().kind == Error::Kind::Cancelled)
        return tl::make_unexpected(cut.error());
    return {};
}

} // namespace

std::size_t PathsAnswer::targetOf(const Route& route) const {
    const auto at = std::ranges::find(to, route.hops.back().to);
    return static_cast<std::size_t>(at - to.begin());
}

const Cut* PathsAnswer::cutFor(const Route& route) const {
    const std::size_t at = targetOf(route);
    return at < cuts.size() && cuts[at] ? &*cuts[at] : nullptr;
}

Result<PathsAnswer> findPaths(std::shared_ptr<const Analysis> analysis, std::shared_ptr<const ReachGraph> graph,
                              const PathsQuestion& question, const RunControl& control) {
    PathsAnswer out;
    out.analysis = std::move(analysis);
    out.graph = std::move(graph);
    out.from = question.from;
    out.to = question.to;
    out.maxHops = question.maxHops;
    if (out.to.size() > kMostTargets) {
        out.leftOut = out.to.size() - kMostTargets;
        out.to.resize(kMostTargets);
    }
    for (const PathNode to : out.to)
        if (const auto done = findWays(out, to, control); !done) return tl::make_unexpected(done.error());
    std::ranges::stable_sort(out.routes, {}, [](const Route& route) { return route.hops.size(); });
    auto reached = spread(*out.graph, out.from, {.hops = out.maxHops}, control);
    if (!reached) return tl::make_unexpected(reached.error());
    out.spread = std::move(*reached);
    if (const auto done = findChokePoints(out, control); !done) return tl::make_unexpected(done.error());
    return out;
}

std::optional<LedgerEdge> observedEdge(const Analysis& analysis, const Hop& hop) {
    if (!analysis.ledger) return std::nullopt;
    const auto isThis = [&](const LedgerEdge& e) {
        return e.protocol == hop.protocol && e.port == hop.port &&
               (hop.from ? e.from == LedgerEnd(*hop.from) : isOutside(e.from)) &&
               (hop.to ? e.to == LedgerEnd(*hop.to) : isOutside(e.to));
    };
    const PathNode known = hop.from ? hop.from : hop.to;
    if (!known) return std::nullopt;
    for (const std::uint32_t i : analysis.ledger->edgesOf(*known))
        if (isThis(analysis.ledger->edges()[i])) return analysis.ledger->edges()[i];
    return std::nullopt;
}

std::optional<LedgerEdge> edgeBehind(const Analysis& analysis, const Hop& hop) {
    if (auto seen = observedEdge(analysis, hop)) return seen;
    if (!analysis.ledger || !hop.from || !hop.to) return std::nullopt;
    for (LedgerEdge& e : analysis.ledger->permittedUnseen(*hop.from, *hop.to))
        if (e.protocol == hop.protocol && e.port == hop.port) return std::move(e);
    return std::nullopt;
}

QString endText(const Cluster& cluster, PathNode node) {
    return node ? QString::fromStdString(cluster.identity(*node)) : kInternet;
}

std::optional<PathNode> endOf(const Cluster& cluster, const QString& text) {
    if (text == kInternet) return PathNode{};
    if (const auto found = resolve(cluster, WorkloadKey{text.toStdString()})) return PathNode{*found};
    return std::nullopt;
}

std::vector<WorkloadId> sensitiveWorkloads(const Cluster& cluster) {
    std::vector<WorkloadId> out;
    for (const std::string& name : cluster.facts.sensitive)
        for (std::size_t i = 0; i < cluster.workloads.size(); ++i)
            if (cluster.displayName(WorkloadId(i)) == name) out.emplace_back(i);
    return out;
}

} // namespace portolan
