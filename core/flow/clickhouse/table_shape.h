#pragma once

#include "core/flow/clickhouse/session.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::clickhouse {

/// What a table looks like to who asks the server.
struct TableShape {
    enum class Kind {
        Summary, ///< Portolan's own (see summary_table.h)
        Theia,   ///< the flows that Antrea's flow aggregator writes (flows.md 4.5)
        Other,   ///< readable with a mapping only
    };
    Kind kind = Kind::Other;
    std::map<std::string, std::string> types; ///< by column
    std::string cluster; ///< of the database, whose shards the table is spread over; empty: over none

    bool has(const std::string& column) const { return types.contains(column); }
};

/// Looks at the address' table. NotFound: there is none, and the message names those that are; Unsupported: a table of
/// Portolan's, but of a version that lacks columns or words of this one. Else as Session::rows.
Result<TableShape> shapeOf(Session& session, const RunControl& control);

/// The error with the shards that give no answer named in it, where it tells of one and they can be told.
Error withSilentShards(Error error, Session& session, const TableShape& shape, const RunControl& control);

/// "a, b, c and 12 more", for messages.
std::string listed(const std::vector<std::string>& names);
std::vector<std::string> columnNames(const TableShape& shape);

/// The cluster of Kubernetes whose flows are to be read from a table that holds those of several: the one that the URL
/// names, else the one that the inventory is named after, else the only one there is. `column` names them. Usage: there
/// are several, and the message names them; NotFound: none of the URL's name.
Result<std::string> chosenKubernetes(Session& session, const std::string& column, const std::string& where,
                                     std::string_view inventory, const RunControl& control);

} // namespace portolan::clickhouse
