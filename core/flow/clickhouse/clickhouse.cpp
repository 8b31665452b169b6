#include "core/flow/clickhouse/clickhouse.h"

#include "core/flow/clickhouse/address.h"
#include "core/flow/clickhouse/clickhouse_share.h"
#include "core/flow/clickhouse/mapped_reader.h"
#include "core/flow/clickhouse/sql_text.h"
#include "core/flow/clickhouse/summary_reader.h"
#include "core/flow/clickhouse/summary_writer.h"
#include "core/flow/clickhouse/table_shape.h"
#include "core/flow/clickhouse/theia_reader.h"
#include "core/flow/time_text.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <random>

namespace portolan {
namespace {

using namespace clickhouse;

Result<void> readShape(Session& session, Address address, const TableShape& shape, GroupEvidence& evidence,
                       const RunControl& control) {
    const std::string& inventory = evidence.attribution().cluster().name;
    if (!address.mapping.empty()) {
        const auto mapping = readMapping(address.mapping);
        if (!mapping) return tl::make_unexpected(mapping.error());
        return readMapped(session, address, shape, *mapping, evidence, control);
    }
    if (shape.kind == TableShape::Kind::Other)
        return fail(Error::Kind::Unsupported, "the table " + address.table +
                                                  " is neither Portolan's nor Theia's; say what its columns mean with "
                                                  "mapping=FILE in the URL; it has " +
                                                  listed(columnNames(shape)));
    const bool isSummary = shape.kind == TableShape::Kind::Summary;
    if (isSummary || shape.has("clusterUUID")) {
        Address all = address;
        all.kubernetes.clear();
        const auto chosen = chosenKubernetes(session, isSummary ? "kubernetes" : "clusterUUID",
                                             isSummary ? summaryWhere(all) : theiaWhere(all), inventory, control);
        if (!chosen) return tl::make_unexpected(chosen.error());
        address.kubernetes = *chosen;
    }
    if (isSummary) return readSummary(session, address, evidence, control);
    return readTheia(session, address, shape, evidence, control);
}

std::vector<std::string> notesOf(const Address& address, const std::string& password, const Evidence& evidence) {
    std::vector<std::string> out;
    if (!password.empty() && address.transport == Address::Transport::Plain && !address.isLocal())
        out.emplace_back("the password crossed the network in the clear: use clickhouses:// and the server's TLS port");
    if (evidence.counts.lines == 0)
        out.emplace_back(address.from != 0 || address.to != 0 ? "holds no flows in the time that the URL names"
                                                              : "holds no flows");
    return out;
}

/// Unlike every other, and in the order of time.
std::string newImportId() {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    std::string out;
    for (const char c : rfc3339Text(now.count() * kNanosecondsPerSecond))
        if (c != '-' && c != ':') out += c;
    std::random_device device;
    out += '-';
    for (int i = 0; i < 8; ++i) out += "0123456789abcdef"[device() % 16];
    return out;
}

Result<void> makeTable(Session& session, const Address& address, const RunControl& control) {
    for (const std::string& statement : summaryStatements(address))
        if (auto made = session.run(statement, control); !made) return made;
    const auto shape = shapeOf(session, control);
    if (!shape) return tl::make_unexpected(shape.error());
    if (shape->kind == TableShape::Kind::Summary) return {};
    return fail(Error::Kind::Unsupported, "the table " + address.table +
                                              " is there and is not one that Portolan "
                                              "writes; name another with ?table=NAME");
}

/// What became of a writing that failed.
Error withRows(Error error, const SummaryWriter& writer, const std::string& undo, const std::string& import) {
    error.message += "; of the import " + import + ' ' + std::to_string(writer.rowsWritten()) +
                     " rows are written and those of the block that failed may be in part; take them back with " +
                     undo + " on each shard, then write again";
    return error;
}

} // namespace

bool isClickHouse(std::string_view input) {
    return isAddress(input);
}

std::string clickHouseUser(std::string_view input) {
    const auto address = parseAddress(input);
    return address ? address->user : std::string();
}

std::string clickHouseProblem(std::string_view input) {
    const auto address = parseAddress(input);
    return address ? std::string() : address.error().message;
}

Result<ClickHouseShare> readClickHouse(std::string_view url, const Cluster& cluster, const ServiceIndex& services,
                                       const FlowOptions& options, const RunControl& control) {
    const auto address = parseAddress(url);
    if (!address) return tl::make_unexpected(address.error());
    auto session = Session::open(*address, options.password, control);
    if (!session) return tl::make_unexpected(session.error());
    const auto shape = shapeOf(*session, control);
    if (!shape) return tl::make_unexpected(shape.error());
    auto evidence = std::make_shared<GroupEvidence>(cluster, services, options);
    if (auto read = readShape(*session, *address, *shape, *evidence, control); !read)
        return tl::make_unexpected(withSilentShards(read.error(), *session, *shape, control));
    ClickHouseShare out;
    out.notes = notesOf(*address, options.password, evidence->evidence());
    out.share = {&evidence->attribution().ends(), std::move(evidence->evidence())};
    out.owner = std::move(evidence);
    return out;
}

Result<ClickHouseImport> writeFlows(const std::vector<std::string>& inputs, const Cluster& cluster,
                                    const ClickHouseTarget& target, const FlowOptions& options,
                                    const RunControl& control) {
    const auto address = parseAddress(target.url);
    if (!address) return tl::make_unexpected(address.error());
    auto session = Session::open(*address, options.password, control);
    if (!session) return tl::make_unexpected(session.error());
    if (auto made = makeTable(*session, *address, control); !made) return tl::make_unexpected(made.error());
    ClickHouseImport out;
    out.id = newImportId();
    out.undo = undoStatement(*address, out.id);
    SummaryWriter writer(
        *session, *address, cluster,
        {target.bucketSeconds, address->kubernetes.empty() ? cluster.name : address->kubernetes, out.id}, control);
    FlowOptions reading = options;
    reading.threads = 1;
    reading.maxExternalAddresses = std::numeric_limits<std::size_t>::max(); // the table keeps each; readers fold them
    reading.maxMemoryBytes = std::numeric_limits<std::size_t>::max();
    reading.listener = &writer;
    auto flows = readFlows(inputs, cluster, reading, control);
    const auto finished = flows ? writer.finish() : Result<void>();
    out.rows = writer.rowsWritten();
    out.lines = writer.lines();
    std::optional<Error> error = writer.error();
    if (!error && !flows) error = flows.error();
    if (!error && !finished) error = finished.error();
    if (error && (out.rows > 0 || writer.error()))
        return tl::make_unexpected(withRows(*error, writer, out.undo, out.id));
    if (error) return tl::make_unexpected(*error);
    out.flows = std::move(*flows);
    return out;
}

} // namespace portolan
