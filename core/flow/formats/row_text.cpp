#include "core/flow/formats/row_text.h"

#include "core/flow/formats/cells.h"

#include <deque>

namespace portolan {

std::vector<std::string> fieldsOf(std::string_view line, char separator) {
    std::vector<std::string> fields;
    std::deque<std::string> undone;
    for (bool isMore = true; isMore;) {
        std::string_view field;
        if (!takeField(line, separator, field, undone)) return {};
        fields.emplace_back(trimmed(field));
        isMore = !line.empty();
        if (isMore) line.remove_prefix(1);
    }
    return fields;
}

} // namespace portolan
