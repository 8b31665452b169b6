#include "core/flow/clickhouse/tsv_stream.h"

#include "core/flow/clickhouse/server_error.h"

#include <algorithm>

namespace portolan::clickhouse {
namespace {

constexpr std::size_t kMaxLine = std::size_t{64} << 20U;

char unescaped(char c) {
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case '0': return '\0';
    case 'b': return '\b';
    case 'f': return '\f';
    default: return c; // \\ and \' among others
    }
}

} // namespace

Result<void> TsvStream::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) {
            if (m_pending.size() + bytes.size() > kMaxLine)
                return fail(Error::Kind::Unreadable, "the server's answer has a line without end");
            m_pending.append(bytes);
            return {};
        }
        const std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end + 1);
        Result<void> taken;
        if (m_pending.empty()) {
            taken = takeLine(line);
        } else {
            m_pending.append(line);
            taken = takeLine(m_pending);
            m_pending.clear();
        }
        if (!taken) return taken;
    }
    return {};
}

Result<void> TsvStream::finish() {
    if (isException(m_pending)) return tl::make_unexpected(midway(m_pending));
    const bool isWhole = m_pending.empty() && m_state == (m_end == End::AtTotals ? State::Over : State::Rows);
    if (isWhole) return {};
    return fail(Error::Kind::Unreadable, "the server's answer ends before its end: nothing of it is used");
}

Result<void> TsvStream::takeLine(std::string_view line) {
    if (m_state == State::Rows && line.empty() && m_end == End::AtTotals) {
        m_state = State::Totals;
        return {};
    }
    split(line);
    if (isException(line) && m_cells.size() != m_names.size()) return tl::make_unexpected(midway(line));
    switch (m_state) {
    case State::Names:
        m_names.assign(m_cells.begin(), m_cells.end());
        m_state = State::Types;
        return {};
    case State::Types:
        m_types.assign(m_cells.begin(), m_cells.end());
        m_state = State::Rows;
        break;
    case State::Rows:
        if (m_cells.size() != m_names.size()) break;
        ++m_rows;
        return m_onRow ? m_onRow(m_cells) : Result<void>();
    case State::Totals:
        m_totals.assign(m_cells.begin(), m_cells.end());
        m_state = State::Over;
        break;
    case State::Over: return fail(Error::Kind::Unreadable, "the server's answer goes on after its totals");
    }
    if (m_cells.size() == m_names.size()) return {};
    return fail(Error::Kind::Unreadable, "the server's answer has a row of " + std::to_string(m_cells.size()) +
                                             " cells where there are " + std::to_string(m_names.size()) + " columns");
}

void TsvStream::split(std::string_view line) {
    m_cells.clear();
    m_unescaped.clear();
    m_unescaped.reserve(line.size()); // so that views into it stay
    for (std::string_view rest = line;;) {
        const std::size_t end = std::min(rest.find('\t'), rest.size());
        const std::string_view raw = rest.substr(0, end);
        if (raw.find('\\') == std::string_view::npos) {
            m_cells.push_back(raw);
        } else {
            const std::size_t begin = m_unescaped.size();
            for (std::size_t i = 0; i < raw.size(); ++i)
                m_unescaped += raw[i] == '\\' && i + 1 < raw.size() ? unescaped(raw[++i]) : raw[i];
            m_cells.push_back(std::string_view(m_unescaped).substr(begin));
        }
        if (end == rest.size()) return;
        rest.remove_prefix(end + 1);
    }
}

} // namespace portolan::clickhouse
