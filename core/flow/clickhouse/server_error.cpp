#include "core/flow/clickhouse/server_error.h"

#include <algorithm>
#include <charconv>

namespace portolan::clickhouse {
namespace {

constexpr std::size_t kShown = 300;
constexpr std::string_view kCode = "Code: ";
constexpr std::string_view kException = "DB::Exception: ";

/// What to do about the errors that a person can do something about.
struct Advice {
    int code;
    Error::Kind kind;
    std::string_view text;
};

constexpr std::string_view kWrongLogin =
    "user or password are wrong: name the user in the URL, and set PORTOLAN_CLICKHOUSE_PASSWORD or answer the prompt";
constexpr std::string_view kTooMuch =
    "narrow the time window with from= and to= in the URL, or have the limit of the user's profile raised";
constexpr std::string_view kShardDown =
    "a shard cannot be reached, and without it flows would be missing: nothing is used; bring it back, or ask again";
constexpr std::string_view kMayNotRead =
    "the user may not do this: have SELECT granted on the table (INSERT and CREATE "
    "to write to it), and on system.columns, system.tables and system.settings";

constexpr Advice kAdvice[] = {
    {193, Error::Kind::Usage, kWrongLogin},
    {192, Error::Kind::Usage, kWrongLogin},
    {194, Error::Kind::Usage, kWrongLogin},
    {516, Error::Kind::Usage, kWrongLogin},
    {241, Error::Kind::Unreadable, kTooMuch},
    {158, Error::Kind::Unreadable, kTooMuch},
    {307, Error::Kind::Unreadable, kTooMuch},
    {396, Error::Kind::Unreadable, kTooMuch},
    {159, Error::Kind::Unreadable, kTooMuch},
    {160, Error::Kind::Unreadable, kTooMuch},
    {279, Error::Kind::Unreadable, kShardDown},
    {209, Error::Kind::Unreadable, kShardDown},
    {210, Error::Kind::Unreadable, kShardDown},
    {497, Error::Kind::Unreadable, kMayNotRead},
    {291, Error::Kind::Unreadable, kMayNotRead},
    {164, Error::Kind::Unreadable, "the user's profile is read-only; reading needs readonly=2 or 0, writing 0"},
    {201, Error::Kind::Unreadable, "the user's quota is used up: wait for the next interval"},
    {202, Error::Kind::Unreadable, "the server runs as many queries as it may: ask again later"},
    {243, Error::Kind::Unreadable, "the server's disk is full"},
    {252, Error::Kind::Unreadable, "the server is still merging what was written before: ask again later"},
    {394, Error::Kind::Unreadable, "somebody ended the query on the server"},
    {81, Error::Kind::NotFound, "give the database in the URL: clickhouse://HOST/DATABASE"},
    {60, Error::Kind::NotFound,
     "give the table in the URL: ?table=NAME; on a cluster each shard needs the local table"},
    {47, Error::Kind::Unreadable, "the table has no such column"},
};

std::string oneLine(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const char shown = static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        if (shown != ' ' || !out.ends_with(' ')) out += shown;
    }
    while (out.ends_with(' ') || out.ends_with('.')) out.pop_back();
    if (out.size() > kShown) out = out.substr(0, kShown) + "...";
    return out;
}

std::string quoted(const ServerError& error) {
    return "it says: " + error.message + (error.code == 0 ? "" : " (code " + std::to_string(error.code) + ')');
}

} // namespace

bool isException(std::string_view line) {
    return line.starts_with(kCode) || line.find(kException) != std::string_view::npos;
}

ServerError parseServerError(std::string_view body) {
    ServerError out;
    if (const std::size_t at = body.find(kCode); at != std::string_view::npos) {
        const char* begin = body.data() + at + kCode.size();
        std::from_chars(begin, body.data() + body.size(), out.code);
        body.remove_prefix(at);
    }
    std::string_view text = body;
    text = text.substr(0, text.find(", e.what() = "));
    text = text.substr(0, text.find(": While executing"));
    if (const std::size_t at = text.find(kException); at != std::string_view::npos)
        text.remove_prefix(at + kException.size());
    out.message = oneLine(text);
    return out;
}

Error explained(const ServerError& error, long httpStatus, const Address& address) {
    const std::string server = "ClickHouse at " + address.server();
    const auto advice = std::ranges::find(kAdvice, error.code, &Advice::code);
    if (advice != std::end(kAdvice))
        return {advice->kind, server + ": " + std::string(advice->text) + "; " + quoted(error)};
    if (httpStatus == 401 || httpStatus == 403)
        return {Error::Kind::Usage, server + ": " + std::string(kWrongLogin) + "; " + quoted(error)};
    if (error.message.find("is for clickhouse-client") != std::string::npos)
        return {Error::Kind::Usage, server +
                                        ": this is not the HTTP port, which is 8123 (8443 with TLS) where nobody "
                                        "changed it; " +
                                        quoted(error)};
    if (error.code == 0)
        return {Error::Kind::Unreadable, address.server() + " answers as no ClickHouse server does, with HTTP status " +
                                             std::to_string(httpStatus) + "; " + quoted(error)};
    return {Error::Kind::Unreadable, server + " refuses; " + quoted(error)};
}

bool isShardDown(const Error& error) {
    return error.message.find(kShardDown) != std::string::npos;
}

Error midway(std::string_view line) {
    const ServerError error = parseServerError(line);
    return {Error::Kind::Unreadable,
            "the server failed after part of its answer, nothing of which is used; " + quoted(error)};
}

} // namespace portolan::clickhouse
