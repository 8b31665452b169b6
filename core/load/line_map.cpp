#include "core/load/line_map.h"

#include <algorithm>

namespace portolan::loading {

LinePoint advance(std::string_view text, LinePoint from, std::size_t at) {
    at = std::min(at, text.size());
    const std::string_view part = text.substr(from.at, at - from.at);
    const auto ends = static_cast<std::uint32_t>(std::ranges::count(part, '\n'));
    if (ends != 0) from.lineStart = from.at + part.rfind('\n') + 1;
    from.line += ends;
    from.at = at;
    return from;
}

SourceRef LineMap::at(std::size_t at) {
    at = std::max(at, m_start.at);
    if (at < m_last.lineStart) {
        const std::string_view part = m_text.substr(at, m_last.at - at);
        m_last.line -= static_cast<std::uint32_t>(std::ranges::count(part, '\n'));
        const std::string_view before = m_text.substr(m_start.at, at - m_start.at);
        const std::size_t end = before.rfind('\n');
        m_last.lineStart = end == std::string_view::npos ? m_start.lineStart : m_start.at + end + 1;
        m_last.at = at;
    } else if (at > m_last.at) {
        m_last = advance(m_text, m_last, at);
    }
    return {m_file, m_last.line, static_cast<std::uint32_t>(at - m_last.lineStart + 1)};
}

} // namespace portolan::loading
