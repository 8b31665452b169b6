#include "core/analysis/picture_changes.h"

#include <algorithm>
#include <map>

namespace portolan {
namespace {

using Ends = std::pair<std::string, std::string>;

Ends endsOf(const Picture& picture, const PictureEdge& edge) {
    return {picture.nodes[edge.from].id, picture.nodes[edge.to].id};
}

/// What an analysis permits between the ends of a line and nobody used.
std::vector<LedgerEdge> unusedBetween(const Analysis& analysis, const Picture& picture, const PictureEdge& edge) {
    const auto& from = picture.nodes[edge.from].workload;
    const auto& to = picture.nodes[edge.to].workload;
    return from && to ? analysis.ledger->permittedUnseen(*from, *to) : std::vector<LedgerEdge>{};
}

bool isPermitted(const Analysis& analysis, const Picture& picture, const PictureEdge& edge) {
    return !unusedBetween(analysis, picture, edge).empty();
}

/// Whether a line that both pictures have carries a port that the other analysis does not permit at all.
bool hasNewPort(const PictureEdge& line, const PictureEdge& before, const std::vector<LedgerEdge>& unusedBefore) {
    return std::ranges::any_of(line.ports, [&](const auto& port) {
        return !std::ranges::binary_search(before.ports, port) &&
               std::ranges::none_of(unusedBefore,
                                    [&](const LedgerEdge& e) { return std::pair(e.protocol, e.port) == port; });
    });
}

/// By the verdicts on what was seen, which both ledgers list alike; a line of several ports breaks if one of them does.
PictureChange changeOf(const PictureEdge& line, const Ledger& before, const Ledger& after) {
    PictureChange out = PictureChange::None;
    for (const std::uint32_t i : line.edges) {
        const bool wasShut = before.edges()[i].verdict == Verdict::Deny;
        const bool isShut = after.edges()[i].verdict == Verdict::Deny;
        if (isShut && !wasShut) return PictureChange::WouldBreak;
        if (wasShut && !isShut) out = PictureChange::NewlyAllowed;
    }
    return out;
}

} // namespace

Result<std::shared_ptr<const Analysis>> analysisUnder(const Analysis& today, std::shared_ptr<const Reachability> after,
                                                      const RunControl& control) {
    auto out = std::make_shared<Analysis>();
    out->options = today.options;
    out->cluster = today.cluster;
    out->reachability = std::move(after);
    auto ledger = Ledger::create(out->reachability, today.flows.get(), control);
    if (!ledger) return tl::make_unexpected(ledger.error());
    out->ledger = *ledger;
    return out;
}

Picture markChanges(const PictureOf& before, const PictureOf& after) {
    Picture out = after.picture;
    std::map<std::string, std::uint32_t> nodeOf;
    for (std::uint32_t n = 0; n < out.nodes.size(); ++n) nodeOf.emplace(out.nodes[n].id, n);
    std::map<Ends, const PictureEdge*> old;
    for (const PictureEdge& e : before.picture.edges) old.emplace(endsOf(before.picture, e), &e);

    for (PictureEdge& e : out.edges) {
        const auto it = old.find(endsOf(out, e));
        if (it != old.end()) {
            e.change = changeOf(e, *before.analysis.ledger, *after.analysis.ledger);
            // The log speaks of today: that it contradicts the draft is the change itself, not a mismatch.
            if (e.change == PictureChange::WouldBreak) e.state = EdgeState::Blocked;
            if (e.change == PictureChange::NewlyAllowed) e.state = EdgeState::Used;
            if (e.change == PictureChange::None && e.ports != it->second->ports &&
                hasNewPort(e, *it->second, unusedBetween(before.analysis, out, e)))
                e.change = PictureChange::NewlyAllowed;
            old.erase(it);
        } else if (!isPermitted(before.analysis, out, e)) {
            e.change = PictureChange::NewlyAllowed;
        }
    }
    for (const auto& [ends, edge] : old) {
        const auto from = nodeOf.find(ends.first);
        const auto to = nodeOf.find(ends.second);
        if (from == nodeOf.end() || to == nodeOf.end()) continue;
        PictureEdge gone = *edge;
        gone.from = from->second;
        gone.to = to->second;
        if (isPermitted(after.analysis, out, gone)) continue;
        gone.change = PictureChange::NewlyClosed;
        out.edges.push_back(std::move(gone));
    }
    for (PictureEdge& e : out.edges)
        if (e.change != PictureChange::None) e.isHub = false;
    std::ranges::sort(out.edges, {}, [](const PictureEdge& e) { return std::pair(e.from, e.to); });
    return out;
}

} // namespace portolan
