#pragma once

#include "core/flow/clickhouse/session.h"
#include "core/flow/read_flows.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

namespace portolan::clickhouse {

/// Two ClickHouse servers of this machine, the shards of "fleet" (the script beside starts and stops them).
class TwoShards {
  public:
    /// Started once a run and stopped at its end; nullptr where clickhouse-server is not installed or does not start.
    static TwoShards* instance();
    ~TwoShards();

    /// "clickhouse://USER@127.0.0.1:PORT/default?table=TABLE" and what follows.
    std::string url(const std::string& table, const std::string& rest = {}, const std::string& user = {}) const;
    /// The same of the second shard.
    std::string secondUrl(const std::string& table, const std::string& rest = {}) const;
    /// By TLS; `ca` is ca.crt of the folder where it is given.
    std::string tlsUrl(const std::string& table, const std::string& rest = {}) const;
    /// False where no certificate could be made for them: openssl is not installed.
    bool hasTls() const { return std::filesystem::exists(m_folder.path() / "server.crt"); }
    std::string caFile() const { return (m_folder.path() / "ca.crt").string(); }

    /// Runs a statement on the first shard, or on both; fails the test where it is refused.
    std::string ask(const std::string& sql) const;
    void onBoth(const std::string& sql) const;
    void stopSecond();
    void startSecond();
    /// What the servers wrote down.
    std::string logs() const;

  private:
    TwoShards() = default;
    bool run(const std::string& what, const std::string& shard = {});
    std::string post(const std::string& port, const std::string& sql) const;

    TemporaryFolder m_folder;
    std::string m_first, m_second, m_tls; ///< ports
};

/// Tests with servers; they are skipped with a message where there are none.
class Shards : public testing::Test {
  protected:
    void SetUp() override {
        m_shards = TwoShards::instance();
        if (m_shards == nullptr)
            GTEST_SKIP() << "no clickhouse-server on this machine: apt-get install clickhouse-server";
    }
    TwoShards& shards() { return *m_shards; }

  private:
    TwoShards* m_shards = nullptr;
};

/// Edges without the place they were read from, which a server does not have.
std::vector<FlowEdge> edgesOf(const FlowTable& table);
/// The same as text that differs where the edges differ, for messages; by names, so that tables of different readings
/// can be compared.
std::vector<std::string> edgeTexts(const FlowTable& table, const Cluster& cluster);

} // namespace portolan::clickhouse
