#pragma once

#include "ui/matrix/matrix_data.h"

#include <optional>
#include <vector>

namespace portolan {

/// Where the lines of one axis stand, px from the first: cells in a row with a small gap, and a wider one around the
/// lines of an expanded namespace.
class MatrixAxis {
  public:
    struct Span {
        std::size_t first = 0;
        std::size_t last = 0; ///< one past
    };

    MatrixAxis() = default;
    MatrixAxis(const std::vector<MatrixLine>& lines, int cell);

    std::size_t size() const { return m_at.size(); }
    int at(std::size_t line) const { return m_at[line]; }
    int length() const { return m_at.empty() ? 0 : m_at.back() + m_cell; }
    /// The line that covers `px`; nothing in a gap.
    std::optional<std::size_t> lineAt(int px) const;
    /// The lines that reach into [from, to).
    Span between(int from, int to) const;
    /// The expanded namespaces, in order.
    const std::vector<Span>& groups() const { return m_groups; }
    /// The expanded namespace that the line is part of.
    std::optional<Span> groupOf(std::size_t line) const;

  private:
    int m_cell = 0;
    std::vector<int> m_at;
    std::vector<Span> m_groups;
};

} // namespace portolan
