#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portolan::clickhouse {

/// What a URL of a flow table says:
/// clickhouse://USER@HOST:PORT/DATABASE?table=T&from=TIME&to=TIME&kubernetes=NAME&cluster=NAME&mapping=FILE, and
/// clickhouses:// with ca=FILE for TLS. Never holds a password.
struct Address {
    enum class Transport : std::uint8_t { Plain, Tls };
    Transport transport = Transport::Plain;
    std::string host{}; ///< a name or an address, without brackets
    std::uint16_t port = 0;
    std::string user{}; ///< empty: the server's default user
    std::string database = "default";
    std::string table = "portolan_flows";
    std::int64_t from = 0;    ///< nanoseconds since 1970 UTC, inclusive; 0: from the beginning
    std::int64_t to = 0;      ///< exclusive; 0: to the end
    std::string kubernetes{}; ///< only flows of this cluster: its name, or Theia's clusterUUID
    std::string cluster{};    ///< of the database: makes a Distributed table when flows are written
    std::string mapping{};    ///< a file of SQL expressions for a table of another schema (see mapping.h)
    std::string caFile{};     ///< the authority that signs the server's certificate; empty: the system's

    /// "https://db.example:8443/", where requests go.
    std::string endpoint() const;
    /// "db.example:8443", as messages name the server.
    std::string server() const;
    /// True where nothing leaves this machine.
    bool isLocal() const;

    bool operator==(const Address&) const = default;
};

/// True of text that is to be read as such a URL, well formed or not.
bool isAddress(std::string_view text);

/// Usage: what is wrong with the URL, a password in it among others; the message never repeats that.
Result<Address> parseAddress(std::string_view text);

} // namespace portolan::clickhouse
