#pragma once

#include "core/base/result.h"
#include "core/flow/formats/column_mapping.h"

#include <string>

namespace portolan {

/// A mapping as the text of a mapping file, YAML: parseColumnMapping() gives the same mapping back, without the
/// mappings that files have of their own. Columns in the order of RowColumn, words by name. Usage: a table's name for a
/// column begins with "=", which mapping files have no way to say.
Result<std::string> mappingText(const ColumnMapping& mapping);

/// "+02:00": as parseZone() reads it, from minutes east of UTC.
std::string zoneText(int minutes);

} // namespace portolan
