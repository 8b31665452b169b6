#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace portolan {

/// Why a job could not be done. Bad input inside a readable source is a Diagnostic, never an Error.
struct Error {
    enum class Kind { NotFound, Unreadable, Unsupported, Cancelled, Usage, Internal };
    Kind kind = Kind::Internal;
    std::string message; ///< one sentence for a person, without a trailing full stop

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(Error::Kind kind, std::string message) {
    return tl::make_unexpected(Error{kind, std::move(message)});
}
inline tl::unexpected<Error> cancelled() {
    return fail(Error::Kind::Cancelled, "cancelled");
}

} // namespace portolan
