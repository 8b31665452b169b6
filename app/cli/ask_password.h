#pragma once

#include "app/cli/request.h"

#include <string>

namespace portolan::cli {

/// The password for the ClickHouse URLs of a request: PORTOLAN_CLICKHOUSE_PASSWORD, else what a person types where one
/// names a user and there is a terminal; empty: none. It is never an argument, which others could see.
std::string clickHousePassword(const Request& request);

} // namespace portolan::cli
