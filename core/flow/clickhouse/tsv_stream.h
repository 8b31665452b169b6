#pragma once

#include "core/base/result.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::clickhouse {

using Cells = std::span<const std::string_view>;

/// Reads the format TabSeparatedWithNamesAndTypes as it arrives: names, types, rows, and where the query has WITH
/// TOTALS an empty line and one row more. That last row is the end marker: a server that fails in the middle has
/// already said that all is well.
class TsvStream {
  public:
    enum class End { AtLastRow, AtTotals };
    /// May refuse the row: reading ends with that error.
    using OnRow = std::function<Result<void>(Cells cells)>;

    TsvStream(End end, OnRow onRow) : m_end(end), m_onRow(std::move(onRow)) {}

    /// Takes the next bytes. Unreadable: a line that is no row, such as a server's exception after good rows; Internal
    /// is never given. After an error nothing more may be fed.
    Result<void> feed(std::string_view bytes);
    /// To be called after the last byte. Unreadable: the answer was cut off.
    Result<void> finish();

    const std::vector<std::string>& names() const { return m_names; }
    const std::vector<std::string>& types() const { return m_types; }
    /// Empty where there are none.
    const std::vector<std::string>& totals() const { return m_totals; }
    std::uint64_t rows() const { return m_rows; }

  private:
    Result<void> takeLine(std::string_view line);
    void split(std::string_view line);

    enum class State { Names, Types, Rows, Totals, Over };
    End m_end;
    OnRow m_onRow;
    State m_state = State::Names;
    std::string m_pending; ///< a line whose end has not come yet
    std::string m_unescaped;
    std::vector<std::string_view> m_cells;
    std::vector<std::string> m_names, m_types, m_totals;
    std::uint64_t m_rows = 0;
};

} // namespace portolan::clickhouse
