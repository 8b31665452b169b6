#include "core/propose/review.h"

#include "core/base/text.h"
#include "core/propose/address_blocks.h"
#include "core/propose/effect.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace portolan {
namespace {

constexpr std::int64_t kDay = 86'400'000'000'000; // nanoseconds

/// What edges of one row have in common.
using RowKey = std::tuple<WorkloadId, Direction, Protocol, std::uint16_t, EdgeOutcome, bool>;

bool isPublic(const Cidr& block) {
    return AddressSet::of(block).intersected(privateAddresses()).isEmpty();
}

/// The key of an edge between a workload and addresses outside; none for other edges.
std::optional<RowKey> keyOf(const ObservedEdge& e, EdgeOutcome outcome) {
    const auto* from = std::get_if<WorkloadId>(&e.from);
    const auto* to = std::get_if<WorkloadId>(&e.to);
    const auto* source = std::get_if<Cidr>(&e.from);
    const auto* target = std::get_if<Cidr>(&e.to);
    if (from && target) return RowKey{*from, Direction::Egress, e.protocol, e.port, outcome, isPublic(*target)};
    if (to && source) return RowKey{*to, Direction::Ingress, e.protocol, e.port, outcome, isPublic(*source)};
    return std::nullopt;
}

/// Adds the days on which the edge was seen, as far as they are known; false where there are more.
bool addDays(const ObservedEdge& e, std::set<std::int64_t>& days) {
    if (e.firstSeen == 0 || e.lastSeen == 0) return e.days == 0;
    const std::int64_t first = e.firstSeen / kDay;
    const std::int64_t last = e.lastSeen / kDay;
    if (last - first + 1 == e.days)
        for (std::int64_t day = first; day <= last; ++day) days.insert(day);
    days.insert(first);
    days.insert(last);
    return !e.isMoreDays && (e.days <= 2 || last - first + 1 == e.days);
}

void sumUp(const ProposalBasis& basis, ReviewRow& row) {
    std::set<std::int64_t> days;
    for (const std::uint32_t i : row.edges) {
        const ObservedEdge& e = basis.edges()[i].edge;
        row.passed += e.passed;
        row.refused += e.refused;
        row.isMoreDays = !addDays(e, days) || row.isMoreDays;
        row.days = std::max(row.days, e.days);
        if (e.firstSeen != 0) row.firstSeen = row.firstSeen == 0 ? e.firstSeen : std::min(row.firstSeen, e.firstSeen);
        row.lastSeen = std::max(row.lastSeen, e.lastSeen);
        if (row.declaredAt.empty()) row.declaredAt = e.declaredAt;
    }
    row.days = std::max(row.days, static_cast<std::uint32_t>(days.size()));
    const std::uint32_t window = basis.options().windowDays;
    if (row.edges.size() == 1) row.isMoreDays = basis.edges()[row.edges.front()].edge.isMoreDays;
    if (window > 0 && row.days >= window) row.isMoreDays = false;
}

bool isNameLookup(const ProposalBasis& basis, const ObservedEdge& e) {
    const auto* to = std::get_if<WorkloadId>(&e.to);
    return to != nullptr && std::ranges::binary_search(basis.dns().workloads, *to) &&
           basis.dns().traffic.contains(e.protocol, e.port);
}

/// What the rules of a row admit outside beyond its own addresses.
std::string besidesText(const ProposalBasis& basis, const ReviewRow& row, const AddressSet& beyond) {
    std::vector<Cidr> own;
    for (const std::uint32_t i : row.edges)
        for (const EdgeEnd* end : {&basis.edges()[i].edge.from, &basis.edges()[i].edge.to})
            if (const auto* cidr = std::get_if<Cidr>(end)) own.push_back(*cidr);
    const AddressSet all = beyond.united(addressesOf(own));
    for (const AddressFamily family : {AddressFamily::V4, AddressFamily::V6})
        if (internetBlock(family).addresses().minus(all).isEmpty()) return std::string(kEveryOtherAddress);
    return addressesText(beyond);
}

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
    return countText(count) + ' ' + (count == 1 ? one : many);
}

std::string endText(const ProposalBasis& basis, const ReviewRow& row, Direction outside) {
    const ObservedEdge& first = basis.edges()[row.edges.front()].edge;
    const EdgeEnd& end = outside == Direction::Ingress ? first.from : first.to;
    if (row.edges.size() < 2 || row.outside != outside) return displayName(basis.cluster(), end);
    return countText(row.edges.size()) + (isPublic(std::get<Cidr>(end)) ? " public addresses" : " addresses");
}

} // namespace

