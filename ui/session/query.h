#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The query language of every view. Terms are joined by `and`; a row is shown if all of them hold.
///
///     src.ns=shop and dst~"db*" and port=5432 and state in (unused, open) and not ns=legacy and days<3 word
///
/// `=` and `!=` compare without case, `~` matches with `*`, `<` and `>` compare numbers ("7d" is 7), `in` is any of a
/// list, and a bare word is looked for in every field. A field that a table does not have holds for all its rows.

namespace portolan {

struct QueryTerm {
    enum class Compare : std::uint8_t { Equal, Like, Less, Greater, Contains };
    std::string field; ///< lower case; empty for Contains
    Compare compare = Compare::Equal;
    std::vector<std::string> values; ///< any of them
    bool isNegated = false;

    bool operator==(const QueryTerm&) const = default;
};

struct Query {
    std::vector<QueryTerm> terms;

    bool isEmpty() const { return terms.empty(); }
    bool operator==(const Query&) const = default;
};

struct QueryProblem {
    std::string message;
    std::size_t position = 0; ///< 0-based column
};

/// Reads a query. The problem says what was expected and where.
tl::expected<Query, QueryProblem> parseQuery(std::string_view text);

/// The values of one field of a row; nothing where the row's table has no such field.
using FieldValues = std::function<std::optional<std::vector<std::string>>(std::string_view field)>;

/// Whether all terms hold; `text` is what bare words are looked for in.
bool isMatch(const Query& query, const FieldValues& fields, const std::function<std::string()>& text);

/// Whether `text` matches `pattern`, in which `*` stands for any run of characters; case does not matter.
bool isLike(std::string_view text, std::string_view pattern);

} // namespace portolan
