#include "core/flow/clickhouse/summary_table.h"

#include "core/flow/clickhouse/sql_text.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace portolan::clickhouse {
namespace {

constexpr std::array kColumns{
    Column{"ts", "DateTime"},
    Column{"kubernetes", "String"},
    Column{"src_class",
           "Enum8('none' = 0, 'workload' = 1, 'node' = 2, 'outside' = 3, 'name' = 4, 'pod' = 5, 'address' = 6)"},
    Column{"src_cluster", "String"},
    Column{"src_ns", "String"},
    Column{"src_workload", "String"},
    Column{"src_kind", "String"},
    Column{"src_ip", "String"},
    Column{"dst_class",
           "Enum8('none' = 0, 'workload' = 1, 'node' = 2, 'outside' = 3, 'name' = 4, 'pod' = 5, 'address' = 6)"},
    Column{"dst_cluster", "String"},
    Column{"dst_ns", "String"},
    Column{"dst_workload", "String"},
    Column{"dst_kind", "String"},
    Column{"dst_ip", "String"},
    Column{"proto", "UInt8"},
    Column{"dport", "UInt16"},
    Column{"verdict", "Enum8('allowed' = 0, 'denied' = 1, 'would-deny' = 2, 'observed' = 3)"},
    Column{"observation", "Enum8('verdict' = 0, 'drop' = 1, 'trace-delivered' = 2, 'trace-passed' = 3, "
                          "'trace-other' = 4, 'attempted' = 5, 'sighted' = 6, 'sighted-answer' = 7, 'stated' = 8)"},
    Column{"reporter", "Enum8('source' = 0, 'destination' = 1, 'unknown' = 2)"},
    Column{"weight_kind", "Enum8('connection' = 0, 'packet sample' = 1, 'record' = 2)"},
    Column{"flows", "UInt64"},
    Column{"records", "UInt64"},
    Column{"unidentified", "UInt64"},
    Column{"aggregated", "UInt8"},
    Column{"first_seen", "Int64"},
    Column{"last_seen", "Int64"},
    Column{"days", "Array(UInt16)"},
    Column{"src_pod", "String"},
    Column{"dst_pod", "String"},
    Column{"clients", "Array(UInt64)"},
    Column{"outcome", "String"},
    Column{"import", "String"},
    Column{"source", "String"},
};

constexpr std::array<std::string_view, 9> kObservations{"verdict",      "drop",           "trace-delivered",
                                                        "trace-passed", "trace-other",    "attempted",
                                                        "sighted",      "sighted-answer", "stated"};
constexpr std::array<std::string_view, 3> kReporters{"source", "destination", "unknown"};
constexpr std::array<std::string_view, 3> kWeightKinds{"connection", "packet sample", "record"};
constexpr std::array<std::string_view, kSkipReasonCount> kSkips{
    "skip-malformed",    "skip-too-long",         "skip-truncated",  "skip-container-partial", "skip-other-event",
    "skip-no-transport", "skip-no-policy-reason", "skip-no-verdict", "skip-health-check",      "skip-no-end",
    "skip-no-answer",    "skip-repeated",         "skip-no-port"};
constexpr std::pair<Protocol, std::string_view> kProtocolNumbers[] = {
    {Protocol::Tcp, "6"}, {Protocol::Udp, "17"}, {Protocol::Sctp, "132"}};
constexpr std::string_view kEnds = "src_class, src_cluster, src_ns, src_workload, src_kind, src_ip, "
                                   "dst_class, dst_cluster, dst_ns, dst_workload, dst_kind, dst_ip, proto, dport, "
                                   "verdict, observation, reporter";

template <typename Enum, std::size_t count>
std::optional<Enum> parseWord(const std::array<std::string_view, count>& words, std::string_view word) {
    const auto it = std::ranges::find(words, word);
    if (it == words.end()) return std::nullopt;
    return static_cast<Enum>(it - words.begin());
}

struct EndCellsOf {
    const Cluster& cluster;

