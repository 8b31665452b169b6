#include "core/flow/clickhouse/sql_text.h"

namespace portolan::clickhouse {
namespace {

/// `quote` and the backslash are escaped, as are the bytes that have a name; all others stand for themselves.
std::string escaped(std::string_view text, char quote) {
    std::string out;
    out.reserve(text.size() + 2);
    for (const char c : text) {
        switch (c) {
        case '\n': out += "\\n"; break;
        case '\t': out += "\\t"; break;
        case '\r': out += "\\r"; break;
        case '\0': out += "\\0"; break;
        case '\\': out += "\\\\"; break;
        default:
            if (c == quote) out += '\\';
            out += c;
        }
    }
    return out;
}

} // namespace

std::string literal(std::string_view text) {
    return '\'' + escaped(text, '\'') + '\'';
}

std::string identifier(std::string_view name) {
    return '`' + escaped(name, '`') + '`';
}

std::string cell(std::string_view text) {
    return escaped(text, '\'');
}

} // namespace portolan::clickhouse
