#pragma once

#include "core/flow/clickhouse/http_client.h"
#include "core/flow/clickhouse/server_error.h"
#include "core/flow/clickhouse/tsv_stream.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::clickhouse {

/// A conversation with one server under one login.
///
///     open ──version, settings──> query ──wait_end_of_query, safe settings──> rows ──totals──> whole, or nothing
///                                   │  Code 164: the profile takes no settings
///                                   └──────────> the profile's own are checked, then asked without any
///
/// A query is answered whole or not at all: the server holds its answer back until it is complete, settings that make
/// it leave out shards or groups in silence are set to refuse instead, and the totals at the end prove that nothing was
/// cut off. Not thread-safe.
class Session {
  public:
    /// Logs in. Fails as HttpClient::post and explained() say.
    static Result<Session> open(const Address& address, const std::string& password, const RunControl& control);

    /// The rows of a short answer.
    Result<std::vector<std::vector<std::string>>> rows(const std::string& sql, const RunControl& control);
    struct Outcome {
        std::vector<std::string> totals;
        std::uint64_t rows = 0;
    };
    /// The groups of an aggregate with WITH TOTALS, and the totals; progress is told as `phase`. Stopped by `control`,
    /// the query is ended on the server too. After an error the rows that came are to be thrown away.
    Result<Outcome> aggregate(const std::string& sql, std::string_view phase, const TsvStream::OnRow& onRow,
                              const RunControl& control);
    /// What an aggregate's groups must come to: a cell of theirs, and a query that counts the same without groups. The
    /// totals alone do not prove it: servers of 2018 have been seen to lose an error of a shard with all its groups.
    struct Proof {
        std::size_t cell = 0;
        std::string count; ///< "SELECT sum(records) AS n FROM ..."
    };
    /// As aggregate(), and Unreadable where the groups do not come to what the server counts before them, or between
    /// that and what it counts after them, for rows may be written meanwhile.
    Result<Outcome> proven(const std::string& sql, const Proof& proof, std::string_view phase,
                           const TsvStream::OnRow& onRow, const RunControl& control);
    /// A statement that gives no rows; `id` tells the server that a repetition is the same.
    Result<void> run(std::string_view sql, const RunControl& control, const std::string& id = {});

    /// What the profile of the user says of a setting; "" where the server does not know it.
    const std::string& setting(const std::string& name) const;
    const std::string& version() const { return m_version; }
    const Address& address() const { return m_client->address(); }
    /// True where the profile takes no settings from us (readonly=1).
    bool isBare() const { return m_isBare; }

  private:
    explicit Session(std::unique_ptr<HttpClient> client) : m_client(std::move(client)) {}

    using Parameters = std::vector<std::pair<std::string, std::string>>;
    Parameters readingSettings() const;
    Result<void> checkProfile() const;
    Result<std::uint64_t> count(const std::string& sql, std::string_view phase, const RunControl& control);
    Result<Outcome> ask(const std::string& sql, TsvStream::End end, const TsvStream::OnRow& onRow,
                        const RunControl& control, std::string_view phase);
    void reportProgress(const std::string& queryId, std::string_view phase, double& shown, const RunControl& control);
    void endQuery(const std::string& queryId);

    std::unique_ptr<HttpClient> m_client;
    std::unique_ptr<HttpClient> m_aside; ///< for progress and KILL while the other waits
    std::map<std::string, std::string> m_settings;
    std::string m_version;
    bool m_isBare = false;
};

} // namespace portolan::clickhouse