std::vector<ReviewRow> reviewRows(const ProposalBasis& basis) {
    std::vector<ReviewRow> out;
    std::map<RowKey, std::size_t> rows;
    const std::vector<EdgeResult> results = propose(basis, {}).edges;
    for (std::uint32_t i = 0; i < results.size(); ++i) {
        const EdgeOutcome outcome = results[i].outcome;
        if (outcome == EdgeOutcome::OutOfScope || outcome == EdgeOutcome::NotNeeded) continue;
        const auto key = keyOf(basis.edges()[i].edge, outcome);
        if (key) {
            const auto [it, isNew] = rows.try_emplace(*key, out.size());
            if (!isNew) {
                out[it->second].edges.push_back(i);
                continue;
            }
        }
        ReviewRow& row = out.emplace_back();
        row.edges.push_back(i);
        row.suggested = results[i];
        if (key) row.outside = std::get<Direction>(*key);
    }
    for (ReviewRow& row : out) sumUp(basis, row);
    return out;
}

std::string attention(const ProposalBasis& basis, const ReviewRow& row, const OverReach& overReach,
                      const Reachability& after) {
    if (row.suggested.outcome != EdgeOutcome::Admitted)
        return std::string(name(row.suggested.outcome)) +
               (row.suggested.reason.empty() ? "" : ", " + row.suggested.reason);
    if (isNameLookup(basis, basis.edges()[row.edges.front()].edge)) return {};
    const AddressSet beyond = overReachOf(overReach, row.edges).addresses;
    if (!beyond.isEmpty()) return "the rule admits " + besidesText(basis, row, beyond) + " too";
    for (const std::uint32_t e : row.edges)
        if (keptVerdict(basis.edges()[e], after) == Verdict::Uncertain)
            return "whether it passes is uncertain, today and then";
    if (row.days == 1 && !row.isMoreDays && row.declaredAt.empty()) return "seen on one day only";
    return {};
}

std::string overReachText(const ProposalBasis& basis, const ReviewRow& row, const OverReach& overReach) {
    const EdgeOverReach beyond = overReachOf(overReach, row.edges);
    if (!beyond.addresses.isEmpty()) return besidesText(basis, row, beyond.addresses);
    return beyond.pairs == 0 ? "0" : counted(beyond.pairs, "pair", "pairs");
}

std::string sourceText(const ProposalBasis& basis, const ReviewRow& row) {
    return endText(basis, row, Direction::Ingress);
}

std::string destinationText(const ProposalBasis& basis, const ReviewRow& row) {
    return endText(basis, row, Direction::Egress);
}

std::string evidenceText(const ProposalBasis& basis, const ReviewRow& row) {
    const std::uint32_t window = basis.options().windowDays;
    if (row.edges.size() == 1) return evidenceText(basis.edges()[row.edges.front()].edge, window);
    std::string out = row.passed > 0 || row.refused == 0
                          ? counted(row.passed, "connection", "connections")
                          : counted(row.refused, "refused connection", "refused connections");
    if (row.days == 0) return out;
    out += row.isMoreDays ? ", at least " : ", ";
    out += window > 0 ? std::to_string(row.days) + " of " + counted(window, "day", "days")
                      : counted(row.days, "day", "days");
    if (row.passed > 0 && row.refused > 0) out += ", " + countText(row.refused) + " more refused";
    return out;
}

std::vector<std::string> decisionLines(const ProposalBasis& basis, const OverReach& overReach,
                                       const Reachability& after) {
    std::vector<std::string> out;
    for (const ReviewRow& row : reviewRows(basis))
        if (const std::string why = attention(basis, row, overReach, after); !why.empty())
            out.push_back(lineOf(basis, row, why));
    std::ranges::sort(out);
    return out;
}

std::string lineOf(const ProposalBasis& basis, const ReviewRow& row, const std::string& attention) {
    const ObservedEdge& e = basis.edges()[row.edges.front()].edge;
    return sourceText(basis, row) + " -> " + destinationText(basis, row) + ' ' + std::string(name(e.protocol)) + ' ' +
           std::to_string(e.port) + ": " + evidenceText(basis, row) + (attention.empty() ? "" : "; " + attention);
}

} // namespace portolan