    EndCells operator()(WorkloadId id) const {
        const Workload& w = cluster.workloads[id];
        return {"workload",
                "",
                std::string(cluster.text(cluster.namespaces[w.ns].name)),
                std::string(cluster.text(w.name)),
                std::string(cluster.text(w.kind)),
                ""};
    }
    EndCells operator()(NodeId id) const {
        const Node& node = cluster.nodes[id];
        return {"node", "",
                "",     std::string(cluster.text(node.name)),
                "",     node.addresses.empty() ? "" : node.addresses.front().text()};
    }
    EndCells operator()(const Cidr& block) const {
        const unsigned whole = block.family() == AddressFamily::V4 ? 32 : 128;
        const bool isDecided = !cluster.workloads.isEmpty();
        return {isDecided ? "outside" : "address",
                "",
                "",
                "",
                "",
                block.prefixLength() == whole ? block.address().text() : block.text()};
    }
    EndCells operator()(const UnresolvedEnd& unresolved) const {
        const EndName& end = *unresolved;
        const bool isPod = end.name.empty() && !end.pod.empty();
        return {isPod ? "pod" : "name",     end.cluster, end.ns,
                isPod ? end.pod : end.name, end.kind,    end.address ? end.address->text() : ""};
    }
};

class Line {
  public:
    explicit Line(std::string& out) : m_out(out) {}
    Line& text(std::string_view value) {
        separate();
        m_out += cell(value);
        return *this;
    }
    template <typename Number>
    Line& number(Number value) {
        separate();
        m_out += std::to_string(value);
        return *this;
    }
    /// Servers of 2018 take exactly ten digits for a DateTime.
    Line& time(std::uint32_t seconds) {
        separate();
        char digits[11];
        std::snprintf(digits, sizeof digits, "%010u", seconds);
        m_out += digits;
        return *this;
    }
    template <typename Numbers>
    Line& array(const Numbers& values) {
        separate();
        m_out += '[';
        for (const auto value : values) m_out += (m_out.back() == '[' ? "" : ",") + std::to_string(value);
        m_out += ']';
        return *this;
    }
    Line& end(const EndCells& e) {
        return text(e.endClass).text(e.cluster).text(e.ns).text(e.workload).text(e.kind).text(e.address);
    }
    /// The last cells, already as text, and the line's end.
    void close(std::string_view tail) { m_out.append(1, '\t').append(tail).append(1, '\n'); }

  private:
    void separate() {
        if (!m_isFirst) m_out += '\t';
        m_isFirst = false;
    }
    std::string& m_out;
    bool m_isFirst = true;
};

/// Days as the table holds them: what lies before 1970 has none.
std::vector<std::uint16_t> dayCells(const std::vector<std::int32_t>& days) {
    std::vector<std::uint16_t> out;
    for (const std::int32_t day : days)
        if (day >= 0 && day <= 0xffff) out.push_back(static_cast<std::uint16_t>(day));
    return out;
}

std::string podName(std::optional<PodId> pod, const Cluster& cluster) {
    return pod ? std::string(cluster.text(cluster.pods[*pod].name)) : std::string();
}

std::string tableName(const Address& address) {
    return identifier(address.database) + '.' + identifier(address.table);
}

} // namespace

std::span<const Column> summaryColumns() {
    return kColumns;
}

std::vector<std::string> summaryStatements(const Address& address) {
    const std::string local = address.cluster.empty() ? address.table : address.table + "_local";
    std::string columns;
    for (const auto& [name, type] : kColumns)
        columns += (columns.empty() ? "" : ", ") + std::string(name) + ' ' + std::string(type);
    const std::string localName = identifier(address.database) + '.' + identifier(local);
    std::vector<std::string> out{"CREATE TABLE IF NOT EXISTS " + localName + " (" + columns +
                                 ") ENGINE = MergeTree() PARTITION BY toYYYYMM(ts) ORDER BY (src_ns, src_workload, "
                                 "dst_ns, dst_workload, dport, ts)"};
    if (!address.cluster.empty())
        out.push_back("CREATE TABLE IF NOT EXISTS " + tableName(address) + " AS " + localName +
                      " ENGINE = Distributed(" + literal(address.cluster) + ", " + literal(address.database) + ", " +
                      literal(local) + ", cityHash64(src_ns, src_workload, dst_ns, dst_workload))");
    return out;
}

EndCells endCellsOf(const EndValue& value, const Cluster& cluster) {
    return std::visit(EndCellsOf{cluster}, value);
}

void appendLane(std::string& out, const LaneRow& row, const Cluster& cluster, std::string_view kubernetes,
                std::string_view tail) {
    const LaneKey& key = row.key;
    const Tally& tally = row.tally;
    const auto protocol =
        std::ranges::find(kProtocolNumbers, key.protocol, &std::pair<Protocol, std::string_view>::first);
    Line line(out);
    line.time(row.bucket).text(kubernetes).end(row.from).end(row.to);
    line.text(protocol->second).number(key.port).text(name(key.lane.verdict));
    line.text(kObservations[static_cast<std::size_t>(key.lane.observation)]);
    line.text(kReporters[static_cast<std::size_t>(key.lane.reporter)]);
    line.text(kWeightKinds[static_cast<std::size_t>(tally.weightKind)]);
    line.number(tally.weight).number(tally.records).number(tally.unidentified).number(tally.hasAggregates ? 1 : 0);
    line.number(tally.firstSeen).number(tally.lastSeen).array(dayCells(tally.days.days()));
    line.text(podName(fromPodOf(tally.pods), cluster)).text(podName(toPodOf(tally.pods), cluster));
    line.array(tally.distinct ? tally.distinct->smallest() : std::vector<std::uint64_t>());
    line.text("").close(tail);
}

