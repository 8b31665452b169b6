#include "ui/models/edge_fields.h"

#include "ui/models/policy_words.h"
#include "ui/models/words.h"

namespace portolan {

namespace {

std::string namespaceName(const Cluster& cluster, const LedgerEnd& end) {
    const auto ns = namespaceOf(cluster, end);
    return ns ? std::string(cluster.text(cluster.namespaces[*ns].name)) : std::string();
}

/// The values of a label of an end's pods; of a workload they differ in labels that no one filters by.
std::vector<std::string> labelValues(const Cluster& cluster, const LedgerEnd& end, std::string_view key) {
    const auto* workload = std::get_if<WorkloadId>(&end);
    const auto symbol = cluster.symbols.find(key);
    if (workload == nullptr || !symbol || cluster.workloads[*workload].pods.empty()) return {""};
    const Pod& pod = cluster.pods[cluster.workloads[*workload].pods.front()];
    const auto label = cluster.labelSets.find(pod.labels, *symbol);
    return {label ? std::string(cluster.text(label->value)) : std::string()};
}

std::optional<std::vector<std::string>> endFields(const Cluster& cluster, const LedgerEnd& end,
                                                  std::string_view field) {
    if (field.empty()) return std::vector{displayName(cluster, end)};
    if (field == ".ns") return std::vector{namespaceName(cluster, end)};
    if (field.starts_with(".label.")) return labelValues(cluster, end, field.substr(7));
    return std::nullopt;
}

} // namespace

std::optional<std::vector<std::string>> edgeFields(const Analysis& analysis, const LedgerEdge& edge,
                                                   std::string_view field) {
    const Cluster& cluster = *analysis.cluster;
    if (field.starts_with("src")) return endFields(cluster, edge.from, field.substr(3));
    if (field.starts_with("dst")) return endFields(cluster, edge.to, field.substr(3));
    if (field == "ns") return std::vector{namespaceName(cluster, edge.from), namespaceName(cluster, edge.to)};
    if (field == "workload") return std::vector{displayName(cluster, edge.from), displayName(cluster, edge.to)};
    if (field == "port")
        return std::vector{std::to_string(edge.port), portText(edge.protocol, edge.port).toStdString()};
    if (field == "proto") return std::vector{std::string(name(edge.protocol))};
    if (field == "state") return std::vector{std::string(name(edge.state))};
    if (field == "verdict") return std::vector{std::string(name(edge.verdict))};
    if (field == "connections") return std::vector{std::to_string(edge.seen.total())};
    if (field == "days") return std::vector{std::to_string(edge.seen.daysSeen)};
    if (field == "last_seen" && analysis.ledger->evidence())
        return std::vector{std::to_string(daysBefore(edge.seen.lastSeen, analysis.ledger->evidence()->last))};
    if (field == "policy") {
        std::vector<std::string> names;
        for (const Direction d : kDirections)
            for (const RuleRef& rule : edge.gate(d).rules)
                names.push_back(policyText(*analysis.reachability, rule.policy).toStdString());
        return names;
    }
    return std::nullopt;
}

std::string edgeText(const Analysis& analysis, const LedgerEdge& edge) {
    return displayName(*analysis.cluster, edge.from) + ' ' + displayName(*analysis.cluster, edge.to) + ' ' +
           portText(edge.protocol, edge.port).toStdString() + ' ' + std::string(name(edge.state));
}

} // namespace portolan
