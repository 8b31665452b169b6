#pragma once

#include "core/flow/formats/mapping_guess.h"
#include "core/flow/formats/row_columns.h"

#include <QString>

#include <cstdint>
#include <span>

namespace portolan {

/// Where a field stands in the form. Rare: what few tables tell.
enum class FieldGroup : std::uint8_t { Source, Destination, Connection, Time, Rare };

/// What a column of a table can mean, as a person reads it.
struct MappingField {
    RowColumn column;
    FieldGroup group;
    const char* label; ///< below the group's name: "Address"
    const char* whole; ///< on its own: "source address"
    const char* tip;
};

/// All of them, each once, in the order of the form.
std::span<const MappingField> mappingFields();
const MappingField& fieldOf(RowColumn column);
/// "Source", "Destination", "Connection", "Time", "Rare columns".
QString groupName(FieldGroup group);
/// "the source", "the protocol": what is still to be told.
QString needText(MappingNeed need);

} // namespace portolan
