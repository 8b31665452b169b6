#include "core/flow/clickhouse/table_shape.h"

#include "core/flow/clickhouse/sql_text.h"
#include "core/flow/clickhouse/summary_table.h"

#include <algorithm>
#include <array>

namespace portolan::clickhouse {
namespace {

constexpr std::size_t kListed = 20;
/// Without these a table is not Theia's; clusterUUID and egressName came later and are not needed.
constexpr std::array kTheiaColumns{"flowStartSeconds",
                                   "flowEndSeconds",
                                   "sourceIP",
                                   "destinationIP",
                                   "destinationTransportPort",
                                   "protocolIdentifier",
                                   "sourcePodName",
                                   "sourcePodNamespace",
                                   "sourcePodLabels",
                                   "destinationPodName",
                                   "destinationPodNamespace",
                                   "destinationPodLabels",
                                   "ingressNetworkPolicyRuleAction",
                                   "egressNetworkPolicyRuleAction"};

Result<TableShape> missing(Session& session, const RunControl& control) {
    const Address& address = session.address();
    const auto tables = session.rows(
        "SELECT name FROM system.tables WHERE database = " + literal(address.database) + " ORDER BY name", control);
    if (!tables) return tl::make_unexpected(tables.error());
    std::vector<std::string> names;
    for (const auto& row : *tables) names.push_back(row.front());
    return fail(Error::Kind::NotFound,
                "ClickHouse at " + address.server() + " has no table " + address.table + " in the database " +
                    address.database +
                    (names.empty() ? ", which is empty or not there" : "; tables there: " + listed(names)) +
                    "; name the table with ?table=NAME in the URL");
}

/// "fleet" of "Distributed('fleet', 'default', 'flows_local', rand())".
std::string firstQuoted(std::string_view text) {
    const std::size_t open = text.find('\'');
    const std::size_t close = open == std::string_view::npos ? open : text.find('\'', open + 1);
    return close == std::string_view::npos ? std::string() : std::string(text.substr(open + 1, close - open - 1));
}

/// What a summary table lacks of what this version writes.
std::string lackOf(const TableShape& shape) {
    for (const auto& [name, type] : summaryColumns()) {
        const auto it = shape.types.find(std::string(name));
        if (it == shape.types.end()) return "the column " + std::string(name);
        if (type.starts_with("Enum8") && it->second != type) return "words of the column " + std::string(name);
    }
    return "";
}

} // namespace

std::string listed(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < std::min(names.size(), kListed); ++i) out += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kListed ? out + " and " + std::to_string(names.size() - kListed) + " more" : out;
}

std::vector<std::string> columnNames(const TableShape& shape) {
    std::vector<std::string> out;
    for (const auto& [name, type] : shape.types) out.push_back(name);
    return out;
}

Result<TableShape> shapeOf(Session& session, const RunControl& control) {
    const Address& address = session.address();
    const std::string database = literal(address.database);
    const std::string table = literal(address.table);
    const auto columns = session.rows(
        "SELECT name, type FROM system.columns WHERE database = " + database + " AND table = " + table, control);
    if (!columns) return tl::make_unexpected(columns.error());
    if (columns->empty()) return missing(session, control);
    TableShape shape;
    for (const auto& row : *columns) shape.types.emplace(row[0], row[1]);
    const auto engine = session.rows(
        "SELECT engine, engine_full FROM system.tables WHERE database = " + database + " AND name = " + table, control);
    if (!engine) return tl::make_unexpected(engine.error());
    if (engine->size() == 1 && engine->front().front() == "Distributed")
        shape.cluster = firstQuoted(engine->front()[1]);
    const auto hasAll = [&](const auto& names) {
        return std::ranges::all_of(names, [&](const char* name) { return shape.has(name); });
    };
    if (hasAll(kTheiaColumns)) shape.kind = TableShape::Kind::Theia;
    if (!shape.has("observation") || !shape.has("outcome") || !shape.has("import")) return shape;
    shape.kind = TableShape::Kind::Summary;
    if (const std::string lack = lackOf(shape); !lack.empty())
        return fail(Error::Kind::Unsupported, "the table " + address.table + " was made by another version: it lacks " +
                                                  lack + "; write the logs to a new table with ?table=NAME");
    return shape;
}

Error withSilentShards(Error error, Session& session, const TableShape& shape, const RunControl& control) {
    if (!isShardDown(error) || shape.cluster.empty()) return error;
    const auto shards = session.rows("SELECT DISTINCT host_name, toString(port) AS port FROM system.clusters WHERE "
                                     "cluster = " +
                                         literal(shape.cluster) + " ORDER BY host_name, port",
                                     control);
    if (!shards) return error;
    std::vector<std::string> silent;
    for (const auto& shard : *shards) {
        const std::string place = shard[0] + ':' + shard[1];
        const auto asked = session.rows("SELECT dummy FROM remote(" + literal(place) + ", system.one)", control);
        const bool isSilent = asked ? asked->empty() : isShardDown(asked.error()); // profiles may skip it
        if (isSilent) silent.push_back(place);
    }
    if (!silent.empty()) error.message += "; without an answer: " + listed(silent);
    return error;
}

Result<std::string> chosenKubernetes(Session& session, const std::string& column, const std::string& where,
                                     std::string_view inventory, const RunControl& control) {
    const Address& address = session.address();
    const auto rows = session.rows("SELECT DISTINCT " + column + " AS kubernetes FROM " + identifier(address.database) +
                                       '.' + identifier(address.table) + where + " ORDER BY kubernetes",
                                   control);
    if (!rows) return tl::make_unexpected(rows.error());
    std::vector<std::string> names;
    for (const auto& row : *rows) names.push_back(row.front());
    const auto has = [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); };
    if (!address.kubernetes.empty()) {
        if (names.empty() || has(address.kubernetes)) return address.kubernetes;
        return fail(Error::Kind::NotFound, "the table " + address.table +
                                               " holds no flows of kubernetes=" + address.kubernetes +
                                               " in that time; it holds those of " + listed(names));
    }
    if (names.size() < 2) return names.empty() ? std::string() : names.front();
    if (!inventory.empty() && has(inventory)) return std::string(inventory);
    std::ranges::replace(names, std::string(), std::string("(nameless)"));
    return fail(Error::Kind::Usage, "the table " + address.table +
                                        " holds flows of several clusters, whose namespaces "
                                        "may share names: choose one with &kubernetes=NAME "
                                        "in the URL, of " +
                                        listed(names));
}

} // namespace portolan::clickhouse
