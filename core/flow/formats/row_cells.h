#pragma once

#include "core/flow/formats/column_mapping.h"
#include "core/flow/formats/record_maker.h"
#include "core/flow/formats/row_columns.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace portolan {

/// One row of a table by what its columns mean. Views into the row.
class RowCells {
  public:
    /// Of several columns for one thing the lowest rank with a value counts.
    void set(ColumnNames::Meaning meaning, std::string_view text) {
        const auto at = static_cast<std::size_t>(meaning.column);
        if (text.empty() || (!m_texts[at].empty() && m_ranks[at] <= meaning.rank)) return;
        m_texts[at] = text;
        m_ranks[at] = meaning.rank;
    }
    std::string_view operator[](RowColumn column) const { return m_texts[static_cast<std::size_t>(column)]; }
    void clear() { m_texts = {}; }

  private:
    std::array<std::string_view, kRowColumnCount> m_texts{};
    std::array<std::uint16_t, kRowColumnCount> m_ranks{};
};

/// Turns rows into flows. A row that states a verdict, or that has no client port to tell its direction by, is a
/// statement (Stated); else it is a record of traffic whose direction is told by the rules (Sighted). An action that is
/// not known to be a network policy's is no verdict: what it refused is left out.
class RowMaker {
  public:
    /// `zoneMinutes` east of UTC, of times that name no zone.
    RowMaker(Attribution& attribution, std::shared_ptr<const ColumnMapping> mapping, int zoneMinutes);

    /// The mapping's constants and replaced values go into the cells first.
    LineResult make(RowCells& cells, std::uint64_t position);
    void forgetEnds() { m_maker.forgetEnds(); }

  private:
    void applyMapping(RowCells& cells) const;
    std::int64_t time(std::string_view text) const;

    RecordMaker m_maker;
    std::shared_ptr<const ColumnMapping> m_mapping;
    int m_zoneMinutes;
};

} // namespace portolan
