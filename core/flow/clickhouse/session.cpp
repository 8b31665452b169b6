#include "core/flow/clickhouse/session.h"

#include "core/flow/clickhouse/sql_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <random>

namespace portolan::clickhouse {
namespace {

constexpr std::chrono::milliseconds kAsideTimeout{3'000};
constexpr double kLargestWait = 0.95; ///< of the progress, before the answer has come
constexpr std::string_view kFormat = "TabSeparatedWithNamesAndTypes";
constexpr std::string_view kSpillBytes = "1000000000";

struct Setting {
    const char* name;
    const char* value;
};

/// What makes a server leave out part of the answer in silence, and the value that makes it refuse instead.
constexpr Setting kWholeAnswer[] = {
    {"skip_unavailable_shards", "0"},
    {"distributed_group_by_no_merge", "0"},
    {"group_by_overflow_mode", "throw"},
    {"read_overflow_mode", "throw"},
    {"read_overflow_mode_leaf", "throw"},
    {"result_overflow_mode", "throw"},
    {"timeout_overflow_mode", "throw"},
    {"timeout_overflow_mode_leaf", "throw"},
    {"sort_overflow_mode", "throw"},
    {"set_overflow_mode", "throw"},
    {"distinct_overflow_mode", "throw"},
    {"transfer_overflow_mode", "throw"},
    {"join_overflow_mode", "throw"},
    {"limit", "0"},
    {"offset", "0"},
    {"extremes", "0"},
};
/// What makes long aggregates bearable for the server, and ends them with us.
constexpr Setting kGentle[] = {
    {"distributed_aggregation_memory_efficient", "1"},
    {"max_bytes_before_external_group_by", kSpillBytes.data()},
    {"cancel_http_readonly_queries_on_client_close", "1"},
    {"use_query_cache", "0"},
};

std::string newQueryId() {
    std::random_device device;
    std::array<char, 32> out{};
    for (char& c : out) c = "0123456789abcdef"[device() % 16];
    return "portolan-" + std::string(out.begin(), out.end());
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

Result<Session> Session::open(const Address& address, const std::string& password, const RunControl& control) {
    Session session(std::make_unique<HttpClient>(address, password));
    session.m_aside = std::make_unique<HttpClient>(address, password);
    auto version = session.rows("SELECT version() AS version", control);
    if (!version) return tl::make_unexpected(version.error());
    if (version->size() == 1) session.m_version = version->front().front();
    auto settings = session.rows("SELECT name, value FROM system.settings", control);
    if (!settings) return tl::make_unexpected(settings.error());
    for (auto& row : *settings) session.m_settings.emplace(std::move(row[0]), std::move(row[1]));
    session.m_isBare = session.setting("readonly") == "1";
    return session;
}

const std::string& Session::setting(const std::string& name) const {
    static const std::string kNone;
    const auto it = m_settings.find(name);
    return it == m_settings.end() ? kNone : it->second;
}

Result<std::vector<std::vector<std::string>>> Session::rows(const std::string& sql, const RunControl& control) {
    std::vector<std::vector<std::string>> out;
    const auto keep = [&](Cells cells) {
        out.emplace_back(cells.begin(), cells.end());
        return Result<void>();
    };
    const auto asked = ask(sql, TsvStream::End::AtLastRow, keep, control, {});
    if (!asked) return tl::make_unexpected(asked.error());
    return out;
}

Result<Session::Outcome> Session::aggregate(const std::string& sql, std::string_view phase,
                                            const TsvStream::OnRow& onRow, const RunControl& control) {
    if (m_isBare)
        if (auto checked = checkProfile(); !checked) return tl::make_unexpected(checked.error());
    return ask(sql, TsvStream::End::AtTotals, onRow, control, phase);
}

Result<std::uint64_t> Session::count(const std::string& sql, std::string_view phase, const RunControl& control) {
    std::uint64_t out = 0;
    const auto take = [&](Cells cells) {
        out = number(cells.front());
        return Result<void>();
    };
    const auto asked = ask(sql, TsvStream::End::AtLastRow, take, control, phase);
    if (!asked) return tl::make_unexpected(asked.error());
    return out;
}

Result<Session::Outcome> Session::proven(const std::string& sql, const Proof& proof, std::string_view phase,
                                         const TsvStream::OnRow& onRow, const RunControl& control) {
    const auto before = count(proof.count, phase, control);
    if (!before) return tl::make_unexpected(before.error());
    std::uint64_t sum = 0;
    const auto add = [&](Cells cells) -> Result<void> {
        if (cells.size() <= proof.cell) return fail(Error::Kind::Internal, "the server's answer has other columns");
        sum += number(cells[proof.cell]);
        return onRow(cells);
    };
    auto outcome = aggregate(sql, phase, add, control);
    if (!outcome) return outcome;
    const bool isTotal = outcome->totals.size() > proof.cell && number(outcome->totals[proof.cell]) == sum;
    if (isTotal && sum == *before) return outcome;
    const auto after = count(proof.count, phase, control);
    if (!after) return tl::make_unexpected(after.error());
    if (isTotal && *before <= sum && sum <= *after) return outcome;
    return fail(Error::Kind::Unreadable, "ClickHouse at " + address().server() + ": the groups of its answer come to " +
                                             std::to_string(sum) + " lines where it counts " + std::to_string(*after) +
                                             ": nothing of it is used; ask again, and see the server's log");
}

Session::Parameters Session::readingSettings() const {
    Parameters out;
    if (m_isBare) return out;
    out.emplace_back("enable_http_compression", "1");
    for (const auto& [name, value] : kWholeAnswer)
        if (m_settings.contains(name)) out.emplace_back(name, value);
    for (const auto& [name, value] : kGentle)
        if (m_settings.contains(name)) out.emplace_back(name, value);
    return out;
}

Result<void> Session::checkProfile() const {
    for (const auto& [name, value] : kWholeAnswer) {
        const std::string& own = setting(name);
        if (own.empty() || own == value) continue;
        return fail(Error::Kind::Unsupported,
                    "ClickHouse at " + address().server() + ": the user's profile sets " + name + "=" + own +
                        ", with which flows can be missing from an answer in silence, and takes no other value from "
                        "here (readonly=1); ask for a profile with readonly=2, or without that setting");
    }
    return {};
}

Result<Session::Outcome> Session::ask(const std::string& sql, TsvStream::End end, const TsvStream::OnRow& onRow,
                                      const RunControl& control, std::string_view phase) {
    const std::string queryId = newQueryId();
    HttpRequest request;
    request.body = sql;
    request.parameters = {{"query_id", queryId}, {"wait_end_of_query", "1"}, {"default_format", std::string(kFormat)}};
    if (!phase.empty()) std::ranges::move(readingSettings(), std::back_inserter(request.parameters));
    TsvStream stream(end, onRow);
    double shown = 0;
    const auto answer = m_client->post(
        request, [&](std::string_view bytes) { return stream.feed(bytes); }, control,
        phase.empty() ? HttpClient::OnWait() : [&] { reportProgress(queryId, phase, shown, control); });
    if (!answer && answer.error().kind == Error::Kind::Cancelled && !phase.empty()) endQuery(queryId);
    if (!answer) return tl::make_unexpected(answer.error());
    if (answer->status != 200) {
        const ServerError error = parseServerError(answer->body);
        const bool hasSettings = !phase.empty() && !m_isBare;
        if (error.code != kReadOnly || !hasSettings)
            return tl::make_unexpected(explained(error, answer->status, address()));
        m_isBare = true;
        if (auto checked = checkProfile(); !checked) return tl::make_unexpected(checked.error());
        return ask(sql, end, onRow, control, phase);
    }
    if (auto whole = stream.finish(); !whole) return tl::make_unexpected(whole.error());
    return Outcome{stream.totals(), stream.rows()};
}

void Session::reportProgress(const std::string& queryId, std::string_view phase, double& shown,
                             const RunControl& control) {
    HttpRequest request;
    request.timeout = kAsideTimeout;
    request.body = "SELECT read_rows, total_rows_approx FROM system.processes WHERE query_id = " + literal(queryId) +
                   " FORMAT TabSeparated";
    const auto answer = m_aside->post(request, {}, control);
    if (!answer || answer->status != 200) return; // progress is no reason to fail
    const std::string_view text = answer->body;
    const std::size_t tab = text.find('\t');
    if (tab == std::string_view::npos) return;
    const auto read = static_cast<double>(number(text));
    const auto total = static_cast<double>(number(text.substr(tab + 1)));
    if (total > 0) shown = std::max(shown, std::min(kLargestWait, read / total));
    control.report(phase, shown);
}

void Session::endQuery(const std::string& queryId) {
    HttpRequest request;
    request.timeout = kAsideTimeout;
    request.body = "KILL QUERY WHERE query_id = " + literal(queryId) + " ASYNC FORMAT TabSeparated";
    (void)m_aside->post(request, {}, {}); // where it is refused, the server's own limits end the query
}

Result<void> Session::run(std::string_view sql, const RunControl& control, const std::string& id) {
    HttpRequest request;
    request.body = sql;
    request.parameters = {{"query_id", id.empty() ? newQueryId() : id}, {"wait_end_of_query", "1"}};
    const bool isInsert = sql.starts_with("INSERT");
    if (isInsert && m_settings.contains("insert_distributed_sync"))
        request.parameters.emplace_back("insert_distributed_sync", "1");
    if (isInsert && m_settings.contains("async_insert")) request.parameters.emplace_back("async_insert", "0");
    if (isInsert && !id.empty() && m_settings.contains("insert_deduplication_token"))
        request.parameters.emplace_back("insert_deduplication_token", id);
    const auto answer = m_client->post(request, {}, control);
    if (!answer) return tl::make_unexpected(answer.error());
    if (answer->status == 200 && !isException(answer->body)) return {};
    return tl::make_unexpected(explained(parseServerError(answer->body), answer->status, address()));
}

} // namespace portolan::clickhouse
