#include "core/flow/clickhouse/address.h"

#include "core/flow/time_text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace portolan::clickhouse {
namespace {

constexpr std::string_view kPlain = "clickhouse://";
constexpr std::string_view kTls = "clickhouses://";
constexpr std::uint16_t kPlainPort = 8123;
constexpr std::uint16_t kTlsPort = 8443;
constexpr std::string_view kForm = "clickhouse://USER@HOST:PORT/DATABASE?table=NAME";

tl::unexpected<Error> wrong(const std::string& message) {
    return fail(Error::Kind::Usage, message);
}

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        unsigned value = 0;
        const char* end = text.data() + std::min(i + 3, text.size());
        const auto read = std::from_chars(text.data() + i + 1, end, value, 16);
        if (read.ec != std::errc() || read.ptr != text.data() + i + 3) return std::nullopt;
        out += static_cast<char>(value);
        i += 2;
    }
    return out;
}

Result<void> readUser(std::string_view& rest, Address& address) {
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    const std::size_t at = rest.substr(0, end).rfind('@');
    if (at == std::string_view::npos) return {};
    const std::string_view user = rest.substr(0, at);
    if (user.find(':') != std::string_view::npos)
        return wrong("a password does not belong in a URL, where histories and process lists keep it: leave it out "
                     "and set PORTOLAN_CLICKHOUSE_PASSWORD, or answer the prompt");
    const auto name = decoded(user);
    if (!name) return wrong("the user's name in the ClickHouse URL has a broken %-escape");
    address.user = *name;
    rest.remove_prefix(at + 1);
    return {};
}

Result<void> readHost(std::string_view& rest, Address& address) {
    std::string_view authority = rest.substr(0, std::min(rest.find_first_of("/?"), rest.size()));
    rest.remove_prefix(authority.size());
    std::size_t colon = authority.rfind(':');
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) return wrong("the ClickHouse URL has [ without ]");
        address.host = authority.substr(1, close - 1);
        colon = close + 1 < authority.size() ? close + 1 : std::string_view::npos;
    } else {
        address.host = authority.substr(0, std::min(colon, authority.size()));
    }
    if (address.host.empty()) return wrong("the ClickHouse URL names no host; it has the form " + std::string(kForm));
    address.port = address.transport == Address::Transport::Tls ? kTlsPort : kPlainPort;
    if (colon == std::string_view::npos) return {};
    const std::string_view port = authority.substr(colon + 1);
    const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
    if (authority[colon] != ':' || read.ec != std::errc() || read.ptr != port.data() + port.size() || address.port == 0)
        return wrong("the port of the ClickHouse URL is no number from 1 to 65535: " + std::string(port));
    return {};
}

Result<void> readTime(const std::string& name, const std::string& value, std::int64_t& target) {
    auto time = parseRfc3339(value);
    if (!time && value.size() == std::string_view("2026-03-01").size()) time = parseRfc3339(value + "T00:00:00Z");
    if (!time) time = parseTime(value);
    if (!time || *time <= 0)
        return wrong(name + " of the ClickHouse URL is no time: " + value + " (2026-03-01 or 2026-03-01T12:00:00Z)");
    target = *time;
    return {};
}

Result<void> readOption(const std::string& name, const std::string& value, Address& address) {
    if (name == "password")
        return wrong("a password does not belong in a URL: set PORTOLAN_CLICKHOUSE_PASSWORD, or answer the prompt");
    if (name == "from") return readTime(name, value, address.from);
    if (name == "to") return readTime(name, value, address.to);
    const std::pair<std::string_view, std::string*> texts[] = {{"table", &address.table},
                                                               {"kubernetes", &address.kubernetes},
                                                               {"cluster", &address.cluster},
                                                               {"mapping", &address.mapping},
                                                               {"ca", &address.caFile}};
    for (const auto& [text, target] : texts)
        if (name == text) {
            if (value.empty()) return wrong(name + " of the ClickHouse URL is empty");
            *target = value;
            return {};
        }
    return wrong("the ClickHouse URL has an unknown part " + name +
                 "; there are table, from, to, kubernetes, cluster, mapping and ca");
}

Result<void> readOptions(std::string_view rest, Address& address) {
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, std::min(rest.find('&'), rest.size()));
        rest.remove_prefix(std::min(part.size() + 1, rest.size()));
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        const std::string name(part.substr(0, std::min(equals, part.size())));
        const auto value = decoded(equals == std::string_view::npos ? std::string_view() : part.substr(equals + 1));
        if (!value) return wrong(name + " of the ClickHouse URL has a broken %-escape");
        if (auto read = readOption(name, *value, address); !read) return read;
    }
    return {};
}

} // namespace

std::string Address::endpoint() const {
    return (transport == Transport::Tls ? "https://" : "http://") + server() + '/';
}

std::string Address::server() const {
    const bool isV6 = host.find(':') != std::string::npos;
    return (isV6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

bool Address::isLocal() const {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

bool isAddress(std::string_view text) {
    return text.starts_with(kPlain) || text.starts_with(kTls);
}

Result<Address> parseAddress(std::string_view text) {
    if (!isAddress(text)) return wrong("a ClickHouse URL has the form " + std::string(kForm));
    Address address;
    std::string_view rest = text;
    if (text.starts_with(kTls)) address.transport = Address::Transport::Tls;
    rest.remove_prefix(address.transport == Address::Transport::Tls ? kTls.size() : kPlain.size());
    if (auto read = readUser(rest, address); !read) return tl::make_unexpected(read.error());
    if (auto read = readHost(rest, address); !read) return tl::make_unexpected(read.error());
    if (rest.starts_with('/')) {
        rest.remove_prefix(1);
        const std::string_view path = rest.substr(0, std::min(rest.find('?'), rest.size()));
        rest.remove_prefix(path.size());
        const auto database = decoded(path.ends_with('/') ? path.substr(0, path.size() - 1) : path);
        if (!database || database->find('/') != std::string::npos)
            return wrong("the path of the ClickHouse URL is no database's name: " + std::string(path));
        if (!database->empty()) address.database = *database;
    }
    if (rest.starts_with('?')) rest.remove_prefix(1);
    if (auto read = readOptions(rest, address); !read) return tl::make_unexpected(read.error());
    if (!address.caFile.empty() && address.transport == Address::Transport::Plain)
        return wrong("ca goes with TLS: clickhouses://");
    if (address.from != 0 && address.to != 0 && address.from >= address.to)
        return wrong("from is not before to in the ClickHouse URL, so that no flow lies between");
    return address;
}

} // namespace portolan::clickhouse
