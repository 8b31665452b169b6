#pragma once

#include "core/base/result.h"
#include "core/flow/clickhouse/address.h"

#include <string>
#include <string_view>

namespace portolan::clickhouse {

/// What a server said when it refused: "Code: 241, e.displayText() = DB::Exception: Memory limit ..., e.what() = ...".
struct ServerError {
    int code = 0;        ///< of src/Common/ErrorCodes.cpp; 0: it gave none
    std::string message; ///< one line, shortened
};

/// True of a line that begins as such a text.
bool isException(std::string_view line);
ServerError parseServerError(std::string_view body);

/// The codes that decide what is tried next.
inline constexpr int kReadOnly = 164;
inline constexpr int kUnknownSetting = 115;

/// A sentence that says what happened and what to do about it. The kind is Unreadable, NotFound where database or table
/// are missing, Usage where user or password are wrong.
Error explained(const ServerError& error, long httpStatus, const Address& address);
/// True of an error that explained() made of a shard's silence.
bool isShardDown(const Error& error);
/// The same for an exception after good rows.
Error midway(std::string_view line);

} // namespace portolan::clickhouse