void appendOutcome(std::string& out, const OutcomeRow& row, std::string_view kubernetes, std::string_view tail) {
    const EndCells none{"none", "", "", "", "", ""};
    Line line(out);
    line.time(row.bucket).text(kubernetes).end(none).end(none);
    line.text("0").number(0).text(name(FlowVerdict::Observed)).text(kObservations.back()).text(kReporters.back());
    line.text(kWeightKinds.back()).number(0).number(row.records).number(0).number(0);
    line.number(row.firstSeen).number(row.lastSeen).array(dayCells(row.days));
    line.text("").text("").array(std::vector<std::uint64_t>()).text(row.outcome).close(tail);
}

std::string_view outcomeOf(SkipReason reason) {
    return kSkips[static_cast<std::size_t>(reason)];
}

std::string summaryWhere(const Address& address) {
    const auto seconds = [](std::int64_t nanoseconds) {
        return "toDateTime(" + std::to_string(nanoseconds / kNanosecondsPerSecond) + ')';
    };
    std::string out;
    const auto add = [&](const std::string& condition) { out += (out.empty() ? " WHERE " : " AND ") + condition; };
    if (address.from != 0) add("ts >= " + seconds(address.from));
    if (address.to != 0) add("ts < " + seconds(address.to + kNanosecondsPerSecond - 1));
    if (!address.kubernetes.empty()) add("kubernetes = " + literal(address.kubernetes));
    return out;
}

std::string lanesQuery(const Address& address) {
    const std::string window = summaryWhere(address);
    return "SELECT " + std::string(kEnds) +
           ", max(weight_kind) AS kind_max, sum(flows) AS flow_sum, sum(records) AS record_sum, sum(unidentified) AS "
           "unidentified_sum, max(aggregated) AS aggregated_max, min(if(first_seen = 0, "
           "toInt64(9223372036854775807), first_seen)) AS first_min, max(last_seen) AS last_max, "
           "groupUniqArrayArray(days) AS day_list, min(concat(if(src_pod = '', '~', src_pod), ' ', if(dst_pod = '', "
           "'~', dst_pod))) AS pod_pair, arraySlice(arraySort(groupUniqArrayArray(clients)), 1, " +
           std::to_string(DistinctCounter::kExact) + ") AS client_list FROM " + tableName(address) + window +
           (window.empty() ? " WHERE " : " AND ") + "outcome = '' GROUP BY " + std::string(kEnds) + " WITH TOTALS";
}

std::string outcomesQuery(const Address& address) {
    const std::string window = summaryWhere(address);
    return "SELECT outcome, sum(records) AS record_sum, max(records) AS record_max, min(if(first_seen = 0, "
           "toInt64(9223372036854775807), first_seen)) AS first_min, max(last_seen) AS last_max, "
           "groupUniqArrayArray(days) AS day_list FROM " +
           tableName(address) + window + (window.empty() ? " WHERE " : " AND ") +
           "outcome != '' GROUP BY outcome WITH TOTALS";
}

std::string laneLinesQuery(const Address& address) {
    const std::string window = summaryWhere(address);
    return "SELECT sum(records) AS n FROM " + tableName(address) + window + (window.empty() ? " WHERE " : " AND ") +
           "outcome = ''";
}

std::string outcomeLinesQuery(const Address& address) {
    const std::string window = summaryWhere(address);
    return "SELECT sum(records) AS n FROM " + tableName(address) + window + (window.empty() ? " WHERE " : " AND ") +
           "outcome != ''";
}

std::optional<Observation> parseObservation(std::string_view word) {
    return parseWord<Observation>(kObservations, word);
}

std::optional<Reporter> parseReporter(std::string_view word) {
    return parseWord<Reporter>(kReporters, word);
}

std::optional<WeightKind> parseWeightKind(std::string_view word) {
    return parseWord<WeightKind>(kWeightKinds, word);
}

std::optional<Protocol> parseProtocolNumber(std::string_view number) {
    for (const auto& [protocol, text] : kProtocolNumbers)
        if (number == text) return protocol;
    return std::nullopt;
}

} // namespace portolan::clickhouse
