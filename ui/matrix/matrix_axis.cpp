#include "ui/matrix/matrix_axis.h"

#include <algorithm>

namespace portolan {

namespace {

constexpr int kGap = 2;
constexpr int kGroupGap = 6;

} // namespace

MatrixAxis::MatrixAxis(const std::vector<MatrixLine>& lines, int cell) : m_cell(cell) {
    int at = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const bool isNewGroup = i == 0 || lines[i].ns != lines[i - 1].ns;
        if (i > 0) {
            const bool isEdge = isNewGroup && (lines[i].isExpanded() || lines[i - 1].isExpanded());
            at += cell + (isEdge ? kGroupGap : kGap);
        }
        m_at.push_back(at);
        if (!lines[i].isExpanded()) continue;
        if (isNewGroup) m_groups.push_back({i, i});
        m_groups.back().last = i + 1;
    }
}

std::optional<std::size_t> MatrixAxis::lineAt(int px) const {
    const auto after = std::ranges::upper_bound(m_at, px);
    if (after == m_at.begin()) return std::nullopt;
    const auto line = static_cast<std::size_t>(after - m_at.begin()) - 1;
    return px < m_at[line] + m_cell ? std::optional(line) : std::nullopt;
}

MatrixAxis::Span MatrixAxis::between(int from, int to) const {
    const auto first = std::ranges::upper_bound(m_at, from - m_cell);
    const auto last = std::ranges::lower_bound(m_at, to);
    const auto begin = static_cast<std::size_t>(first - m_at.begin());
    return {begin, std::max(begin, static_cast<std::size_t>(last - m_at.begin()))};
}

std::optional<MatrixAxis::Span> MatrixAxis::groupOf(std::size_t line) const {
    for (const Span& group : m_groups)
        if (line >= group.first && line < group.last) return group;
    return std::nullopt;
}

} // namespace portolan
