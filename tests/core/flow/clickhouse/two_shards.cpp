#include "tests/core/flow/clickhouse/two_shards.h"

#include "core/base/process.h"
#include "core/flow/flow_cells.h"

#include <fstream>

namespace portolan::clickhouse {
namespace {

constexpr const char* kScript = "tests/core/flow/clickhouse/shards";

Address addressOf(const std::string& port) {
    Address address;
    address.host = "127.0.0.1";
    address.port = static_cast<std::uint16_t>(std::stoi(port));
    return address;
}

} // namespace

TwoShards* TwoShards::instance() {
    static const std::unique_ptr<TwoShards> kServers = [] {
        std::unique_ptr<TwoShards> servers(new TwoShards());
        std::ifstream ports;
        if (servers->run("start")) ports.open(servers->m_folder.path() / "ports");
        if (!(ports >> servers->m_first >> servers->m_second >> servers->m_tls)) servers.reset();
        return servers;
    }();
    return kServers.get();
}

TwoShards::~TwoShards() {
    run("stop");
}

bool TwoShards::run(const std::string& what, const std::string& shard) {
    ProcessRequest request{.program = "bash", .arguments = {kScript, what, m_folder.path().string()}};
    if (!shard.empty()) request.arguments.push_back(shard);
    request.timeout = std::chrono::seconds(30);
    const auto done = runProcess(request, {});
    return done && done->exitCode == 0;
}

std::string TwoShards::url(const std::string& table, const std::string& rest, const std::string& user) const {
    return "clickhouse://" + (user.empty() ? "" : user + '@') + "127.0.0.1:" + m_first + "/default?table=" + table +
           rest;
}

std::string TwoShards::secondUrl(const std::string& table, const std::string& rest) const {
    return "clickhouse://127.0.0.1:" + m_second + "/default?table=" + table + rest;
}

std::string TwoShards::tlsUrl(const std::string& table, const std::string& rest) const {
    return "clickhouses://127.0.0.1:" + m_tls + "/default?table=" + table + rest;
}

std::string TwoShards::post(const std::string& port, const std::string& sql) const {
    HttpClient client(addressOf(port), "");
    HttpRequest request;
    request.parameters = {{"insert_distributed_sync", "1"}};
    request.body = sql;
    const auto answer = client.post(request, {}, {});
    EXPECT_TRUE(answer.has_value()) << (answer ? "" : answer.error().message);
    if (!answer) return "";
    EXPECT_EQ(answer->status, 200) << sql.substr(0, 300) << '\n' << answer->body;
    return answer->body;
}

std::string TwoShards::ask(const std::string& sql) const {
    return post(m_first, sql);
}

void TwoShards::onBoth(const std::string& sql) const {
    post(m_first, sql);
    post(m_second, sql);
}

void TwoShards::stopSecond() {
    EXPECT_TRUE(run("stop-one", "b"));
}

void TwoShards::startSecond() {
    EXPECT_TRUE(run("start-one", "b"));
}

std::string TwoShards::logs() const {
    std::string out;
    for (const char* name : {"a/log", "a/err", "a/out", "b/log", "b/err", "b/out"})
        out += fileText(m_folder.path() / name);
    return out;
}

std::vector<FlowEdge> edgesOf(const FlowTable& table) {
    std::vector<FlowEdge> out(table.edges().begin(), table.edges().end());
    for (FlowEdge& edge : out) edge.origin = {};
    return out;
}

std::vector<std::string> edgeTexts(const FlowTable& table, const Cluster& cluster) {
    std::vector<std::string> out;
    const auto pod = [&](std::optional<PodId> id) { return id ? cluster.displayName(*id) : std::string("-"); };
    for (const FlowEdge& e : table.edges()) {
        std::string line =
            endText(table[e.from], cluster) + " => " + endText(table[e.to], cluster) + ' ' +
            std::string(name(e.protocol)) + ' ' + std::to_string(e.port) + ' ' + std::string(name(e.verdict)) + ' ' +
            std::to_string(e.count) + ' ' + std::string(name(e.weightKind)) + ' ' + std::to_string(e.firstSeen) + ".." +
            std::to_string(e.lastSeen) + " days " + std::to_string(e.days) + ' ' + pod(e.fromPod) + ' ' + pod(e.toPod);
        for (const auto& [isSet, word] :
             {std::pair(e.isCountEstimated, " estimated"), std::pair(e.hasAggregates, " aggregated"),
              std::pair(e.reportedBy.source, " source"), std::pair(e.reportedBy.destination, " destination"),
              std::pair(e.reportedBy.trace, " trace"), std::pair(e.reportedBy.delivery, " delivery"),
              std::pair(e.reportedBy.table, " table")})
            if (isSet) line += word;
        out.push_back(std::move(line));
    }
    return out;
}

} // namespace portolan::clickhouse
